"""Another contact person: only a proven address, never without telling the old one, and never twice."""

from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import STATUS, Email

from hierniet.languages import LANGUAGES
from signatories import actions, renewal_emails, renewal_round, retention, tokens
from signatories.actions import contacts
from signatories.actions.contacts import MAY_HAND_OVER
from signatories.actions.renewals import next_step
from signatories.enums import Kind, Status
from signatories.models import AskedChange, ContactChange, OutgoingMail, Signatory
from signatories.models.contacts import NEW_FIELDS, ContactChangeKind
from signatories.renewal import Step
from signatories.role_addresses import ROLES, may_claim
from signatories.tokens import Purpose
from tests import factories
from tests.signatories import questions
from tests.signatories.renewals import deliver, listed, story
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db

OLD, NEW, ROLE = "lies@voorbeeld.example", "mia@elders.example", "info@voorbeeld.example"
MIA = {"new_name": "Mia Voorbeeld", "new_role": "Woordvoerder", "new_email": NEW, "new_phone": "02 765 43 21"}
CLAIMANT = MIA | {"new_email": ROLE, "new_phone": ""}


def recent(**facts: object) -> Signatory:
    return listed(approved_at=timezone.now(), **facts)


def outbox() -> list[tuple[str, str]]:
    rows = Email.objects.order_by("pk").values_list("outgoing_mail__message", "to")
    return [(message, to[0] if isinstance(to, list) else to) for message, to in rows]


def later(time_machine, how_much: timedelta) -> None:
    time_machine.move_to(timezone.now() + how_much, tick=False)


def reload(change: ContactChange) -> ContactChange:
    return ContactChange.objects.select_related("signatory").get(pk=change.pk)


def names_nobody(change: ContactChange) -> bool:
    return not any(getattr(change, field) for field in NEW_FIELDS)


def test_handover_tells_both_and_takes_effect_when_the_new_one_accepts():
    signatory = recent(second_email="jan@voorbeeld.example")
    old_link = tokens.make_token(signatory, Purpose.FILE)
    change = actions.hand_over(signatory, person=MIA)
    assert outbox() == [
        ("contact_invited", NEW), ("contact_notice", OLD), ("contact_notice", "jan@voorbeeld.example"),
    ]  # fmt: skip
    assert Signatory.objects.get().contact_email == OLD

    actions.accept(reload(change))

    signatory.refresh_from_db()
    assert {name: getattr(signatory, name.replace("new_", "contact_")) for name in NEW_FIELDS} == MIA
    assert outbox()[3:] == [
        ("contact_changed", NEW), ("contact_replaced", OLD), ("contact_replaced", "jan@voorbeeld.example"),
    ]  # fmt: skip
    assert tokens.find_signatory(old_link, Purpose.FILE) is None
    assert names_nobody(reload(change))
    assert story(signatory) == ["contact_asked:handover", "contact_changed:handover"]
    assert (signatory.reminders_sent, signatory.reminded_at) == (0, None)


def test_mails_to_the_old_one_open_no_file_and_history_names_nobody():
    signatory = recent()
    actions.accept(actions.hand_over(signatory, person=MIA))

    signatory.refresh_from_db()
    for email in Email.objects.exclude(outgoing_mail__message="contact_changed"):
        assert "mijn-dossier" not in email.message + email.html_message
    assert tokens.make_token(signatory, Purpose.FILE) in Email.objects.get(to=NEW, subject__startswith="Jij").message
    for event in signatory.events.all():
        assert "Mia" not in event.why
        assert "@" not in event.why


def test_mail_to_the_new_address_says_nothing_that_was_typed():
    actions.hand_over(recent(), person=MIA)

    invited = Email.objects.get(to=NEW)
    for part in (invited.subject, invited.message, invited.html_message):
        assert not any(word in part for word in ("Mia Voorbeeld", "Woordvoerder", "765 43 21", "Lies Voorbeeld", OLD))


@pytest.mark.parametrize("status", [one for one in Status if one not in MAY_HAND_OVER])
def test_handover_is_refused_from_elsewhere(status):
    signatory = factories.create_signatory(status=status)

    with pytest.raises(actions.TransitionNotAllowedError):
        actions.hand_over(signatory, person=MIA)
    assert not Email.objects.exists()


def test_handover_to_the_same_address_or_too_often_is_refused():
    signatory = recent()
    with pytest.raises(actions.ContactChangeRefusedError):
        actions.hand_over(signatory, person=MIA | {"new_email": OLD.upper()})
    for number in range(contacts.HANDOVERS_A_DAY):
        actions.hand_over(signatory, person=MIA | {"new_email": f"mia{number}@elders.example"})

    with pytest.raises(actions.ContactChangeRefusedError):
        actions.hand_over(signatory, person=MIA)

    assert ContactChange.objects.open().count() == 1
    assert ContactChange.objects.open().get().new_email == "mia2@elders.example"


def test_link_of_a_handover_that_was_replaced_does_nothing():
    signatory = recent()
    first = actions.hand_over(signatory, person=MIA)
    actions.hand_over(signatory, person=MIA | {"new_email": "an@elders.example"})

    actions.accept(reload(first))

    assert Signatory.objects.get().contact_email == OLD
    assert names_nobody(reload(first))


def test_objection_stops_it_and_alerts_moderators():
    signatory = recent()
    change = actions.hand_over(signatory, person=MIA)

    actions.object_to(reload(change))
    actions.object_to(reload(change))
    actions.accept(reload(change))

    change = reload(change)
    assert Signatory.objects.get().contact_email == OLD
    assert change.was_objected_to
    assert names_nobody(change)
    assert list(ContactChange.objects.for_moderators()) == [change]
    assert story(signatory) == ["contact_asked:handover", "contact_refused:objection of the old contact person"]


def test_objection_after_the_change_still_alerts_moderators(moderator):
    """Who stole the link to a file presses the other button at once; the owner reads the mail the day after."""
    signatory = recent()
    change = actions.hand_over(signatory, person=MIA)
    actions.accept(reload(change))

    actions.object_to(reload(change))

    assert list(ContactChange.objects.for_moderators()) == [change]
    actions.settle_objection(reload(change), by=moderator)
    assert list(ContactChange.objects.for_moderators()) == []
    assert reload(change).settled_by == moderator


def taken_over(signatory: Signatory | None = None) -> tuple[Signatory, ContactChange]:
    """Mia is the contact person now."""
    signatory = signatory or recent()
    change = actions.hand_over(signatory, person=MIA)
    actions.accept(reload(change))
    return signatory, reload(change)


def is_closed() -> bool:
    return Signatory.objects.get().is_contested


def test_objection_after_the_change_closes_the_file_until_a_moderator_has_looked(moderator):
    _signatory, change = taken_over()
    assert not is_closed()

    actions.object_to(change)
    assert is_closed()

    actions.settle_objection(reload(change), by=moderator)
    assert not is_closed()


def test_objection_to_what_a_moderator_approved_waits_for_a_moderator_again(moderator):
    """Who approved it did not know."""
    change = actions.claim(recent(contact_email=""), person=CLAIMANT)
    actions.accept(reload(change))
    actions.approve_contact_change(reload(change), by=moderator)

    actions.object_to(reload(change))
    assert list(ContactChange.objects.for_moderators()) == [change]

    actions.settle_objection(reload(change), by=moderator)
    assert not is_closed()


def test_whom_a_contested_one_has_named_already_does_not_come_in(moderator):
    signatory, change = taken_over()
    named = actions.hand_over(reload(change).signatory, person=MIA | {"new_email": "kompaan@elders.example"})

    actions.object_to(reload(change))
    actions.accept(reload(named))

    assert Signatory.objects.get().contact_email == NEW
    assert is_closed()
    assert names_nobody(reload(named))
    assert actions.claim(signatory, person=CLAIMANT) is None


def test_objection_reaches_whoever_came_in_by_that_change(moderator):
    """One handed over to the next, before the owner read the mail."""
    _signatory, change = taken_over()
    second = actions.hand_over(change.signatory, person=MIA | {"new_email": "kompaan@elders.example"})
    actions.accept(reload(second))

    actions.object_to(reload(change))

    assert is_closed()
    actions.settle_objection(reload(change), by=moderator)
    assert not is_closed()


def test_file_opens_for_whom_a_moderator_invites_instead(moderator):
    """The contested one hears nothing of it, so cannot stop it; and the objection has been looked at."""
    signatory, change = taken_over()
    actions.object_to(change)
    Email.objects.all().delete()

    right = actions.hand_over(signatory, person=MIA | {"new_email": "juist@voorbeeld.example"}, by=moderator)
    assert is_closed()
    actions.accept(reload(right))

    assert not is_closed()
    assert not any(mail.to == [NEW] for mail in Email.objects.all())
    assert not ContactChange.objects.for_moderators().exists()
    assert reload(change).settled_by == moderator


def test_late_objection_to_who_was_before_the_right_one_closes_nothing(moderator):
    signatory, change = taken_over()
    right = actions.hand_over(signatory, person=MIA | {"new_email": "juist@voorbeeld.example"}, by=moderator)
    actions.accept(reload(right))

    actions.object_to(reload(change))

    assert not is_closed()
    assert list(ContactChange.objects.for_moderators()) == [reload(change)]


def test_objection_after_two_months_alerts_and_closes_nothing(time_machine):
    time_machine.move_to(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False)
    _signatory, change = taken_over()
    time_machine.shift(timedelta(days=61))

    actions.object_to(reload(change))

    assert not is_closed()
    assert list(ContactChange.objects.for_moderators()) == [reload(change)]


def test_nobody_is_reminded_or_erased_while_the_file_is_closed(moderator, time_machine):
    time_machine.move_to(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False)
    signatory, change = taken_over(factories.create_signatory())
    signatory.refresh_from_db()
    questions.ask(signatory, questions.WEBSITE, by=moderator)
    actions.object_to(reload(change))

    for _turn in range(8):
        time_machine.shift(timedelta(days=10))
        call_command("enforce_retention")
    assert Signatory.objects.get().status == Status.CHANGES_ASKED
    assert not OutgoingMail.objects.filter(message="changes_reminder").exists()

    actions.settle_objection(reload(change), by=moderator)
    call_command("enforce_retention")
    assert AskedChange.objects.get().reminded_at


def test_who_gets_into_a_closed_file_is_reminded_anew_and_has_days_to_answer(moderator, time_machine):
    """Reminded before the objection, and opened long after the last day: nothing is erased the same night."""
    time_machine.move_to(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False)
    signatory, change = taken_over(factories.create_signatory())
    signatory.refresh_from_db()
    questions.ask(signatory, questions.WEBSITE, by=moderator)
    time_machine.shift(timedelta(days=25))
    call_command("enforce_retention")
    assert AskedChange.objects.get().reminded_at
    deliver()
    actions.object_to(reload(change))
    time_machine.shift(timedelta(days=40))

    actions.settle_objection(reload(change), by=moderator)
    call_command("enforce_retention")

    assert Signatory.objects.get().status == Status.CHANGES_ASKED
    assert AskedChange.objects.get().reminded_at == timezone.now()


def test_contested_one_names_nobody_and_withdraws_nothing_even_with_a_page_from_before(moderator):
    signatory, change = taken_over()
    actions.object_to(reload(change))

    for act in (
        partial(actions.hand_over, signatory, person=MIA | {"new_email": "kompaan@elders.example"}),
        partial(actions.withdraw, signatory, by=None),
    ):
        with pytest.raises(actions.TransitionNotAllowedError):
            act()

    actions.withdraw(signatory, by=moderator)
    assert Signatory.objects.get().status == Status.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_handing_over_and_the_objection_in_one_instant_leave_no_way_in():
    for _turn in range(4):
        signatory, change = taken_over()

        together(
            partial(actions.object_to, reload(change)),
            partial(actions.hand_over, reload(change).signatory, person=MIA | {"new_email": "kompaan@elders.example"}),
        )

        for named in ContactChange.objects.filter(signatory=signatory).open():
            actions.accept(reload(named))
        signatory.refresh_from_db()
        assert (signatory.contact_email, signatory.is_contested) == (NEW, True)


def test_invitation_by_a_moderator_survives_the_objection_and_is_not_stopped_by_who_is_contested(moderator):
    signatory, change = taken_over()
    right = actions.hand_over(signatory, person=MIA | {"new_email": "juist@voorbeeld.example"}, by=moderator)

    actions.object_to(reload(change))
    actions.object_to(reload(right))  # the contested one had the notice, from before
    assert reload(right) in ContactChange.objects.for_moderators()
    actions.accept(reload(right))

    assert Signatory.objects.get().contact_email == "juist@voorbeeld.example"
    assert not is_closed()


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_of_what_a_moderator_began_say_so(moderator, language):
    words = {"nl": "moderatoren", "fr": "modérateurs", "en": "moderators"}[language]
    signatory = recent(language=language)
    actions.hand_over(signatory, person=MIA)
    assert not any(words in mail.message.partition("----")[0].split("http")[0] for mail in Email.objects.all())
    Email.objects.all().delete()

    actions.hand_over(signatory, person=MIA | {"new_email": "juist@voorbeeld.example"}, by=moderator)

    for mail in Email.objects.all():
        assert words in mail.message.split("http")[0]
        assert words in mail.html_message
    assert story(signatory)[-1] == "contact_asked:begun by a moderator"


def test_nobody_who_is_contested_is_asked_the_yearly_question():
    signatory, change = taken_over()
    Signatory.objects.update(approved_at=timezone.now() - timedelta(days=800), renewed_at=None)
    signatory.refresh_from_db()
    assert next_step(signatory) is not Step.NOTHING

    actions.object_to(reload(change))

    signatory.refresh_from_db()
    assert next_step(signatory) is Step.NOTHING


def test_new_address_that_refuses_is_erased():
    signatory = recent()
    change = actions.hand_over(signatory, person=MIA)
    deliver()

    actions.refuse(reload(change))

    assert outbox() == [("contact_notice", OLD)]
    assert not any(NEW in mail.message + mail.html_message for mail in Email.objects.all())

    assert names_nobody(reload(change))
    assert story(signatory)[-1] == "contact_refused:refused by the new address"
    assert not ContactChange.objects.for_moderators().exists()


def test_claim_waits_two_weeks_and_then_takes_effect_by_the_daily_round(time_machine):
    signatory = recent(second_email="jan@voorbeeld.example")
    change = actions.claim(signatory, person=CLAIMANT)
    assert outbox() == [("contact_invited", ROLE)]  # nobody is alarmed by what a stranger typed

    actions.accept(reload(change))
    assert outbox()[1:] == [("contact_notice", OLD), ("contact_notice", "jan@voorbeeld.example")]
    start = timezone.now()
    time_machine.move_to(start + timedelta(days=13, hours=23), tick=False)
    assert renewal_round.enforce() == {}
    time_machine.move_to(start + timedelta(days=14, minutes=1), tick=False)
    assert renewal_round.enforce() == {"contact changed": 1}

    signatory.refresh_from_db()
    assert (signatory.contact_email, signatory.contact_name) == (ROLE, "Mia Voorbeeld")
    assert renewal_round.enforce() == {}
    assert story(signatory) == ["contact_asked:claim", "contact_changed:claim"]


def test_claim_waits_one_week_when_mails_to_the_old_one_fail(time_machine):
    signatory = recent()
    actions.renewals.renewal_emails.renewal_done(signatory, to_second=False)
    deliver(refused=[OLD])

    change = actions.claim(signatory, person=CLAIMANT)
    actions.accept(reload(change))

    change = reload(change)
    assert change.effective_from - change.confirmed_at == contacts.WAIT_WHEN_UNREACHABLE


def test_round_goes_on_when_one_change_goes_wrong(time_machine, monkeypatch):
    for number in range(2):
        website = f"https://firma{number}.example/"
        person = CLAIMANT | {"new_email": f"info@firma{number}.example"}
        actions.accept(actions.claim(recent(website=website), person=person))
    write, left = contacts.contact_emails.contact_changed, iter([True])

    def fail_once(signatory):
        if next(left, False):
            raise ValueError("an unreadable name")
        write(signatory)

    monkeypatch.setattr(contacts.contact_emails, "contact_changed", fail_once)
    later(time_machine, timedelta(days=15))

    assert renewal_round.enforce() == {"went wrong": 1, "contact changed": 1}
    assert renewal_round.enforce() == {"contact changed": 1}


def test_claim_is_stopped_by_the_old_contact_person(time_machine):
    signatory = recent()
    change = actions.claim(signatory, person=CLAIMANT)
    actions.accept(reload(change))

    actions.object_to(reload(change))

    later(time_machine, timedelta(days=30))
    assert renewal_round.enforce() == {}
    assert Signatory.objects.get().contact_email == OLD
    assert [one.pk for one in ContactChange.objects.for_moderators()] == [change.pk]


def test_claim_of_an_entry_without_a_mailbox_needs_a_moderator(moderator, time_machine):
    signatory = recent(contact_email="", contact_name="", source_url="https://bron.example/", confirmed_at=None)
    change = actions.claim(signatory, person=CLAIMANT)
    actions.accept(reload(change))
    assert outbox() == [("contact_invited", ROLE)]
    later(time_machine, timedelta(days=60))
    assert renewal_round.enforce() == {}
    assert list(ContactChange.objects.for_moderators()) == [change]

    actions.approve_contact_change(reload(change), by=moderator)

    signatory.refresh_from_db()
    assert signatory.contact_email == ROLE
    assert signatory.confirmed_at
    assert outbox()[1:] == [("contact_changed", ROLE)]
    assert signatory.events.last().by == moderator


def test_moderator_can_let_a_claim_take_effect_or_stop_it_but_not_prove_an_address(moderator):
    unproven = actions.claim(recent(), person=CLAIMANT)
    with pytest.raises(actions.ContactChangeRefusedError):
        actions.approve_contact_change(reload(unproven), by=moderator)

    actions.stop_contact_change(reload(unproven), by=moderator)

    assert names_nobody(reload(unproven))
    with pytest.raises(actions.ContactChangeRefusedError):
        actions.stop_contact_change(reload(unproven), by=moderator)
    assert unproven.signatory.events.last().by == moderator


@pytest.mark.parametrize(
    ("address", "website", "mailbox", "is_allowed"),
    [
        ("info@voorbeeld.example", "https://www.voorbeeld.example/", OLD, True),
        ("PERS@Voorbeeld.Example", "https://www.voorbeeld.example/", "", True),
        ("info@mail.voorbeeld.example", "https://voorbeeld.example/", "", True),
        ("info@elders.example", "https://voorbeeld.example/", "lies@elders.example", True),  # of the mailbox
        ("lies@voorbeeld.example", "https://voorbeeld.example/", OLD, False),  # a person
        ("information@voorbeeld.example", "https://voorbeeld.example/", OLD, False),
        ("info+x@voorbeeld.example", "https://voorbeeld.example/", OLD, False),
        ("info@voorbeeld.example.kwaad.example", "https://voorbeeld.example/", OLD, False),
        ("info@stadvoorbeeld.example", "https://voorbeeld.example/", OLD, False),
        ("info@gmail.com", "https://voorbeeld.example/", "vereniging@gmail.com", False),  # anybody can have it
        ("contact@telenet.be", "https://users.telenet.be/club", "", False),
        ("info@users.telenet.be", "https://users.telenet.be/club", "", False),
        ("info@voorbeeld.example", "", "", False),
    ],
)  # fmt: skip
def test_only_a_role_address_at_the_own_domain_may_claim(address, website, mailbox, is_allowed):
    signatory = Signatory(website=website, contact_email=mailbox)

    assert may_claim(signatory, address) is is_allowed


def test_role_words_are_what_comes_before_the_at_sign():
    assert all(role.isalnum() and role == role.lower() for role in ROLES)


def test_claim_mails_once_a_day_and_never_more_than_one_open(time_machine):
    signatory = recent()
    assert actions.claim(signatory, person=CLAIMANT)
    assert actions.claim(signatory, person=CLAIMANT | {"new_email": "pers@voorbeeld.example"}) is None
    later(time_machine, timedelta(days=1, minutes=1))

    second = actions.claim(signatory, person=CLAIMANT | {"new_email": "pers@voorbeeld.example"})
    actions.accept(reload(second))
    later(time_machine, timedelta(days=2))

    assert actions.claim(signatory, person=CLAIMANT) is None  # one that is proven is not pushed aside
    assert [to for message, to in outbox() if message == "contact_invited"] == ["pers@voorbeeld.example"]
    assert ContactChange.objects.open().count() == 1


def test_contact_person_who_is_still_there_takes_the_place_of_a_claim():
    signatory = recent()
    claimed = actions.claim(signatory, person=CLAIMANT)
    actions.accept(reload(claimed))

    change = actions.hand_over(signatory, person=MIA)

    assert ContactChange.objects.open().get() == change
    assert reload(claimed).stopped_at


@pytest.mark.parametrize("status", [one for one in Status if one != Status.APPROVED])
def test_only_entries_in_the_list_can_be_claimed(status):
    assert actions.claim(factories.create_signatory(status=status), person=CLAIMANT) is None
    assert not Email.objects.exists()


def test_change_that_nobody_accepts_is_erased_after_two_weeks(time_machine):
    signatory = recent()
    change = actions.hand_over(signatory, person=MIA)
    later(time_machine, timedelta(days=13, hours=23))
    assert retention.enforce()["contact changes never accepted"] == 0

    later(time_machine, timedelta(hours=2))
    assert retention.enforce()["contact changes never accepted"] == 1

    assert names_nobody(reload(change))
    actions.accept(reload(change))
    assert Signatory.objects.get().contact_email == OLD


def test_change_that_is_accepted_too_late_stops(time_machine):
    change = actions.hand_over(recent(), person=MIA)
    later(time_machine, timedelta(days=15))

    actions.accept(reload(change))

    assert reload(change).stopped_at
    assert Signatory.objects.get().contact_email == OLD


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.INDIVIDUAL])
def test_who_leaves_takes_the_new_contact_person_along(kind):
    signatory = recent(kind=kind)
    actions.hand_over(signatory, person=MIA)

    actions.withdraw(signatory, by=None)

    assert not ContactChange.objects.exists()
    assert not any("Mia Voorbeeld" in mail.message + mail.html_message for mail in Email.objects.all())


def test_jobs_that_find_the_change_gone_go_on():
    """Their list was made a moment before the signatory left."""
    signatory = recent()
    change = reload(actions.hand_over(signatory, person=MIA))
    actions.withdraw(Signatory.objects.get(), by=None)

    assert contacts.take_effect(change) is False
    assert actions.give_up_contact_change(change) is False


def test_suspended_signatory_keeps_its_contact_person(moderator):
    signatory = recent()
    change = actions.hand_over(signatory, person=MIA)
    actions.suspend(signatory, by=moderator, reason=factories.create_reason(decision="suspend"))

    actions.accept(reload(change))

    assert Signatory.objects.get().contact_email == OLD


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({}, "open_contact_change_has_a_mailbox"),
        ({"stopped_at": timezone.now(), "new_name": "Mia"}, "ended_contact_change_names_nobody"),
        ({"stopped_at": timezone.now(), "done_at": timezone.now(), "confirmed_at": timezone.now()}, "contact_change_ends_once"),
        ({"done_at": timezone.now()}, "contact_change_is_proven_first"),
    ],
)  # fmt: skip
def test_database_refuses_impossible_changes(facts, name):
    signatory = recent()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ContactChange.objects.create(signatory=signatory, kind=ContactChangeKind.CLAIM, **facts)


def test_database_refuses_a_second_open_change():
    signatory = recent()
    ContactChange.objects.create(signatory=signatory, kind=ContactChangeKind.CLAIM, new_email=ROLE)

    with pytest.raises(IntegrityError, match="one_open_contact_change_a_signatory"), transaction.atomic():
        ContactChange.objects.create(signatory=signatory, kind=ContactChangeKind.HANDOVER, new_email=NEW)


@pytest.mark.django_db(transaction=True)
def test_accepted_and_objected_to_at_once_ends_in_one_of_both():
    for _time in range(3):
        signatory = recent()
        change = actions.hand_over(signatory, person=MIA)

        results = together(
            partial(actions.accept, reload(change)), partial(actions.object_to, reload(change))
        )  # fmt: skip

        signatory.refresh_from_db()
        change = reload(change)
        assert results == [None, None]
        assert change.was_objected_to
        assert signatory.contact_email == (NEW if change.done_at else OLD)
        assert names_nobody(change)


@pytest.mark.django_db(transaction=True)
def test_claimed_eight_times_at_once_sends_one_mail():
    signatory = recent()

    results = together(
        *[partial(actions.claim, Signatory.objects.get(pk=signatory.pk), person=CLAIMANT) for _press in range(8)]
    )

    assert sorted(result is None for result in results) == [False] + [True] * 7
    assert Email.objects.filter(status=STATUS.queued).count() == 1


@pytest.mark.parametrize(("days", "is_closed"), [(3, True), (61, False)])
def test_file_of_who_was_contested_before_this_came_closes(days, is_closed):
    signatory = factories.create_signatory(status=Status.APPROVED)
    now = timezone.now()
    facts = {"confirmed_at": now, "done_at": now - timedelta(days=days), "objected_at": now}
    ContactChange.objects.create(signatory=signatory, kind="claim", **facts)

    import_module("signatories.migrations.0022_close_contested_files").close_contested_files(apps, None)

    signatory.refresh_from_db()
    assert signatory.is_contested == is_closed


def test_second_person_who_never_said_yes_hears_of_nothing():
    """Somebody typed that address: it may be a stranger's."""
    signatory = recent(second_email="jan@voorbeeld.example", second_confirmed_at=None, reminders_sent=3)
    actions.accept(reload(actions.hand_over(signatory, person=MIA)))
    renewal_emails.renewal_lapsed(signatory, to_second=True)

    assert "jan@voorbeeld.example" not in [to for _message, to in outbox()]
