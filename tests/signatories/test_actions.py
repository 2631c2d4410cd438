"""What each action does besides moving; which of them are legal when stands in test_transitions.py."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from post_office.models import STATUS, Email

from signatories import actions
from signatories.actions import AddressNotProvenError, TransitionNotAllowedError
from signatories.enums import Decision, Doubt, Kind, Status
from signatories.models import Event, OutgoingMail, Signatory
from tests import factories
from tests.signatories.applications import details

pytestmark = pytest.mark.django_db


def sign_up(*, key=None, doubts=(), **changes: str) -> Signatory:
    return actions.sign_up(details=details(**changes), submission_key=key or uuid4(), doubts=list(doubts))


def messages(signatory: Signatory) -> list[str]:
    """What was sent to this signatory, oldest first."""
    return list(signatory.mails.order_by("pk").values_list("message", flat=True))


def history(signatory: Signatory) -> list[tuple[str, str]]:
    return list(signatory.events.values_list("from_status", "to_status"))


def test_sign_up_stores_the_application_its_history_and_its_mail():
    signatory = sign_up(name="Stad Gent", contact_email="lies@gent.example")

    stored = Signatory.objects.get()
    assert stored == signatory
    assert stored.status == Status.UNCONFIRMED
    assert stored.name == "Stad Gent"
    assert stored.charter_agreed_at
    assert stored.mandate_stated_at
    assert history(stored) == [("", Status.UNCONFIRMED)]
    assert messages(stored) == ["confirm_address"]
    assert Email.objects.get().to == ["lies@gent.example"]


def test_sign_up_that_is_rolled_back_leaves_neither_row_nor_mail():
    with transaction.atomic():
        sign_up()
        transaction.set_rollback(True)

    assert not Signatory.objects.exists()
    assert not Email.objects.exists()
    assert not Event.objects.exists()


def test_sign_up_whose_mail_cannot_be_rendered_stores_nothing(monkeypatch):
    monkeypatch.setattr("signatories.emails.ENDINGS", (".missing.txt",) * 3)

    with pytest.raises(Exception, match="missing"):
        sign_up()

    assert not Signatory.objects.exists()
    assert not Event.objects.exists()


def test_sign_up_that_the_database_refuses_is_an_error_and_not_somebody_elses_row():
    key = uuid4()

    with pytest.raises(IntegrityError, match="signatory_kind_is_known"), transaction.atomic():
        sign_up(key=key, kind="party")

    assert not Signatory.objects.exists()
    assert sign_up(key=key).status == Status.UNCONFIRMED


@pytest.mark.parametrize("doubt", [doubt for doubt in Doubt if doubt != Doubt.AWAITING_PROOF])
def test_sign_up_with_a_doubt_is_set_apart_with_its_reason(doubt):
    signatory = sign_up(doubts=[doubt])

    assert signatory.status == Status.QUARANTINED
    assert signatory.doubts == [doubt]
    assert signatory.doubt_labels == [str(doubt.label)]
    assert Event.objects.get().why == doubt
    assert messages(signatory) == ([] if doubt in Doubt.holds_mail else ["confirm_address"])


def test_every_doubt_holds_mail_or_is_lifted_by_proof_or_is_left_to_a_person():
    groups = [*Doubt.holds_mail, *Doubt.lifted_by_proof, *Doubt.for_a_person]

    assert sorted(groups) == sorted(Doubt)


def test_sign_up_with_the_same_form_twice_makes_one_row_and_one_mail():
    key = uuid4()

    first, second = sign_up(key=key), sign_up(key=key)

    assert first == second
    assert Signatory.objects.count() == 1
    assert Email.objects.count() == 1
    assert Event.objects.count() == 1


def test_sign_up_corrects_the_name_and_keeps_the_link():
    key = uuid4()
    before = sign_up(key=key, name="Sad Gent")

    after = sign_up(key=key, name="Stad Gent")

    assert Signatory.objects.get().name == "Stad Gent"
    assert Signatory.objects.named_like("stad gent").count() == 1
    assert (after.receipt_number, after.file_key) == (before.receipt_number, before.file_key)
    assert "Stad Gent" in Email.objects.get().subject + Email.objects.get().message


def test_sign_up_with_a_corrected_address_takes_back_the_mail_that_did_not_leave_yet():
    key = uuid4()
    before = sign_up(key=key, contact_email="leis@gent.example")

    after = sign_up(key=key, contact_email="lies@gent.example")

    assert before.pk == after.pk
    assert before.file_key != after.file_key
    assert Email.objects.get().to == ["lies@gent.example"]


def test_sign_up_with_a_corrected_address_keeps_the_note_of_a_mail_that_has_left():
    key = uuid4()
    sign_up(key=key, contact_email="leis@gent.example")
    Email.objects.update(status=STATUS.sent)

    signatory = sign_up(key=key, contact_email="lies@gent.example")

    assert messages(signatory) == ["confirm_address"] * 2


def past_correcting(signatory: Signatory, how: str, moderator: object) -> None:
    if how == "confirmed":
        actions.confirm(signatory)
    elif how == "declined":
        actions.confirm(signatory)
        actions.decline(signatory, by=moderator, reason=factories.create_reason())
    else:
        actions.disown(signatory)


@pytest.mark.parametrize("how", ["confirmed", "declined", "disowned"])
def test_sign_up_with_a_correction_that_comes_too_late_makes_a_new_application_once(how, moderator):
    key = uuid4()
    first = sign_up(key=key, name="Sad Gent")
    past_correcting(first, how, moderator)

    second, again = sign_up(key=key, name="Stad Gent"), sign_up(key=key, name="Stad Gent")

    assert second == again
    assert second != first
    assert second.status == Status.UNCONFIRMED
    assert messages(second) == ["confirm_address"]
    assert Signatory.objects.count() == 2
    assert Signatory.objects.get(pk=first.pk).name == "Sad Gent"


def test_sign_up_with_a_correction_that_is_doubted_is_set_apart_once_and_mails_nobody():
    key = uuid4()
    first = sign_up(key=key, contact_email="leis@gent.example")

    for _time in range(2):
        second = sign_up(key=key, contact_email="victim@gent.example", doubts=[Doubt.MANY_FROM_ADDRESS])

    assert second != first
    assert second.status == Status.QUARANTINED
    assert Signatory.objects.count() == 2
    assert [email.to for email in Email.objects.all()] == [["leis@gent.example"]]


def test_confirm_puts_the_application_in_the_queue_and_says_so():
    signatory = sign_up()

    actions.confirm(signatory)

    assert signatory.status == Status.SUBMITTED
    assert signatory.confirmed_at == signatory.submitted_at
    assert history(signatory) == [("", Status.UNCONFIRMED), (Status.UNCONFIRMED, Status.SUBMITTED)]
    assert messages(signatory) == ["confirm_address", "application_submitted"]


def test_confirm_a_second_time_is_nothing():
    signatory = sign_up()
    actions.confirm(signatory)
    moment = signatory.confirmed_at

    actions.confirm(signatory)

    assert signatory.confirmed_at == moment
    assert signatory.events.count() == 2
    assert signatory.mails.count() == 2


def test_confirm_lifts_the_doubt_about_speed():
    signatory = sign_up(doubts=[Doubt.TOO_FAST])

    actions.confirm(signatory)

    assert signatory.status == Status.SUBMITTED
    assert signatory.doubts == []


def test_confirm_while_set_apart_remembers_the_proof_and_waits_for_a_moderator(moderator):
    signatory = sign_up(doubts=[Doubt.HONEYPOT, Doubt.TOO_FAST])

    actions.confirm(signatory)

    assert signatory.status == Status.QUARANTINED
    assert signatory.confirmed_at
    assert messages(signatory) == []

    actions.release(signatory, by=moderator)

    assert signatory.status == Status.SUBMITTED
    assert signatory.doubts == []
    assert messages(signatory) == ["application_submitted"]


def test_confirm_after_the_end_is_refused_in_words():
    signatory = sign_up()
    actions.expire(signatory, why="te laat")

    with translation.override("en"), pytest.raises(TransitionNotAllowedError, match="ended in the meantime"):
        actions.confirm(signatory)


def test_release_of_an_unproven_application_asks_for_the_proof_once(moderator):
    signatory = sign_up(doubts=[Doubt.MANY_FROM_ADDRESS])

    actions.release(signatory, by=moderator)
    with pytest.raises(AddressNotProvenError):
        actions.release(signatory, by=moderator)

    assert signatory.status == Status.QUARANTINED
    assert signatory.doubts == [Doubt.AWAITING_PROOF]
    assert messages(signatory) == ["confirm_address"]
    assert Event.objects.order_by("pk").last().by == moderator

    actions.confirm(signatory)

    assert signatory.status == Status.SUBMITTED
    assert signatory.submitted_at


def test_release_gives_a_fresh_week_to_confirm(moderator):
    signatory = sign_up(doubts=[Doubt.HONEYPOT])
    Signatory.objects.update(created_at=timezone.now() - timedelta(days=20))

    actions.release(signatory, by=moderator)

    expires_on = timezone.localdate() + timedelta(days=7)
    assert signatory.can_confirm_until.astimezone(timezone.get_current_timezone()).date() == expires_on
    assert str(expires_on.year) in Email.objects.get().message


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.INDIVIDUAL])
def test_disown_leaves_nothing_of_the_person(kind):
    signatory = sign_up(
        kind=kind, name="Lies Voorbeeld", contact_phone="02 123 45 67", enterprise_number="0202239951"
    )  # fmt: skip

    actions.disown(signatory)

    left = str(list(Signatory.objects.values_list()) + list(Event.objects.values_list()))
    for trace in ("lies@", "Hoofd communicatie", "02 123 45 67"):
        assert trace not in left
    assert signatory.status == Status.EXPIRED
    assert not Email.objects.exists()
    assert not OutgoingMail.objects.exists()
    is_erased = kind == Kind.INDIVIDUAL
    assert (signatory.name == "") is is_erased
    assert ("lies voorbeeld" in signatory.search_text) is not is_erased
    assert (signatory.enterprise_number == "") is is_erased


def test_disown_does_nothing_to_who_confirmed():
    """The same mailbox said yes before: leaving is another matter than never having asked."""
    signatory = sign_up(doubts=[Doubt.HONEYPOT])
    actions.confirm(signatory)

    with pytest.raises(TransitionNotAllowedError):
        actions.disown(signatory)

    assert Signatory.objects.get().contact_email == "lies@voorbeeld.example"


def test_approve_gives_a_short_name_a_date_and_a_mail(moderator):
    signatory = factories.create_signatory(name="Stad Gent — Ville de Gand")

    actions.approve(signatory, by=moderator)

    stored = Signatory.objects.get()
    assert stored.slug == "stad-gent-ville-de-gand"
    assert stored.approved_at == stored.decided_at
    assert stored.decided_by == moderator
    assert messages(stored) == ["application_approved"]
    assert Event.objects.get().by == moderator


def test_approve_of_what_cannot_be_shown_is_refused_by_the_database(moderator):
    signatory = factories.create_signatory()
    Signatory.objects.update(name="")

    with pytest.raises(IntegrityError, match="approved_signatory_can_be_shown"):
        actions.approve(signatory, by=moderator)

    assert Signatory.objects.get().status == Status.SUBMITTED
    assert not Event.objects.exists()
    assert not Email.objects.exists()


def test_approve_of_a_public_source_needs_no_mailbox_and_mails_nobody(moderator):
    signatory = factories.create_signatory(confirmed_at=None, source_url="https://bron.example/")
    Signatory.objects.update(status=Status.SUSPENDED, approved_at=timezone.now(), slug="bron", contact_email="")

    actions.restore(signatory, by=moderator)

    assert signatory.status == Status.APPROVED
    assert not Email.objects.exists()


def test_decline_keeps_the_reason_and_mails_it_with_our_own_words(moderator):
    signatory, reason = factories.create_signatory(language="fr"), factories.create_reason()

    actions.decline(signatory, by=moderator, reason=reason, own_words="Merci quand même.")

    stored = Signatory.objects.get()
    assert (stored.reason, stored.own_words, stored.decided_by) == (reason, "Merci quand même.", moderator)
    assert Event.objects.get().why == reason.key
    assert "Uitleg fr." in Email.objects.get().message
    assert "Merci quand même." in Email.objects.get().message


@pytest.mark.parametrize(
    ("doubt", "is_proven", "is_mailed"),
    [(Doubt.HONEYPOT, False, False), (Doubt.TOO_FAST, False, True), (Doubt.HONEYPOT, True, True)],
)
def test_decline_of_what_was_set_apart_writes_only_to_who_may_be_written_to(moderator, doubt, is_proven, is_mailed):
    signatory = factories.create_signatory(
        status=Status.QUARANTINED, doubts=[doubt], confirmed_at=timezone.now() if is_proven else None
    )

    actions.decline(signatory, by=moderator, reason=factories.create_reason())

    assert messages(signatory) == (["application_declined"] if is_mailed else [])


def test_reopen_goes_back_to_the_old_place_in_the_queue(moderator):
    signatory = factories.create_signatory()
    since = signatory.submitted_at
    actions.decline(signatory, by=moderator, reason=factories.create_reason())

    actions.reopen(signatory, by=moderator, why="Vergissing")

    assert signatory.status == Status.SUBMITTED
    assert signatory.submitted_at == since
    assert signatory.decided_at is None
    assert signatory.decided_by is None
    assert messages(signatory)[-1] == "application_reopened"


def test_reopen_of_somebody_forgotten_is_refused(moderator):
    signatory = factories.create_signatory()
    actions.decline(signatory, by=moderator, reason=factories.create_reason())
    actions.forget_person(signatory)

    with pytest.raises(TransitionNotAllowedError):
        actions.reopen(signatory, by=moderator)


def test_suspend_and_restore_keep_the_short_name_and_the_first_date(moderator):
    signatory = factories.create_signatory()
    with time_machine.travel(timezone.now() - timedelta(days=100), tick=False):
        actions.approve(signatory, by=moderator)
    slug, approved_at = signatory.slug, signatory.approved_at

    actions.suspend(signatory, by=moderator, reason=factories.create_reason(decision=Decision.SUSPEND))
    actions.restore(signatory, by=moderator)

    stored = Signatory.objects.get()
    assert (stored.slug, stored.approved_at) == (slug, approved_at)
    assert stored.reason is None
    assert stored.own_words == ""
    assert messages(stored) == ["application_approved", "signatory_suspended", "signatory_restored"]


def test_forget_person_leaves_the_decision_and_nothing_of_the_person(moderator):
    signatory = factories.create_signatory(kind=Kind.INDIVIDUAL, name="Lies Voorbeeld", slug="lies-voorbeeld")
    actions.decline(signatory, by=moderator, reason=factories.create_reason(key="doubtful"), own_words="Dag Lies")

    assert actions.forget_person(signatory) is True

    left = str(list(Signatory.objects.values_list()) + list(Event.objects.values_list())).lower()
    assert "lies" not in left
    assert not Email.objects.exists()
    assert Signatory.objects.get().reason.key == "doubtful"


def test_forget_person_leaves_who_moved_on_alone(moderator):
    signatory = factories.create_signatory(status=Status.DECLINED)
    elsewhere = Signatory.objects.get()
    actions.reopen(elsewhere, by=moderator)

    assert actions.forget_person(signatory) is False
    assert Signatory.objects.get().contact_email
