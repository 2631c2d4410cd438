"""Rendered pages are kept in memory: quick, never stale, and not to be filled by strangers."""

import gzip

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from guidance.models import ContentVersion
from signatories.enums import Status
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "/nl/regels/schelden/"
PUBLIC = "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.PAGE_CACHE_SECONDS = 60


def number_kept() -> int:
    return len(cache._cache)


def test_second_visit_costs_one_query(client: Client, django_assert_num_queries):
    factories.create_rule()
    first = client.get(ADDRESS)

    with django_assert_num_queries(1):
        second = client.get(ADDRESS)

    assert second.content == first.content
    assert second.headers == first.headers
    assert second["Cache-Control"] == PUBLIC


def test_change_shows_at_once(client: Client):
    text = factories.create_rule().texts.get(language="nl")
    before = client.get(ADDRESS).content.decode()

    text.lead = "Een nieuwe inleiding."
    text.save()

    assert "Een nieuwe inleiding." not in before
    assert "Een nieuwe inleiding." in client.get(ADDRESS).content.decode()


def test_rule_that_is_taken_off_is_gone_at_once(client: Client):
    rule = factories.create_rule()
    client.get(ADDRESS)

    rule.is_published = False
    rule.save()

    assert client.get(ADDRESS).status_code == 404


def test_change_that_is_undone_does_not_show(client: Client):
    text = factories.create_rule().texts.get(language="nl")
    client.get(ADDRESS)

    undone = transaction.savepoint()
    text.lead = "Een nieuwe inleiding."
    text.save()
    assert "Een nieuwe inleiding." in client.get(ADDRESS).content.decode()
    transaction.savepoint_rollback(undone)

    assert "Een nieuwe inleiding." not in client.get(ADDRESS).content.decode()


def test_without_seconds_nothing_is_kept(client: Client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    factories.create_rule()

    response = client.get(ADDRESS)

    assert response["Cache-Control"] == PUBLIC
    assert number_kept() == 0


def test_made_up_parameters_do_not_fill_the_memory(client: Client):
    factories.create_rule()
    client.get(ADDRESS)
    client.get("/nl/ondertekenaars/")

    for number in range(10):
        assert client.get(f"{ADDRESS}?x={number}").status_code == 200
        assert client.get(f"/nl/ondertekenaars/?q={number}&page={number}").status_code == 200

    assert number_kept() == 2


def test_search_is_never_answered_with_the_page_that_was_kept(client: Client):
    bare = client.get("/nl/ondertekenaars/").content

    assert client.get("/nl/ondertekenaars/?q=zzz").content != bare
    assert client.get("/nl/ondertekenaars/").content == bare


def test_made_up_ports_and_addresses_do_not_fill_the_memory(client: Client):
    factories.create_rule()
    client.get(ADDRESS)

    for number in range(5):
        assert client.get(ADDRESS, headers={"host": f"testserver:{8000 + number}"}).status_code == 200
        assert client.get(f"/nl/regels/onbekend-{number}/").status_code == 404
        assert client.get(f"/nl/regels/{'a' * 250}{number}/").status_code == 404

    assert number_kept() == 1


def test_parameters_that_nothing_reads_cost_nothing(client: Client, django_assert_num_queries):
    """Else a list of thousands could be asked for again and again under addresses that nobody has seen."""
    client.get("/sitemap.xml")

    with django_assert_num_queries(1):
        client.get("/sitemap.xml?n=1")


def test_not_found_and_moved_are_not_kept(client: Client):
    factories.create_rule()

    assert client.get("/nl/regels/Schelden/").status_code == 301
    assert client.get("/nl/regels/onbekend/").status_code == 404
    assert number_kept() == 0


def test_languages_hosts_and_addresses_are_kept_apart(client: Client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "pasici.example"]
    factories.create_rule()
    factories.create_rule(key="spam", words={"nl": "spam"})
    visits = [
        (ADDRESS, "testserver"),
        (ADDRESS, "pasici.example"),
        ("/nl/regels/spam/", "testserver"),
        ("/fr/regles/insultes/", "testserver"),
    ]

    first = [client.get(address, headers={"host": host}).content for address, host in visits]
    again = [client.get(address, headers={"host": host}).content for address, host in visits]

    assert again == first
    assert number_kept() == len(visits)


def test_page_without_a_language_in_its_address_is_kept_by_the_browsers(client: Client):
    for language in ("nl", "fr"):
        assert client.get("/sitemap.xml", headers={"accept-language": language})["Content-Language"] == language

    assert number_kept() == 2


def test_head_reads_nothing_from_memory_and_leaves_nothing(client: Client):
    factories.create_rule()

    head = client.head(ADDRESS)

    assert number_kept() == 0
    assert head.content == b""
    assert head.headers == client.get(ADDRESS).headers


def test_file_and_feed_from_memory_say_the_same_as_the_first_time(client: Client):
    factories.create_rule()
    factories.create_signatory(status=Status.APPROVED)

    for address in ("/nl/cijfers/visits/", "/nl/ondertekenaars/nieuw.atom"):
        first, again = client.get(address), client.get(address)

        said = [dict(response.headers) for response in (first, again)]
        assert said[0] == said[1]
    assert "Last-Modified" in said[1]


@pytest.mark.parametrize("visit", [1, 2])
def test_compressed_only_for_who_asks(client: Client, visit):
    factories.create_rule()
    for _earlier in range(visit - 1):
        client.get(ADDRESS)

    plain = client.get(ADDRESS, headers={"accept-encoding": "br, deflate"})
    compressed = client.get(ADDRESS, headers={"accept-encoding": "gzip, deflate, br"})

    assert "Content-Encoding" not in plain
    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    assert plain["Vary"] == compressed["Vary"] == "Accept-Encoding"


def test_version_costs_one_query(django_assert_num_queries):
    ContentVersion.bump()

    with django_assert_num_queries(1):
        assert ContentVersion.current() > 0


def test_page_is_served_while_the_cache_is_away(client: Client, settings):
    """A Redis that is down costs speed, not the page."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",  # nobody listens on port 1
        }
    }
    factories.create_rule()

    assert client.get(ADDRESS).status_code == 200
