"""Which websites the worker looks at, once each, and what it notes down."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from signatories import websites
from signatories.enums import LookAnswer, Status
from signatories.models import Signatory, WebsiteLook
from signatories.web_titles import Look
from tests.factories import create_signatory
from tests.signatories.threads import together


@pytest.fixture
def asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were asked; every website answers with the same title."""
    settings.WEBSITE_TITLES = True
    found: list[str] = []

    def fetch_title(address: str, *, contact: str) -> Look:
        assert contact == settings.CONTACT_ADDRESS
        found.append(address)
        return Look(LookAnswer.TITLE, "Stad Gent", "www.gent.example")

    monkeypatch.setattr(websites, "fetch_title", fetch_title)
    return found


def test_who_waits_is_looked_at_once_the_longest_waiting_first(db: None, asked: list[str]) -> None:
    now = timezone.now()
    for days in (1, 3, 2):
        create_signatory(website=f"https://dag{days}.example", submitted_at=now - timedelta(days=days))

    while websites.look_at_next():
        pass

    assert asked == ["https://dag3.example", "https://dag2.example", "https://dag1.example"]
    look = WebsiteLook.objects.get(website="https://dag3.example")
    assert (look.title, look.final_host, look.answer) == ("Stad Gent", "www.gent.example", LookAnswer.TITLE)
    assert look.fetched_at is not None


@pytest.mark.parametrize("status", [status for status in Status if status != Status.SUBMITTED])
def test_whoever_does_not_wait_or_is_doubted_is_not_looked_at(db: None, asked: list[str], status: Status) -> None:
    create_signatory(status=status)
    create_signatory(website="")

    assert websites.look_at_next() is False
    assert asked == []


def test_another_website_is_looked_at_again(db: None, asked: list[str]) -> None:
    signatory = create_signatory(website="https://een.example")
    websites.look_at_next()
    signatory.website = "https://twee.example"
    signatory.save()

    assert websites.look_at_next() is True
    assert websites.look_at_next() is False
    assert WebsiteLook.objects.get().website == "https://twee.example"
    assert asked == ["https://een.example", "https://twee.example"]


def test_a_look_that_was_never_finished_is_taken_up_after_a_while(db: None, asked: list[str]) -> None:
    signatory = create_signatory()
    look = WebsiteLook.objects.create(signatory=signatory, website=signatory.website, asked_at=timezone.now())
    assert websites.look_at_next() is False

    WebsiteLook.objects.filter(pk=look.pk).update(asked_at=timezone.now() - timedelta(minutes=6))

    assert websites.look_at_next() is True
    assert asked == [signatory.website]


def test_nothing_is_asked_when_it_is_switched_off(db: None, asked: list[str], settings: Settings) -> None:
    settings.WEBSITE_TITLES = False
    create_signatory()

    assert websites.look_at_next() is False
    assert asked == []


def test_it_is_off_where_nobody_asked_for_it() -> None:
    from django.conf import settings

    assert settings.WEBSITE_TITLES is False


def test_the_worker_looks(transactional_db: None, asked: list[str]) -> None:
    create_signatory(website="https://gent.example")

    call_command("work", once=True)

    assert asked == ["https://gent.example"]


def test_no_transaction_is_open_while_a_website_thinks(
    transactional_db: None, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    create_signatory()
    open_ones = []

    def fetch_title(address: str, *, contact: str) -> Look:
        open_ones.append(connection.in_atomic_block)
        return Look(LookAnswer.NO_ANSWER)

    monkeypatch.setattr(websites, "fetch_title", fetch_title)
    websites.look_at_next()

    assert open_ones == [False]


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_once(asked: list[str]) -> None:
    signatory = create_signatory()
    WebsiteLook.objects.create(
        signatory=signatory, website=signatory.website, asked_at=timezone.now() - timedelta(hours=1)
    )

    together(*[partial(websites._claim, Signatory.objects.get()) for _worker in range(4)])

    look = WebsiteLook.objects.get()
    claims = together(*[websites.look_at_next] * 2)
    assert claims == [False, False]
    assert look.asked_at > timezone.now() - timedelta(minutes=1)


def test_what_was_erased_meanwhile_stays_erased(db: None, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    create_signatory()

    def fetch_title(address: str, *, contact: str) -> Look:
        WebsiteLook.objects.all().delete()
        return Look(LookAnswer.TITLE, "Te laat", "gent.example")

    monkeypatch.setattr(websites, "fetch_title", fetch_title)
    websites.look_at_next()

    assert not WebsiteLook.objects.exists()


def test_moderators_can_ask_again_and_a_link_cannot(moderator_client: Client, client: Client, asked: list[str]) -> None:
    signatory = create_signatory()
    websites.look_at_next()
    address = reverse("admin:signatories_signatory_look_again", args=[signatory.pk])

    assert moderator_client.get(address).status_code == 405
    assert client.post(address).status_code in (302, 403)
    assert WebsiteLook.objects.exists()
    assert moderator_client.post(address).status_code == 302
    assert not WebsiteLook.objects.exists()


def test_review_shows_the_title_and_never_calls_a_website_down(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.APPROVED, slug="gent", website="https://gent.example")
    look = WebsiteLook.objects.create(
        signatory=signatory, website=signatory.website, asked_at=timezone.now(), fetched_at=timezone.now(),
        title="<b>Stad</b> Gent", final_host="elders.example", answer=LookAnswer.TITLE,
    )  # fmt: skip
    address = reverse("admin:signatories_signatory_review", args=[signatory.pk])

    page = moderator_client.get(address).content.decode()
    assert "&lt;b&gt;Stad&lt;/b&gt; Gent" in page
    assert "elders.example" in page

    WebsiteLook.objects.filter(pk=look.pk).update(title="", answer=LookAnswer.REFUSED)
    assert str(LookAnswer.REFUSED.label) in moderator_client.get(address).content.decode().replace("&#x27;", "'")
    public = Client().get("/nl/ondertekenaars/gent/").content.decode()
    for words in (str(LookAnswer.REFUSED.label), "elders.example", "Stad</b>"):
        assert words not in public
