"""Helplines: in the order of need, only those that were checked, and honest about when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from guidance.enums import Need
from guidance.models import Helpline
from tests import factories
from tests.site.documents import Document

pytestmark = pytest.mark.django_db

ADDRESSES = {"nl": "/nl/hulplijnen/", "fr": "/fr/aide/", "en": "/en/helplines/"}


def create_helpline(key: str, **facts: object) -> Helpline:
    helpline = factories.create_helpline(key=key, need=facts.pop("need", "talk"))
    for name, value in facts.items():
        setattr(helpline, name, value)
    helpline.save()
    return helpline


def shown(client: Client, language: str = "nl") -> Document:
    return Document(client.get(ADDRESSES[language]).content.decode())


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_helpline_in_its_language(client: Client, language):
    create_helpline("106", phone="106", phone_link="tel:106", website="https://www.tele-onthaal.example")

    page = shown(client, language)

    assert page.one("html")["lang"] == language
    assert [heading.text for heading in page.all("h3")] == [f"106 {language}"]
    assert page.main.one("a", href="tel:106").text == "106"
    assert page.main.one("a", href="https://www.tele-onthaal.example").text == "tele-onthaal.example"
    assert [path.rpartition("8000")[2] for path in page.alternates().values()] == list(ADDRESSES.values())


def test_needs_come_in_their_order_and_the_urgent_first(client: Client):
    for order, need in enumerate(reversed(Need.values)):
        create_helpline(need, need=need, position=order)
    create_helpline("later", need="talk", position=9)
    create_helpline("urgent", need="talk", position=10, is_urgent=True)

    page = shown(client)

    assert [heading["id"] for heading in page.main.all("h2")] == Need.values
    talk = next(section for section in page.main.all("section") if section["aria-labelledby"] == "talk")
    assert [heading.text for heading in talk.all("h3")] == ["urgent nl", "talk nl", "later nl"]


def test_need_without_a_helpline_is_not_mentioned(client: Client):
    create_helpline("praten", need="talk")
    create_helpline("ongezien", need="fraud", to_verify=True)

    page = shown(client)

    assert [heading["id"] for heading in page.main.all("h2")] == ["talk"]
    assert [link for link in page.links() if link.startswith("#")] == ["#talk"]


def test_helpline_that_nobody_verified_is_hidden(client: Client):
    create_helpline("ongezien", to_verify=True)

    assert "ongezien" not in client.get("/nl/hulplijnen/").content.decode()


@pytest.mark.parametrize(("days", "is_overdue"), [(0, False), (183, False), (184, True)])
def test_overdue_helpline_says_so(client: Client, days, is_overdue):
    create_helpline("lijn", checked_on=timezone.localdate() - timedelta(days=days))

    page = shown(client)

    assert bool(page.main.all("p", **{"class": "overdue"})) is is_overdue


def test_helpline_that_was_never_checked_says_so(client: Client):
    create_helpline("lijn", checked_on=None)

    assert shown(client).main.all("p", **{"class": "overdue"})


def test_number_of_queries_does_not_grow(client: Client, django_assert_num_queries):
    create_helpline("een")
    with django_assert_num_queries(2):
        client.get("/nl/hulplijnen/")
    for number in range(5):
        create_helpline(f"nog-{number}", need="fraud")

    with django_assert_num_queries(2):
        client.get("/nl/hulplijnen/")
