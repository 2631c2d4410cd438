"""For those whose mail program breaks links: a receipt number and a code."""

import pytest
from django.test import Client

from hierniet.languages import LANGUAGES
from signatories import actions, tokens
from signatories.enums import Status
from signatories.models import Signatory
from signatories.tokens import Purpose
from tests.signatories.applications import address, details
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def signatory() -> Signatory:
    return actions.sign_up(details=details(), submission_key=None, doubts=[])


def try_code(client: Client, receipt_number: str, code: str, **more: str):
    return client.post(address("confirm_code"), {"receipt_number": receipt_number, "code": code}, **more)


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_page_shows_its_form(client, language):
    response = client.get(address("confirm_code", language))

    page = Page(response)
    assert page.language == language
    assert set(page.described_by) <= set(page.ids)
    assert {"receipt_number", "code"} <= set(page.fields)
    assert "no-store" in response["Cache-Control"]


def test_right_code_leads_to_the_button_and_presses_nothing(client, signatory):
    response = try_code(client, signatory.receipt_number, tokens.confirmation_code(signatory))

    assert response.status_code == 302
    assert response.url == address("confirm", token=tokens.make_token(signatory, Purpose.CONFIRM))
    assert Signatory.objects.get().status == Status.UNCONFIRMED
    client.post(response.url, {"action": "confirm"})
    assert Signatory.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize("shape", ["{}", " {} ", "hn-{}", "HN {}", "hn{}", "Hn - {}"])
def test_receipt_number_and_code_are_typed_as_they_come(client, signatory, shape):
    receipt_number = shape.format(signatory.receipt_number.removeprefix("HN-").lower())
    code = tokens.confirmation_code(signatory).lower().replace("-", " ")

    assert try_code(client, receipt_number, f" {code} ").status_code == 302


def test_wrong_code_and_wrong_number_get_the_same_answer(client, signatory):
    code = tokens.confirmation_code(signatory)
    wrong_code = Page(try_code(client, signatory.receipt_number, "2222-2222"))
    wrong_number = Page(try_code(client, "HN-2222222", code))

    assert wrong_code.text == wrong_number.text
    assert wrong_code.fields["receipt_number"] == [signatory.receipt_number]
    assert Signatory.objects.get().status == Status.UNCONFIRMED


def test_code_of_one_application_does_not_open_another(client, signatory):
    other = actions.sign_up(details=details(), submission_key=None, doubts=[])

    assert try_code(client, other.receipt_number, tokens.confirmation_code(signatory)).status_code == 200


def test_code_that_is_not_filled_in_is_asked_for(client):
    page = Page(client.post(address("confirm_code"), {"receipt_number": "", "code": "\0"}))

    assert page.error_targets == ["#id_receipt_number", "#id_code"]
    assert set(page.described_by) | {"id_code"} <= set(page.ids)


def test_guessing_at_one_receipt_ends_even_from_many_addresses(client, signatory, settings):
    settings.LIMITS_PER_HOUR = {"code_from_address": 99, "code_for_receipt": 3}
    code = tokens.confirmation_code(signatory)
    for number in range(3):
        try_code(client, signatory.receipt_number.lower(), "2222-2222", REMOTE_ADDR=f"203.0.113.{number}")

    response = try_code(client, signatory.receipt_number, code)

    assert response.status_code == 200
    assert Page(response).buttons


def test_guessing_at_many_receipts_from_one_address_ends_and_leaves_others_alone(client, signatory, settings):
    settings.LIMITS_PER_HOUR = {"code_from_address": 3, "code_for_receipt": 99}
    code = tokens.confirmation_code(signatory)
    for number in range(2, 5):
        try_code(client, f"HN-222222{number}", "2222-2222", REMOTE_ADDR="203.0.113.1")

    assert try_code(client, signatory.receipt_number, code, REMOTE_ADDR="203.0.113.1").status_code == 200
    assert try_code(client, signatory.receipt_number, code, REMOTE_ADDR="203.0.113.2").status_code == 302


def test_code_after_the_proof_leads_to_the_page_that_says_so(client, signatory):
    code = tokens.confirmation_code(signatory)
    actions.confirm(signatory)

    response = try_code(client, signatory.receipt_number, code)

    assert client.get(response.url).status_code == 200
