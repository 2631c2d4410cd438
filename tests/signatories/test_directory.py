"""Who signed: only what is approved, at once, findable, and as quick with thousands as with one."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hierniet.languages import LANGUAGES
from signatories import actions
from signatories.enums import Decision, Kind, Status
from signatories.models import Signatory
from signatories.views.directory import PAGE_SIZE
from tests import factories
from tests.signatories.applications import address
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db

HIDDEN = [status for status in Status if status != Status.APPROVED]


def approve(name: str, **facts: object) -> Signatory:
    return factories.create_signatory(status=Status.APPROVED, name=name, website="", **facts)


def shown(client: Client, **query: object) -> list[str]:
    """The names in the list, as they stand there."""
    page = Page(client.get(address("directory"), query))
    by_url = {one.get_absolute_url(): one.name for one in Signatory.objects.exclude(slug="")}
    return [by_url[link] for link in page.links if link in by_url]


def bulk(number: int) -> None:
    now = timezone.now()
    Signatory.objects.bulk_create(
        Signatory(
            name=f"Vereniging {index:05}", slug=f"vereniging-{index:05}", kind=Kind.ASSOCIATION, language="nl",
            website=f"https://vereniging{index:05}.example", search_text=f"vereniging {index:05} vereniging{index:05}.example",
            status=Status.APPROVED, approved_at=now, confirmed_at=now,
        )
        for index in range(number)
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_directory_shows_who_signed_in_every_language(client, language):
    approve("Stad Gent", slug="stad-gent")

    response = client.get(address("directory", language))

    page = Page(response)
    assert page.language == language
    assert address("signatory", language, slug="stad-gent") in page.links
    assert "Stad Gent" in page.text
    assert set(page.described_by) | set(page.labels_for) <= set(page.ids)


@pytest.mark.parametrize("status", HIDDEN)
def test_directory_shows_nobody_who_is_not_approved(client, status):
    approve("Wel Erbij")
    factories.create_signatory(status=status, name="Niet Erbij", slug="niet-erbij")

    content = client.get(address("directory")).content.decode()

    assert "Wel Erbij" in content
    assert "Niet Erbij" not in content
    assert "niet-erbij" not in content


@pytest.mark.parametrize("seconds", [0, 3600])
def test_directory_and_home_follow_a_decision_at_once(client, settings, moderator, seconds):
    settings.PAGE_CACHE_SECONDS = seconds
    signatory = factories.create_signatory(name="Stad Gent")
    pages = [address("directory"), address("home"), address("directory", "fr")]
    own_page = "/nl/ondertekenaars/stad-gent/"

    def visible() -> list[bool]:
        # Somebody else, who has not been here, and once more, from memory.
        visits = [Client().get(page).content.decode() for page in pages] + [
            client.get(page).content.decode() for page in pages
        ]
        return [client.get(own_page).status_code == 200] + ["Stad Gent" in content for content in visits]

    assert not any(visible())
    actions.approve(signatory, by=moderator)
    assert all(visible())
    actions.suspend(signatory, by=moderator, reason=factories.create_reason(decision=Decision.SUSPEND))
    assert not any(visible())
    actions.restore(signatory, by=moderator)
    assert all(visible())


def test_directory_from_memory_costs_one_query_and_is_the_same(client, settings):
    settings.PAGE_CACHE_SECONDS = 3600
    approve("Stad Gent")
    cold = client.get(address("directory"))

    with CaptureQueriesContext(connection) as queries:
        warm = client.get(address("directory"))

    assert len(queries) == 1
    assert warm.content == cold.content
    assert warm["Cache-Control"] == cold["Cache-Control"]


def test_directory_keeps_apart_what_differs_only_by_search_language_or_host(client, settings):
    settings.PAGE_CACHE_SECONDS = 3600
    settings.ALLOWED_HOSTS = ["hierniet.be", "pasici.be"]
    approve("Stad Gent")
    approve("Stad Brugge")

    first = client.get(address("directory"), {"q": "gent"}, headers={"host": "hierniet.be"}).content.decode()
    second = client.get(address("directory"), {"q": "brugge"}, headers={"host": "hierniet.be"}).content.decode()

    assert "Stad Brugge" not in first
    assert "Stad Gent" not in second


@pytest.mark.parametrize(
    "query",
    [
        "détestable",
        "DETESTABLE",
        "detest",
        "vzw détest",
        "Éts détestable",
        " detestable  vzw ",
        "stable",
        "voorbeeld.be",
    ],
)
def test_search_forgives_capitals_accents_and_order(client, query):
    wanted = approve("Éts. Détestable vzw")
    Signatory.objects.filter(pk=wanted.pk).update(search_text="ets. detestable vzw voorbeeld.be")
    approve("Iets Anders nv")

    assert shown(client, q=query) == ["Éts. Détestable vzw"]


def test_search_text_is_filled_from_name_and_website():
    signatory = factories.create_signatory(name="ÉTS. Détestable ½ Œuvre", website="https://www.Voorbeeld.be/a?b=c")

    assert signatory.search_text == "ets. detestable 1⁄2 œuvre voorbeeld.be"


@pytest.mark.parametrize(
    ("query", "found"), [("100%", ["100% Eerlijk"]), ("een_twee", ["Een_Twee"]), ("a\\b", ["A\\B"])]
)
def test_search_reads_wildcards_as_letters(client, query, found):
    for name in ("100% Eerlijk", "Een_Twee", "A\\B", "100 Eerlijk", "Een-Twee", "AB"):
        approve(name)

    assert shown(client, q=query) == found


@pytest.mark.parametrize("query", ["%", "_", "\\", "%%", "\\%", "'", '"', "'; DROP TABLE signatories_signatory; --"])
def test_search_for_a_mark_alone_finds_only_who_has_it(client, query):
    approve("Stad Gent")

    assert shown(client, q=query) == []


@pytest.mark.parametrize("query", ["", "   ", "\0", "\u202e"])
def test_search_for_nothing_sensible_shows_everybody(client, query):
    approve("Stad Gent")

    assert shown(client, q=query) == ["Stad Gent"]


def test_search_that_is_too_long_for_a_name_is_cut(client):
    approve("a" * 80)

    assert shown(client, q="a" * 5000) == ["a" * 80]


@pytest.mark.parametrize("query", ["a" * 5000, "é" * 81, " a" * 3000])
def test_search_for_far_too_much_still_answers(client, query):
    assert client.get(address("directory"), {"q": query}).status_code == 200


def test_search_writes_back_what_was_typed_and_nothing_more(client):
    response = client.get(address("directory"), {"q": '"><script>alert(1)</script>'})

    assert Page(response).fields["q"] == ['"><script>alert(1)</script>']
    assert "<script>alert" not in response.content.decode()


def test_filter_by_kind_and_search_work_together(client):
    approve("Stad Gent", kind=Kind.MUNICIPALITY)
    approve("Stad Brugge", kind=Kind.MUNICIPALITY)
    approve("Gent Media", kind=Kind.MEDIA)

    assert shown(client, kind="municipality") == ["Stad Brugge", "Stad Gent"]
    assert shown(client, kind="municipality", q="gent") == ["Stad Gent"]
    assert shown(client, kind="care") == []


@pytest.mark.parametrize("kind", ["nonsense", "COMPANY", "company'--", "\0", "x" * 3000])
def test_filter_by_a_kind_that_does_not_exist_is_no_filter(client, kind):
    approve("Stad Gent")

    assert shown(client, kind=kind) == ["Stad Gent"]


def test_individuals_are_listed_apart_and_counted_with_everybody(client):
    approve("Stad Gent")
    approve("Lies Voorbeeld", kind=Kind.INDIVIDUAL)

    assert shown(client) == ["Stad Gent"]
    assert shown(client, kind="individual") == ["Lies Voorbeeld"]
    assert shown(client, q="lies") == []
    assert client.get(address("directory")).context["total"] == 2


LAST = 2 * PAGE_SIZE


@pytest.mark.parametrize(
    ("number", "first"),
    [
        ("1", 0),
        ("2", PAGE_SIZE),
        ("3", LAST),
        ("abc", 0),
        ("", 0),
        ("1.5", 0),
        ("-1", LAST),
        ("0", LAST),
        ("9" * 40, LAST),
    ],
)
def test_pages_that_do_not_exist_lead_to_one_that_does(client, number, first):
    """What is no number is the first page, what is too high or too low the last; as Django's paginator has it."""
    bulk(LAST + 5)

    names = shown(client, page=number)

    assert names == [f"Vereniging {index:05}" for index in range(first, min(first + PAGE_SIZE, LAST + 5))]


def test_pages_together_show_everybody_once_and_keep_the_search(client):
    bulk(PAGE_SIZE + 3)

    first = Page(client.get(address("directory"), {"q": "vereniging", "kind": "association"}))
    following = next(link for link in first.links if "page=2" in link)
    names = shown(client, q="vereniging") + shown(client, q="vereniging", page=2)

    assert names == sorted(set(names))
    assert len(names) == PAGE_SIZE + 3
    assert "q=vereniging" in following
    assert "kind=association" in following
    assert client.get(address("directory") + following).status_code == 200


@pytest.mark.whole
def test_directory_costs_the_same_queries_for_one_and_for_five_thousand(client, settings):
    settings.PAGE_CACHE_SECONDS = 3600
    approve("Vereniging 04", kind=Kind.ASSOCIATION)

    def cold_queries() -> list[int]:
        counts = []
        for query in ({}, {"q": "vereniging 04"}, {"page": "40"}, {"kind": "association"}):
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address("directory"), query).status_code == 200
            counts.append(len(queries))
        return counts

    with_one = cold_queries()
    bulk(4_999)

    assert cold_queries() == with_one
    assert max(with_one) <= 6


@pytest.mark.parametrize("name", ["directory", "home"])
def test_public_list_leaves_no_cookie_and_may_be_kept_by_proxies(client, name):
    cookies = f"session={'a' * 32}; csrf={'b' * 32}"  # of a moderator who looks at the public pages

    response = client.get(address(name), headers={"cookie": cookies, "accept-language": "fr"})

    assert response.cookies == {}
    assert "cookie" not in response.get("Vary", "").lower()
    assert "public" in response["Cache-Control"]
    assert "s-maxage=60" in response["Cache-Control"]
    assert client.head(address(name)).status_code == 200
    assert client.post(address(name)).status_code == 405


def test_home_counts_everybody_and_shows_the_newest_organisations(client):
    for index in range(8):
        approve(f"Firma {index}", approved_at=timezone.now() + timedelta(minutes=index))
    approve("Lies Voorbeeld", kind=Kind.INDIVIDUAL)
    factories.create_signatory(name="Wacht Nog")

    response = client.get(address("home"))

    assert response.context["signatory_count"] == 9
    assert [one.name for one in response.context["newest"]] == [f"Firma {index}" for index in (7, 6, 5, 4, 3, 2)]
    assert "Wacht Nog" not in response.content.decode()


def test_sitemap_names_the_pages_of_who_is_approved_in_three_languages(client):
    approve("Stad Gent", slug="stad-gent")
    factories.create_signatory(status=Status.SUSPENDED, name="Weg", slug="weg")
    factories.create_rule()
    factories.create_rule(key="hate", words={"nl": "haat"}, is_published=False)

    content = client.get("/sitemap.xml").content.decode()

    for page in [address("signatory", language, slug="stad-gent") for language in LANGUAGES] + ["/fr/regles/insultes/"]:
        assert f"<loc>http://127.0.0.1:8000{page}</loc>" in content
    assert "/weg/" not in content
    assert "haat" not in content
