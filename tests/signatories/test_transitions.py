"""The table of moves, and that nothing goes past it."""

from collections.abc import Callable
from functools import partial
from itertools import product

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from post_office.models import Email

from guidance.models import ContentVersion
from signatories import actions
from signatories.actions import AddressNotProvenError, TransitionNotAllowedError
from signatories.enums import TRANSITIONS, Decision, Doubt, Status
from signatories.models import Event, Signatory
from tests import factories

pytestmark = pytest.mark.django_db


def facts_for(signatory: Signatory, end: Status) -> dict[str, object]:
    """What the database asks of a row in this status."""
    now = timezone.now()
    facts: dict[str, object] = {
        Status.QUARANTINED: {"doubts": [Doubt.HONEYPOT]},
        Status.SUBMITTED: {"submitted_at": now},
        Status.APPROVED: {"slug": f"kort-{signatory.pk}", "approved_at": now},
        Status.DECLINED: {"decided_at": now, "reason": signatory.reason or factories.create_reason()},
    }.get(end, {})
    if end in Status.open:
        facts |= {"contact_email": "lies@voorbeeld.example"}
    if end in Status.erased:
        facts |= {"contact_name": "", "contact_role": "", "contact_email": "", "contact_phone": ""}
    return facts


@pytest.mark.parametrize(("start", "end"), list(product(Status, Status)))
def test_move_allows_exactly_the_table(start, end):
    signatory = factories.create_signatory(status=start)
    facts = facts_for(signatory, end)
    version = ContentVersion.current()

    if end in TRANSITIONS[start]:
        actions.move(signatory, end, by=None, why="omdat", **facts)

        signatory.refresh_from_db()
        assert signatory.status == end
        assert list(signatory.events.values_list("from_status", "to_status", "why")) == [(start, end, "omdat")]
        assert ContentVersion.current() == version + 1
    else:
        with pytest.raises(TransitionNotAllowedError):
            actions.move(signatory, end, by=None, **facts)

        assert Signatory.objects.get().status == start
        assert not signatory.events.exists()
        assert ContentVersion.current() == version


def test_table_speaks_of_every_status_and_reaches_each_of_them():
    reached = {end for ends in TRANSITIONS.values() for end in ends}

    assert set(TRANSITIONS) == set(Status)
    assert reached | {Status.UNCONFIRMED, Status.QUARANTINED} == set(Status)


def test_move_reads_the_row_anew():
    """Whoever holds an old copy neither decides on it nor writes it back."""
    signatory = factories.create_signatory(name="Oude naam")
    copy = Signatory.objects.get()
    Signatory.objects.update(name="Nieuwe naam")
    actions.move(signatory, Status.CHANGES_ASKED, by=None)

    with pytest.raises(TransitionNotAllowedError):
        actions.move(copy, Status.APPROVED, by=None)

    assert copy.status == Status.CHANGES_ASKED
    assert Signatory.objects.get().name == "Nieuwe naam"


def test_move_that_the_database_refuses_leaves_no_trace():
    signatory = factories.create_signatory()

    with pytest.raises(Exception, match="approved_signatory_can_be_shown"):
        actions.move(signatory, Status.APPROVED, by=None)

    assert Signatory.objects.get().status == Status.SUBMITTED
    assert not Event.objects.exists()


STARTS = {
    "confirm": {Status.UNCONFIRMED, Status.QUARANTINED},
    "disown": {Status.UNCONFIRMED, Status.QUARANTINED},
    "expire": {Status.UNCONFIRMED, Status.QUARANTINED, Status.CHANGES_ASKED},
    "release": {Status.QUARANTINED},
    "approve": {Status.SUBMITTED},
    "decline": {Status.SUBMITTED, Status.QUARANTINED},
    "reopen": {Status.DECLINED},
    "suspend": {Status.APPROVED},
    "restore": {Status.SUSPENDED},
    "withdraw": {Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED},
}
# A second press, or a link that is opened years later: nothing happens and nothing is wrong.
HARMLESS = {("disown", Status.EXPIRED)} | {
    ("confirm", status) for status in Status if status not in (*STARTS["confirm"], Status.EXPIRED)
}


def ready_to(name: str, moderator: User) -> Callable[[Signatory], None]:
    """The action of this name, with whatever it needs at hand."""
    words: dict[str, object] = {"by": moderator}
    if name in ("confirm", "disown"):
        words = {}
    elif name == "expire":
        words = {"why": "te laat"}
    elif name in ("decline", "suspend"):
        words["reason"] = factories.create_reason(decision=Decision(name))
    return partial(getattr(actions, name), **words)


def everything() -> tuple[object, ...]:
    rows = Signatory.objects.values_list(), Event.objects.values_list(), Email.objects.values_list("pk", "status")
    return (*(list(row.order_by("pk")) for row in rows), ContentVersion.current())


@pytest.mark.parametrize(("name", "start"), list(product(STARTS, Status)))
def test_action_works_from_its_statuses_and_changes_nothing_from_others(name, start, moderator):
    signatory = factories.create_signatory(status=start)
    act = ready_to(name, moderator)
    before = everything()

    if start in STARTS[name]:
        act(signatory)

        assert signatory.status == Signatory.objects.get().status
        assert everything() != before
    elif (name, start) in HARMLESS:
        act(signatory)

        assert everything() == before
    else:
        with pytest.raises(TransitionNotAllowedError):
            act(signatory)

        assert everything() == before


@pytest.mark.parametrize(("name", "status"), [("approve", Status.SUBMITTED), ("reopen", Status.DECLINED)])
def test_action_asks_for_a_proven_address(name, status, moderator):
    signatory = factories.create_signatory(status=status, confirmed_at=None)
    act = ready_to(name, moderator)
    before = everything()

    with pytest.raises(AddressNotProvenError):
        act(signatory)

    assert everything() == before
