"""Limits by address, network, mailbox and domain: they set apart, never drop, and are evaded by no clock."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as site_settings
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from post_office.models import Email

from signatories import actions, floods, retention
from signatories.content_loading import load_limits
from signatories.enums import Doubt, LimitScope, Status
from signatories.models import DailySalt, Limit, LimitCounter, Listed, Signatory
from tests.signatories.applications import send
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 3, 10, 15, 20, tzinfo=BRUSSELS), tick=False) as traveller:
        yield traveller


def limit(scope: LimitScope, number: int, *, in_a_day: int = 10_000, **more: object) -> Limit:
    """The only limit there is, unless the test makes more."""
    return Limit.objects.create(scope=scope, burst_number=number, sustained_number=in_a_day, **more)


@pytest.fixture
def nothing_else(settings):
    """No limits but those that a test makes."""
    settings.LIMITS_PER_HOUR = {}


def count(number: int = 1, *, address: str = "192.0.2.1", email: str = "lies@voorbeeld.example") -> list[list[str]]:
    return [list(floods.count_sign_up(address=address, email=email)) for _time in range(number)]


@pytest.mark.parametrize(
    ("scope", "one", "other", "are_one"),
    [
        (LimitScope.ADDRESS, {"address": "192.0.2.1"}, {"address": "192.0.2.2"}, False),
        (LimitScope.ADDRESS, {"address": "2001:db8:1:2::1"}, {"address": "2001:db8:1:2:9::9"}, True),
        (LimitScope.NETWORK, {"address": "192.0.2.1"}, {"address": "192.0.2.254"}, True),
        (LimitScope.NETWORK, {"address": "192.0.2.1"}, {"address": "192.0.3.1"}, False),
        (LimitScope.NETWORK, {"address": "2001:db8:1:2::1"}, {"address": "2001:db8:1:ffff::1"}, True),
        (LimitScope.NETWORK, {"address": "2001:db8:1:2::1"}, {"address": "2001:db8:2:2::1"}, False),
        (LimitScope.NETWORK, {"address": "unknown"}, {"address": "unknown"}, False),
        (LimitScope.MAILBOX, {"email": "lies@voorbeeld.example"}, {"email": "L.ies+1@Voorbeeld.example"}, True),
        (LimitScope.MAILBOX, {"email": "lies@voorbeeld.example"}, {"email": "jan@voorbeeld.example"}, False),
        (LimitScope.DOMAIN, {"email": "lies@voorbeeld.example"}, {"email": "jan@VOORBEELD.example"}, True),
        (LimitScope.DOMAIN, {"email": "lies@voorbeeld.example"}, {"email": "jan@elders.example"}, False),
        (LimitScope.DOMAIN, {"email": "lies@gmail.com"}, {"email": "jan@gmail.com"}, False),
        (LimitScope.FREE_DOMAIN, {"email": "lies@gmail.com"}, {"email": "jan@gmail.com"}, True),
    ],
)
def test_each_limit_counts_whoever_is_the_same_together(nothing_else, scope, one, other, are_one):
    limit(scope, 1)

    assert count(**one) == [[]]
    assert count(**other) == [[floods.DOUBTS[scope]] if are_one else []]


def test_facts_say_which_limit_was_passed_and_by_how_many(nothing_else):
    limit(LimitScope.NETWORK, 2, burst_minutes=30)
    count(2)

    facts = floods.count_sign_up(address="192.0.2.77", email="jan@elders.example")

    assert facts == {"many_from_network": {"number": 3, "limit": 2, "minutes": 30}}


def test_limit_moves_with_the_clock_and_does_not_begin_anew_at_a_full_hour(nothing_else, clock):
    """A fixed hour lets in twice its number around its end."""
    limit(LimitScope.ADDRESS, 2)
    clock.move_to(datetime(2026, 3, 10, 15, 58, tzinfo=BRUSSELS))
    count(2)

    clock.move_to(datetime(2026, 3, 10, 16, 1, tzinfo=BRUSSELS))
    assert count() == [[Doubt.MANY_FROM_ADDRESS]]
    clock.move_to(datetime(2026, 3, 10, 17, 5, tzinfo=BRUSSELS))
    assert count() == [[]]


def test_slow_flood_is_noticed_by_the_long_window(nothing_else, clock):
    """One every half an hour: never many in an hour, but many in a day."""
    limit(LimitScope.ADDRESS, 10, in_a_day=20)
    doubts = []
    for _turn in range(25):
        doubts += count()
        clock.shift(timedelta(minutes=30))

    assert doubts == [[]] * 20 + [[Doubt.MANY_FROM_ADDRESS]] * 5
    assert floods.count_sign_up(address="192.0.2.1", email="x@y.example")["many_from_address"] == {
        "number": 26, "limit": 20, "hours": 24,
    }  # fmt: skip


def test_midnight_with_its_new_salt_helps_nobody(nothing_else, clock):
    limit(LimitScope.ADDRESS, 3, in_a_day=5)
    clock.move_to(datetime(2026, 3, 10, 23, 58, tzinfo=BRUSSELS))
    count(3)

    clock.move_to(datetime(2026, 3, 11, 0, 2, tzinfo=BRUSSELS))
    assert count() == [[Doubt.MANY_FROM_ADDRESS]]
    clock.move_to(datetime(2026, 3, 11, 12, 0, tzinfo=BRUSSELS))
    assert count(2) == [[], [Doubt.MANY_FROM_ADDRESS]]  # the sixth in a day
    assert DailySalt.objects.count() == 2
    assert len(set(LimitCounter.objects.values_list("key", flat=True))) == 2 * 4  # nobody can join the two days


@pytest.mark.parametrize("day", [date(2026, 3, 30), date(2026, 10, 26)])
def test_day_on_which_the_clock_changes_counts_whole(nothing_else, clock, day):
    """That of 23 hours lies between two others within 24 hours."""
    limit(LimitScope.ADDRESS, 1_000, in_a_day=2)
    last = datetime.combine(day, time(0, 20), BRUSSELS).astimezone(UTC)
    clock.move_to(last - timedelta(hours=23, minutes=40))
    count(2)

    clock.move_to(last)

    assert count() == [[Doubt.MANY_FROM_ADDRESS]]


def test_salts_are_thrown_away_and_with_them_what_a_counter_was_about(nothing_else, clock):
    limit(LimitScope.ADDRESS, 1, in_a_day=1)
    count()

    clock.shift(timedelta(days=3))
    erased = retention.enforce()

    assert (erased["old salts"], erased["old counters"]) == (1, 4)
    assert not DailySalt.objects.filter(day=date(2026, 3, 10)).exists()
    assert not LimitCounter.objects.exists()
    assert count() == [[]]


def test_counters_hold_no_address_no_network_and_no_domain():
    count()

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, ' ') FROM signatories_limitcounter c")
        written = cursor.fetchone()[0]
    assert not any(word in written for word in ("192.0.2", "lies", "voorbeeld"))


def test_settings_hold_until_a_moderator_sets_a_limit(settings):
    settings.LIMITS_PER_HOUR = {"sign_up_from_address": 1}

    assert count(2) == [[], [Doubt.MANY_FROM_ADDRESS]]
    limit(LimitScope.ADDRESS, 99)
    assert count() == [[]]


def test_limit_that_changes_counts_at_once(nothing_else):
    row = limit(LimitScope.ADDRESS, 1)
    assert count(2)[1] == [Doubt.MANY_FROM_ADDRESS]

    Limit.objects.filter(pk=row.pk).update(burst_number=50)
    assert count() == [[]]
    Limit.objects.filter(pk=row.pk).update(burst_number=1, is_active=False)
    assert count() == [[]]


@pytest.mark.django_db(transaction=True)
def test_limit_that_changes_counts_at_once_for_another_connection(nothing_else):
    limit(LimitScope.ADDRESS, 1)
    assert count(2)[1] == [Doubt.MANY_FROM_ADDRESS]
    Limit.objects.update(burst_number=50)

    assert together(count, count) == [[[]], [[]]]


def test_loading_puts_down_the_settings_once_and_leaves_what_moderators_set():
    load_limits()
    Limit.objects.filter(scope=LimitScope.ADDRESS).update(burst_number=77)
    load_limits()

    numbers = {row.scope: row.burst_number for row in Limit.objects.all()}
    expected = {scope.value: site_settings.LIMITS_PER_HOUR[scope.value] for scope in LimitScope}
    assert numbers == expected | {"sign_up_from_address": 77}


@pytest.mark.parametrize("entries", [0, 200])
def test_counting_takes_five_queries_however_long_the_lists_are(nothing_else, entries):
    load_rows = [
        Listed(listing="allow", what="network", value=f"10.{n}.0.0/16", comment="Bureau") for n in range(entries)
    ]
    Listed.objects.bulk_create(load_rows)
    limit(LimitScope.ADDRESS, 5)
    count()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        count()

    assert len(queries) == 5


@pytest.mark.django_db(transaction=True)
def test_hundred_at_once_are_counted_exactly(nothing_else):
    """Ten threads, ten sign-ups each, that share a network and a domain but half of them no address: no deadlock."""
    limit(LimitScope.NETWORK, 40)

    def ten_of(number: int):
        return lambda: [
            floods.count_sign_up(address=f"192.0.2.{number % 5}", email=f"m{number}.{turn}@voorbeeld.example")
            for turn in range(10)
        ]

    answers = [facts for answer in together(*map(ten_of, range(10))) for facts in answer]

    over = sorted(facts["many_from_network"]["number"] for facts in answers if facts)
    assert over == list(range(41, 101))
    assert sorted(LimitCounter.objects.values_list("count", flat=True))[-2:] == [100, 100]  # the network, the domain


def sign_ups(client, number: int, *, address: str = "203.0.113.9", domain: str = "voorbeeld.example") -> None:
    for turn in range(number):
        send(client, name=f"Voorbeeld {turn}", contact_email=f"m{turn}@{domain}", more={"REMOTE_ADDR": address})


def test_five_hundred_from_an_allowed_address_all_go_in(client):
    """A federal service: ten thousand people behind one address, with mailboxes at one domain."""
    load_limits()
    Listed.objects.create(
        listing="allow", what="address", value="203.0.113.9", comment="Uitgang van een federale dienst"
    )
    found = [
        floods.count_sign_up(address="203.0.113.9", email=f"p{turn}@voorbeeld.example") for turn in range(480)
    ]  # the form itself would take 16 seconds for all

    sign_ups(client, 20)

    assert found == [{}] * 480
    assert list(Signatory.objects.values_list("status").distinct()) == [(Status.UNCONFIRMED,)]
    assert Signatory.objects.count() == Email.objects.count() == 20


def test_from_a_blocked_network_all_are_stored_and_set_apart_with_the_reason(client):
    load_limits()
    entry = Listed.objects.create(listing="block", what="network", value="203.0.113.0/24", comment="Aanval van maart")

    sign_ups(client, 30)

    assert Signatory.objects.count() == 30
    assert not Email.objects.exists()
    assert set(Signatory.objects.values_list("status", flat=True)) == {Status.QUARANTINED}
    signatory = Signatory.objects.order_by("pk").first()
    assert signatory.doubts == [Doubt.BLOCKED]
    assert signatory.doubt_facts == {"blocked": {"entry": entry.pk, "what": "network"}}
    assert str(entry.pk) in signatory.doubt_labels[0]


def test_flood_from_one_address_is_stored_whole_and_the_reason_has_figures(client, moderator_client):
    """E-petitions: one address sent thousands. Dwyl: honest signers from one office were refused. Here nobody is."""
    load_limits()

    sign_ups(client, 25)

    last = Signatory.objects.order_by("-pk").first()
    assert Signatory.objects.count() == 25
    assert Signatory.objects.filter(status=Status.UNCONFIRMED).count() == 10
    assert last.doubt_facts["many_from_address"] == {"number": 25, "limit": 10, "minutes": 60}
    page = moderator_client.get(f"/beheer/signatories/signatory/{last.pk}/review/").content.decode()
    assert last.doubt_labels[0] in page
    assert "25" in last.doubt_labels[0]


def test_conference_hall_is_let_in_and_the_mailbox_limit_stays(client):
    """Who is allowed by address may sign for a whole hall; but nobody may fill one mailbox with our mails."""
    Listed.objects.create(listing="allow", what="network", value="203.0.113.0/24", comment="Congreszaal, 10 maart")

    for turn in range(12):
        send(
            client,
            name=f"Zaal {turn}",
            contact_email=f"li.es+{turn}@voorbeeld.example",
            more={"REMOTE_ADDR": "203.0.113.9"},
        )

    assert Email.objects.count() == 3
    assert list(Signatory.objects.order_by("pk")[3].doubts) == [Doubt.MANY_TO_MAILBOX]


def test_disposable_mailbox_is_asked_to_confirm_and_then_waits_for_a_person(client):
    send(client, contact_email="lies@sub.Mailinator.com")
    signatory = Signatory.objects.get()

    actions.confirm(signatory)

    assert signatory.mails.get().message == "confirm_address"
    assert (signatory.status, signatory.doubts) == (Status.QUARANTINED, [Doubt.DISPOSABLE])
    assert signatory.confirmed_at is not None


def test_facts_follow_a_form_that_came_a_second_time_as_a_new_application():
    from tests.signatories.applications import details

    key, facts = uuid4(), {"many_from_address": {"number": 9, "limit": 1, "minutes": 60}}
    actions.sign_up(details=details(), submission_key=key, doubts=[])

    again = actions.sign_up(
        details=details(name="Ander"), submission_key=key, doubts=[Doubt.MANY_FROM_ADDRESS], doubt_facts=facts
    )

    assert again.doubt_facts == facts
    assert Signatory.objects.count() == 2


@pytest.mark.parametrize(
    "wrong", [{"burst_number": 0}, {"burst_minutes": 121}, {"sustained_hours": 25}, {"scope": "x"}]
)
def test_database_refuses_limits_that_make_no_sense(wrong):
    facts = {"scope": LimitScope.ADDRESS, "burst_number": 1, "sustained_number": 1} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        Limit.objects.create(**facts)
