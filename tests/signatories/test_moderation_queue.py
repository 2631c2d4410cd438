"""The queue: what waits, oldest first, and always the same few queries."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from signatories.enums import Doubt, Kind, Status
from signatories.models import Signatory
from signatories.moderation import ease, waiting
from tests.factories import create_moderator, create_signatory

QUEUE = reverse("admin:signatories_signatory_queue")


def names(client: Client, address: str = QUEUE) -> list[str]:
    return [signatory.name for signatory, _age, _ease in client.get(address).context["rows"]]


def waits(days: float, name: str, **facts: object) -> Signatory:
    return create_signatory(name=name, submitted_at=timezone.now() - timedelta(days=days), **facts)


def test_queue_shows_what_waits_oldest_first(moderator_client: Client) -> None:
    waits(1, "Jong")
    waits(9, "Oud")
    waits(4, "Midden")
    create_signatory(name="Goedgekeurd", status=Status.APPROVED)
    create_signatory(name="Apart", status=Status.QUARANTINED)

    assert names(moderator_client) == ["Oud", "Midden", "Jong"]


def test_queue_shows_what_was_set_apart_in_a_tab_of_its_own(moderator_client: Client) -> None:
    waits(1, "Wacht")
    create_signatory(name="Apart", status=Status.QUARANTINED, doubts=[Doubt.HONEYPOT, Doubt.TOO_FAST])

    response = moderator_client.get(QUEUE, {"tab": "quarantined"})

    assert [signatory.name for signatory, _age, _ease in response.context["rows"]] == ["Apart"]
    for doubt in (Doubt.HONEYPOT, Doubt.TOO_FAST):
        assert str(doubt.label) in response.content.decode()


def test_queue_leaves_out_what_waits_for_the_applicant(moderator_client: Client) -> None:
    create_signatory(name="Vrijgegeven", status=Status.QUARANTINED, doubts=[Doubt.AWAITING_PROOF])
    create_signatory(name="Apart", status=Status.QUARANTINED)

    assert names(moderator_client, f"{QUEUE}?tab=quarantined") == ["Apart"]


def test_queue_counts_every_tab(moderator_client: Client) -> None:
    for number in range(3):
        waits(number, f"Wacht {number}")
    create_signatory(status=Status.QUARANTINED)
    create_signatory(status=Status.CHANGES_ASKED)
    create_signatory(status=Status.CHANGES_ASKED)

    tabs = moderator_client.get(QUEUE).context["tabs"]

    assert [(str(status), number) for status, _label, number in tabs] == [
        ("submitted", 3),
        ("quarantined", 1),
        ("changes_asked", 2),
        ("changes_proposed", 0),
    ]


@pytest.mark.parametrize("tab", ["approved", "expired", "nonsense", ""])
def test_queue_knows_no_other_tabs(moderator_client: Client, tab: str) -> None:
    assert moderator_client.get(QUEUE, {"tab": tab}).status_code == 404


@pytest.mark.parametrize(
    ("address", "queries"),
    [(QUEUE, 10), (f"{QUEUE}?sort=easiest&q=wacht&to=me&kind=company&language=nl", 11)],
)
@pytest.mark.parametrize("number", [1, 60])
def test_queue_takes_the_same_queries_for_one_and_for_many(
    moderator_client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int, address: str, queries: int
) -> None:
    me = User.objects.get(pk=moderator_client.session["_auth_user_id"])
    for day in range(number):
        waits(day, f"Wacht {day}", doubts=[Doubt.TOO_FAST], assigned_to=me)
    moderator_client.get(address)

    # the session, the user, two for permissions, the second factor's setting needs none; then colleagues, what this one decided just now, the total or
    # all keys with how easy each is, one page, how easy those on it are, and the tabs
    with django_assert_num_queries(queries):
        assert len(moderator_client.get(address).context["rows"]) == min(number, 25)


def test_queue_is_cut_into_pages(moderator_client: Client) -> None:
    for day in range(60):
        waits(60 - day, f"Wacht {day}")

    assert names(moderator_client)[0] == "Wacht 0"
    assert len(names(moderator_client)) == 25
    assert names(moderator_client, f"{QUEUE}?tab=submitted&page=3")[-1] == "Wacht 59"


@pytest.mark.parametrize(
    ("days", "level"), [(0, "good"), (2.9, "good"), (3.1, "unsure"), (6.9, "unsure"), (7.1, "late"), (400, "late")]
)
def test_age_says_how_long_in_words_and_in_a_level(db: None, days: float, level: str) -> None:
    age = waiting.age(waits(days, "Wacht"))

    assert age.level == level
    assert age.word
    assert str(int(days)) in age.days or days == 0


def test_next_waiting_is_who_stands_behind_and_then_who_stands_in_front(db: None) -> None:
    first, second, third = waits(3, "Een"), waits(2, "Twee"), waits(1, "Drie")

    assert waiting.next_waiting(first, Status.SUBMITTED) == second
    assert waiting.next_waiting(second, Status.SUBMITTED) == third
    assert waiting.next_waiting(third, Status.SUBMITTED) == first


def test_next_waiting_is_nobody_when_nobody_waits(db: None) -> None:
    alone = waits(1, "Alleen")

    assert waiting.next_waiting(alone, Status.SUBMITTED) is None


def test_queue_shows_what_waits_for_the_applicant_without_an_alarm(moderator_client: Client) -> None:
    waits(30, "Bij de aanvrager", status=Status.CHANGES_ASKED)

    response = moderator_client.get(QUEUE, {"tab": "changes_asked"})

    assert [signatory.name for signatory, _age, _ease in response.context["rows"]] == ["Bij de aanvrager"]
    assert "tag--late" not in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["gent", "GÉNT", "stad  gent", "gent.example", "HN-GENT234", "gent234", "an@gent", "0202.239.951", "0202239"],
)
def test_queue_is_searched_by_name_website_receipt_mail_and_number(moderator_client: Client, query: str) -> None:
    waits(
        1, "Stad Gent", website="https://www.gent.example", contact_email="an@gent.example",
        receipt_number="HN-GENT234", enterprise_number="0202239951",
    )  # fmt: skip
    waits(2, "Ander", website="https://ander.example", contact_email="bo@ander.example")

    assert names(moderator_client, f"{QUEUE}?{urlencode({'q': query})}") == ["Stad Gent"]


def test_queue_is_narrowed_by_kind_language_and_colleague(moderator_client: Client) -> None:
    me, bruno = User.objects.get(pk=moderator_client.session["_auth_user_id"]), create_moderator(name="Bruno")
    waits(5, "Frans", language="fr")
    waits(4, "Stad", kind=Kind.MUNICIPALITY)
    waits(3, "Van mij", assigned_to=me)
    waits(2, "Van Bruno", assigned_to=bruno)

    def found(**parameters: object) -> list[str]:
        return names(moderator_client, f"{QUEUE}?{urlencode(parameters)}")

    assert found(language="fr") == ["Frans"]
    assert found(kind="municipality") == ["Stad"]
    assert found(to="me") == ["Van mij"]
    assert found(to="nobody") == ["Frans", "Stad"]
    assert found(to=bruno.pk) == ["Van Bruno"]
    assert found(to="nobody", language="nl") == ["Stad"]
    assert found(q="niemand") == []


@pytest.mark.parametrize(
    "nonsense",
    ["kind=x", "language=de", "to=999999", "to=1%00", "sort=x", "page=x", "page=99", "q=%00", "q=" + "x" * 999],
)
def test_queue_reads_nonsense_as_nothing(moderator_client: Client, nonsense: str) -> None:
    waits(1, "Wacht")

    expected = [] if nonsense.endswith("xxx") else ["Wacht"]
    assert names(moderator_client, f"{QUEUE}?{nonsense}") == expected


def test_queue_keeps_the_filters_in_its_links(moderator_client: Client) -> None:
    signatory = waits(1, "Wacht & co")

    page = moderator_client.get(f"{QUEUE}?kind=company&q=wacht&page=1").content.decode()

    review = reverse("admin:signatories_signatory_review", args=[signatory.pk])
    assert f'href="{review}?kind=company&amp;q=wacht&amp;page=1"' in page
    assert 'href="?kind=company&amp;q=wacht&amp;tab=quarantined"' in page


def easy(days: float, name: str, **facts: object) -> Signatory:
    number = Signatory.objects.count()
    own = {"website": f"https://site{number}.example", "contact_email": f"an@site{number}.example"}
    return waits(days, name, **{**own, "enterprise_number": f"02022399{number:02}", **facts})


def test_easy_ones_are_marked_and_come_first_only_when_asked_for(moderator_client: Client) -> None:
    easy(9, "Zonder nummer", enterprise_number="")
    easy(8, "Vrij postvak", contact_email="an@gmail.com")
    easy(7, "Stad Gent")
    easy(6, "Ville de Gand")
    easy(5, "Vlot")
    easy(4, "Ook vlot")

    rows = moderator_client.get(QUEUE).context["rows"]
    quick = {signatory.name: ease.is_quick for signatory, _age, ease in rows}

    assert [name for name, is_quick in quick.items() if is_quick] == ["Vlot", "Ook vlot"]
    assert next(iter(quick)) == "Zonder nummer"
    assert names(moderator_client, f"{QUEUE}?sort=easiest") == [
        "Vlot", "Ook vlot", "Zonder nummer", "Vrij postvak", "Stad Gent", "Ville de Gand",
    ]  # fmt: skip


def test_doubts_and_an_unproven_address_are_never_quick(db: None) -> None:
    rows = [easy(1, "Twijfel", doubts=[Doubt.TOO_FAST]), easy(1, "Onbewezen", confirmed_at=None)]

    assert [mark.is_quick for mark in ease.judge(rows).values()] == [False, False]


def test_next_follows_the_view_of_the_queue_from_which_one_came(moderator_client: Client) -> None:
    first, _other = waits(5, "Een", language="fr"), waits(4, "Nederlands")
    third = waits(3, "Drie", language="fr")

    def following(signatory: Signatory, address: str) -> object:
        review = reverse("admin:signatories_signatory_review", args=[signatory.pk])
        return moderator_client.get(f"{review}{address}").context["next"]

    assert following(first, "?language=fr") == third
    assert following(third, "?language=fr") == first
    assert following(first, "") == _other
    assert following(first, "?tab=nonsense") is None
    assert following(first, "?language=fr&sort=easiest") == third


def test_a_decision_leads_on_in_the_same_view(moderator_client: Client) -> None:
    first, _other, third = waits(5, "Een", language="fr"), waits(4, "Nl"), waits(3, "Drie", language="fr")
    address = reverse("admin:signatories_signatory_decide", args=[first.pk, "approve"]) + "?language=fr"
    page = moderator_client.post(address, {"begin": "1"})

    response = moderator_client.post(address, {"confirm": "1", "seen": page.context["seen"]})

    assert f'action="{address}"' in page.content.decode()
    assert response["Location"] == reverse("admin:signatories_signatory_review", args=[third.pk]) + "?language=fr"
