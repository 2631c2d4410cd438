"""Whatever people press, in whatever order: the life of a signatory stays a life."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, pairwise
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signatories import actions
from signatories.actions import AddressNotProvenError, TransitionNotAllowedError, renewals
from signatories.enums import TRANSITIONS, Decision, Doubt, EventKind, Kind, Status
from signatories.models import Reason, Signatory
from signatories.models.signatory import PERSONAL_FIELDS
from signatories.moderation.choices import BY_NAME
from signatories.moderation.undoing import undo_one
from tests import factories
from tests.signatories.applications import details
from tests.signatories.questions import ROLE

REFUSALS = (
    TransitionNotAllowedError, AddressNotProvenError, actions.CannotUndoError, actions.ContactChangeRefusedError,
    actions.MergeNotAllowedError,
)  # fmt: skip
DOUBTS = st.lists(st.sampled_from([doubt for doubt in Doubt if doubt != Doubt.AWAITING_PROOF]), max_size=2, unique=True)
# By chance alone hardly anybody would come as far as the list.
LISTED, ASKED = ("confirm", "approve"), ("confirm", "ask")
BEGINNINGS = st.sampled_from([(), ("confirm",), LISTED, ASKED])
numbers = count()


@dataclass
class Life:
    """Whose, who judges, and into whom it may be merged."""

    signatory: Signatory
    moderator: User
    reasons: dict[Decision, Reason]
    other: Signatory


def decide(name: str) -> Callable[[Life], None]:
    """As moderators do it, so that it can be undone."""

    def act(life: Life) -> None:
        words = {
            "decline": {"reason": life.reasons[Decision.DECLINE], "own_words": "Dag Lies"},
            "suspend": {"reason": life.reasons[Decision.SUSPEND], "own_words": "Dag Lies"},
            "restore": {"why": "Lies belde."},
            "ask": {"questions": [ROLE]},
            "decline_change": {"own_words": "Dag Lies"},
        }.get(name, {})
        BY_NAME[name].carry_out(life.signatory, by=life.moderator, words=words)

    return act


def undo(life: Life) -> None:
    taken = life.signatory.taken_decisions.first()
    if taken:
        undo_one(taken, by=life.moderator)


def answer(life: Life) -> None:
    asked = list(life.signatory.asked_changes.open().values_list("pk", flat=True))
    actions.answer_questions(life.signatory, asked=asked, answers={"contact_role": f"Baas {next(numbers)}"})


def propose(life: Life) -> None:
    actions.propose_change(life.signatory, fields={"name": f"Lies {next(numbers)}"}, remark="Dag, Lies")


def hand_over(life: Life) -> None:
    new = {"new_name": "Mia", "new_role": "", "new_phone": "", "new_email": f"mia{next(numbers)}@elders.example"}
    actions.hand_over(life.signatory, person=new)


def with_newest_change(act: Callable[..., None]) -> Callable[[Life], None]:
    def on_newest(life: Life) -> None:
        change = life.signatory.contact_changes.first()
        if change:
            act(change)

    return on_newest


def lapse(life: Life) -> None:
    """What the daily round does after a year and four reminders without an answer."""
    if life.signatory.status == Status.APPROVED and life.signatory.lapsed_at is None:
        renewals._lapse(life.signatory)


ACTS: dict[str, Callable[[Life], object]] = {
    "confirm": lambda life: actions.confirm(life.signatory),
    "disown": lambda life: actions.disown(life.signatory),
    "expire": lambda life: actions.expire(life.signatory, why="te laat"),
    "forget": lambda life: actions.forget_person(life.signatory),
    "withdraw": lambda life: actions.withdraw(life.signatory, by=life.moderator),
    "merge": lambda life: actions.merge(life.signatory, into=life.other, by=life.moderator),
    "renew": lambda life: actions.renew(life.signatory),
    **{
        name: decide(name)
        for name in (
            "release", "approve", "decline", "reopen", "suspend", "restore", "ask", "approve_change", "decline_change",
        )
    },
    "undo": undo, "answer": answer, "propose": propose, "hand over": hand_over, "lapse": lapse,
    "accept": with_newest_change(actions.accept), "object": with_newest_change(actions.object_to),
}  # fmt: skip


def check_life(signatory: Signatory, *, proven: bool) -> None:
    """What is always true, read from the database."""
    stored = Signatory.objects.get(pk=signatory.pk)
    check_history(stored)
    if stored.status == Status.APPROVED:
        assert stored.slug
        assert stored.name
        assert stored.approved_at
    if stored.status in (Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED):
        assert proven
        assert stored.confirmed_at
        assert stored.submitted_at
    assert stored.asked_changes.open().exists() == (stored.status == Status.CHANGES_ASKED)
    if stored.status in Status.erased:
        check_erased(stored)
    if stored.status == Status.QUARANTINED:
        assert stored.doubts
    if stored.lapsed_at or stored.contested_at:
        assert stored.confirmed_at
        assert not (stored.is_public and stored.lapsed_at)
    if stored.merged_into:
        assert stored.status in Status.at_rest


def check_history(stored: Signatory) -> None:
    events = list(stored.events.all())
    assert events[0].from_status == ""
    assert events[-1].to_status == stored.status
    for one, next_one in pairwise(events):
        assert next_one.from_status == one.to_status
        is_move = next_one.to_status in TRANSITIONS[Status(next_one.from_status)]
        is_way_back = next_one.what == EventKind.UNDONE
        is_beside = next_one.to_status == next_one.from_status and (
            next_one.why == "released" or next_one.what != EventKind.STATUS
        )
        assert is_move or is_way_back or is_beside
    assert not any("Lies" in event.why or "Mia" in event.why for event in events)


def check_erased(stored: Signatory) -> None:
    assert not any(getattr(stored, name) for name in PERSONAL_FIELDS)
    assert set(stored.mails.values_list("message", flat=True)) <= {"application_merged"}  # the one that says so
    for rows in (stored.notes, stored.changes, stored.asked_changes, stored.contact_changes):
        assert not rows.exists()
    assert not stored.taken_decisions.exclude(before={}, after={}).exists()
    assert stored.kind != Kind.INDIVIDUAL or not (stored.name or stored.website or stored.search_text or stored.slug)


@pytest.mark.django_db
@settings(max_examples=40)
@example(
    kind=Kind.COMPANY,
    doubts=[],
    beginning=LISTED,
    names=["propose", "hand over", "lapse", "suspend", "restore", "merge"],
)
@example(
    kind=Kind.COMPANY,
    doubts=[],
    beginning=LISTED,
    names=["undo", "approve", "hand over", "accept", "object", "withdraw"],
)
@example(kind=Kind.INDIVIDUAL, doubts=[], beginning=ASKED, names=["undo", "ask", "answer", "ask", "merge"])
@example(kind=Kind.INDIVIDUAL, doubts=[], beginning=ASKED, names=["expire", "undo", "answer", "confirm"])
@given(
    kind=st.sampled_from([Kind.COMPANY, Kind.INDIVIDUAL]),
    doubts=DOUBTS,
    beginning=BEGINNINGS,
    names=st.lists(st.sampled_from(list(ACTS)), max_size=12),
)
def test_any_sequence_of_actions_leads_a_lawful_life(kind, doubts, beginning, names):
    with transaction.atomic():
        signatory = actions.sign_up(details=details(kind=kind), submission_key=uuid4(), doubts=doubts)
        reasons = {decision: factories.create_reason(decision=decision) for decision in Decision}
        other = factories.create_signatory(kind=kind, status=Status.APPROVED)
        life = Life(signatory, factories.create_moderator(), reasons, other)
        proven = False
        for name in (*beginning, *names):
            status, mails, events = signatory.status, signatory.mails.count(), signatory.events.count()
            try:
                ACTS[name](life)
            except REFUSALS:
                signatory.refresh_from_db()
                assert (status, mails, events) == (signatory.status, signatory.mails.count(), signatory.events.count())
            else:
                signatory.refresh_from_db()
                proven = proven or (name == "confirm")
            check_life(signatory, proven=proven)
        transaction.set_rollback(True)
