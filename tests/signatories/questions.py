"""Questions to an applicant, and changes that a signatory proposes, as tests need them."""

from typing import Any

from django.contrib.auth.models import User

from signatories import actions, emails, tokens
from signatories.actions import Question
from signatories.corrections import values_of
from signatories.enums import Askable, Problem, Status
from signatories.models import AskedChange, Change, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.applications import address

WEBSITE = Question(Askable.WEBSITE, Problem.WEBSITE_DEAD)
NAME = Question(Askable.NAME, Problem.NAME_SHORT, "Met vzw & al wat erbij hoort")
ROLE = Question(Askable.CONTACT_ROLE, Problem.ROLE_UNCLEAR)


def ask(signatory: Signatory, *questions: Question, by: User | None = None) -> list[AskedChange]:
    """Asked by a moderator; by default about the website."""
    judge = by or User.objects.filter(username="Mo").first() or factories.create_moderator()
    actions.ask_for_changes(signatory, by=judge, questions=list(questions or (WEBSITE,)))
    return list(signatory.asked_changes.open())


def propose(signatory: Signatory, **fields: Any) -> Change:
    change = actions.propose_change(signatory, fields=fields or {"name": "Nieuwe naam vzw"})
    assert change
    return change


def page_of(signatory: Signatory, name: str = "my_file", language: str = "nl", **kwargs: Any) -> str:
    return address(name, language, token=tokens.make_token(signatory, Purpose.FILE), **kwargs)


def send_mail_of_a_file(message: str, signatory: Signatory) -> None:
    """One of the mails about questions, changes, leaving and links."""
    judge = factories.create_moderator(name="Mail")
    if message in ("changes_asked", "changes_reminder"):
        rows = [_row(signatory, question, judge) for question in (ROLE, NAME)]
        getattr(emails, message)(signatory, questions=rows)
    elif message in ("change_approved", "change_declined"):
        fields = {"name": "Nieuwe naam & zoon", "enterprise_number": "0202239951"}
        now = values_of(signatory, fields)
        change = Change.objects.create(signatory=signatory, fields=fields, before=now)
        words = {"now": now} if message == "change_approved" else {"own_words": "Bel gerust & vraag Ann."}
        getattr(emails, message)(signatory, change=change, **words)
    elif message == "signatory_withdrawn":
        if signatory.contact_email:
            emails.queue_goodbye(signatory, emails.signatory_withdrawn(signatory))
    elif message == "file_links":
        emails.file_links([signatory])
    else:
        emails.new_link(signatory)


STATUS_AFTER = {
    "changes_asked": Status.CHANGES_ASKED,
    "changes_reminder": Status.CHANGES_ASKED,
    "change_approved": Status.APPROVED,
    "change_declined": Status.APPROVED,
    "signatory_withdrawn": Status.APPROVED,
    "file_links": Status.SUBMITTED,
    "new_link": Status.SUBMITTED,
}


def _row(signatory: Signatory, question: Question, judge: User) -> AskedChange:
    return actions.asking.make_row(signatory, question, by=judge, asked_at=factories.timezone.now())
