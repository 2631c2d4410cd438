"""Fills in the forms of the back office as a browser would: with everything they showed, and what was changed."""

from typing import Any
from unittest.mock import patch

from django.forms import BaseForm
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import reverse

from guidance.models import Helpline, HouseRule, Page
from signatories.models import Reason

Owner = HouseRule | Page | Helpline | Reason


def change_address(owner: Owner) -> str:
    return reverse(f"admin:{owner._meta.app_label}_{owner._meta.model_name}_change", args=[owner.pk])


def add_address(model: type[Owner]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def open_form(client: Client, address: str) -> dict[str, Any]:
    """Everything that the form shows, by the names under which it is sent.

    What it looks like is the matter of test_back_office_pages.py: drawing the page would take most of the time here.
    """
    with patch.object(TemplateResponse, "rendered_content", ""):
        response = client.get(address)
    assert response.status_code == 200
    fields = _values(response.context_data["adminform"].form)
    for wrapped in response.context_data["inline_admin_formsets"]:
        fields |= _values(wrapped.formset.management_form)
        for form in wrapped.formset.forms:
            fields |= _values(form)
    return fields


def save(client: Client, owner: Owner, **changes: Any) -> HttpResponse:
    """Open the form, change some fields (`nl__name="…"` is the name in Dutch), and press save."""
    address = change_address(owner)
    return client.post(address, open_form(client, address) | sent(owner, **changes))


def sent(owner: Owner, **changes: Any) -> dict[str, Any]:
    """Changes by the names of the form: the three languages stand in the order of their rows."""
    order = [text.language for text in owner.texts.order_by("pk")]
    order += [language for language in ("nl", "fr", "en") if language not in order]
    return {_name(name, order): value for name, value in changes.items()}


def errors_of(response: HttpResponse) -> str:
    """Whatever the form says is wrong, as one text."""
    found = [str(response.context["adminform"].form.errors)]
    for wrapped in response.context["inline_admin_formsets"]:
        found += [str(wrapped.formset.non_form_errors()), *(str(form.errors) for form in wrapped.formset.forms)]
    return " ".join(found)


def text_form(response: HttpResponse, language: str) -> Any:
    formset = response.context["inline_admin_formsets"][0].formset
    return next(form for form in formset.forms if form.text_language == language)


def _name(name: str, order: list[str]) -> str:
    language, separator, field = name.partition("__")
    return f"texts-{order.index(language)}-{field}" if separator else name


def _values(form: BaseForm) -> dict[str, Any]:
    values = {}
    for field in form:
        value = field.value()
        if value is True:
            values[field.html_name] = "on"
        elif value is not None and value is not False:
            values[field.html_name] = value.isoformat() if hasattr(value, "isoformat") else value
    return values
