"""A decision can be undone while its mail waits: everything is as before, except that the history knows."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from post_office.models import STATUS, Email

from guidance.models import ContentVersion
from signatories import actions, delivery, queue, retention
from signatories.enums import TRANSITIONS, Doubt, EventKind, Status
from signatories.models import Change, Event, OutgoingMail, Signatory, TakenDecision
from signatories.moderation import undoing
from signatories.moderation.choices import BY_NAME, CHOICES
from tests import factories
from tests.factories import create_moderator, create_signatory

from .deciding import STARTS, address, post, row, take, told, words_for
from .questions import ROLE, WEBSITE, ask, propose


@pytest.mark.parametrize("name", STARTS)
def test_undo_puts_every_field_back_and_takes_the_mail_away(moderator: User, name: str) -> None:
    colleague = create_moderator(name="Anke")
    signatory = create_signatory(status=STARTS[name], assigned_to=colleague, confirmed_at=timezone.now())
    before, words = row(signatory), words_for(name)
    version = ContentVersion.current()

    taken = take(name, signatory, by=moderator, words=words)
    assert row(signatory) != before
    actions.undo(taken, by=colleague)

    assert row(signatory) == before
    assert not Email.objects.exists()
    assert ContentVersion.current() == version + 2
    first, last = Event.objects.order_by("pk")
    assert (first.by, first.from_status, first.to_status) == (moderator, before["status"], BY_NAME[name].end)
    assert (last.by, last.what, last.from_status, last.to_status, last.why) == (
        colleague, EventKind.UNDONE, BY_NAME[name].end, before["status"], name,
    )  # fmt: skip


def test_undo_of_a_release_to_who_has_not_proven_the_address_sets_apart_again(moderator: User) -> None:
    signatory = create_signatory(status=Status.QUARANTINED, doubts=[Doubt.HONEYPOT, Doubt.TOO_FAST])
    before = row(signatory)

    taken = take("release", signatory, by=moderator)
    assert row(signatory)["doubts"] == [Doubt.AWAITING_PROOF]
    actions.undo(taken, by=moderator)

    assert row(signatory) == before
    assert not OutgoingMail.objects.exists()


def test_undo_of_a_silent_decision_puts_everything_back(moderator: User) -> None:
    signatory = create_signatory()
    before = row(signatory)

    taken = take("approve", signatory, by=moderator, sends_mail=False)
    actions.undo(taken, by=moderator)

    assert (row(signatory), taken.mail, Email.objects.count()) == (before, None, 0)


def test_undo_takes_back_what_the_choice_wrote_elsewhere_and_all_of_it_or_nothing(
    moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_signatory: Signatory) -> None:
        raise RuntimeError

    undone: list[Signatory] = []
    taken = take("approve", create_signatory(), by=moderator)
    after = row(taken.signatory)
    monkeypatch.setitem(BY_NAME, "approve", replace(BY_NAME["approve"], also_undo=fail))
    with pytest.raises(RuntimeError):
        undoing.undo_one(taken, by=moderator)
    assert (row(taken.signatory), Email.objects.count()) == (after, 1)

    monkeypatch.setitem(BY_NAME, "approve", replace(BY_NAME["approve"], also_undo=undone.append))
    undoing.undo_one(TakenDecision.objects.get(), by=moderator)

    assert undone == [taken.signatory]
    assert row(taken.signatory)["status"] == Status.SUBMITTED


def test_undo_of_asking_takes_the_questions_back_and_others_can_be_asked(moderator: User) -> None:
    signatory = create_signatory()
    before = row(signatory)

    taken = take("ask", signatory, by=moderator, words={"questions": [WEBSITE, ROLE]})
    assert signatory.asked_changes.count() == 2
    undoing.undo_one(taken, by=moderator)

    assert (row(signatory), signatory.asked_changes.count(), Email.objects.count()) == (before, 0, 0)
    signatory.refresh_from_db()
    assert [question.field for question in ask(signatory, WEBSITE, by=moderator)] == ["website"]


@pytest.mark.parametrize(
    ("name", "words"), [("approve_change", {}), ("decline_change", {"own_words": "Dat is een andere vereniging."})]
)
def test_undo_of_a_judged_change_lets_it_wait_again(moderator: User, name: str, words: dict[str, str]) -> None:
    signatory = create_signatory(status=Status.APPROVED)
    propose(signatory, name="Eerste voorstel")
    actions.decline_change(signatory, by=moderator, own_words="Nee.")
    propose(signatory)
    Email.objects.all().delete()
    before, changes = row(signatory), list(Change.objects.values())

    taken = take(name, signatory, by=moderator, words=words)
    assert list(Change.objects.values()) != changes
    undoing.undo_one(taken, by=moderator)

    assert (row(signatory), list(Change.objects.values()), Email.objects.count()) == (before, changes, 0)
    signatory.refresh_from_db()
    actions.approve_change(signatory, by=moderator)
    assert row(signatory)["name"] == "Nieuwe naam vzw"


def test_undone_decisions_do_not_count_in_the_expected_time(moderator: User) -> None:
    for days in (2, 2, 2):
        signatory = create_signatory(submitted_at=timezone.now() - timedelta(days=days))
        actions.approve(signatory, by=moderator)
    for _turn in range(4):
        old = create_signatory(submitted_at=timezone.now() - timedelta(days=90))
        actions.undo(take("approve", old, by=moderator), by=moderator)

    assert queue.expected_days() == 2


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.name)
def test_every_choice_says_whether_it_can_be_undone(choice: object) -> None:
    assert choice.is_undoable == (choice.name != "withdraw")


@pytest.mark.parametrize("name", STARTS)
def test_mail_about_a_decision_waits_for_the_window(moderator: User, settings: object, name: str) -> None:
    signatory = create_signatory(status=STARTS[name])
    with time_machine.travel(timezone.now(), tick=False):
        taken = take(name, signatory, by=moderator)
        assert taken.until == taken.mail.email.scheduled_time == timezone.now() + settings.UNDO_WINDOW

    with time_machine.travel(taken.until - timedelta(seconds=1), tick=False):
        assert delivery.deliver_due_mails().sent == 0
        assert delivery.age_of_queue() == timedelta(0)
    with time_machine.travel(taken.until + timedelta(seconds=1), tick=False):
        assert delivery.deliver_due_mails().sent == 1


def test_undone_approval_leaves_the_list_and_frees_the_short_name(moderator: User) -> None:
    first = create_signatory(name="Zuiderlicht")
    taken = take("approve", first, by=moderator)
    assert Signatory.objects.public().get().slug == "zuiderlicht"

    actions.undo(taken, by=moderator)

    assert not Signatory.objects.public().exists()
    other = create_signatory(name="Zuiderlicht")
    actions.approve(other, by=moderator)
    assert other.slug == "zuiderlicht"


def test_undone_approval_keeps_a_short_name_that_was_public_before(moderator: User) -> None:
    signatory = create_signatory()
    Signatory.objects.filter(pk=signatory.pk).update(slug="zuiderlicht")

    actions.undo(take("approve", signatory, by=moderator), by=moderator)

    assert row(signatory)["slug"] == "zuiderlicht"


def test_undo_keeps_what_was_corrected_meanwhile(moderator: User) -> None:
    signatory = create_signatory()
    taken = take("approve", signatory, by=moderator)
    Signatory.objects.filter(pk=signatory.pk).update(name="Verbeterd")

    actions.undo(taken, by=moderator)

    assert (row(signatory)["name"], row(signatory)["status"]) == ("Verbeterd", Status.SUBMITTED)


def test_undo_comes_too_late_after_the_window(moderator: User) -> None:
    taken = take("approve", create_signatory(), by=moderator)

    with time_machine.travel(taken.until, tick=False), pytest.raises(actions.CannotUndoError, match="Het is te laat"):
        actions.undo(taken, by=moderator)


def test_undo_comes_too_late_after_the_mail(moderator: User) -> None:
    signatory = create_signatory()
    taken = take("approve", signatory, by=moderator)
    Email.objects.update(scheduled_time=None)
    assert delivery.deliver_due_mails().sent == 1
    after = row(signatory)

    with pytest.raises(actions.CannotUndoError):
        actions.undo(taken, by=moderator)

    assert row(signatory) == after
    assert Email.objects.get().status == STATUS.sent


def test_undo_twice_happens_once(moderator: User) -> None:
    taken = take("approve", create_signatory(), by=moderator)
    actions.undo(taken, by=moderator)

    with pytest.raises(actions.CannotUndoError):
        actions.undo(taken, by=moderator)

    assert Event.objects.filter(what=EventKind.UNDONE).count() == 1


def test_undo_after_another_decision_is_refused(moderator: User) -> None:
    signatory = create_signatory()
    first = take("approve", signatory, by=moderator)
    second = take("suspend", signatory, by=moderator)

    with pytest.raises(actions.CannotUndoError):
        actions.undo(first, by=moderator)
    actions.undo(second, by=moderator)

    assert row(signatory)["status"] == Status.APPROVED
    with pytest.raises(actions.CannotUndoError):  # its own undoing is something that happened since
        actions.undo(first, by=moderator)


def test_leaving_for_good_cannot_be_undone_and_takes_the_snapshots_with_it(moderator: User) -> None:
    signatory = create_signatory(status=Status.APPROVED)
    take("suspend", signatory, by=moderator)
    actions.write_note(signatory, by=moderator, text="Lies belde.")

    BY_NAME["withdraw"].carry_out(signatory, by=moderator, words={})

    taken = TakenDecision.objects.get()
    assert (taken.choice, taken.before, taken.after, taken.is_open) == ("suspend", {}, {}, False)
    assert (Email.objects.count(), signatory.notes.count()) == (0, 0)
    with pytest.raises(actions.CannotUndoError):
        actions.undo(taken, by=moderator)


def test_page_says_before_that_leaving_cannot_be_undone(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.APPROVED)

    leaving = post(moderator_client, "decide", signatory.pk, "withdraw", begin="1").content.decode()
    suspending = post(moderator_client, "decide", create_signatory().pk, "approve").content.decode()

    assert ("Dit kan je niet ongedaan maken." in leaving, "Dit kan je niet ongedaan maken." in suspending) == (
        True,
        False,
    )
    assert "De mail wacht 10 minuten" in suspending


def test_snapshots_are_emptied_after_a_day(moderator: User) -> None:
    taken = take("decline", create_signatory(), by=moderator)
    assert retention.enforce(dry_run=True)["old snapshots"] == 0

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert retention.enforce()["old snapshots"] == 1
        assert retention.enforce()["old snapshots"] == 0

    taken.refresh_from_db()
    assert (taken.before, taken.after) == ({}, {})


def test_without_a_window_mail_goes_at_once_and_nothing_can_be_undone(moderator: User, settings: object) -> None:
    settings.UNDO_WINDOW = timedelta(0)

    BY_NAME["approve"].carry_out(create_signatory(), by=moderator, words={})

    assert Email.objects.get().scheduled_time is None
    assert not TakenDecision.objects.exists()


def test_send_now_lets_the_mail_go_and_closes_the_way_back(moderator_client: Client, moderator: User) -> None:
    taken = take("approve", create_signatory(), by=moderator)
    queue = address("queue")

    response = post(moderator_client, "send_now", taken.pk, back=queue)

    assert response["Location"] == queue
    assert delivery.deliver_due_mails().sent == 1
    with pytest.raises(actions.CannotUndoError):
        actions.undo(taken, by=moderator)
    moderator_client.get(queue)
    again = moderator_client.post(address("send_now", taken.pk), follow=True)
    assert told(again) == ["Er wacht geen mail meer voor deze beslissing."]


@pytest.mark.parametrize("back", ["https://elders.example/", "//elders.example/", "javascript:alert(1)", ""])
def test_send_now_never_leads_elsewhere(moderator_client: Client, moderator: User, back: str) -> None:
    taken = take("approve", create_signatory(), by=moderator)

    response = post(moderator_client, "send_now", taken.pk, back=back)

    assert response["Location"] == address("review", taken.signatory_id)


def test_undo_button_stands_on_the_next_page_on_the_own_page_and_in_the_list(
    moderator_client: Client, moderator: User
) -> None:
    signatory, following = create_signatory(name="Eerste"), create_signatory(name="Tweede")
    seen = post(moderator_client, "decide", signatory.pk, "approve").context["seen"]
    response = moderator_client.post(
        address("decide", signatory.pk, "approve"), {"confirm": "1", "seen": seen}, follow=True
    )
    taken = TakenDecision.objects.get()

    pages = [
        response,
        *(moderator_client.get(address(*where)) for where in (("queue",), ("just_decided",), ("review", signatory.pk))),
    ]
    for page in pages:
        assert f'action="{address("undo", taken.pk)}"' in page.content.decode()
    assert response.redirect_chain[-1][0] == address("review", following.pk)

    undone = moderator_client.post(address("undo", taken.pk), follow=True)

    assert undone.redirect_chain[-1][0] == address("review", signatory.pk)
    assert told(undone) == ["Ongedaan gemaakt: “Eerste” staat er weer zoals daarvoor. Er is geen mail vertrokken."]
    for where in (("queue",), ("just_decided",), ("review", signatory.pk)):
        assert address("undo", taken.pk) not in moderator_client.get(address(*where)).content.decode()
    assert row(signatory)["status"] == Status.SUBMITTED


def test_queue_leads_to_what_colleagues_decided_and_shows_what_i_did(moderator_client: Client, moderator: User) -> None:
    theirs = take("approve", create_signatory(), by=create_moderator(name="Anke"))
    page = moderator_client.get(address("queue")).content.decode()
    assert (address("just_decided") in page, address("undo", theirs.pk) in page) == (True, False)

    mine = take("approve", create_signatory(), by=moderator)
    take("approve", create_signatory(), by=theirs.by)
    page = moderator_client.get(address("queue")).content.decode()

    assert (address("undo", mine.pk) in page, address("undo", theirs.pk) in page) == (True, False)


def test_history_tells_that_it_was_undone(moderator_client: Client, moderator: User) -> None:
    signatory = create_signatory()
    actions.undo(take("approve", signatory, by=moderator), by=moderator)

    page = moderator_client.get(address("review", signatory.pk))

    assert [entry.what for entry in page.context["trail"]] == [
        "Beslissing ongedaan gemaakt: Goedgekeurd → Wacht op een beslissing",
        "Wacht op een beslissing → Goedgekeurd",
    ]


@pytest.mark.parametrize("name", ["undo", "send_now"])
def test_undo_needs_a_button_and_the_right_to_decide(moderator: User, editor_client: Client, name: str) -> None:
    taken = take("approve", create_signatory(), by=moderator)
    viewer = create_moderator(name="Kijker")
    viewer.groups.clear()
    viewer.user_permissions.set(Permission.objects.filter(codename="view_signatory"))
    onlooker, by_link = Client(), Client()
    onlooker.force_login(viewer)
    by_link.force_login(moderator)
    before = row(taken.signatory)

    assert by_link.get(address(name, taken.pk)).status_code == 405
    assert post(onlooker, name, taken.pk).status_code == 403
    assert post(editor_client, name, taken.pk).status_code == 403
    assert onlooker.get(address("just_decided")).status_code == 200
    assert address("undo", taken.pk) not in onlooker.get(address("just_decided")).content.decode()
    assert row(taken.signatory) == before
    taken.refresh_from_db()
    assert taken.is_open


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_what_was_decided_takes_the_same_queries(
    moderator_client: Client, moderator: User, django_assert_num_queries: object, number: int
) -> None:
    for _turn in range(number):
        take("approve", create_signatory(), by=moderator)
    moderator_client.get(address("just_decided"))

    with django_assert_num_queries(6):
        moderator_client.get(address("just_decided"))


MOVES = st.lists(st.sampled_from([*STARTS, "undo", "undo", "send", "later"]), max_size=12)


@pytest.mark.django_db
@given(start=st.sampled_from([*STARTS.values()]), moves=MOVES)
def test_no_order_of_deciding_and_undoing_ends_in_an_impossible_state(start: Status, moves: list[str]) -> None:
    """Undo gives the row of before the last decision back, or is refused and changes nothing."""
    with transaction.atomic():
        _live(start, moves)
        transaction.set_rollback(True)


def _live(start: Status, moves: list[str]) -> None:
    by = User.objects.filter(username="Mo").first() or create_moderator()
    signatory = create_signatory(status=start, slug=f"naam-{next(factories.numbers)}")
    clock = SimpleNamespace(now=timezone.now())
    last_before = None
    for move in moves:
        clock.now += timedelta(minutes=11 if move == "later" else 0, seconds=1)
        with time_machine.travel(clock.now, tick=False):
            now = row(signatory)
            if move == "undo":
                taken = TakenDecision.objects.filter(signatory=signatory).first()
                try:
                    if taken:
                        actions.undo(taken, by=by)
                        assert row(signatory) == last_before
                except actions.CannotUndoError:
                    assert row(signatory) == now
                last_before = None
            elif move == "send":
                delivery.deliver_due_mails()
                assert row(signatory) == now
            elif move != "later" and BY_NAME[move].is_open_to(Signatory.objects.get(pk=signatory.pk)):
                take(move, Signatory.objects.get(pk=signatory.pk), by=by)
                last_before = now
            _is_possible(signatory)


def _is_possible(signatory: Signatory) -> None:
    """The database refuses the rest. The history is one chain, and each link legal unless it says that it is undone."""
    events = list(Event.objects.filter(signatory=signatory).order_by("pk"))
    for before, event in zip([None, *events], events, strict=False):
        if before:
            assert event.from_status == before.to_status
        is_legal = event.to_status in (event.from_status, *TRANSITIONS[Status(event.from_status)])
        assert is_legal or event.what == EventKind.UNDONE
    if events:
        assert row(signatory)["status"] == events[-1].to_status
    open_decisions = TakenDecision.objects.still_open().filter(signatory=signatory, mail__isnull=False)
    assert all(taken.mail.email.scheduled_time == taken.until for taken in open_decisions)
