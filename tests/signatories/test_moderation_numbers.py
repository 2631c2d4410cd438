"""How the work goes, in numbers, for colleagues."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from signatories import actions
from signatories.enums import Status
from signatories.models import ReferralGap, Signatory
from signatories.moderation.numbers import Decisions, decisions_since, mails_since, sign_ups_by_day, visits_since
from tests import factories

pytestmark = pytest.mark.django_db


def page(client):
    return client.get(reverse("admin:signatories_signatory_numbers"))


def long_ago():
    return timezone.localdate() - timedelta(days=90)


def test_decisions_are_counted_without_those_that_were_undone(moderator):
    reason = factories.create_reason()
    for _number in range(3):
        actions.approve(factories.create_signatory(), by=moderator)
    actions.decline(factories.create_signatory(), by=moderator, reason=reason, own_words="")
    undone = factories.create_signatory()
    actions.take(actions.approve, undone, words={}, taking=actions.Taking(choice="approve", by=moderator))
    actions.undo(undone.taken_decisions.get(), by=moderator)

    found = decisions_since(long_ago())

    assert found == Decisions(approved=3, declined=1)
    assert found.rate == 75


def test_rate_of_nothing_is_none():
    assert decisions_since(long_ago()).rate is None


def test_sign_ups_are_counted_by_day_whatever_became_of_them(time_machine):
    time_machine.move_to("2026-03-10T22:30:00Z")
    factories.create_signatory(status=Status.EXPIRED)
    time_machine.move_to("2026-03-10T23:30:00Z")  # the 11th, in Belgium
    factories.create_signatory()
    factories.create_signatory()

    by_day = sign_ups_by_day(timezone.localdate())

    assert list(by_day.values())[-3:] == [0, 1, 2]
    assert len(by_day) == 28


def test_mails_are_counted_by_what_became_of_them():
    for status in (STATUS.sent, STATUS.sent, STATUS.failed, STATUS.queued, STATUS.requeued):
        Email.objects.create(from_email="a@x.example", to="b@x.example", status=status)

    assert mails_since(long_ago()) == {"sent": 2, "waiting": 2, "failed": 1}


def test_rules_that_were_needed_most_come_first_in_tens_and_without_small_numbers():
    insults = factories.create_rule()
    hate = factories.create_rule(key="hate", words={"nl": "haat"})
    threats = factories.create_rule(key="threats", words={"nl": "dreigen"})
    factories.create_referrals(insults, visits=31)
    factories.create_referrals(hate, visits=44)
    factories.create_referrals(threats, visits=9)
    factories.create_referrals(insults, visits=900, weeks_ago=8)
    ReferralGap.objects.create(day=timezone.localdate(), visits=2)

    found = visits_since(timezone.localdate() - timedelta(days=28))

    assert [(name, str(number)) for name, number in found.top_rules] == [
        ("Naam haat", "40"), ("Naam schelden", "30"), ("Naam dreigen", "<10"),
    ]  # fmt: skip
    assert (str(found.total), found.missing) == ("70", 2)


def test_page_tells_what_is_missing(moderator_client):
    ReferralGap.objects.create(day=timezone.localdate(), visits=2)

    assert "Bezoeken die we niet konden noteren: 2." in page(moderator_client).content.decode()


def test_decline_straight_from_quarantine_is_a_decision_too(moderator):
    set_apart = factories.create_signatory(status=Status.QUARANTINED)

    actions.decline(set_apart, by=moderator, reason=factories.create_reason(), own_words="")

    assert decisions_since(long_ago()) == Decisions(approved=0, declined=1)


def test_page_says_how_the_queue_stands(moderator_client):
    factories.create_signatory(submitted_at=timezone.now() - timedelta(days=9))
    factories.create_signatory(status=Status.QUARANTINED)

    response = page(moderator_client)

    assert (response.context["waiting"][Status.SUBMITTED], response.context["waiting"][Status.QUARANTINED]) == (1, 1)
    assert response.context["oldest"].level == "late"
    assert "te weinig beslissingen om het te zeggen" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 60])
def test_page_takes_the_same_queries_whatever_there_is(moderator_client, rows):
    for number in range(rows):
        signatory = factories.create_signatory()
        factories.create_referrals(factories.create_rule(key=f"r-{number}", words={"nl": f"w-{number}"}), signatory)
    page(moderator_client)

    with CaptureQueriesContext(connection) as queries:
        page(moderator_client)

    assert Signatory.objects.count() == rows
    assert len(queries) == 14


def test_editors_do_not_see_it(editor_client):
    assert page(editor_client).status_code == 403
