"""Two at once, with real transactions: one wins, the other is told, and nothing happens twice."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from guidance.models import ContentVersion
from signatories import actions, retention
from signatories.actions import TransitionNotAllowedError
from signatories.enums import Doubt, Status
from signatories.models import Event, Signatory
from tests import factories
from tests.signatories.applications import address, details, filled_in
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db(transaction=True)


def copies(signatory: Signatory, number: int = 2) -> list[Signatory]:
    """What as many people have on their screens."""
    return [Signatory.objects.get(pk=signatory.pk) for _person in range(number)]


def losers(results: list[object]) -> list[object]:
    """Those who were told that somebody was faster; anything else that went wrong is an error of ours."""
    lost = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, TransitionNotAllowedError) for error in lost), lost
    return lost


def test_approve_against_decline_has_one_winner(moderator):
    reason = factories.create_reason()
    signatories = [factories.create_signatory() for _time in range(3)]
    version = ContentVersion.current()

    for signatory in signatories:
        one, other = copies(signatory)
        results = together(
            partial(actions.approve, one, by=moderator), partial(actions.decline, other, by=moderator, reason=reason)
        )

        signatory.refresh_from_db()
        assert len(losers(results)) == 1
        assert signatory.status in (Status.APPROVED, Status.DECLINED)
        assert [event.to_status for event in signatory.events.all()] == [signatory.status]
        assert [mail.message for mail in signatory.mails.all()] == [f"application_{signatory.status}"]

    assert ContentVersion.current() == version + 3


def test_confirmation_pressed_eight_times_at_once_counts_once():
    signatory = actions.sign_up(details=details(), submission_key=uuid4(), doubts=[])

    results = together(*[partial(actions.confirm, one) for one in copies(signatory, 8)])

    assert results == [None] * 8
    assert [event.to_status for event in signatory.events.all()] == [Status.UNCONFIRMED, Status.SUBMITTED]
    assert sorted(mail.message for mail in signatory.mails.all()) == ["application_submitted", "confirm_address"]


def test_form_sent_eight_times_at_once_makes_one_row(settings):
    settings.LIMITS_PER_HOUR = dict.fromkeys(settings.LIMITS_PER_HOUR, 99)  # each of the eight is counted
    typed = filled_in()

    def send() -> str:
        return str(Client().post(address("join"), typed).url)

    receipts = together(*[send] * 8)

    assert len(set(receipts)) == 1
    assert Client().get(receipts[0]).status_code == 200
    assert Signatory.objects.count() == Event.objects.count() == Email.objects.count() == 1


def test_corrections_sent_at_once_end_in_one_row_that_is_whole():
    """The last one wins; name and address never come from different forms, and the link in the last mail works."""
    key = uuid4()
    actions.sign_up(details=details(), submission_key=key, doubts=[])
    forms = [details(name=f"Firma {letter}", contact_email=f"{letter}@voorbeeld.example") for letter in "abcd"]

    together(*[partial(actions.sign_up, details=form, submission_key=key, doubts=[]) for form in forms])

    signatory = Signatory.objects.get()
    assert signatory.name == f"Firma {signatory.contact_email[0]}"
    waiting = [email.to for email in Email.objects.all()]
    assert [signatory.contact_email] in waiting


def test_same_name_approved_at_once_gets_different_short_names(moderator):
    people = [factories.create_signatory(name="Stad Gent") for _time in range(5)]

    results = together(*[partial(actions.approve, one, by=moderator) for one in people])

    assert results == [None] * 5
    slugs = Signatory.objects.approved().values_list("slug", flat=True)
    assert sorted(slugs) == ["stad-gent", "stad-gent-2", "stad-gent-3", "stad-gent-4", "stad-gent-5"]
    assert Event.objects.count() == Email.objects.count() == 5


def test_expiry_against_confirmation_ends_in_one_of_both():
    for _time in range(3):
        signatory = actions.sign_up(details=details(), submission_key=uuid4(), doubts=[])
        one, other = copies(signatory)

        results = together(partial(actions.confirm, one), partial(actions.expire, other, why="te laat"))

        signatory.refresh_from_db()
        assert len(losers(results)) == 1
        is_expired = signatory.status == Status.EXPIRED
        assert bool(signatory.contact_email) is not is_expired
        assert signatory.mails.exists() is not is_expired
        assert signatory.events.count() == 2


def test_confirmation_against_not_me_ends_in_one_of_both():
    signatory = actions.sign_up(details=details(), submission_key=uuid4(), doubts=[Doubt.TOO_FAST])
    one, other = copies(signatory)

    results = together(partial(actions.confirm, one), partial(actions.disown, other))

    signatory.refresh_from_db()
    assert len(losers(results)) == 1
    assert signatory.status in (Status.SUBMITTED, Status.EXPIRED)
    assert bool(signatory.contact_email) is (signatory.status == Status.SUBMITTED)


def test_release_pressed_by_two_moderators_sends_one_mail(moderator):
    signatory = actions.sign_up(details=details(), submission_key=uuid4(), doubts=[Doubt.HONEYPOT])

    results = together(*[partial(actions.release, one, by=moderator) for one in copies(signatory)])

    assert sum(isinstance(result, actions.AddressNotProvenError) for result in results) == 1
    assert [mail.message for mail in signatory.mails.all()] == ["confirm_address"]
    assert signatory.events.count() == 2


def test_two_retention_runs_at_once_erase_each_person_once():
    for _time in range(4):
        actions.sign_up(details=details(), submission_key=uuid4(), doubts=[])
    Signatory.objects.update(created_at=timezone.now() - timedelta(days=8))

    results = together(retention.enforce, retention.enforce)

    assert sum(erased["never confirmed"] for erased in results) == 4
    assert Event.objects.filter(to_status=Status.EXPIRED).count() == 4


def test_many_decisions_on_many_signatories_never_lock_each_other_out(moderator):
    """Everybody takes the row first and the content version last; the other way round would be a deadlock."""
    reason = factories.create_reason()
    people = [factories.create_signatory(name=f"Firma {number}") for number in range(4)]

    def judge(order: list[Signatory], judge_by: User) -> list[str]:
        outcomes = []
        for signatory in order:
            try:
                actions.approve(Signatory.objects.get(pk=signatory.pk), by=judge_by)
            except TransitionNotAllowedError:
                outcomes.append("late")
            else:
                outcomes.append("first")
        return outcomes

    results = together(
        partial(judge, people, moderator), partial(judge, people[::-1], moderator), partial(reason.texts.first().save)
    )

    assert sorted(results[0] + results[1]) == ["first"] * 4 + ["late"] * 4
    assert Event.objects.count() == 4
