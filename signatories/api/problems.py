"""Answers that say what is wrong, in a sentence. They never repeat what was sent."""

from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

SHORTLY = "public, max-age=0, s-maxage=10"  # so that proxies let go of the entry of who leaves


def problem(status: int, code: str, sentence: str) -> HttpResponse:
    body = {"status": status, "code": code, "message": sentence}
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = SHORTLY if status == 404 else "no-store"
    return response


def not_found() -> HttpResponse:
    return problem(404, "not_found", _("There is nothing here, or not any more."))


def refused(parameters: Iterable[str]) -> HttpResponse:
    """`parameters` are ours, by name."""
    sentence = _(
        "These parameters have a value that they cannot have: %(names)s. The description says which they can have."
    )
    return problem(400, "wrong_value", sentence % {"names": ", ".join(parameters)})


def unknown(known: Iterable[str]) -> HttpResponse:
    sentence = _("There is a parameter that does not exist here. These do: %(names)s.")
    return problem(400, "unknown_parameter", sentence % {"names": ", ".join(sorted(known)) or "–"})


def repeated() -> HttpResponse:
    return problem(400, "repeated_parameter", _("A parameter stands there twice. Give each of them once."))


def too_many() -> HttpResponse:
    return problem(400, "too_many", _("Those are more parameters than there can be."))


def not_allowed() -> HttpResponse:
    return problem(405, "only_to_be_read", _("The open data can only be read: ask with GET or HEAD."))


def not_acceptable(forms: Iterable[str]) -> HttpResponse:
    sentence = _("This can only be given as: %(forms)s.")
    return problem(406, "not_in_that_form", sentence % {"forms": ", ".join(forms)})


def out_of_order() -> HttpResponse:
    response = problem(503, "out_of_order", _("The data cannot be reached for a moment. Ask again in a minute."))
    response["Retry-After"] = "60"
    return response
