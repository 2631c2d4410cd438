"""One function a message; each puts a row in the outbox, in the transaction of whatever caused it.

The three files of a message are in templates/emails/<language>/; see also checks.py, which misses none of them.
"""

import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import make_msgid
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from post_office.models import PRIORITY, STATUS, Email

from guidance.models import PageText, RuleText
from hierniet import dates
from hierniet.languages import SITE_NAMES, site_address
from signatories import burst, mailboxes, queue, tokens, wording
from signatories.corrections import Compared, answer_until, label_of, readable, readable_all, values_of
from signatories.enums import LogoReason, Status
from signatories.models import AskedChange, Change, OutgoingMail, Reason, Signatory
from signatories.references import reference_links
from signatories.short_names import free_short_name
from signatories.tokens import Purpose

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

# What colleagues call each message; those of the other two modules are in messages.py too.
LABELS: dict[str, "StrOrPromise"] = {
    "confirm_address": _("Confirm the address"),
    "application_submitted": _("In the queue"),
    "application_approved": _("Approved, with the links"),
    "application_declined": _("Declined"),
    "application_reopened": _("Reopened"),
    "signatory_suspended": _("Suspended"),
    "signatory_restored": _("Back in the list"),
    "second_person_asked": _("Asked to confirm as second person"),
    "application_merged": _("Merged with another"),
    "logo_approved": _("New logo in use"),
    "logo_refused": _("Logo not accepted"),
    "changes_asked": _("Asked to correct something"),
    "changes_reminder": _("Reminder to correct it"),
    "change_approved": _("Change approved"),
    "change_declined": _("Change declined"),
    "signatory_withdrawn": _("Goodbye"),
    "file_links": _("The link again"),
    "new_link": _("A new link"),
}
MESSAGES = tuple(LABELS)
# To colleagues, who are no signatories: these have no row in OutgoingMail, and nobody reads them in the back office.
STAFF_MESSAGES = ("moderators_digest",)
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
    position, many = burst.standing(signatory)
    context = {"position": position, "expected_days": None if many else queue.expected_days(), "burst": many}
    _queue("application_submitted", signatory, context | _proof_context(signatory))


def application_reopened(signatory: Signatory) -> None:
    _queue("application_reopened", signatory, {"position": queue.position(signatory)})


def application_merged(signatory: Signatory, *, into: Signatory) -> None:
    """To the contact of the one that leaves: “you are already in”. Says nothing about who signed the other time."""
    _queue("application_merged", signatory, _merge_context(signatory, into))


def application_approved(signatory: Signatory) -> None:
    _queue("application_approved", signatory, _approval_context(signatory))


def application_declined(signatory: Signatory, *, reason: Reason, own_words: str) -> None:
    _queue("application_declined", signatory, _reason_context(signatory, reason, own_words))


def signatory_suspended(signatory: Signatory, *, reason: Reason, own_words: str) -> None:
    _queue("signatory_suspended", signatory, _reason_context(signatory, reason, own_words))


def signatory_restored(signatory: Signatory) -> None:
    _queue("signatory_restored", signatory, _approval_context(signatory))


def logo_approved(signatory: Signatory) -> None:
    _queue("logo_approved", signatory, {"bench_url": _bench_url(signatory)})


def logo_refused(signatory: Signatory, *, reason: LogoReason, own_words: str) -> None:
    with translation.override(signatory.language):
        words = str(reason.label)
    context = {"reason_text": words, "own_words": own_words, "bench_url": _bench_url(signatory)}
    _queue("logo_refused", signatory, context)


def second_person_asked(signatory: Signatory) -> None:
    """Goes to somebody else than all other mails; nothing in it opens the file."""
    if signatory.second_email:
        _queue("second_person_asked", signatory, _second_context(signatory), to=signatory.second_email)


def moderators_digest(user: User, *, language: str, items: Sequence[Any]) -> None:
    """Numbers only; see digest.py. It lies in the outbox like every mail, and is sent and given up like every mail."""
    with translation.override(language):
        context = {
            "name": user.get_short_name(),
            "items": items,
            "site_name": SITE_NAMES[language],
            "site_url": site_address(language) + reverse("signatories:home"),
            "queue_url": settings.SITE_ADDRESS + reverse("admin:signatories_signatory_queue"),
            "choice_url": settings.SITE_ADDRESS + reverse("admin:signatories_signatory_digest"),
        }
        rendered = render_message(f"emails/{language}/moderators_digest", context)
    row(to=user.email, language=language, rendered=rendered, priority=PRIORITY.low).save()


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


def preview_second_person(signatory: Signatory) -> RenderedMail:
    return render(signatory, "second_person_asked", _second_context(signatory))


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
    own_words = wording.own_words(message, signatory.language)
    everything = _common_context(signatory) | {"wording": own_words} | dict(context)
    return render_message(f"emails/{signatory.language}/{message}", everything)


def render_message(name: str, context: Mapping[str, Any]) -> RenderedMail:
    subject, text, html = (render_to_string(f"{name}{ending}", dict(context)) for ending in ENDINGS)
    return RenderedMail(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html.strip())


@in_recipients_language
def render_in_frame(signatory: Signatory, *, subject: str, words: str, small_words: str) -> str:
    """The HTML of a mail whose words a moderator wrote; see rewording.py."""
    heading = subject.replace(f"({signatory.receipt_number})", "").strip()  # that is for sorting mail, not for reading
    own = {"language": signatory.language, "heading": heading, "words": words, "small_words": small_words}
    return render_to_string("emails/edited.html", _common_context(signatory) | own).strip()


def _queue(
    message: str,
    signatory: Signatory,
    context: Mapping[str, Any],
    *,
    priority: int = PRIORITY.medium,
    to: str = "",
    erase_when_sent: bool = False,
) -> None:
    """A signatory without a mailbox (loaded from a public source) gets no mail: there is nobody to write to."""
    if not signatory.contact_email:
        return
    email = make_row(signatory, render(signatory, message, context), priority=priority, to=to)
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


def make_row(signatory: Signatory, rendered: RenderedMail, *, priority: int, to: str = "") -> Email:
    """A mail for the outbox, not stored yet; to the contact person, unless somebody else is named.

    Not made by post-office's own `mail.send`: that reads a finished text as a Django template, so that an organisation
    which calls itself `{% if %}` could not sign, and one with braces in its name would see them vanish.
    """
    return row(to=to or signatory.contact_email, language=signatory.language, rendered=rendered, priority=priority)


def row(*, to: str, language: str, rendered: RenderedMail, priority: int) -> Email:
    return Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        subject=rendered.subject,
        message=rendered.text,
        html_message=rendered.html,
        status=STATUS.queued,
        priority=priority,
        message_id=make_msgid(domain=settings.POST_OFFICE["MESSAGE_ID_FQDN"]),
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
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
        "until_day": dates.written(timezone.localdate(signatory.can_confirm_until)),
        "burst": burst.current(),
    }


@in_recipients_language
def _approval_context(signatory: Signatory) -> dict[str, Any]:
    slug = signatory.slug or free_short_name(signatory)
    rules = RuleText.objects.public().in_language(signatory.language)
    return {
        "public_url": _absolute(signatory, reverse("signatories:signatory", kwargs={"slug": slug})),
        "kit_url": _link(signatory, "signatories:my_kit", Purpose.FILE),
        # In HTML they lead to the page itself: programs that look through mails open every link, and would be counted.
        "reference_links": [
            {**link, "url": _absolute(signatory, _landing_page(link["rule"], slug))}
            for link in reference_links(signatory, rules, slug=slug)
        ],
    }


def _landing_page(rule: RuleText, slug: str) -> str:
    return reverse("signatories:rule_on_behalf", kwargs={"slug": rule.slug, "signatory": slug})


def _proof_context(signatory: Signatory) -> dict[str, Any]:
    """What the mailbox leaves open; an individual signs for nobody else."""
    asks_proof = mailboxes.match(signatory.contact_email, signatory.website_host).asks_proof
    return {
        "asks_proof": asks_proof and not signatory.is_individual,
        "mail_domain": mailboxes.domain_of(signatory.contact_email),
        "website_host": signatory.website_host,
        "waits_for_second": signatory.lacks_second_person and bool(signatory.second_email),
        "second_name": signatory.second_name,
    }


@in_recipients_language
def _second_context(signatory: Signatory) -> dict[str, Any]:
    return {
        "second_url": _link(signatory, "signatories:second_person", Purpose.SECOND),
        "contact_role": signatory.contact_role,
        "must_confirm": signatory.needs_second_person,
        "is_listed": signatory.is_public,
        "status_url": "",  # the file is the contact person's
    }


@in_recipients_language
def _merge_context(signatory: Signatory, into: Signatory) -> dict[str, Any]:
    public_url = reverse("signatories:signatory", kwargs={"slug": into.slug}) if into.is_public else ""
    return {"stays_name": into.name, "public_url": _absolute(signatory, public_url) if public_url else ""}


def _reason_context(signatory: Signatory, reason: Reason, own_words: str) -> dict[str, Any]:
    text = reason.text(signatory.language)
    return {"reason_label": text.label, "reason_text": text.explanation, "own_words": own_words}


@in_recipients_language
def _bench_url(signatory: Signatory) -> str:
    return _link(signatory, "signatories:logo", Purpose.FILE)


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
        "until_day": in_words(answer_until(questions)),
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
    return {"on_day": in_words(timezone.localdate()), "was_listed": signatory.status in Status.once_listed}


@in_recipients_language
def _file_context(signatory: Signatory) -> dict[str, Any]:
    return {
        "name": str(signatory),
        "receipt_number": signatory.receipt_number,
        "status": Status(signatory.status).label,
        "url": _link(signatory, "signatories:my_file", Purpose.FILE),
    }


def in_words(day: date | None) -> str:
    """In the language that is active: for the days that may stand in our colleagues' own words."""
    return dates.written(day) if day else ""


def _link(signatory: Signatory, name: str, purpose: Purpose) -> str:
    return _absolute(signatory, reverse(name, kwargs={"token": tokens.make_token(signatory, purpose)}))


def _absolute(signatory: Signatory, path: str) -> str:
    return site_address(signatory.language) + path
