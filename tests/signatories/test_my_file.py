"""Where an application stands, for whoever holds the link from our mails."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hierniet.languages import LANGUAGES
from signatories import actions, emails, tokens
from signatories.enums import Status
from signatories.models import Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.applications import address
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db


def link_of(signatory: Signatory, language: str = "nl", purpose: Purpose = Purpose.FILE) -> str:
    return address("my_file", language, token=tokens.make_token(signatory, purpose))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", Status)
def test_my_file_speaks_of_every_status_in_every_language(client, status, language):
    signatory = factories.create_signatory(status=status, name="Dupont & Fils")

    response = client.get(link_of(signatory, language))

    page = Page(response)
    assert response.status_code == 200
    assert page.language == language
    assert signatory.receipt_number in page.text
    assert set(page.described_by) <= set(page.ids)
    assert 'name="robots" content="noindex"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


def test_my_file_shows_neither_contact_nor_moderator_nor_doubts(client, moderator):
    signatory = factories.create_signatory(contact_phone="0470 99 99 99", contact_name="Lies Geheim")
    actions.decline(
        signatory, by=moderator, reason=factories.create_reason(key="too-political"), own_words="Tussen ons"
    )

    source = client.get(link_of(signatory)).content.decode()

    for secret in ("0470", "Geheim", signatory.contact_email, moderator.username, "too-political", signatory.file_key):
        assert secret not in source.replace(tokens.make_token(signatory, Purpose.FILE), "")


def test_my_file_says_the_place_in_the_queue_and_what_was_sent(client):
    factories.create_signatory(submitted_at=timezone.now() - timedelta(days=3))
    signatory = factories.create_signatory()
    emails.application_submitted(signatory)

    response = client.get(link_of(signatory))

    assert response.context["position"] == 2
    assert response.context["expected_days"] is None
    assert signatory.mails.get().email.subject in Page(response).text


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.RECEIPT])
def test_my_file_does_not_open_with_a_link_for_something_else(client, purpose):
    signatory = factories.create_signatory()

    assert client.get(link_of(signatory, purpose=purpose)).status_code == 404
    assert client.get(address("my_file", token="x.y")).status_code == 404
    assert client.post(link_of(signatory)).status_code == 405


def test_my_file_shows_what_happened_to_this_signatory_only(client, moderator):
    mine, other = factories.create_signatory(), factories.create_signatory(name="Iemand Anders")
    for signatory in (mine, other):
        actions.approve(signatory, by=moderator)

    response = client.get(link_of(mine))

    assert [event.signatory for event in response.context["events"]] == [mine]
    assert "Iemand Anders" not in response.content.decode()


def test_my_file_costs_the_same_queries_with_one_mail_and_with_three(client):
    signatory = factories.create_signatory()
    emails.application_submitted(signatory)
    with CaptureQueriesContext(connection) as with_one:
        client.get(link_of(signatory))
    for _mail in range(2):
        emails.application_reopened(signatory)

    with CaptureQueriesContext(connection) as with_three:
        client.get(link_of(signatory))

    assert len(with_three) == len(with_one) <= 6


def test_link_that_opens_nothing_says_so_in_each_language_with_a_way_to_the_others(client):
    for language in LANGUAGES:
        page = client.get(address("my_file", language, token="onbekend"))

        links = Page(page).links
        assert page.status_code == 404
        for other in set(LANGUAGES) - {language}:
            assert address("my_file", other, token="onbekend") in links
