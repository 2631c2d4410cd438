"""Everything that we keep, to read and to take away; and links that only look."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signatories import actions, emails, tokens
from signatories.enums import Doubt, EventKind, Kind, Status
from signatories.models import Signatory
from signatories.models.signatory import PERSONAL_FIELDS
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.pages import Page
from tests.signatories.questions import NAME, WEBSITE, ask, page_of, propose

pytestmark = pytest.mark.django_db

PAGES = (
    "my_file", "my_corrections", "my_change", "my_details", "my_data", "my_data_download", "my_link", "my_erasure",
    "leave", "leave_for_good", "logo", "hand_over", "my_numbers", "my_kit",
)  # fmt: skip


def every_row() -> str:
    """The whole database as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = sorted(name for (name,) in cursor.fetchall())
        rows = []
        for table in tables:
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')  # noqa: S608  names from the catalogue
            rows += sorted(f"{table} {row}" for (row,) in cursor.fetchall())
    return "\n".join(rows)


@pytest.mark.parametrize("status", [*Status])
def test_mail_scanner_that_opens_every_link_changes_nothing(client, moderator, status):
    signatory = factories.create_signatory(status=Status.SUBMITTED if status == Status.CHANGES_ASKED else status)
    if status == Status.CHANGES_ASKED:
        ask(signatory, by=moderator)
    if status == Status.APPROVED:
        propose(signatory)
    emails.application_submitted(signatory)
    links = [page_of(signatory, name) for name in PAGES]
    links += [page_of(signatory, "my_mail", pk=mail.pk) for mail in signatory.mails.all()]
    before = every_row()

    for link in links:
        for method in (client.get, client.head):
            assert method(link).status_code in (200, 302)
            assert method(f"{link}?action=take_back&understands=on").status_code in (200, 302)

    assert every_row() == before


def test_pages_are_kept_by_nobody_and_told_to_nobody(client):
    signatory = factories.create_signatory(status=Status.APPROVED)
    emails.application_submitted(signatory)

    links = [page_of(signatory, name) for name in PAGES] + [page_of(signatory, "my_mail", pk=signatory.mails.get().pk)]
    for link in links:
        response = client.get(link)

        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert response.cookies == {}


@pytest.mark.parametrize("name", PAGES)
def test_link_for_another_purpose_opens_none_of_them(client, name):
    signatory = factories.create_signatory(status=Status.APPROVED)
    for purpose in (Purpose.CONFIRM, Purpose.RECEIPT):
        link = page_of(signatory, name).replace(
            tokens.make_token(signatory, Purpose.FILE), tokens.make_token(signatory, purpose)
        )
        assert (client.get(link).status_code, client.post(link).status_code) in ((404, 404), (404, 405))


def test_mail_can_be_read_again_without_any_key(client):
    signatory, other = factories.create_signatory(), factories.create_signatory()
    emails.file_links([signatory, other])
    mail = signatory.mails.get()

    page = Page(client.get(page_of(signatory, "my_mail", pk=mail.pk)))

    assert "Hier is je link" not in page.text  # the heading of the HTML; this is the plain text
    assert other.name in page.text
    for signed in (signatory, other):
        assert tokens.make_token(signed, Purpose.FILE) not in page.text
    assert client.get(page_of(other, "my_mail", pk=mail.pk)).status_code == 404


def test_data_page_tells_details_history_questions_changes_and_until_when(client, moderator):
    signatory = factories.create_signatory(status=Status.SUBMITTED, contact_role="Woordvoerder", name="Voorbeeld vzw")
    ask(signatory, NAME, by=moderator)
    actions.answer_questions(
        signatory, asked=[signatory.asked_changes.get().pk], answers={"name": "Voorbeeld Voluit vzw"}, remark="Zo dus"
    )
    actions.approve(signatory, by=moderator)
    propose(signatory, name="Toch anders vzw")

    source = client.get(page_of(signatory, "my_data"))

    text = Page(source).text
    for words in (
        "Woordvoerder", "lies@voorbeeld.example", "02 123 45 67", "Voorbeeld Voluit vzw", "Zo dus", "Toch anders vzw",
        NAME.words, "12 maanden",
    ):  # fmt: skip
        assert words in text
    assert moderator.username not in text.split()


def test_data_page_says_each_thing_once(client):
    signatory = factories.create_signatory(
        status=Status.APPROVED,
        social_accounts=["https://www.facebook.com/voorbeeld"],
        second_name="Tweede Voorbeeld",
        second_email="tweede@voorbeeld.example",
    )

    source = client.get(page_of(signatory, "my_data"))

    labels = [label.lower() for label in re.findall(r"<dt>([^<]+)</dt>", source.text.partition('id="history"')[0])]
    assert "accounts op sociale media" in labels
    assert sorted(labels) == sorted(set(labels))


def test_download_holds_everything_and_no_key(client, moderator):
    signatory = factories.create_signatory(
        status=Status.QUARANTINED,
        doubts=[Doubt.TOO_FAST],
        name="Voorbeeld",
        kind=Kind.INDIVIDUAL,
        confirmed_at=timezone.now(),
    )
    emails.confirm_address(signatory)
    actions.decline(signatory, by=moderator, reason=factories.create_reason(key="too-political"), own_words="Tot later")

    response = client.get(page_of(signatory, "my_data_download"))

    told = json.loads(response.content)
    assert response["Content-Disposition"] == f'attachment; filename="hierniet-{signatory.receipt_number}.json"'
    assert response["Content-Type"].startswith("application/json")
    assert told["details"]["contact_email"] == "lies@voorbeeld.example"
    assert told["doubts"] == [str(Doubt.TOO_FAST.label)] or len(told["doubts"]) == 1
    assert told["own_words_of_the_moderators"] == "Tot later"
    assert told["events"][-1]["why"] == "Label nl"
    assert len(told["mails"]) == signatory.mails.count()
    assert told["kept_until"]
    everything = response.content.decode()
    for secret in (signatory.file_key, tokens.confirmation_code(signatory), moderator.username + '"'):
        assert secret not in everything
    for purpose in Purpose:
        assert tokens.make_token(signatory, purpose) not in everything


def test_what_happened_is_told_in_words_and_not_in_keys_of_ours(client, moderator):
    signatory = factories.create_signatory(status=Status.SUSPENDED, contact_name="Lies Voorbeeld")
    actions.restore(signatory, by=moderator, why="Lies Voorbeeld belde.")
    actions.record(signatory, by=None, what=EventKind.CONTACT_ASKED, why="handover")
    propose(signatory, website="https://nieuw.example/")
    actions.record(signatory, by=None, what=EventKind.MERGED, why="HN-ABCDEFG, website")

    told = json.loads(client.get(page_of(signatory, "my_data_download")).content)["events"]

    assert [event["why"] for event in told] == [
        "Toegelicht in een notitie.", "Doorgegeven door de contactpersoon.", "Website", "HN-ABCDEFG Website overgenomen.",
    ]  # fmt: skip


def test_download_names_every_field_that_holds_something_personal(client):
    signatory = factories.create_signatory(status=Status.APPROVED)

    details = json.loads(client.get(page_of(signatory, "my_data_download")).content)["details"]

    assert set(PERSONAL_FIELDS) <= set(details)


def test_data_costs_the_same_queries_with_one_and_with_three_of_everything(client, moderator):
    signatory = factories.create_signatory(status=Status.APPROVED)

    def add(number: int) -> None:
        for _time in range(number):
            emails.application_reopened(signatory)
            propose(signatory, name=f"Naam {signatory.changes.count()}")

    add(1)
    counts = []
    for name in ("my_data", "my_data_download", "my_file"):
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(signatory, name))
        counts.append(len(captured))
    add(2)

    for name, number in zip(("my_data", "my_data_download", "my_file"), counts, strict=True):
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(signatory, name))
        assert len(captured) == number <= 6


def test_front_page_offers_what_can_be_done_and_nothing_else(client, moderator):
    expected = {
        Status.UNCONFIRMED: set(),
        Status.SUBMITTED: {"my_data", "my_details", "my_link", "leave", "logo"},
        Status.APPROVED: {
            "my_data",
            "my_details",
            "my_link",
            "leave",
            "my_change",
            "logo",
            "hand_over",
            "my_numbers",
            "my_kit",
        },
        Status.SUSPENDED: {"my_data", "my_details", "my_link", "leave", "my_change", "logo", "my_numbers", "my_kit"},
        Status.DECLINED: {"my_data", "my_link", "my_erasure"},
        Status.WITHDRAWN: {"my_data"},
    }
    for status, names in expected.items():
        signatory = factories.create_signatory(status=status)
        links = set(Page(client.get(page_of(signatory))).links)

        offered = {name for name in PAGES if page_of(signatory, name) in links}
        assert offered - {"my_file", "my_data_download"} == names


def test_asked_fields_stand_on_the_front_page_with_the_last_day(client, moderator):
    signatory = factories.create_signatory()
    ask(signatory, WEBSITE, NAME, by=moderator)

    response = client.get(page_of(signatory))

    assert [row.field for row in response.context["questions"]] == ["website", "name"]
    assert page_of(signatory, "my_corrections") in Page(response).links
    assert Signatory.objects.get().status == Status.CHANGES_ASKED
