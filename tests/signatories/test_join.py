"""The form, from the first look to the receipt; what is hostile stands in test_join_hostile.py."""

import re
from datetime import timedelta
from ipaddress import ip_network

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from hierniet.languages import LANGUAGES
from signatories import actions, screening
from signatories.enums import Doubt, Status
from signatories.models import Signatory
from tests import factories
from tests.signatories.applications import FILLED_IN, address, filled_in, send
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db

FIELDS = [name for name in FILLED_IN if name != "homepage"]


def check_form(page: Page) -> None:
    """Every pointer points at something, and at one thing only."""
    assert len(page.ids) == len(set(page.ids))
    assert set(page.described_by) <= set(page.ids)
    assert set(page.labels_for) <= set(page.ids)
    assert {target.removeprefix("#") for target in page.error_targets} <= set(page.ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_join_shows_an_empty_form_in_its_language(client, language):
    factories.create_page(key="charter")
    factories.create_page(key="privacy")

    response = client.get(address("join", language))

    page = Page(response)
    check_form(page)
    assert page.language == language
    assert page.error_targets == []
    assert set(FIELDS) - set(page.fields) == {"agrees_to_charter", "has_mandate"}  # not ticked for anybody
    assert page.fields["language"] == [language]
    assert page.fields["homepage"] == [""]
    assert screening.read_submission_key(page.fields["form_token"][0])
    assert f"/{language}/charter-{language}/" in page.links
    assert f"/{language}/privacy-{language}/" in page.links
    assert response["Cache-Control"] == "private, no-cache"  # the browser keeps it for the way back; nobody else does


def test_join_gives_every_visitor_a_form_of_their_own(client):
    tokens = {Page(client.get(address("join"))).fields["form_token"][0] for _visit in range(3)}

    assert len(tokens) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_join_stores_the_application_and_leads_to_the_receipt(client, language):
    response = send(client, language, name="Stad Gent", language=language, enterprise_number="BE 0202.239.951")

    signatory = Signatory.objects.get()
    assert response.status_code == 302
    assert response.url.startswith(f"/{language}/")
    assert (signatory.name, signatory.kind, signatory.language) == ("Stad Gent", "company", language)
    assert signatory.website == "https://www.voorbeeld.example"
    assert signatory.enterprise_number == "0202239951"
    assert signatory.status == Status.UNCONFIRMED
    email = Email.objects.get()
    assert email.to == ["lies@voorbeeld.example"]
    assert signatory.receipt_number in email.subject + email.message
    receipt = Page(client.get(response.url))
    assert signatory.receipt_number in receipt.text
    assert "l…@voorbeeld.example" in receipt.text
    assert "lies@" not in receipt.text


def test_join_mails_in_the_language_that_was_chosen_and_not_that_of_the_page(client):
    send(client, "nl", language="fr")

    signatory, email = Signatory.objects.get(), Email.objects.get()
    assert signatory.language == "fr"
    assert email.headers["Content-Language"] == "fr"
    assert "/fr/" in email.message
    assert "/nl/" not in email.message


def test_join_as_an_individual_needs_no_website(client):
    response = send(client, kind="individual", website="")

    assert response.status_code == 302
    assert Signatory.objects.get().website == ""


WRONG = [
    ("kind", ""), ("kind", "party"), ("name", ""), ("name", " \u200b "), ("name", "!!!"), ("name", "a" * 121),
    ("website", ""), ("website", "javascript:alert(1)"), ("website", "https://lies:geheim@voorbeeld.be"),
    ("website", "voorbeeld.be/" + "a" * 186), ("enterprise_number", "0202.239.952"), ("enterprise_number", "geen"),
    ("contact_name", ""), ("contact_name", "\u3164"), ("contact_role", ""), ("contact_role", "a" * 101),
    ("contact_email", ""), ("contact_email", "lies"), ("contact_email", "lies@localhost"),
    ("contact_email", '"a,victim@voorbeeld.be,b"@voorbeeld.be'), ("contact_phone", "bel mij"), ("language", ""),
    ("language", "de"), ("agrees_to_charter", ""), ("has_mandate", ""),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_join_says_what_is_wrong_and_keeps_what_was_typed(client, field, value):
    typed = filled_in(**{field: value})
    typed = {name: text for name, text in typed.items() if text or name not in ("agrees_to_charter", "has_mandate")}

    response = client.post(address("join"), typed)

    page = Page(response)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    check_form(page)
    assert len(page.error_targets) == 1
    assert page.error_targets[0] in (f"#id_{field}", f"#id_{field}_0")
    lost = {name for name, text in typed.items() if text and page.fields.get(name) != [text]}
    assert lost <= ({field} if field in ("kind", "language") else set())  # a choice that is none cannot be shown
    assert not Signatory.objects.exists()
    assert not Email.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_join_lists_everything_that_is_wrong_at_once(client, language):
    response = client.post(address("join", language), {"form_token": screening.make_form_token(), "website": "x"})

    page = Page(response)
    check_form(page)
    left_open = {
        "social_accounts", "enterprise_number", "mandate_decided_on", "contact_phone", "second_name", "second_email",
    }  # fmt: skip
    required = [name for name in FIELDS if name not in left_open]
    targets = [f"#id_{name}" + ("_0" if name == "language" else "") for name in required]
    assert page.error_targets == targets
    assert page.language == language


def test_join_then_corrected_makes_one_application(client):
    form = Page(client.get(address("join"))).fields
    token = form["form_token"][0]

    wrong = Page(send(client, form_token=token, contact_email="lies"))
    right = send(client, form_token=wrong.fields["form_token"][0])

    assert right.status_code == 302
    assert Signatory.objects.get().doubts == []


def test_join_twice_makes_one_row_and_one_mail(client):
    typed = filled_in()

    first, second = client.post(address("join"), typed), client.post(address("join"), typed)

    assert first.url == second.url
    assert Signatory.objects.count() == 1
    assert Email.objects.count() == 1


def test_join_again_with_a_corrected_address_ends_the_old_link(client):
    token = screening.make_form_token()
    old_receipt = send(client, form_token=token, contact_email="leis@voorbeeld.example").url
    old_link = re.search(r"http://\S+/bevestigen/(\S+)/", Email.objects.get().message)

    new_receipt = send(client, form_token=token, contact_email="lies@voorbeeld.example").url

    new_link = re.search(r"http://\S+/bevestigen/(\S+)/", Email.objects.get().message)
    assert Signatory.objects.get().contact_email == "lies@voorbeeld.example"
    assert Email.objects.get().to == ["lies@voorbeeld.example"]
    assert client.get(address("confirm", token=old_link[1])).status_code == 404
    assert client.post(address("confirm", token=old_link[1]), {"action": "confirm"}).status_code == 404
    assert client.get(address("confirm", token=new_link[1])).status_code == 200
    assert client.get(old_receipt).status_code == 404
    assert client.get(new_receipt).status_code == 200


def test_join_works_after_the_form_was_open_for_a_week(client, settings):
    settings.MINIMUM_FILL_SECONDS = 3
    typed = filled_in()

    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False):
        client.post(address("join"), typed)

    assert Signatory.objects.get().status == Status.UNCONFIRMED


DOUBTFUL = [
    # What is odd about the form, which limit is reached, and what is made of it.
    ({"homepage": "https://spam.example"}, "", [Doubt.HONEYPOT]),
    ({"form_token": ""}, "", [Doubt.FORM_TOKEN]),
    ({"form_token": "geknoeid:1:2"}, "", [Doubt.FORM_TOKEN]),
    ({}, "sign_up_from_address", [Doubt.MANY_FROM_ADDRESS]),
    ({}, "sign_up_to_mailbox", [Doubt.MANY_TO_MAILBOX]),
    ({"homepage": "x", "form_token": "y"}, "sign_up_to_mailbox",
     [Doubt.HONEYPOT, Doubt.FORM_TOKEN, Doubt.MANY_TO_MAILBOX]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "spent", "doubts"), DOUBTFUL)
def test_join_sets_apart_what_is_doubtful_and_mails_nobody(client, settings, changes, spent, doubts):
    settings.LIMITS_PER_HOUR = {**settings.LIMITS_PER_HOUR, spent: 0}

    response = send(client, **changes)

    signatory = Signatory.objects.get()
    assert (signatory.status, signatory.doubts) == (Status.QUARANTINED, doubts)
    assert signatory.events.get().why == ", ".join(doubts)
    assert not Email.objects.exists()
    receipt = Page(client.get(response.url)).text
    assert signatory.receipt_number in receipt
    assert not any(str(doubt.label) in receipt for doubt in Doubt)


def test_join_that_is_doubtful_gets_the_same_receipt_for_every_doubt(client, settings):
    receipts = set()
    for changes, spent, _doubts in DOUBTFUL:
        settings.LIMITS_PER_HOUR = {"sign_up_from_address": 99, "sign_up_to_mailbox": 99, spent: 0}
        url = send(client, **changes).url
        receipts.add(Page(client.get(url)).text.replace(Signatory.objects.latest("pk").receipt_number, "HN-"))

    assert len(receipts) == 1


def test_join_that_came_back_very_fast_is_mailed_and_lifted_by_the_proof(client, settings):
    settings.MINIMUM_FILL_SECONDS = 60

    fast = Page(client.get(send(client).url)).text
    settings.MINIMUM_FILL_SECONDS = 0
    slow = Page(client.get(send(client).url)).text

    first, second = Signatory.objects.order_by("pk")
    assert (first.status, first.doubts) == (Status.QUARANTINED, [Doubt.TOO_FAST])
    assert first.mails.get().message == "confirm_address"
    assert fast == slow.replace(second.receipt_number, first.receipt_number)


def test_join_limits_the_address_and_then_sets_apart(client, settings):
    settings.LIMITS_PER_HOUR = {**settings.LIMITS_PER_HOUR, "sign_up_from_address": 2}

    for number in range(3):
        send(client, contact_email=f"lies@firma{number}.example")

    statuses = Signatory.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.UNCONFIRMED, Status.UNCONFIRMED, Status.QUARANTINED]
    assert Email.objects.count() == 2


def test_join_is_no_cannon_aimed_at_a_mailbox(client, settings):
    settings.LIMITS_PER_HOUR = {"sign_up_from_address": 999, "sign_up_to_mailbox": 3}

    for number in range(12):
        more = {"REMOTE_ADDR": f"203.0.113.{number}"}
        send(client, contact_email=f"li.es+{number}@voorbeeld.example", name=f"Firma {number}", more=more)

    assert Signatory.objects.count() == 12
    assert Email.objects.count() == 3


def doubts_after(client: Client, visits: list[dict[str, str]]) -> list[list[str]]:
    for number, more in enumerate(visits):
        send(client, contact_email=f"lies@firma{number}.example", more=more)
    return list(Signatory.objects.order_by("pk").values_list("doubts", flat=True))


def test_join_believes_nobody_who_only_says_to_come_from_elsewhere(client, settings):
    settings.LIMITS_PER_HOUR = {**settings.LIMITS_PER_HOUR, "sign_up_from_address": 1}
    spoofed = [{"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": f"198.51.100.{number}"} for number in range(2)]

    assert doubts_after(client, spoofed) == [[], [Doubt.MANY_FROM_ADDRESS]]


def test_join_counts_the_last_address_that_a_trusted_proxy_saw(client, settings, proxies):
    settings.LIMITS_PER_HOUR = {**settings.LIMITS_PER_HOUR, "sign_up_from_address": 1}
    through = [f"{forged}, 203.0.113.{number}, 10.0.0.2" for number, forged in enumerate(["1.1.1.1"] * 3)]
    visits = [{"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": hops} for hops in [*through, through[0]]]

    assert doubts_after(client, visits) == [[], [], [], [Doubt.MANY_FROM_ADDRESS]]


@pytest.fixture
def proxies(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    settings.TRUSTED_PROXY_NETWORKS = [ip_network("10.0.0.0/8")]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_join_answers_to_nothing_but_looking_and_sending(client, method):
    assert getattr(client, method)(address("join")).status_code == 405


@pytest.mark.parametrize("language", LANGUAGES)
def test_sent_keeps_its_address_and_is_for_its_holder_only(client, language):
    url = send(client, language).url

    response = client.get(url)
    page = Page(response)

    check_form(page)
    assert page.language == language
    assert response.cookies == {}
    assert "no-store" in response["Cache-Control"]
    assert 'name="robots" content="noindex"' in response.content.decode()
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("salt", ["signatories.confirm", "signatories.file", "elders"])
def test_sent_refuses_links_that_are_meant_for_something_else(client, salt):
    url = send(client).url
    value = signing.Signer(salt="signatories.receipt", sep=".").unsign(url.rstrip("/").rpartition("/")[2])

    forged = signing.Signer(salt=salt, sep=".").sign(value)

    assert client.get(address("sent", token=forged)).status_code == 404
    assert client.get(address("sent", token=value)).status_code == 404


def test_sent_of_an_application_that_was_erased_is_gone(client):
    url = send(client).url
    actions.disown(Signatory.objects.get())

    assert client.get(url).status_code == 404
