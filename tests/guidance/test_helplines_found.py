"""Helplines by need, region and language, and who is open now: in the address, and never kept too long."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from guidance.models import Helpline
from tests import factories
from tests.guidance.editing import save
from tests.site.documents import Document

pytestmark = pytest.mark.django_db

ADDRESS = "/nl/hulplijnen/"
BRUSSELS = ZoneInfo("Europe/Brussels")


def create(key: str, *, need: str = "talk", **facts: object) -> Helpline:
    helpline = factories.create_helpline(key=key, need=need)
    for name, value in facts.items():
        setattr(helpline, name, value)
    helpline.full_clean()
    helpline.save()
    return helpline


@pytest.fixture
def _some() -> None:
    create("tele", regions=["flanders", "brussels"], languages=["nl"], opening="always")
    create("accueil", regions=["wallonia", "brussels"], languages=["fr"], opening="mon-fri 09:00-17:00")
    create("overal", need="fraud", regions=["belgium"], languages=["nl", "fr"])
    create("werk", regions=[], languages=[])


def names(client: Client, query: str) -> list[str]:
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    found = [heading.text.split()[0] for heading in Document(response.content.decode()).main.all("h3")]
    return sorted(found)


@pytest.mark.usefixtures("_some")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["accueil", "overal", "tele", "werk"]),
        ("?need=fraud", ["overal"]),
        ("?region=flanders", ["overal", "tele", "werk"]),
        ("?region=brussels&language=fr", ["accueil", "overal", "werk"]),
        ("?region=german-speaking-community", ["overal", "werk"]),
        ("?language=nl&need=talk", ["tele", "werk"]),
        ("?need=emergency", []),
        ("?open=1", ["accueil", "tele"]),
        ("?open=on&region=flanders", ["tele"]),
        ("?need=x&region=belgium&language=zz&open=", ["accueil", "overal", "tele", "werk"]),
        ("?need=%00&region=&x=1", ["accueil", "overal", "tele", "werk"]),
    ],
)
def test_choice_lives_in_the_address_and_nonsense_is_no_choice(client: Client, time_machine, query, expected):
    time_machine.move_to(datetime(2026, 11, 25, 10, tzinfo=BRUSSELS), tick=False)

    assert names(client, query) == expected


@pytest.mark.usefixtures("_some")
@pytest.mark.parametrize(
    ("moment", "expected", "words"),
    [
        (datetime(2026, 11, 25, 16, 59, tzinfo=BRUSSELS), ["accueil", "tele"], "Nu bereikbaar, tot 17:00"),
        (datetime(2026, 11, 25, 17, 0, tzinfo=BRUSSELS), ["tele"], "Nu bereikbaar"),
        (datetime(2026, 11, 28, 10, 0, tzinfo=BRUSSELS), ["tele"], "zaterdag om 10:00"),
        (datetime(2026, 12, 25, 10, 0, tzinfo=BRUSSELS), ["accueil", "tele"], "Vandaag misschien gesloten: feestdag"),
    ],
)
def test_open_now_follows_the_clock(client: Client, time_machine, moment, expected, words):
    time_machine.move_to(moment, tick=False)

    assert names(client, "?open=1") == expected
    assert words in Document(client.get(f"{ADDRESS}?open=1").content.decode()).main.text


@pytest.mark.usefixtures("_some")
def test_page_that_is_kept_says_nothing_of_now(client: Client):
    page = Document(client.get(ADDRESS).content.decode())

    assert not page.main.all("p", **{"class": "open-now"})


@pytest.mark.usefixtures("_some")
def test_what_is_said_of_now_is_kept_by_nobody(client: Client, settings):
    settings.PAGE_CACHE_SECONDS = 3600

    response = client.get(f"{ADDRESS}?open=1")

    assert response["Cache-Control"] == "private, no-store"
    assert len(cache._cache) == 0
    assert "stale-if-error" in client.get(f"{ADDRESS}?need=talk")["Cache-Control"]


@pytest.mark.usefixtures("_some")
def test_language_switch_keeps_the_choice(client: Client):
    page = Document(client.get(f"{ADDRESS}?region=flanders&language=xx").content.decode())

    switch = [link["href"] for link in page.one("header", **{"class": "masthead wrap"}).all("a") if link["hreflang"]]
    assert switch[1] == "/fr/aide/?region=flanders"
    assert page.canonical().endswith(ADDRESS)


def test_source_is_a_link_and_regions_are_named(client: Client):
    create("tele", regions=["flanders", "brussels"])
    create("overal", regions=["belgium"])

    page = Document(client.get(ADDRESS).content.decode())

    assert page.main.all("a", href="https://bron.example/")
    assert page.main.text.count("Regio:") == 1
    assert "Vlaanderen, Brussel" in page.main.text


@pytest.mark.parametrize("query", ["?open=1", "?need=talk&region=flanders"])
def test_number_of_queries_does_not_grow(client: Client, django_assert_num_queries, query):
    create("een", opening="always")
    with django_assert_num_queries(2):
        client.get(ADDRESS + query)
    for number in range(5):
        create(f"nog-{number}", opening="always")

    with django_assert_num_queries(2):
        client.get(ADDRESS + query)


def test_query_without_end_is_read_as_nothing(client: Client):
    create("tele")

    assert names(client, "?need=" + "x" * 1_000_000) == ["tele"]


@pytest.mark.parametrize(("name", "value"), [("opening", "altijd"), ("regions", ["atlantis"])])
def test_helpline_refuses_what_nobody_can_read(name, value):
    with pytest.raises(ValidationError) as error:
        create("tele", **{name: value})

    assert list(error.value.message_dict) == [name]


def test_editor_writes_hours_and_ticks_regions(editor_client: Client):
    helpline = factories.create_helpline()

    wrong = save(editor_client, helpline, opening="elke dag")
    right = save(editor_client, helpline, opening="Mon-Tue 09:00-12:00\r\n", regions=["flanders"])

    helpline.refresh_from_db()
    assert (wrong.status_code, right.status_code) == (200, 302)
    assert (helpline.opening, helpline.regions) == ("mon-tue 09:00-12:00", ["flanders"])
