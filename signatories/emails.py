"""One function a message; each puts a row in the outbox, in the transaction of whatever caused it.

The three files of a message are in templates/emails/<language>/; see also checks.py, which misses none of them.
"""

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from post_office.models import PRIORITY, STATUS, Email

from guidance.models import PageText, RuleText
from hierniet.languages import SITE_NAMES, site_address
from signatories import queue, tokens
from signatories.corrections import Compared, answer_until, label_of, readable, readable_all, values_of
from signatories.enums import Status
from signatories.models import AskedChange, Change, OutgoingMail, Reason, Signatory
from signatories.references import reference_links
from signatories.tokens import Purpose

MESSAGES = (
    "confirm_address",
    "application_submitted",
    "application_approved",
    "application_declined",
    "application_reopened",
    "signatory_suspended",
    "signatory_restored",
    "changes_asked",
    "changes_reminder",
    "change_approved",
    "change_declined",
    "signatory_withdrawn",
    "file_links",
    "new_link",
)
ENDINGS = (".subject.txt", ".txt", ".html")


Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


@dataclass(frozen=True)
class RenderedMail:
    subject: str
    text: str
    html: str

    @property
    def digest(self) -> str:
        """To tell whether what is about to go out is what somebody saw before."""
        return hashlib.sha256(f"{self.subject}\0{self.text}\0{self.html}".encode()).hexdigest()


def in_recipients_language(
    function: Callable[Concatenate[Signatory, Parameters], Result],
) -> Callable[Concatenate[Signatory, Parameters], Result]:
    """Words and addresses alike: a French mail must not lead to a Dutch page, whatever the moderator reads."""

    @functools.wraps(function)
    def wrapped(signatory: Signatory, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with translation.override(signatory.language):
            return function(signatory, *args, **kwargs)

    return wrapped


def confirm_address(signatory: Signatory) -> None:
    _queue("confirm_address", signatory, _confirmation_context(signatory), priority=PRIORITY.high)


def application_submitted(signatory: Signatory) -> None:
    context = {"position": queue.position(signatory), "expected_days": queue.expected_days()}
    _queue("application_submitted", signatory, context)


def application_reopened(signatory: Signatory) -> None:
    _queue("application_reopened", signatory, {"position": queue.position(signatory)})


def application_approved(signatory: Signatory) -> None:
    _queue("application_approved", signatory, _approval_context(signatory))


def application_declined(signatory: Signatory, *, reason: Reason, own_words: str) -> None:
    _queue("application_declined", signatory, _reason_context(signatory, reason, own_words))


def signatory_suspended(signatory: Signatory, *, reason: Reason, own_words: str) -> None:
    _queue("signatory_suspended", signatory, _reason_context(signatory, reason, own_words))


def signatory_restored(signatory: Signatory) -> None:
    _queue("signatory_restored", signatory, _approval_context(signatory))


def changes_asked(signatory: Signatory, *, questions: list[AskedChange]) -> None:
    _queue("changes_asked", signatory, _questions_context(signatory, questions))


def changes_reminder(signatory: Signatory, *, questions: list[AskedChange]) -> None:
    _queue("changes_reminder", signatory, _questions_context(signatory, questions))


def change_approved(signatory: Signatory, *, change: Change, now: Mapping[str, Any]) -> None:
    """`now` is what stood there until this moment, which may be newer than what the change was made from."""
    _queue("change_approved", signatory, _change_context(signatory, change, now) | _approval_context(signatory))


def change_declined(signatory: Signatory, *, change: Change, own_words: str) -> None:
    context = _change_context(signatory, change, values_of(signatory, change.fields))
    _queue("change_declined", signatory, context | {"own_words": own_words})


def signatory_withdrawn(signatory: Signatory) -> Email:
    """The last mail, made while there still is an address to write to."""
    context = _goodbye_context(signatory)
    return make_row(signatory, render(signatory, "signatory_withdrawn", context), priority=PRIORITY.medium)


def queue_goodbye(signatory: Signatory, email: Email) -> None:
    email.save()
    OutgoingMail.objects.create(
        signatory=signatory,
        email=email,
        message="signatory_withdrawn",
        language=signatory.language,
        erase_when_sent=True,
    )


def new_link(signatory: Signatory) -> None:
    _queue("new_link", signatory, {}, priority=PRIORITY.high)


def file_links(signatories: list[Signatory]) -> None:
    """To one mailbox, whose files these are, all in one language. Not kept: it holds the keys to files of others too."""
    files = [_file_context(signatory) for signatory in signatories]
    _queue("file_links", signatories[0], {"files": files}, priority=PRIORITY.high, erase_when_sent=True)


def preview_confirmation(signatory: Signatory) -> RenderedMail:
    return render(signatory, "confirm_address", _confirmation_context(signatory))


def preview_approval(signatory: Signatory) -> RenderedMail:
    return render(signatory, "application_approved", _approval_context(signatory))


def preview_restoration(signatory: Signatory) -> RenderedMail:
    return render(signatory, "signatory_restored", _approval_context(signatory))


def preview_refusal(message: str, signatory: Signatory, *, reason: Reason, own_words: str) -> RenderedMail:
    """`message` is `application_declined` or `signatory_suspended`."""
    return render(signatory, message, _reason_context(signatory, reason, own_words))


@in_recipients_language
def render(signatory: Signatory, message: str, context: Mapping[str, Any]) -> RenderedMail:
    """The mail as it will arrive, in the recipient's language."""
    everything = _common_context(signatory) | dict(context)
    subject, text, html = (
        render_to_string(f"emails/{signatory.language}/{message}{ending}", everything) for ending in ENDINGS
    )
    return RenderedMail(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html.strip())


def _queue(
    message: str,
    signatory: Signatory,
    context: Mapping[str, Any],
    *,
    priority: int = PRIORITY.medium,
    erase_when_sent: bool = False,
) -> None:
    """A signatory without a mailbox (loaded from a public source) gets no mail: there is nobody to write to."""
    if not signatory.contact_email:
        return
    email = make_row(signatory, render(signatory, message, context), priority=priority)
    email.save()
    OutgoingMail.objects.create(
        signatory=signatory,
        email=email,
        message=message,
        language=signatory.language,
        erase_when_sent=erase_when_sent,
    )


def take_back_unsent(signatory: Signatory) -> None:
    """Mails that a better one replaces, such as one to a mistyped address; what is on the wire right now, goes."""
    with transaction.atomic():
        waiting = Email.objects.filter(
            outgoing_mail__signatory=signatory, status__in=[STATUS.queued, STATUS.requeued]
        ).select_for_update(skip_locked=True, of=("self",))
        for email in waiting:
            email.delete()


def make_row(signatory: Signatory, rendered: RenderedMail, *, priority: int) -> Email:
    """A mail for the outbox, not stored yet.

    Not made by post-office's own `mail.send`: that reads a finished text as a Django template, so that an organisation
    which calls itself `{% if %}` could not sign, and one with braces in its name would see them vanish.
    """
    return Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[signatory.contact_email],
        subject=rendered.subject,
        message=rendered.text,
        html_message=rendered.html,
        status=STATUS.queued,
        priority=priority,
        message_id=make_msgid(domain=settings.POST_OFFICE["MESSAGE_ID_FQDN"]),
        headers={"Auto-Submitted": "auto-generated", "Content-Language": signatory.language},
    )


def _common_context(signatory: Signatory) -> dict[str, Any]:
    privacy = PageText.objects.public().in_language(signatory.language).filter(page__key="privacy").first()
    return {
        "signatory_name": signatory.name,
        "contact_name": signatory.contact_name,
        "receipt_number": signatory.receipt_number,
        "site_name": SITE_NAMES[signatory.language],
        "site_url": _absolute(signatory, reverse("signatories:home")),
        "contact_address": settings.CONTACT_ADDRESS,
        "privacy_url": _absolute(signatory, privacy.get_absolute_url() if privacy else reverse("signatories:home")),
        "status_url": _link(signatory, "signatories:my_file", Purpose.FILE),
    }


@in_recipients_language
def _confirmation_context(signatory: Signatory) -> dict[str, Any]:
    return {
        "confirm_url": _link(signatory, "signatories:confirm", Purpose.CONFIRM),
        "confirm_code": tokens.confirmation_code(signatory),
        "code_url": _absolute(signatory, reverse("signatories:confirm_code")),
        "expires_on": timezone.localdate(signatory.can_confirm_until),
    }


@in_recipients_language
def _approval_context(signatory: Signatory) -> dict[str, Any]:
    slug = signatory.slug or queue.free_slug(signatory)
    rules = RuleText.objects.public().in_language(signatory.language)
    return {
        "public_url": _absolute(signatory, reverse("signatories:signatory", kwargs={"slug": slug})),
        "reference_links": [
            {**link, "url": _absolute(signatory, link["url"])} for link in reference_links(signatory, rules, slug=slug)
        ],
    }


def _reason_context(signatory: Signatory, reason: Reason, own_words: str) -> dict[str, Any]:
    text = reason.text(signatory.language)
    return {"reason_label": text.label, "reason_text": text.explanation, "own_words": own_words}


@in_recipients_language
def _questions_context(signatory: Signatory, questions: list[AskedChange]) -> dict[str, Any]:
    """What is asked, what stands there, and until when. The phrase comes in the language of the mail."""
    return {
        "questions": [
            {
                "label": str(row),
                "now": readable_all(row.old) if row.old else None,  # a logo is no text
                "phrase": row.phrase,
                "own_words": row.words,
            }
            for row in questions
        ],
        "answer_url": _link(signatory, "signatories:my_corrections", Purpose.FILE),
        "answer_until": answer_until(questions),
    }


@in_recipients_language
def _change_context(signatory: Signatory, change: Change, now: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "compared": [
            Compared(label_of(name), readable(name, now[name]), readable(name, value))
            for name, value in change.fields.items()
        ],
        "is_public": signatory.is_public,
        "change_url": _link(signatory, "signatories:my_change", Purpose.FILE),
    }


@in_recipients_language
def _goodbye_context(signatory: Signatory) -> dict[str, Any]:
    return {"left_on": timezone.localdate(), "was_listed": signatory.status in Status.once_listed}


@in_recipients_language
def _file_context(signatory: Signatory) -> dict[str, Any]:
    return {
        "name": str(signatory),
        "receipt_number": signatory.receipt_number,
        "status": Status(signatory.status).label,
        "url": _link(signatory, "signatories:my_file", Purpose.FILE),
    }


def _link(signatory: Signatory, name: str, purpose: Purpose) -> str:
    return _absolute(signatory, reverse(name, kwargs={"token": tokens.make_token(signatory, purpose)}))


def _absolute(signatory: Signatory, path: str) -> str:
    return site_address(signatory.language) + path
