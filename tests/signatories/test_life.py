"""Whatever people press, in whatever order: the life of a signatory stays a life."""

from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from signatories import actions
from signatories.actions import AddressNotProvenError, TransitionNotAllowedError
from signatories.enums import TRANSITIONS, Decision, Doubt, Kind, Status
from signatories.models import Reason, Signatory
from signatories.models.signatory import PERSONAL_FIELDS
from tests import factories
from tests.signatories.applications import details

ACTIONS = (
    "confirm", "disown", "release", "approve", "decline", "reopen", "suspend", "restore", "withdraw", "expire", "forget",
)  # fmt: skip
DOUBTS = st.lists(st.sampled_from([doubt for doubt in Doubt if doubt != Doubt.AWAITING_PROOF]), max_size=2, unique=True)


def act(name: str, signatory: Signatory, moderator: object, reasons: dict[Decision, Reason]) -> None:
    words = {
        "confirm": {}, "disown": {}, "expire": {"why": "te laat"},
        "decline": {"by": moderator, "reason": reasons[Decision.DECLINE], "own_words": "Dag Lies"},
        "suspend": {"by": moderator, "reason": reasons[Decision.SUSPEND], "own_words": "Dag Lies"},
    }.get(name, {"by": moderator})  # fmt: skip
    if name == "forget":
        actions.forget_person(signatory)
    else:
        getattr(actions, name)(signatory, **words)


def check_life(signatory: Signatory, *, proven: bool) -> None:
    """What is always true, read from the database."""
    stored = Signatory.objects.get(pk=signatory.pk)
    events = list(stored.events.all())
    assert events[0].from_status == ""
    assert events[-1].to_status == stored.status
    for one, next_one in pairwise(events):
        assert next_one.from_status == one.to_status
        is_move = next_one.to_status in TRANSITIONS[Status(next_one.from_status)]
        assert is_move or (next_one.why == "released" and next_one.to_status == next_one.from_status)
    if stored.status == Status.APPROVED:
        assert stored.slug
        assert stored.name
        assert stored.approved_at
    if stored.status in (Status.SUBMITTED, Status.APPROVED, Status.SUSPENDED):
        assert proven
        assert stored.confirmed_at
        assert stored.submitted_at
    if stored.status in Status.erased:
        assert not any(getattr(stored, name) for name in PERSONAL_FIELDS)
        assert not stored.mails.exists()
        assert stored.kind != Kind.INDIVIDUAL or not (
            stored.name or stored.website or stored.search_text or stored.slug
        )
    if stored.status == Status.QUARANTINED:
        assert stored.doubts


@pytest.mark.django_db
@settings(max_examples=30)
@given(
    kind=st.sampled_from([Kind.COMPANY, Kind.INDIVIDUAL]),
    doubts=DOUBTS,
    names=st.lists(st.sampled_from(ACTIONS), max_size=10),
)
def test_any_sequence_of_actions_leads_a_lawful_life(kind, doubts, names):
    with transaction.atomic():
        moderator = factories.create_moderator()
        reasons = {decision: factories.create_reason(decision=decision) for decision in Decision}
        signatory = actions.sign_up(details=details(kind=kind), submission_key=uuid4(), doubts=doubts)
        proven = False
        for name in names:
            status, mails, events = signatory.status, signatory.mails.count(), signatory.events.count()
            try:
                act(name, signatory, moderator, reasons)
            except (TransitionNotAllowedError, AddressNotProvenError):
                assert (status, mails, events) == (signatory.status, signatory.mails.count(), signatory.events.count())
            else:
                proven = proven or (name == "confirm")
            check_life(signatory, proven=proven)
        transaction.set_rollback(True)
