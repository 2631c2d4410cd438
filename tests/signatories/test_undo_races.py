"""Undoing at the same moment as something else, with real transactions: one of the two happens, never half of each."""

import threading

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import transaction
from post_office.models import STATUS, Email

from signatories import actions, delivery
from signatories.actions.undo import CannotUndoError
from signatories.enums import EventKind, Status
from signatories.models import Event, Signatory, TakenDecision
from tests.factories import create_moderator, create_signatory

from .deciding import row, take, words_for
from .threads import somebody_waits_for_me, together

pytestmark = pytest.mark.django_db(transaction=True)


def taken_decision(name: str = "approve") -> tuple[TakenDecision, User]:
    moderator = create_moderator()
    return take(name, create_signatory(), by=moderator), moderator


def fresh(taken: TakenDecision) -> TakenDecision:
    """Each thread reads its own."""
    return TakenDecision.objects.get(pk=taken.pk)


def test_two_who_undo_at_once_undo_once() -> None:
    taken, moderator = taken_decision()

    answers = together(*(lambda: actions.undo(fresh(taken), by=moderator) for _turn in range(4)))

    assert sorted(type(answer).__name__ for answer in answers) == ["CannotUndoError"] * 3 + ["NoneType"]
    assert Event.objects.filter(what=EventKind.UNDONE).count() == 1
    assert not Email.objects.exists()


def test_undo_while_the_mail_is_on_the_wire_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker holds the mail while a slow server takes it; nobody who presses undo waits for that server."""
    taken, moderator = taken_decision()
    on_the_wire, may_end = threading.Event(), threading.Event()
    dispatch = Email.dispatch

    def slow(email: Email, **options: object) -> int:
        on_the_wire.set()
        assert may_end.wait(timeout=20)
        return dispatch(email, **options)

    monkeypatch.setattr(Email, "dispatch", slow)
    Email.objects.update(scheduled_time=None)

    def undo() -> object:
        assert on_the_wire.wait(timeout=20)
        try:
            return actions.undo(fresh(taken), by=moderator)
        finally:
            may_end.set()

    sent, refused = together(lambda: delivery.deliver_due_mails().sent, undo)

    assert (sent, type(refused)) == (1, CannotUndoError)
    assert Email.objects.get().status == STATUS.sent
    assert row(taken.signatory)["status"] == Status.APPROVED
    assert not Event.objects.filter(what=EventKind.UNDONE).exists()


def test_worker_that_comes_while_a_decision_is_being_undone_sends_nothing(mailoutbox: list[mail.EmailMessage]) -> None:
    taken, moderator = taken_decision()
    Email.objects.update(scheduled_time=None)
    undone, worked = threading.Event(), threading.Event()

    def undo_slowly() -> None:
        with transaction.atomic():
            actions.undo(fresh(taken), by=moderator)
            undone.set()
            assert worked.wait(timeout=20)

    def work() -> int:
        assert undone.wait(timeout=20)
        try:
            return delivery.deliver_due_mails().sent
        finally:
            worked.set()

    assert together(undo_slowly, work) == [None, 0]
    assert mailoutbox == []
    assert row(taken.signatory)["status"] == Status.SUBMITTED


@pytest.mark.parametrize("turn", range(5))
def test_undo_against_the_worker_sends_or_undoes_and_never_both(turn: int) -> None:
    taken, moderator = taken_decision()
    Email.objects.update(scheduled_time=None)

    undone, sent = together(lambda: actions.undo(fresh(taken), by=moderator), lambda: delivery.deliver_due_mails().sent)

    is_undone = not isinstance(undone, CannotUndoError)
    assert (is_undone, sent) in ((True, 0), (False, 1))
    assert row(taken.signatory)["status"] == (Status.SUBMITTED if is_undone else Status.APPROVED)


def test_undo_against_another_decision_lets_one_of_them_win() -> None:
    taken, moderator = taken_decision()
    colleague = create_moderator(name="Anke")

    answers = together(
        lambda: actions.undo(fresh(taken), by=moderator),
        lambda: take("suspend", fresh(taken).signatory, by=colleague, words=suspending()),
    )

    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert [type(answer) for answer in refused] in ([CannotUndoError], [actions.TransitionNotAllowedError])
    events = list(Event.objects.order_by("pk"))
    assert len(events) == 2
    assert row(taken.signatory)["status"] == events[-1].to_status


def suspending() -> dict[str, object]:
    return words_for("suspend")


def test_undo_that_waits_for_a_slow_decision_sees_what_it_did() -> None:
    taken, moderator = taken_decision()
    words = suspending()
    has_acted = threading.Event()

    def suspend_slowly() -> bool:
        with transaction.atomic():
            take("suspend", fresh(taken).signatory, by=moderator, words=words)
            has_acted.set()
            return somebody_waits_for_me()

    def undo() -> None:
        assert has_acted.wait(timeout=20)
        actions.undo(fresh(taken), by=moderator)

    waited, refused = together(suspend_slowly, undo)

    assert (waited, type(refused)) == (True, CannotUndoError)
    assert row(taken.signatory)["status"] == Status.SUSPENDED


def test_two_who_take_over_at_once_do_not_rob_each_other() -> None:
    signatory = create_signatory()
    moderators = {name: create_moderator(name=name) for name in ("Mo", "Anke", "Bruno")}
    actions.hold(signatory, by=moderators["Mo"])

    answers = together(
        *(
            lambda name=name: actions.take_over(
                signatory_again(signatory.pk), by=moderators[name], of=moderators["Mo"].pk
            )
            for name in ("Anke", "Bruno")
        )
    )

    losers = [answer for answer in answers if isinstance(answer, actions.HeldByColleagueError)]
    winners = [answer for answer in answers if not isinstance(answer, Exception)]
    assert (len(losers), len(winners)) == (1, 1)
    assert losers[0].reading.by_id == winners[0].by_id == actions.holder(signatory).by_id


def test_two_who_look_at_once_are_told_who_was_first() -> None:
    signatory = create_signatory()
    moderators = [create_moderator(name=name) for name in ("Anke", "Bruno", "Claire")]

    readings = together(*(lambda by=by: actions.hold(signatory_again(signatory.pk), by=by) for by in moderators))

    assert len({reading.by_id for reading in readings}) == 1


def signatory_again(pk: int) -> Signatory:
    return Signatory.objects.get(pk=pk)
