"""The form to sign with its script: only what fits the kind, nothing typed is lost, and the same judgement as the server's."""

import pytest
from playwright.sync_api import Page, expect

from signatories import mailboxes, mandate
from signatories.enums import Kind, Status
from signatories.mailboxes import OFTEN_MEANT, Match
from signatories.models import Signatory

from .applying import Application, address, fill_in, form_of, send
from .test_join_form import RECEIPT

TYPED = {"enterprise_number": "0202.239.951", "contact_role": "voorzitter", "second_name": "An Voorbeelds",
         "second_email": "an@zuiderlicht.example", "mandate_decided_on": "2025-04-03"}  # fmt: skip


def shown(page: Page) -> set[str]:
    return {name for name in mandate.FITS if page.locator(f"[name={name}]").is_visible()}


def test_each_kind_sees_what_fits_it_and_nothing_typed_is_lost(open_page):
    page = open_page(address("signatories:join", "nl"))
    page.locator("[name=kind]").select_option("municipality")
    for name, text in TYPED.items():
        page.locator(f"[name={name}]").fill(text)

    found = {}
    for kind in Kind.values:
        page.locator("[name=kind]").select_option(kind)
        found[kind] = shown(page)

    assert found == {kind: {name for name in mandate.FITS if mandate.fits(name, kind)} for kind in Kind.values}
    assert page.get_by_role("group", name="Een tweede persoon").count() == 0  # an individual was chosen last
    assert {name: page.locator(f"[name={name}]").input_value() for name in TYPED} == TYPED


def test_without_script_everything_is_there_and_the_server_asks_what_fits(open_page):
    page = open_page(address("signatories:join", "nl"), script=False)
    fill_in(page, Application("nl"))
    page.locator("[name=kind]").select_option("association")
    assert shown(page) == set(mandate.FITS)

    send(page)

    targets = [link.get_attribute("href") for link in page.get_by_role("alert").get_by_role("link").all()]
    assert targets == ["#id_second_name", "#id_second_email"]
    page.locator("[name=second_name]").fill("An Voorbeelds")
    page.locator("[name=second_email]").fill("an@zuiderlicht.exampel")
    send(page)
    page.get_by_role("button", name="an@zuiderlicht.example").click()
    page.wait_for_url(RECEIPT)
    signatory = Signatory.objects.get(contact_email="lies@zuiderlicht.example")
    assert (signatory.status, signatory.second_email) == (Status.UNCONFIRMED, "an@zuiderlicht.example")


def test_number_is_written_as_people_do_when_the_field_is_left(open_page):
    page = open_page(address("signatories:join", "nl"))
    number = page.locator("[name=enterprise_number]")
    left = {}

    for typed in ("0202239951", "BE 202.239.951", "btw be0202-239-951", "geen", "12"):
        number.fill(typed)
        number.blur()
        left[typed] = number.input_value()

    right = "0202.239.951"
    assert left == {
        "0202239951": right,
        "BE 202.239.951": right,
        "btw be0202-239-951": right,
        "geen": "geen",
        "12": "12",
    }


CASES = [
    *[(f"lies@{domain}", "") for domain in OFTEN_MEANT],
    *[(f"lies@{domain[1:]}", "") for domain in OFTEN_MEANT],
    *[(f"lies@{domain[0]}{domain}", "voorbeeld.be") for domain in OFTEN_MEANT],
    *[(f"lies@{domain[:2]}{domain[3]}{domain[2]}{domain[4:]}", "voorbeeld.be") for domain in OFTEN_MEANT],
    ("lies@voorbeeld.be", "voorbeeld.be"),
    ("lies@mail.voorbeeld.be", "voorbeeld.be"),
    ("LIES@Voorbeeld.BE", "voorbeeld.be"),
    ("lies@voorbeedl.be", "voorbeeld.be"),
    ("lies@stadvoorbeeld.be", "voorbeeld.be"),
    ("lies@gent.be", "gend.be"),
    ("lies@gnet.be", "gent.be"),
    ("lies@live.de", "telenet.be"),
    ("lies@telenet.be", "telenet.be"),
    ("lies@elders.example", ""),
]
JUDGE = """([cases]) => {
  const field = (name) => document.querySelector(`[name=${name}]`);
  const part = field("contact_email").closest(".field");
  return cases.map(([email, host]) => {
    field("contact_email").value = email;
    field("website").value = host;
    field("contact_email").dispatchEvent(new Event("change", { bubbles: true }));
    const match = part.querySelector("[data-hn-match]:not([hidden])")?.dataset.hnMatch ?? "";
    const meant = part.querySelector("[data-hn-suggestion]:not([hidden]) button")?.textContent ?? "";
    return [match, meant];
  });
}"""


def judged(email: str, host: str) -> list[str]:
    meant = mailboxes.suggest(email, host)
    found = mailboxes.match(email, host)
    word = "free" if found.asks_proof else "" if found is Match.UNKNOWN else found.value
    return ["" if meant else word, meant]


def test_script_and_server_judge_mailboxes_alike(open_page):
    page = open_page(address("signatories:join", "nl"))

    found = page.evaluate(JUDGE, [[list(case) for case in CASES]])

    assert dict(zip(CASES, found, strict=True)) == {case: judged(*case) for case in CASES}


@pytest.mark.parametrize("width", [320, 1280])
def test_suggestion_is_taken_with_one_press_and_said_aloud(open_page, width):
    page = open_page(address("signatories:join", "nl"), width=width)
    mailbox = form_of(page).locator("[name=contact_email]")
    page.locator("[name=website]").fill("www.zuiderlicht.example")
    mailbox.press_sequentially("lies@gmial.com")

    button = page.get_by_role("status").get_by_role("button", name="lies@gmail.com")
    expect(button).to_be_visible()
    button.click()

    assert mailbox.input_value() == "lies@gmail.com"
    expect(mailbox).to_be_focused()
    expect(page.locator("[data-hn-match=free]")).to_contain_text("gmail.com")
