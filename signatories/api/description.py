"""The OpenAPI document: what ninja reads from the endpoints, and what it cannot know."""

import json
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from guidance.models import PageText

from .addresses import on_site
from .endpoints import service
from .schemas.common import Problem

PREFIX = "api/v1"
PAGE = "open-data"  # its key
DESCRIPTION = """
Who signed the charter of Hier niet / Pas ici / Not here, the house rules with every version, the ready replies, the
helplines and the numbers. Everything here also stands on the site, for everybody; no person's contact details are in it.

* Read only, without a key, without cookies, from any page on the web (CORS).
* `lang` goes before the header `Accept-Language`, `format` before `Accept`. Lists are JSON or CSV.
* Parameters that do not exist are refused, so that a typing error never passes for an answer.
* Send the `ETag` back as `If-None-Match`: as long as nothing changed the answer is 304, and empty.
* An answer can be a minute old. Asking once a minute is enough.
* In CSV a cell that a spreadsheet could take for a formula begins with an apostrophe.
* Visits are told in tens, rounded down. Below ten they are null. Sums are made without those.

Stable under v1: addresses, names of fields, ids, keys and codes. What can come: new fields, new parameters, new kinds,
new addresses. So ignore what you do not know.
"""


def document() -> dict[str, Any]:
    address = page()
    info = {
        "description": DESCRIPTION.strip(),
        "contact": {"name": "HierNiet", "email": settings.CONTACT_ADDRESS, "url": address},
        "license": {"name": "See the page of the open data", "url": address},
    }
    more = {"description": "The same for people, with examples", "url": address}
    servers = [{"url": settings.SITE_ADDRESS}]
    return _described() | {"info": _described()["info"] | info, "externalDocs": more, "servers": servers}


@cache
def _described() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(json.dumps(service.get_openapi_schema(path_prefix=f"{PREFIX}/")))
    described["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    for path, operations in described["paths"].items():
        _complete(path, operations["get"])
    return described


def shape() -> str:
    """Another one as soon as answers look otherwise."""
    return sha256(json.dumps(_described(), sort_keys=True).encode()).hexdigest()


def operations() -> dict[str, Any]:
    """By path."""
    found: dict[str, Any] = _described()["paths"]
    return found


def parameters_of(name: str) -> frozenset[str]:
    found = next(one["get"] for one in operations().values() if one["get"]["operationId"] == name)
    return frozenset(parameter["name"] for parameter in found["parameters"] if parameter["in"] == "query")


def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


def page() -> str:
    """For people, in the language of the answer; the site itself while no editor has one published."""
    language = translation.get_language() or ""
    text = PageText.objects.public().in_language(language).filter(page__key=PAGE).first()
    return on_site(text.get_absolute_url() if text else "/", language)


def _complete(path: str, operation: dict[str, Any]) -> None:
    """What the same wrapper does for all of them; see answers.py."""
    answers = operation["responses"]
    answers["200"]["description"] = "The answer."
    answers["200"]["headers"] = {
        "ETag": {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}},
        "Content-Language": {"schema": {"type": "string", "enum": ["nl", "fr", "en"]}},
    }
    names = [parameter["name"] for parameter in operation["parameters"]]
    if "format" in names:
        answers["200"]["content"]["text/csv"] = {"schema": {"type": "string"}}
    answers["304"] = {"description": "Nothing changed since the answer whose ETag you sent."}
    answers |= {"400": _problem("A parameter is unknown, stands there twice or has a wrong value.")}
    if "{" in path or "page" in names:
        answers |= {"404": _problem("There is nothing here, or not any more.")}
    answers |= {"405": _problem("Only GET, HEAD and OPTIONS.")}
    answers |= {"406": _problem("Not in the form that the header Accept asks for.")}
    answers |= {"503": _problem("The data cannot be reached for a moment; `Retry-After` says for how long to wait.")}
    for parameter in operation["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])


def _problem(description: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is left out is not sent as nothing."""
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    default = {} if schema.get("default") is None else {"default": schema["default"]}
    return rest | (choices[0] if len(choices) == 1 else {}) | default
