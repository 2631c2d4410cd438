"""What an applicant fills in, and the addresses of the pages on the way."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from signatories import screening

FILLED_IN = {
    "kind": "company",
    "name": "Voorbeeld & Zonen",
    "website": "www.voorbeeld.example",
    "social_accounts": "",
    "enterprise_number": "",
    "mandate_decided_on": "",
    "contact_name": "Lies Voorbeeld",
    "contact_role": "Hoofd communicatie",
    "contact_email": "lies@voorbeeld.example",
    "contact_phone": "",
    "language": "nl",
    "second_name": "",
    "second_email": "",
    "agrees_to_charter": "on",
    "has_mandate": "on",
    "homepage": "",
}


def filled_in(**changes: str) -> dict[str, str]:
    """The whole form, as a browser sends it; its token is a fresh one unless `form_token` is given."""
    return {**FILLED_IN, "form_token": screening.make_form_token(), **changes}


def details(**changes: Any) -> dict[str, Any]:
    """The same as clean values, for `actions.sign_up`."""
    left_out = ("agrees_to_charter", "has_mandate", "homepage")
    clean = {name: value for name, value in FILLED_IN.items() if name not in left_out}
    shaped = {"website": "https://www.voorbeeld.example", "social_accounts": [], "mandate_decided_on": None}
    return {**clean, **shaped, **changes}


def address(name: str, language: str = "nl", **kwargs: str) -> str:
    with translation.override(language):
        return reverse(f"signatories:{name}", kwargs=kwargs or None)


def send(client: Client, page: str = "nl", *, more: dict[str, Any] | None = None, **changes: str) -> HttpResponse:
    """Send the form in, on the page in this language; `more` are things of the request, such as REMOTE_ADDR."""
    return client.post(address("join", page), filled_in(**changes), **(more or {}))
