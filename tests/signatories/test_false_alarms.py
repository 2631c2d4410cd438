"""How often a doubt was right is counted from the history, by the doubt."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from signatories import actions
from signatories.enums import Doubt
from signatories.models import Event, Limit, Signatory
from signatories.moderation import false_alarms
from tests import factories
from tests.protected import backdate_events
from tests.signatories.applications import details

pytestmark = pytest.mark.django_db


def set_apart(*doubts: Doubt) -> Signatory:
    return actions.sign_up(details=details(), submission_key=uuid4(), doubts=list(doubts))


def counted() -> dict[str, tuple[int, int, int, int]]:
    return {one.label: (one.released, one.declined, one.expired, one.waiting) for one in false_alarms.count()}


def test_each_doubt_has_its_own_outcomes(moderator):
    reason = factories.create_reason()
    actions.release(set_apart(Doubt.MANY_FROM_NETWORK), by=moderator)
    proven = set_apart(Doubt.MANY_FROM_NETWORK, Doubt.HONEYPOT)
    actions.confirm(proven)
    actions.release(proven, by=moderator)
    actions.approve(proven, by=moderator)
    actions.decline(set_apart(Doubt.HONEYPOT), by=moderator, reason=reason)
    actions.expire(set_apart(Doubt.HONEYPOT), why="not confirmed in time")
    set_apart(Doubt.HONEYPOT)
    actions.confirm(set_apart(Doubt.TOO_FAST))

    assert counted() == {
        str(Doubt.MANY_FROM_NETWORK.label): (2, 0, 0, 0),
        str(Doubt.HONEYPOT.label): (1, 1, 1, 1),
        str(Doubt.TOO_FAST.label): (1, 0, 0, 0),
    }


def test_what_was_declined_after_its_release_was_released(moderator):
    signatory = set_apart(Doubt.BLOCKED)
    actions.confirm(signatory)
    actions.release(signatory, by=moderator)
    actions.decline(signatory, by=moderator, reason=factories.create_reason())

    assert counted() == {str(Doubt.BLOCKED.label): (1, 0, 0, 0)}


def test_only_the_last_ninety_days_count():
    set_apart(Doubt.HONEYPOT)
    backdate_events(Event.objects.all(), timezone.now() - timedelta(days=91))

    assert counted() == {}


@pytest.mark.parametrize(
    ("released", "declined", "is_too_strict"), [(6, 4, True), (5, 5, False), (9, 0, False), (0, 20, False)]
)
def test_limit_that_was_wrong_most_of_the_time_is_called_too_strict(released, declined, is_too_strict):
    assert false_alarms.Alarms("x", released=released, declined=declined).is_too_strict is is_too_strict


def test_counting_takes_one_query(moderator):
    for _turn in range(12):
        actions.release(set_apart(Doubt.HONEYPOT), by=moderator)

    with CaptureQueriesContext(connection) as queries:
        assert false_alarms.count()[0].released == 12

    assert len(queries) == 1


def test_page_of_the_limits_shows_it(moderator_client, moderator):
    Limit.objects.create(scope="sign_up_from_address", burst_number=10, sustained_number=40)
    for _turn in range(10):
        actions.release(set_apart(Doubt.MANY_FROM_ADDRESS), by=moderator)

    page = moderator_client.get(reverse("admin:signatories_limit_changelist"))

    assert page.context["alarms"][0].is_too_strict
    assert page.content.decode().count('<span class="tag tag--late">') == 1


def test_limit_changes_in_the_back_office_and_the_log_keeps_old_and_new(moderator_client, moderator):
    row = Limit.objects.create(scope="sign_up_from_address", burst_number=10, sustained_number=40)
    fields = {
        "burst_number": "25",
        "burst_minutes": "60",
        "sustained_number": "40",
        "sustained_hours": "24",
        "is_active": "on",
    }
    address = reverse("admin:signatories_limit_change", args=[row.pk])

    assert moderator_client.post(address, fields).status_code == 302

    row.refresh_from_db()
    assert row.burst_number == 25
    assert "10" in moderator.logentry_set.get().change_message
    for wrong in ({"burst_minutes": "7"}, {"burst_number": "0"}, {"sustained_hours": "25"}, {"burst_minutes": "125"}):
        answer = moderator_client.post(address, fields | wrong)
        assert answer.status_code == 200
        assert list(wrong) == [name for name in answer.context["adminform"].form.errors if name != "__all__"]
