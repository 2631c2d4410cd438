"""The mails that ask every year whether it is still true, and those about what came of it. See also emails.py."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from post_office.models import PRIORITY

from hierniet.languages import site_address
from signatories import emails, tokens
from signatories.models import OutgoingMail, Signatory
from signatories.renewal import Stage
from signatories.renewal_course import addresses, due_date
from signatories.tokens import Purpose

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

LABELS: dict[str, "StrOrPromise"] = {
    "renewal_due": _("Asked whether it is still true"),
    "renewal_done": _("Still true, thanked"),
    "renewal_lapsed": _("Off the list for want of an answer"),
    "renewal_returned": _("Back after an answer"),
}
MESSAGES = tuple(LABELS)


@emails.in_recipients_language
def renewal_due(signatory: Signatory, *, stage: Stage, lapses_on: date | None, to_second: bool) -> int:
    """Each person gets a link of their own; returns how many mails were written."""
    due_on = due_date(signatory)
    is_late = due_on is not None and timezone.localdate() >= due_on
    context = {"stage": stage.value, "due_on": due_on, "is_late": is_late, "until_day": emails.in_words(lapses_on)}
    return _to_each("renewal_due", signatory, context, to_second=to_second)


@emails.in_recipients_language
def renewal_done(signatory: Signatory, *, to_second: bool) -> int:
    context = {"on_day": emails.in_words(due_date(signatory))}
    return _to_each("renewal_done", signatory, context, to_second=to_second)


def renewal_lapsed(signatory: Signatory, *, to_second: bool) -> int:
    return _to_each("renewal_lapsed", signatory, {}, to_second=to_second)


@emails.in_recipients_language
def renewal_returned(signatory: Signatory, *, to_second: bool) -> int:
    context = {"on_day": emails.in_words(due_date(signatory))}
    return _to_each("renewal_returned", signatory, context, to_second=to_second)


def _to_each(message: str, signatory: Signatory, context: dict[str, Any], *, to_second: bool) -> int:
    people = addresses(signatory) if to_second else addresses(signatory)[:1]
    for address in people:
        post(message, signatory, context | _for(signatory, address), to=address)
    return len(people)


@emails.in_recipients_language
def _for(signatory: Signatory, address: str) -> dict[str, Any]:
    """The second person is called by their own name, and gets no link to the file, which is the contact person's."""
    public_url = path_url(signatory, reverse("signatories:signatory", kwargs={"slug": signatory.slug}))
    common = {"public_url": public_url, "website": signatory.website, "recipient": address}
    if address == signatory.contact_email:
        return common | {"renew_url": link(signatory, "signatories:renew", Purpose.RENEW)}
    return common | {
        "renew_url": link(signatory, "signatories:renew", Purpose.RENEW_SECOND),
        "contact_name": signatory.second_name,
        "status_url": "",
    }


def post(message: str, signatory: Signatory, context: dict[str, Any], *, to: str) -> None:
    """Put a mail in the outbox, to somebody who need not be the contact person."""
    email = emails.make_row(signatory, emails.render(signatory, message, context), priority=PRIORITY.medium)
    email.to = [to]
    email.save()
    OutgoingMail.objects.create(signatory=signatory, email=email, message=message, language=signatory.language)


def link(signatory: Signatory, name: str, purpose: Purpose) -> str:
    return path_url(signatory, reverse(name, kwargs={"token": tokens.make_token(signatory, purpose)}))


def path_url(signatory: Signatory, path: str) -> str:
    return site_address(signatory.language) + path
