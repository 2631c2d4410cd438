"""The mails when somebody else becomes the contact person. See also emails.py."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from signatories import emails
from signatories.change_tokens import ChangePurpose, make_change_token
from signatories.enums import Status
from signatories.models import ContactChange, Signatory
from signatories.renewal_emails import path_url, post

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

LABELS: dict[str, "StrOrPromise"] = {
    "contact_invited": _("Asked to become the contact person"),
    "contact_notice": _("Told about another contact person"),
    "contact_changed": _("Welcome to the new contact person"),
    "contact_replaced": _("Goodbye to the contact person before"),
}
MESSAGES = tuple(LABELS)


def contact_invited(change: ContactChange) -> None:
    """To the new address. It may be a stranger's: the mail says nothing of the contact person, and nothing that was typed."""
    with translation.override(change.signatory.language):
        until_day = emails.in_words(timezone.localdate(change.accept_until))
    context = {
        "is_claim": change.is_claim,
        "is_from_us": change.begun_by_id is not None,
        "is_public": change.signatory.status == Status.APPROVED,
        "accept_url": _change_link(change, "signatories:accept_contact", ChangePurpose.ACCEPT),
        "until_day": until_day,
    }
    post("contact_invited", change.signatory, context | _nobody(), to=change.new_email)


def contact_notice(change: ContactChange, to: list[tuple[str, str]]) -> None:
    """To whoever may object, by name and address: what somebody wants, and the link that stops it."""
    context = {
        "is_claim": change.is_claim,
        "is_from_us": change.begun_by_id is not None,
        "object_url": _change_link(change, "signatories:object_contact", ChangePurpose.OBJECT),
        "effective_on": timezone.localdate(change.effective_from) if change.effective_from else None,
    }
    for name, address in to:
        post("contact_notice", change.signatory, context | {"contact_name": name, "status_url": ""}, to=address)


def contact_changed(signatory: Signatory) -> None:
    """To the new contact person: the link to the file, which is theirs from now on."""
    post("contact_changed", signatory, {}, to=signatory.contact_email)


def contact_replaced(change: ContactChange, old: list[tuple[str, str]]) -> None:
    """To whom the old one is; the link to the file is not theirs any more, but that to object still is."""
    context = {"object_url": _change_link(change, "signatories:object_contact", ChangePurpose.OBJECT)}
    for name, address in old:
        post("contact_replaced", change.signatory, context | {"contact_name": name, "status_url": ""}, to=address)


def people(signatory: Signatory) -> list[tuple[str, str]]:
    """Name and address of the contact person and of the second person who confirmed, as far as there are any."""
    first = (signatory.contact_name, signatory.contact_email)
    second = (signatory.second_name, signatory.proven_second_email)
    return [person for person in dict.fromkeys((first, second)) if person[1]]


def _nobody() -> dict[str, Any]:
    return {"contact_name": "", "status_url": ""}


def _change_link(change: ContactChange, name: str, purpose: ChangePurpose) -> str:
    @emails.in_recipients_language
    def make(signatory: Signatory) -> str:
        return path_url(signatory, reverse(name, kwargs={"token": make_change_token(change, purpose)}))

    return make(change.signatory)
