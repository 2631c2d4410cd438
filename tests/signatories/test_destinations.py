"""Reference links from memory: few queries, never stale for long, and without a database when there is none."""

import dataclasses
import threading
import time

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from signatories import actions
from signatories.enums import Decision, Status
from signatories.models import FormerSlug, Signatory
from signatories.referrals import destinations
from signatories.views.references import _address
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path) -> None:
    settings.REFERRALS_FOLDER = str(tmp_path / "referrals")


@pytest.fixture
def dupont() -> Signatory:
    factories.create_rule()
    return factories.create_signatory(status=Status.APPROVED, name="Dupont & Fils", slug="dupont")


@pytest.fixture
def clock(monkeypatch) -> dict[str, float]:
    """Seconds of the process, moved by hand."""
    now = {"at": time.monotonic()}
    monkeypatch.setattr(destinations.time, "monotonic", lambda: now["at"])
    return now


@pytest.fixture
def no_database(monkeypatch):
    """Calling it takes the database away; calling what it returns brings it back."""

    def take() -> None:
        def refuse():
            raise OperationalError("could not connect")

        monkeypatch.setattr(destinations, "edition", refuse)

    return take


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize("address", ["/schelden", "/schelden/dupont"])
def test_first_link_takes_two_queries_the_next_one_none_and_a_second_later_one(client, dupont, clock, address):
    assert queries_of(client, address) == 2
    assert queries_of(client, address) == 0

    clock["at"] += 2

    assert queries_of(client, address) == 1


def test_link_takes_two_queries_with_many_signatories(client, dupont):
    for number in range(30):
        factories.create_signatory(status=Status.APPROVED, slug=f"lid-{number}")

    assert queries_of(client, "/schelden/lid-7") == 2


def test_link_of_who_is_unknown_never_takes_more_than_two(client, dupont, clock):
    assert queries_of(client, "/schelden/onbekend") == 2
    clock["at"] += 0.1
    assert queries_of(client, "/schelden/onbekend") == 1


def test_who_is_approved_now_has_links_that_work_at_once(client, dupont, moderator):
    client.get("/schelden/dupont")
    new = factories.create_signatory(status=Status.SUBMITTED, name="Nieuw")

    actions.approve(new, by=moderator)

    assert client.get(f"/schelden/{new.slug}")["Location"] == f"/nl/regels/schelden/{new.slug}/"


def test_who_is_suspended_is_not_named_a_second_later(client, dupont, moderator, clock):
    client.get("/schelden/dupont")
    actions.suspend(dupont, by=moderator, reason=factories.create_reason(decision=Decision.SUSPEND))

    clock["at"] += 1.1

    assert client.get("/schelden/dupont")["Location"] == "/nl/regels/schelden/"


def test_name_of_who_was_merged_leads_to_who_goes_on(client, dupont):
    FormerSlug.objects.create(slug="dupont-oud", signatory=dupont)

    assert client.get("/schelden/dupont-oud")["Location"] == "/nl/regels/schelden/dupont/"


def test_links_go_on_without_the_database(client, dupont, clock, no_database):
    client.get("/schelden")
    no_database()
    clock["at"] += 3600

    assert client.get("/schelden/dupont")["Location"] == "/nl/regels/schelden/dupont/"
    assert client.get("/insultes")["Location"] == "/fr/regles/insultes/"
    assert client.get("/schelden/onbekend")["Location"] == "/nl/regels/schelden/"


def test_database_that_does_not_answer_is_asked_again_after_ten_seconds_only(client, dupont, clock, monkeypatch):
    client.get("/schelden")
    asked = []

    def refuse():
        asked.append(clock["at"])
        raise OperationalError

    monkeypatch.setattr(destinations, "edition", refuse)
    clock["at"] += 2
    for _visit in range(5):
        client.get("/schelden")
        client.get("/schelden/onbekend")
    assert len(asked) == 1

    clock["at"] += 11
    client.get("/schelden")

    assert len(asked) == 2


def test_process_that_begins_without_the_database_finds_the_way_in_the_file(client, dupont, no_database):
    client.get("/schelden")
    destinations.forget()
    no_database()

    assert client.get("/schelden/dupont")["Location"] == "/nl/regels/schelden/dupont/"


@pytest.mark.parametrize("content", ["", "{", "[[1]]", '"x"', "[null]", "\x00"])
def test_file_that_is_no_list_of_ours_is_as_good_as_none(client, dupont, no_database, tmp_path, content):
    (tmp_path / "referrals").mkdir()
    (tmp_path / "referrals" / "destinations.json").write_text(content)
    no_database()

    with pytest.raises(OperationalError):
        client.get("/schelden")


def test_file_that_cannot_be_written_stops_no_link(client, dupont, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.REFERRALS_FOLDER = str(tmp_path / "file" / "below")

    assert client.get("/schelden")["Location"] == "/nl/regels/schelden/"


def test_file_holds_nothing_but_words_and_public_names(client, dupont, tmp_path):
    factories.create_signatory(status=Status.SUBMITTED, name="Geheim", slug="geheim")

    client.get("/schelden")

    kept = (tmp_path / "referrals" / "destinations.json").read_text()
    assert "dupont" in kept
    assert [secret for secret in ("geheim", "Geheim", "Fils", "@", "Lies") if secret in kept] == []


def test_one_looks_and_the_others_go_on(dupont, clock, monkeypatch):
    destinations.current()
    clock["at"] += 2
    begun, go_on = threading.Event(), threading.Event()

    def slow(held):
        begun.set()
        go_on.wait(10)
        return held

    monkeypatch.setattr(destinations, "_asked_of_database", slow)
    looking = threading.Thread(target=destinations.current)
    looking.start()
    begun.wait(10)

    assert "dupont" in destinations.current().names  # at once, while the other one still waits

    go_on.set()
    looking.join()


@pytest.mark.parametrize("begins", [destinations.current, lambda: destinations.fresh(since=time.monotonic())])
def test_of_many_who_wait_for_a_database_that_is_stuck_only_the_first_one_looks(dupont, monkeypatch, begins):
    """Else every thread of the site would wait its own full time, one after the other."""
    destinations.current()
    looks, everybody_waits = [], threading.Event()

    def stuck(held):
        looks.append(held)
        everybody_waits.wait(10)
        raise OperationalError("timeout")

    if begins is destinations.current:
        destinations._held = dataclasses.replace(destinations._held, good_until=0.0)
    monkeypatch.setattr(destinations, "_asked_of_database", stuck)
    visitors = [threading.Thread(target=begins) for _visitor in range(6)]
    for visitor in visitors:
        visitor.start()
    time.sleep(0.2)
    everybody_waits.set()
    for visitor in visitors:
        visitor.join(10)

    assert len(looks) == 1


@pytest.mark.parametrize(("language", "slug", "name"), [("nl", "schelden", ""), ("fr", "insultes", "dupont")])
def test_address_is_that_of_the_page(client, dupont, language, slug, name):
    assert client.get(_address(language, slug, name)).status_code == 200
