"""The forms of people we do not know, in browsers that refuse every cookie, and sent by pages that are not ours."""

from http.cookies import SimpleCookie

import pytest
from django.http import HttpResponse
from django.test import Client
from post_office.models import Email

from hierniet.languages import LANGUAGES
from signatories import actions, limits, screening, tokens
from signatories.enums import Doubt, Status
from signatories.models import LimitCounter, Signatory
from signatories.tokens import Purpose
from tests.signatories.applications import FILLED_IN, address, details, filled_in
from tests.signatories.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.pages]

SENTENCES = {
    "nl": "Dit formulier kwam via een andere website bij ons en is nog niet verstuurd.",
    "fr": "Ce formulaire nous est parvenu par un autre site et n’est pas encore envoyé.",
    "en": "This form came to us through another website, so it has not been sent yet.",
}
# What browsers send along that hide where they come from, that are old, or that hide nothing.
OURS = [
    {},
    {"origin": "http://testserver"},
    {"origin": "http://testserver", "sec-fetch-site": "same-origin", "referer": "http://testserver/nl/meedoen/"},
    {"origin": "null"},
    {"origin": "null", "sec-fetch-site": "same-origin"},
    {"referer": "http://testserver/"},
]
OTHERS = [
    {"origin": "https://elders.example"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "cross-site"},
    {"referer": "https://elders.example/val.html"},
]


class WithoutCookies(Client):
    """A browser that takes no cookie and sends none; the site guards its forms as it does in production."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)

    def request(self, **request: object) -> HttpResponse:
        response = super().request(**request)
        assert response.cookies == {}
        assert "cookie" not in response.get("Vary", "").lower()
        self.cookies = SimpleCookie()
        return response


def typed_in(page: Page) -> dict[str, str]:
    """What its browser would send from this page."""
    return {name: values[0] for name, values in page.fields.items() if values}


@pytest.mark.parametrize("headers", OURS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_and_confirming_needs_no_cookie(language, headers):
    browser = WithoutCookies()
    form = typed_in(Page(browser.get(address("join", language))))

    sent = browser.post(address("join", language), form | FILLED_IN, headers=headers)
    receipt = browser.get(sent.url)
    signatory = Signatory.objects.get()
    code = {"receipt_number": signatory.receipt_number, "code": tokens.confirmation_code(signatory)}
    browser.get(address("confirm_code", language))
    found = browser.post(address("confirm_code", language), code, headers=headers)
    asked = browser.get(found.url)
    confirmed = browser.post(found.url, {"action": "confirm"}, headers=headers)

    assert [page.status_code for page in (sent, receipt, found, asked, confirmed)] == [302, 200, 302, 200, 302]
    signatory.refresh_from_db()
    assert (signatory.status, signatory.doubts) == (Status.SUBMITTED, [])


def test_two_presses_without_a_cookie_make_one_row_and_one_mail():
    browser = WithoutCookies()
    form = typed_in(Page(browser.get(address("join")))) | FILLED_IN

    first, second = browser.post(address("join"), form), browser.post(address("join"), form)

    assert first.url == second.url
    assert (Signatory.objects.count(), Email.objects.count()) == (1, 1)


@pytest.mark.parametrize("headers", OTHERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_form_that_another_site_sends_comes_back_with_everything_typed(language, headers):
    browser = WithoutCookies()
    typed = filled_in(language="fr", contact_phone="02 000 12 34", enterprise_number="0202.239.951")

    response = browser.post(address("join", language), typed, headers=headers)

    page = Page(response)
    assert (response.status_code, page.language) == (200, language)
    assert "no-store" in response["Cache-Control"]
    assert SENTENCES[language] in page.text
    assert typed_in(page) | {"form_token": ""} == typed | {"form_token": "", "asked_about": ""}
    assert not Signatory.objects.exists()
    assert not Email.objects.exists()
    assert not LimitCounter.objects.exists()


def test_form_that_came_back_goes_through_from_our_own_page():
    browser = WithoutCookies()
    form = typed_in(Page(browser.post(address("join"), filled_in(), headers=OTHERS[0])))

    first = browser.post(address("join"), form, headers={"origin": "http://testserver"})
    second = browser.post(address("join"), form, headers={"origin": "http://testserver"})

    assert (first.status_code, first.url) == (302, second.url)
    assert Signatory.objects.get().doubts == []


def test_another_site_chooses_nothing_that_people_do_not_see():
    """With a token it knows it could send corrections of its own; with the trap filled in no mail would go out."""
    theirs = filled_in(homepage="https://spam.example")

    form = typed_in(Page(WithoutCookies().post(address("join"), theirs, headers=OTHERS[0])))

    assert form["homepage"] == ""
    assert screening.read_submission_key(form["form_token"])
    assert form["form_token"] != theirs["form_token"]


def test_form_that_another_site_fills_in_wrongly_says_all_that_is_wrong():
    page = Page(WithoutCookies().post(address("join"), filled_in(name=""), headers=OTHERS[0]))

    assert page.error_targets == ["#id_name"]
    assert SENTENCES["nl"] in page.text


@pytest.mark.parametrize("headers", OTHERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_code_that_another_site_sends_comes_back_and_is_not_counted(language, headers):
    signatory = actions.sign_up(details=details(), submission_key=None, doubts=[])
    code = {"receipt_number": signatory.receipt_number, "code": tokens.confirmation_code(signatory)}

    response = WithoutCookies().post(address("confirm_code", language), code, headers=headers)

    page = Page(response)
    assert (response.status_code, page.language) == (200, language)
    assert SENTENCES[language] in page.text
    assert typed_in(page) == code
    assert not LimitCounter.objects.exists()


def test_guessing_codes_ends_without_a_cookie_too(settings):
    settings.LIMITS_PER_HOUR = {"code_from_address": 99, "code_for_receipt": 2}
    signatory = actions.sign_up(details=details(), submission_key=None, doubts=[])
    for _try in range(2):
        guess = {"receipt_number": signatory.receipt_number, "code": "2222-2222"}
        WithoutCookies().post(address("confirm_code"), guess)

    right = {"receipt_number": signatory.receipt_number, "code": tokens.confirmation_code(signatory)}
    assert WithoutCookies().post(address("confirm_code"), right).status_code == 200
    assert limits.is_spent("code_for_receipt", signatory.receipt_number)


def test_flood_of_forms_without_a_cookie_is_set_apart(settings):
    settings.LIMITS_PER_HOUR = {"sign_up_from_address": 1, "sign_up_to_mailbox": 99}

    for number in range(2):
        WithoutCookies().post(address("join"), filled_in(contact_email=f"lies@firma{number}.example"))

    assert [one.doubts for one in Signatory.objects.order_by("pk")] == [[], [Doubt.MANY_FROM_ADDRESS]]


def test_session_of_a_colleague_is_not_looked_at(moderator_client):
    """The forms are the same for everybody: nothing of the back office is reached by them."""
    moderator_client.handler.enforce_csrf_checks = True

    sent = moderator_client.post(address("join"), filled_in())

    signatory = Signatory.objects.get()
    assert sent.url == address("sent", token=tokens.make_token(signatory, Purpose.RECEIPT))
    assert signatory.events.get().by is None
