"""A year in the life: reminded, silent, out of the list, back. Every incident of others is a test here."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.utils import timezone
from post_office.models import STATUS, Email

from guidance.models import ContentVersion
from signatories import actions, daily, renewal_emails, renewal_round
from signatories.actions import renewals
from signatories.enums import EventKind, Kind, Status
from signatories.models import Event, JobRun, OutgoingMail, Signatory
from signatories.renewal import Step
from tests import factories
from tests.signatories.renewals import APPROVED, DAY, deliver, listed, pass_days, story
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db
BRUSSELS = timezone.get_default_timezone()
DUE = APPROVED + DAY * 365
SILENT = ["reminded:first", "reminded:again", "reminded:due", "reminded:last", "lapsed"]


def mails_of(signatory: Signatory) -> list[tuple[str, str]]:
    rows = signatory.mails.order_by("pk").values_list("message", "email__to")
    return [(message, to[0] if isinstance(to, list) else to) for message, to in rows]


def test_silence_of_a_year_ends_out_of_the_list_and_no_day_earlier(time_machine):
    signatory = listed()

    pass_days(time_machine, APPROVED, 330, every=30)
    pass_days(time_machine, APPROVED + DAY * 330, 65)
    signatory.refresh_from_db()
    assert story(signatory) == SILENT[:-1]
    assert signatory.is_public

    pass_days(time_machine, APPROVED + DAY * (365 + 30), 1)
    signatory.refresh_from_db()
    assert story(signatory) == SILENT
    assert not signatory.is_public
    assert timezone.localdate(signatory.lapsed_at) == (DUE + DAY * 30).date()
    assert [message for message, _to in mails_of(signatory)] == [*["renewal_due"] * 4, "renewal_lapsed"]
    pass_days(time_machine, APPROVED + DAY * 400, 800, every=40)
    assert story(signatory) == SILENT  # whoever has lapsed is left in peace


def test_job_that_slept_for_three_months_asks_first(time_machine):
    signatory = listed()
    pass_days(time_machine, DUE + DAY * 90, 1)

    signatory.refresh_from_db()
    assert story(signatory) == ["reminded:first"]
    assert signatory.is_public
    pass_days(time_machine, DUE + DAY * 91, 56)
    pass_days(time_machine, DUE + DAY * 147, 1)
    assert story(signatory) == SILENT[:-1]
    pass_days(time_machine, DUE + DAY * 148, 1)
    assert story(signatory) == SILENT


@pytest.mark.parametrize("every", [1, 3, 7, 31])
def test_job_need_not_run_on_any_certain_day(time_machine, every):
    """PEERS: the Django foundation's job looked for members whose day was today, and missed those of a day without it."""
    signatory = listed()

    pass_days(time_machine, APPROVED + DAY * 310, 60 + 31 * 8, every=every)

    assert story(signatory) == SILENT
    first, *_others, lapsed = signatory.events.order_by("pk")
    assert lapsed.at - first.at >= timedelta(days=56)


@pytest.mark.parametrize(
    "approved_at",
    [
        datetime(2025, 3, 30, 1, 30, tzinfo=BRUSSELS),  # the night in which an hour is left out
        datetime(2025, 10, 26, 2, 30, tzinfo=BRUSSELS),  # and the one that has it twice
        datetime(2024, 2, 29, 23, 59, tzinfo=BRUSSELS),
        datetime(2025, 1, 1, 0, 1, tzinfo=BRUSSELS),
        datetime(2025, 12, 31, 23, 59, tzinfo=BRUSSELS),
    ],
)
def test_strange_days_of_the_calendar_change_nothing(time_machine, approved_at):
    signatory = listed(approved_at=approved_at)
    due = renewal_round.renewals.renewal.due_on(approved_at.date())

    pass_days(time_machine, approved_at + DAY * 330, 70)

    days = [timezone.localdate(event.at) for event in signatory.events.order_by("pk")]
    assert story(signatory) == SILENT
    assert [(day - due).days for day in days] == [-28, -14, 0, 14, 30]


def test_still_true_ends_the_questions_for_a_year(time_machine):
    signatory = listed()
    pass_days(time_machine, DUE - DAY * 28, 15)
    actions.renew(signatory)
    assert mails_of(signatory)[-1] == ("renewal_done", "lies@voorbeeld.example")

    pressed = timezone.now()
    pass_days(time_machine, pressed, 330, every=30)
    pass_days(time_machine, pressed + DAY * 330, 6)
    assert story(signatory) == ["reminded:first", "reminded:again", "renewed"]
    pass_days(time_machine, pressed + DAY * 336, 2)
    assert story(signatory)[-1] == "reminded:first"
    signatory.refresh_from_db()
    assert (signatory.reminders_sent, signatory.lapsed_at) == (1, None)


def test_still_true_takes_back_the_reminder_that_has_not_left(time_machine):
    signatory = listed()
    time_machine.move_to(DUE, tick=False)
    renewal_round.enforce()
    assert [message for message, _to in mails_of(signatory)] == ["renewal_due"]

    actions.renew(signatory)

    assert [message for message, _to in mails_of(signatory)] == ["renewal_done"]


def test_still_true_said_twice_is_said_once(time_machine):
    signatory = listed()
    time_machine.move_to(DUE, tick=False)

    assert actions.renew(signatory) is True
    assert actions.renew(Signatory.objects.get()) is False

    assert story(signatory) == ["renewed"]
    assert len(mails_of(signatory)) == 1


def test_return_is_instant_and_keeps_the_first_date(time_machine, moderator):
    signatory = listed()
    pass_days(time_machine, APPROVED + DAY * 330, 80)
    version = ContentVersion.current()
    assert not Signatory.objects.public().exists()

    actions.renew(signatory)

    assert Signatory.objects.public().get().approved_at == APPROVED
    assert ContentVersion.current() == version + 1
    assert story(signatory)[-2:] == ["renewed", "returned"]
    assert mails_of(signatory)[-1][0] == "renewal_returned"


@pytest.mark.parametrize("status", [one for one in Status if one != Status.APPROVED])
def test_only_who_was_approved_can_say_so_and_is_asked(time_machine, status):
    signatory = factories.create_signatory(status=status, approved_at=APPROVED, renewed_at=APPROVED)
    time_machine.move_to(DUE + DAY * 100, tick=False)

    assert renewal_round.enforce() == {}
    with pytest.raises(actions.TransitionNotAllowedError):
        actions.renew(signatory)
    assert not signatory.events.exists()


def test_individual_is_asked_too(time_machine):
    signatory = listed(kind=Kind.INDIVIDUAL)

    pass_days(time_machine, DUE, 1)

    assert story(signatory) == ["reminded:first"]


def test_who_left_and_came_back_is_not_measured_by_the_first_time(time_machine):
    signatory = listed(approved_at=DUE, renewed_at=APPROVED - DAY * 900)

    pass_days(time_machine, DUE, 300, every=10)

    assert story(signatory) == []


def test_second_person_is_asked_from_the_second_reminder_and_told_once(time_machine):
    signatory = listed(second_name="Jan Voorbeeld", second_email="jan@voorbeeld.example")
    pass_days(time_machine, DUE - DAY * 28, 15)
    first, second = ("renewal_due", "lies@voorbeeld.example"), ("renewal_due", "jan@voorbeeld.example")
    assert mails_of(signatory) == [first, first, second]

    actions.renew(signatory)

    told = [to for message, to in mails_of(signatory) if message == "renewal_done"]
    assert told == ["lies@voorbeeld.example", "jan@voorbeeld.example"]
    to_second = signatory.mails.get(message="renewal_due", email__to="jan@voorbeeld.example").email
    to_first = signatory.mails.filter(message="renewal_due", email__to="lies@voorbeeld.example").first().email
    assert "Dag Jan Voorbeeld" in to_second.message
    assert "mijn-dossier" not in to_second.message + to_second.html_message
    assert "mijn-dossier" in to_first.message


def test_one_mailbox_of_two_is_enough_to_be_asked(time_machine):
    """From the second reminder on somebody is reached: the first, which reached nobody, is given again."""
    signatory = listed(second_email="jan@voorbeeld.example")

    pass_days(time_machine, DUE - DAY * 28, 120, refused=["lies@voorbeeld.example"])

    assert story(signatory) == ["reminded:first", "reminded:first", *SILENT[1:]]


def test_whom_no_mail_reaches_stays_in_the_list_and_is_shown_to_moderators(time_machine):
    signatory = listed(second_email="jan@voorbeeld.example")

    both = ["lies@voorbeeld.example", "jan@voorbeeld.example"]
    pass_days(time_machine, DUE - DAY * 28, 500, every=7, refused=both)

    signatory.refresh_from_db()
    assert signatory.is_public
    assert story(signatory) == ["reminded:first"] * 3
    assert renewal_round.enforce() == {"ask moderator": 1}


def test_mail_that_never_leaves_is_no_reminder(time_machine):
    """The worker stands still: nothing is sent, so nobody is asked a second time, and nobody leaves."""
    signatory = listed()

    for count in range(0, 200, 5):
        time_machine.move_to(DUE + DAY * count, tick=False)
        renewal_round.enforce()

    assert story(signatory) == ["reminded:first"]
    assert Signatory.objects.public().count() == 1


def test_signatory_without_a_mailbox_never_lapses_and_is_shown_after_a_year(time_machine, moderator):
    signatory = listed(contact_email="", source_url="https://bron.example/")
    pass_days(time_machine, DUE - DAY * 2, 1)
    assert list(renewal_round.nobody_to_ask()) == []

    pass_days(time_machine, DUE + DAY * 1, 900, every=100)
    assert list(renewal_round.nobody_to_ask()) == [signatory]
    assert story(signatory) == []

    actions.renew(signatory, by=moderator)
    assert list(renewal_round.nobody_to_ask()) == []
    assert not Email.objects.exists()


def test_only_who_is_due_is_mailed(time_machine):
    """PEERS: “re-send to all unconfirmed” of Pytition went to everyone, unnoticed for years."""
    due = listed(contact_email="due@voorbeeld.example")
    others = [
        listed(approved_at=DUE, contact_email="later@voorbeeld.example"),
        listed(renewed_at=DUE - DAY * 30, contact_email="renewed@voorbeeld.example"),
        listed(lapsed_at=DUE - DAY, contact_email="lapsed@voorbeeld.example"),
        factories.create_signatory(status=Status.SUSPENDED, approved_at=APPROVED, contact_email="s@voorbeeld.example"),
        factories.create_signatory(status=Status.SUBMITTED, approved_at=APPROVED, contact_email="w@voorbeeld.example"),
    ]

    pass_days(time_machine, DUE, 1)

    assert [mail.email.to for mail in OutgoingMail.objects.all()] == [["due@voorbeeld.example"]]
    assert story(due) == ["reminded:first"]
    assert all(story(other) == [] for other in others)


def test_cohort_is_asked_over_several_days_and_everybody_gets_the_turn(time_machine, settings):
    settings.RENEWAL_MAILS_A_DAY = 4
    for number in range(10):
        listed(contact_email=f"lies{number}@voorbeeld.example")

    numbers = []
    for count in range(3):
        time_machine.move_to(DUE + DAY * count, tick=False)
        numbers.append(renewal_round.enforce())
        assert renewal_round.enforce().get("remind", 0) == 0  # a second round on the same day adds nothing
        deliver()

    assert numbers == [{"remind": 4, "put off": 6}, {"remind": 4, "put off": 2}, {"remind": 2}]
    assert sorted(Event.objects.values_list("signatory_id", flat=True)) == sorted(
        Signatory.objects.values_list("pk", flat=True)
    )


def test_dry_run_lists_exactly_who_and_what_and_changes_nothing(time_machine, capsys):
    asked = listed(name="Gent Voorbeeld")
    listed(approved_at=DUE, name="Later Voorbeeld")
    time_machine.move_to(DUE, tick=False)

    call_command("enforce_renewals", "--dry-run")

    assert capsys.readouterr().out.splitlines() == [
        f"{asked.receipt_number}  Gent Voorbeeld  reminder: first",
        "1 in all; nothing was changed.",
    ]
    assert not Event.objects.exists()
    assert not JobRun.objects.exists()
    call_command("enforce_renewals")
    assert capsys.readouterr().out.splitlines() == ["remind: 1"]
    assert JobRun.objects.get().result == {"remind": 1}


def test_one_row_that_goes_wrong_does_not_keep_the_others_from_their_turn(time_machine, monkeypatch):
    broken, fine = listed(name="Eerst"), listed(name="Daarna")
    write = renewal_emails.renewal_due

    def fail_for_one(signatory, **words):
        if signatory.pk == broken.pk:
            raise ValueError("an unreadable name")
        return write(signatory, **words)

    monkeypatch.setattr(renewal_emails, "renewal_due", fail_for_one)
    time_machine.move_to(DUE, tick=False)

    assert renewal_round.enforce() == {"remind": 1, "went wrong": 1}
    assert (story(broken), story(fine)) == ([], ["reminded:first"])
    broken.refresh_from_db()
    assert broken.reminders_sent == 0


def test_round_that_is_cut_off_is_finished_by_the_next(time_machine, monkeypatch):
    for number in range(3):
        listed(contact_email=f"lies{number}@voorbeeld.example")
    time_machine.move_to(DUE, tick=False)
    advance, left = renewals.advance, iter([True])

    def advance_one_and_die(signatory):
        if not next(left, False):
            raise KeyboardInterrupt
        return advance(signatory)

    with monkeypatch.context() as patch:
        patch.setattr(renewals, "advance", advance_one_and_die)
        with pytest.raises(KeyboardInterrupt):
            daily.run(daily.JOBS[0])

    assert JobRun.objects.get().finished_at is None
    assert daily.is_due(daily.JOBS[0])
    assert daily.run(daily.JOBS[0]) == {"remind": 2}
    assert Email.objects.count() == 3
    assert not daily.is_due(daily.JOBS[0])


def test_reminder_and_history_are_kept_or_undone_together(time_machine, monkeypatch):
    signatory = listed()
    time_machine.move_to(DUE, tick=False)
    monkeypatch.setattr(OutgoingMail.objects, "create", None)

    with pytest.raises(TypeError):
        renewals.advance(signatory)

    assert not Event.objects.exists()
    assert not Email.objects.exists()
    assert Signatory.objects.get().reminders_sent == 0


def test_last_notice_names_the_day_on_which_it_happens(time_machine):
    signatory = listed(language="nl")
    pass_days(time_machine, APPROVED + DAY * 330, 80)

    last = signatory.mails.filter(message="renewal_due").first().email  # newest first
    signatory.refresh_from_db()
    assert timezone.localdate(signatory.lapsed_at).isoformat() == "2026-04-09"
    assert "9 april 2026" in last.message.replace("\n", " ")
    assert "9 april 2026" in last.subject
    earlier = signatory.mails.filter(message="renewal_due").last().email
    assert "9 april 2026" not in earlier.message


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_everybody_once(time_machine):
    for number in range(8):
        listed(contact_email=f"lies{number}@voorbeeld.example")
    time_machine.move_to(DUE, tick=False)

    results = together(renewal_round.enforce, renewal_round.enforce, renewal_round.enforce)

    assert all(isinstance(result, dict) for result in results), results
    assert Event.objects.filter(what=EventKind.REMINDED).count() == Email.objects.count() == 8
    assert set(Signatory.objects.values_list("reminders_sent", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_still_true_against_the_end_of_the_grace_ends_in_the_list(time_machine):
    for _time in range(3):
        signatory = listed()
        pass_days(time_machine, DUE - DAY * 28, 58)
        time_machine.move_to(DUE + DAY * 30, tick=False)
        one, other = Signatory.objects.get(pk=signatory.pk), Signatory.objects.get(pk=signatory.pk)

        results = together(partial(renewals.advance, one), partial(actions.renew, other))

        signatory.refresh_from_db()
        assert results[1] is True
        assert results[0] in (Step.LAPSE, Step.NOTHING)
        assert signatory.is_public
        assert story(signatory)[4:] == (["lapsed", "renewed", "returned"] if results[0] is Step.LAPSE else ["renewed"])


@pytest.mark.django_db(transaction=True)
def test_still_true_pressed_eight_times_at_once_counts_once(time_machine):
    signatory = listed()
    time_machine.move_to(DUE, tick=False)

    results = together(*[partial(actions.renew, Signatory.objects.get(pk=signatory.pk)) for _press in range(8)])

    assert sorted(results) == [False] * 7 + [True]
    assert story(signatory) == ["renewed"]
    assert Email.objects.count() == 1


def test_who_withdraws_after_lapsing_can_come_back(time_machine):
    signatory = listed(lapsed_at=APPROVED + DAY * 400, reminders_sent=4)

    actions.withdraw(signatory, by=None)

    signatory.refresh_from_db()
    assert (signatory.lapsed_at, signatory.reminders_sent) == (None, 0)


def test_mails_that_failed_long_ago_do_not_count_for_this_year(time_machine):
    signatory = listed()
    pass_days(time_machine, APPROVED + DAY * 337, 40, refused=["lies@voorbeeld.example"])
    assert story(signatory) == ["reminded:first"] * 3
    actions.renew(signatory)
    deliver()
    renewed = timezone.now()

    pass_days(time_machine, renewed + DAY * 330, 80)

    assert story(signatory)[4:] == SILENT
    assert Email.objects.filter(status=STATUS.failed).count() == 3
