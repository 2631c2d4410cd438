"""A moderator asks for corrections, field by field; the applicant answers, and keeps the place in the queue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories import emails
from signatories.corrections import FIELDS_BEHIND, answer_until, as_json, from_json, open_questions, values_of
from signatories.enums import Askable, EventKind, Status
from signatories.models import AskedChange, Signatory

from .door import TransitionNotAllowedError, lock, move, not_any_more, record
from .leaving import end
from .second_person import ask_second_person, name_second_person

# How long a moderator has, from the last day on, to find out why the reminder did not arrive.
WHEN_MAIL_FAILS = timedelta(days=60)


@dataclass(frozen=True)
class Question:
    """One field to correct: a ready-made phrase, our own words, or both."""

    field: Askable
    problem: str = ""
    words: str = ""


class QuestionsChangedError(Exception):
    """What was answered is not what is asked now."""


@transaction.atomic
def ask_for_changes(signatory: Signatory, *, by: User, questions: list[Question]) -> None:
    """The applicant is written to, and the application waits for the answer at its place in the queue."""
    lock(signatory)
    if signatory.status != Status.SUBMITTED:
        raise TransitionNotAllowedError(not_any_more(signatory))
    if not signatory.contact_email or not questions:
        raise TransitionNotAllowedError(_("There is nobody to ask, or nothing."))
    now = timezone.now()
    rows = [make_row(signatory, question, by=by, asked_at=now) for question in questions]
    AskedChange.objects.bulk_create(rows)
    move(signatory, Status.CHANGES_ASKED, by=by, why=", ".join(question.field for question in questions))
    emails.changes_asked(signatory, questions=rows)


def take_questions_back(signatory: Signatory) -> None:
    """Asking was undone before the mail had left. Within the transaction that locked the row."""
    signatory.asked_changes.open().delete()


def make_row(signatory: Signatory, question: Question, *, by: User, asked_at: Any) -> AskedChange:
    return AskedChange(
        signatory=signatory,
        field=question.field,
        problem=question.problem,
        words=question.words,
        old=values_of(signatory, FIELDS_BEHIND[question.field]),
        asked_by=by,
        asked_at=asked_at,
    )


@transaction.atomic
def answer_questions(
    signatory: Signatory, *, asked: Iterable[int], answers: Mapping[str, Any], remark: str = ""
) -> None:
    """Take over what the applicant corrected; `asked` are the questions that stood on the page.

    The same answer sent twice does no harm. Who answers what is not asked any more, hears so, and nothing is changed.
    """
    lock(signatory)
    shown = set(asked)
    if _is_answered_so(signatory, shown, answers, remark):
        return
    if signatory.status != Status.CHANGES_ASKED:
        raise TransitionNotAllowedError(not_any_more(signatory))
    questions = open_questions(signatory)
    if {question.pk for question in questions} != shown:
        raise QuestionsChangedError
    changed = _take_over(signatory, questions, answers)
    _store_answers(signatory, questions, remark)
    why = ", ".join(question.field for question in questions if question.old != question.answer)
    record(signatory, by=None, what=EventKind.CHANGES_ANSWERED, why=why)
    move(signatory, Status.SUBMITTED, by=None, **changed)
    ask_second_person(signatory)


def _is_answered_so(signatory: Signatory, shown: set[int], answers: Mapping[str, Any], remark: str) -> bool:
    rows = list(signatory.asked_changes.filter(pk__in=shown))
    if not rows:
        return False
    return all(row.answered_at and row.answer == _given(row, answers) and row.remark == remark for row in rows)


def _given(question: AskedChange, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: as_json(answers[name]) for name in FIELDS_BEHIND[Askable(question.field)] if name in answers}


def _take_over(signatory: Signatory, questions: list[AskedChange], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that change by the answers; only those that were asked for."""
    given: dict[str, Any] = {}
    for question in questions:
        question.answer = _given(question, answers)
        given |= question.answer
    before = values_of(signatory, given)
    changed = {name: from_json(name, value) for name, value in given.items() if value != before[name]}
    if "second_email" in changed:  # whoever answered before was somebody else
        changed |= name_second_person(changed["second_email"])
    return changed


def _store_answers(signatory: Signatory, questions: list[AskedChange], remark: str) -> None:
    now = timezone.now()
    for question in questions:
        question.answered_at, question.remark = now, remark
    AskedChange.objects.bulk_update(questions, ["answer", "answered_at", "remark"])


@transaction.atomic
def remind_to_answer(signatory: Signatory) -> bool:
    """Once; False for who answered or was reminded meanwhile."""
    lock(signatory)
    questions = open_questions(signatory)
    if signatory.status != Status.CHANGES_ASKED or not questions or any(row.reminded_at for row in questions):
        return False
    for question in questions:
        question.reminded_at = timezone.now()
    AskedChange.objects.bulk_update(questions, ["reminded_at"])
    emails.changes_reminder(signatory, questions=questions)
    return True


@transaction.atomic
def expire_uncorrected(signatory: Signatory) -> bool:
    """Asked, reminded and never answered: personal data go. False for who answered or still has time."""
    lock(signatory)
    last_day = answer_until(open_questions(signatory))
    if signatory.status != Status.CHANGES_ASKED or last_day is None or timezone.localdate() <= last_day:
        return False
    if signatory.is_contested:  # nobody could answer
        return False
    if not _reminder_has_arrived(signatory) and timezone.localdate() <= last_day + WHEN_MAIL_FAILS:
        return False
    end(signatory, why="not corrected in time")
    return True


def _reminder_has_arrived(signatory: Signatory) -> bool:
    """As far as mail servers tell. While it has not, a moderator finds it among the mails that failed."""
    newest = signatory.mails.filter(message="changes_reminder").select_related("email").order_by("-pk").first()
    return newest is None or newest.is_sent
