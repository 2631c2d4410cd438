"""The mail before it goes. A decision is taken for real, its mail is read, and the whole is rolled back.

So what a moderator sees is what will be sent, to the letter, without a second piece of code that composes it. When the
decision is then confirmed, the mail that it queues is compared with the one that was seen, before anything is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from signatories import actions, rewording
from signatories.emails import RenderedMail
from signatories.models import OutgoingMail, Signatory
from signatories.moderation.choices import Choice
from signatories.moderation.seen import mark_now
from signatories.rewording import Draft

NO_MAIL = "none"


class MailHasChangedError(Exception):
    """What would go out is not what was seen."""


@dataclass(frozen=True)
class Edit:
    """What a moderator made of the draft whose mark is `mark`."""

    draft: Draft
    mark: str

    @property
    def changes_something(self) -> bool:
        return self.draft.mark != self.mark


@dataclass(frozen=True)
class RehearsedMail(RenderedMail):
    """The mail as it goes, with the draft of the usual one; `edit` if a moderator gave it other words."""

    usual: Draft = field(default_factory=lambda: Draft("", ""))
    edit: Edit | None = None

    @property
    def digest(self) -> str:
        """Of an edited mail also what it was made of: when that changes, its writer must look again."""
        return sha256(f"{super().digest}{self.usual.mark}".encode()).hexdigest() if self.edit else super().digest

    @property
    def draft(self) -> Draft:
        return self.edit.draft if self.edit else self.usual

    @property
    def is_overtaken(self) -> bool:
        """The usual mail is not any more the one that the moderator began to change."""
        return self.edit is not None and self.edit.mark != self.usual.mark


def rehearse(
    choice: Choice, signatory: Signatory, *, by: User, words: Mapping[str, Any], edit: Edit | None = None
) -> RehearsedMail | None:
    """The mail that this decision would send now, or None if it would send none. Leaves no trace."""
    with transaction.atomic():
        mail = _perform(choice, signatory.pk, by=by, words=words, edit=edit)
        transaction.set_rollback(True)
    return mail


@transaction.atomic
def carry_out(
    choice: Choice,
    signatory: Signatory,
    *,
    by: User,
    words: Mapping[str, Any],
    seen: str,
    edit: Edit | None = None,
    sends_mail: bool = True,
    despite: int | None = None,
) -> RehearsedMail | None:
    """Decide, provided that the mail and the application are as they were `seen`; see `seen_as`.

    Nobody decides by accident what a colleague looks at: `despite` is the number of the colleague who may be passed over.
    Without `sends_mail` nobody is told, where that is allowed.
    """
    mark = mark_now(Signatory.objects.select_for_update(of=("self",)).get(pk=signatory.pk))
    mail = _perform(
        choice, signatory.pk, by=by, words=words, edit=edit, despite=despite, is_real=True,
        sends_mail=sends_mail or not choice.may_be_silent,
    )  # fmt: skip
    if _seen(mail, mark) != seen:
        raise MailHasChangedError
    return mail


def seen_as(signatory: Signatory, mail: RenderedMail | None) -> str:
    """The mail, and what stands on the page beside it: neither may have changed when the button is pressed."""
    return _seen(mail, mark_now(Signatory.objects.get(pk=signatory.pk)))


def _seen(mail: RenderedMail | None, mark: str) -> str:
    return f"{digest(mail)}.{mark}"


def digest(mail: RenderedMail | None) -> str:
    return mail.digest if mail else NO_MAIL


class _Rewording:
    """Writes the moderator's words in the mail that is about to wait, and keeps what it has become."""

    def __init__(self, edit: Edit | None) -> None:
        self.edit = edit if edit and edit.changes_something else None
        self.mail: RehearsedMail | None = None

    def __call__(self, outgoing: OutgoingMail) -> None:
        email, signatory = outgoing.email, outgoing.signatory
        mail = RenderedMail(subject=email.subject, text=email.message, html=email.html_message)
        usual = rewording.make_draft(mail, signatory)
        if self.edit:
            mail = rewording.reword(mail, self.edit.draft, signatory)
            email.subject, email.message, email.html_message = mail.subject, mail.text, mail.html
            email.save(update_fields=["subject", "message", "html_message"])
            outgoing.is_edited = True
            outgoing.save(update_fields=["is_edited"])
        self.mail = RehearsedMail(mail.subject, mail.text, mail.html, usual=usual, edit=self.edit)


def _perform(
    choice: Choice,
    pk: int,
    *,
    by: User,
    words: Mapping[str, Any],
    edit: Edit | None,
    despite: int | None = None,
    is_real: bool = False,
    sends_mail: bool = True,
) -> RehearsedMail | None:
    """Works on a copy of its own: what is rolled back must not live on in the caller's object."""
    signatory = Signatory.objects.select_for_update(of=("self",)).get(pk=pk)
    reading = actions.held_by_another(signatory, by) if is_real else None
    if reading is not None and reading.by_id != despite:
        raise actions.HeldByColleagueError(reading)
    rewritten = _Rewording(edit)
    choice.carry_out(signatory, by=by, words=words, reword=rewritten, sends_mail=sends_mail)
    return rewritten.mail
