"""Groups by domain, and the lane in which two colleagues share the well-known domains."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from signatories import actions
from signatories.enums import BurstMode, Status
from signatories.models import ModerationSettings, SecondLook, Signatory
from signatories.moderation import groups
from tests import factories
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db
GROUPS = reverse("admin:signatories_signatory_groups")
WORK = reverse("admin:signatories_signatory_work_through")
LANE = reverse("admin:signatories_signatory_lane")


def waits(mailbox: str, *, days: float = 1, website: str = "https://www.voorbeeld.example/") -> Signatory:
    since = timezone.now() - timedelta(days=days)
    return factories.create_signatory(contact_email=mailbox, website=website, submitted_at=since)


def review(signatory: Signatory) -> str:
    return reverse("admin:signatories_signatory_review", args=[signatory.pk])


def press(name: str, signatory: Signatory) -> str:
    return reverse(f"admin:signatories_signatory_{name}", args=[signatory.pk])


def test_groups_are_by_mailbox_and_for_free_mailboxes_by_website_oldest_first(moderator_client):
    newer = [waits("a@stad.example", days=2), waits("b@stad.example", days=1)]
    older = [
        waits("x@gmail.com", days=5, website="https://www.school.example/"),
        waits("y@school.example", days=4, website="https://elders.example/"),
    ]
    waits("alleen@zaak.example", days=9)
    waits("c@gmail.com", website="")
    waits("d@gmail.com", website="")

    found = groups.find_groups()

    assert [(group.domain, group.members) for group in found] == [("school.example", older), ("stad.example", newer)]
    assert [group.matching for group in found] == [0, 0]
    assert list(moderator_client.get(GROUPS).context["page_obj"]) == found


def test_group_says_what_speaks_for_it():
    factories.create_signatory(status=Status.APPROVED, website="https://stad.example/")
    waits("a@stad.example", website="https://stad.example/")
    waits("b@stad.example", website="https://www.stad.example/jeugd")
    waits("c@stad.example", website="https://elders.example/")

    (group,) = groups.find_groups()

    assert (group.number, group.matching, group.is_known) == (3, 2, True)


@pytest.mark.parametrize("number", [1, 40])
def test_groups_take_the_same_queries_for_one_and_for_many(moderator_client, number):
    ModerationSettings(burst=BurstMode.OFF).save()
    for turn in range(number):
        waits(f"a@stad{turn}.example")
        waits(f"b@stad{turn}.example")
    moderator_client.get(GROUPS)

    with CaptureQueriesContext(connection) as queries:
        moderator_client.get(GROUPS)

    assert len(queries) == 8


def test_one_group_shows_its_own_only(moderator_client):
    mine = [waits("a@stad.example", days=2), waits("b@stad.example", days=1)]
    waits("c@niet-stad.example")
    waits("d@elders.example", website="https://stad.example/")

    rows = moderator_client.get(GROUPS, {"domain": "stad.example"}).context["rows"]

    assert [row[0] for row in rows] == mine
    assert moderator_client.get(GROUPS, {"domain": "onbekend.example"}).status_code == 404
    assert moderator_client.get(GROUPS, {"domain": "%' OR 1=1 --<script>"}).status_code == 404


def test_next_stays_within_the_group_until_its_end(moderator_client):
    first, other, second = (
        waits("a@stad.example", days=4),
        waits("x@zaak.example", days=3),
        waits("b@stad.example", days=2),
    )

    begun = moderator_client.post(WORK, {"domain": "stad.example"})
    page = moderator_client.get(review(first))

    assert begun.url == review(first)
    assert (page.context["next"], page.context["group"]) == (second, "stad.example")
    actions.approve(first, by=factories.create_moderator(name="Ander"))
    assert moderator_client.get(review(second)).context["next"] == other
    assert moderator_client.get(review(other)).context["group"] == ""


def test_deciding_leads_to_the_next_of_the_group(moderator_client):
    first, _other, second = (
        waits("a@stad.example", days=4),
        waits("x@zaak.example", days=3),
        waits("b@stad.example", days=2),
    )
    moderator_client.post(WORK, {"domain": "stad.example"})
    decide = reverse("admin:signatories_signatory_decide", args=[first.pk, "approve"])

    seen = moderator_client.post(decide, {"begin": "1"}).context["seen"]
    answer = moderator_client.post(decide, {"confirm": "1", "seen": seen})

    assert answer.url == review(second)


def test_leaving_the_group_leads_back_to_the_whole_queue(moderator_client):
    first, other = waits("a@stad.example", days=4), waits("x@zaak.example", days=3)
    waits("b@stad.example", days=2)
    moderator_client.post(WORK, {"domain": "stad.example"})

    moderator_client.post(WORK)

    assert moderator_client.get(review(first)).context["next"] == other


@pytest.fixture
def lane(moderator_client):
    """A burst in which two share the domains of who is in the list already."""
    ModerationSettings(burst=BurstMode.ON, second_look_in_burst=True).save()
    factories.create_signatory(status=Status.APPROVED, website="https://stad.example/")
    return waits("a@stad.example", website="https://stad.example/jeugd")


@pytest.fixture
def second():
    client = Client()
    client.user = factories.create_moderator(name="Bea")
    client.force_login(client.user)
    return client


def approve(client: Client, signatory: Signatory) -> None:
    decide = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve"])
    page = client.post(decide, {"begin": "1"})
    seen = page.context["seen"] if page.status_code == 200 else ""
    client.post(decide, {"confirm": "1", "seen": seen})
    signatory.refresh_from_db()


def test_one_looks_and_another_approves(moderator_client, moderator, second, lane):
    moderator_client.post(press("look_first", lane))
    lane.refresh_from_db()
    assert lane.status == Status.SUBMITTED
    assert not lane.mails.exists()

    approve(moderator_client, lane)
    assert lane.status == Status.SUBMITTED

    approve(second, lane)
    assert lane.status == Status.APPROVED
    look = SecondLook.objects.get()
    assert (look.first_by, look.second_by) == (moderator, second.user)


def test_lane_shows_who_looked_and_what_is_fresh(moderator_client, second, lane):
    other = waits("b@stad.example", website="https://stad.example/")
    waits("c@onbekend.example", website="https://onbekend.example/")
    waits("d@gmail.com", website="https://stad.example/")
    moderator_client.post(press("look_first", lane))

    context = second.get(LANE).context

    assert [row["signatory"] for row in context["seen"]] == [lane]
    assert [row["signatory"] for row in context["fresh"]] == [other]


def test_look_can_be_taken_back_by_its_owner_only(moderator_client, second, lane):
    moderator_client.post(press("look_first", lane))

    second.post(press("take_look_back", lane))
    assert SecondLook.objects.exists()
    moderator_client.post(press("take_look_back", lane))
    assert not SecondLook.objects.exists()
    approve(moderator_client, lane)
    assert lane.status == Status.APPROVED


def test_look_from_before_a_change_of_status_counts_no_more(moderator, lane):
    actions.look_first(lane, by=moderator)
    actions.decline(lane, by=moderator, reason=factories.create_reason())
    actions.reopen(lane, by=moderator)

    assert actions.standing_look(lane) is None
    actions.approve(lane, by=moderator)
    assert lane.status == Status.APPROVED


@pytest.mark.parametrize(
    "changes", [{"burst": BurstMode.OFF}, {"second_look_in_burst": False}, {"burst": BurstMode.AUTOMATIC}]
)
def test_lane_is_closed_outside_a_burst_and_unless_it_was_agreed(moderator_client, lane, changes):
    ModerationSettings.objects.update(**changes)

    assert moderator_client.get(LANE).status_code == 404
    assert moderator_client.post(press("look_first", lane)).status_code == 404
    assert not SecondLook.objects.exists()


def test_lane_takes_no_unknown_domain_and_nothing_that_does_not_wait(moderator_client, lane):
    stranger = waits("c@onbekend.example", website="https://onbekend.example/")
    gone = factories.create_signatory(
        status=Status.DECLINED, contact_email="a@stad.example", website="https://stad.example/"
    )

    assert moderator_client.post(press("look_first", stranger)).status_code == 404
    moderator_client.post(press("look_first", gone))
    assert not SecondLook.objects.exists()


def test_database_refuses_the_same_person_twice(moderator, lane):
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondLook.objects.create(
            signatory=lane, first_by=moderator, first_at=timezone.now(), second_by=moderator, second_at=timezone.now()
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_leave_one_first_look():
    signatory = factories.create_signatory()
    people = [factories.create_moderator(name=name) for name in ("An", "Bea")]

    def look(user: User):
        return lambda: actions.look_first(Signatory.objects.get(pk=signatory.pk), by=user)

    assert sorted(together(*map(look, people))) == [False, True]
    first = SecondLook.objects.get().first_by
    approver = next(user for user in people if user != first)
    actions.approve(signatory, by=approver)
    assert SecondLook.objects.get().second_by == approver
