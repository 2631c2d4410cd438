"""Signing up when something goes otherwise than planned: typing errors, impatience, a keyboard only, going back."""

import re

import pytest
from playwright.sync_api import Page, expect

from signatories.enums import Doubt, Status
from signatories.models import Signatory

from .applying import Application, address, fill_in, form_of, send, sign_up
from .places import LANGUAGES

# Also with the #main that the skip link left behind.
RECEIPT = re.compile(address("signatories:sent", "nl", token="TOKEN").replace("TOKEN", "[^/]+") + "(#main)?$")
WRONG = {
    "website": "geen adres",
    "enterprise_number": "0202.239.952",
    "contact_email": "lies@",
    "contact_phone": "bel me",
}


def send_with_errors(page: Page, language: str) -> Application:
    application = Application(language, answers=WRONG)
    page.goto(address("signatories:join", language))
    fill_in(page, application)
    form_of(page).locator("[name=agrees_to_charter]").uncheck()
    send(page)
    return application


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_input_is_listed_on_top_with_ways_to_the_fields_and_nothing_typed_is_lost(open_page, language, script):
    page = open_page(language=language, script=script)

    application = send_with_errors(page, language)

    summary = page.get_by_role("alert")
    links = summary.get_by_role("link")
    assert links.count() == len(WRONG) + 1
    for name, text in application.texts.items():
        assert page.locator(f"[name={name}]").input_value() == text
    assert page.locator("[name=kind]").input_value() == "company"
    assert page.locator(f"[name=language][value={language}]").is_checked()
    assert page.locator("[name=has_mandate]").is_checked()
    for link in links.all():
        target = page.locator(link.get_attribute("href"))
        link.click()
        assert target.evaluate("it => it === document.activeElement || it.matches(':target')")
        assert target.get_attribute("aria-invalid") == "true"
    assert not Signatory.objects.exclude(source_url__gt="").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_is_brought_to_the_list_of_errors_and_the_title_says_it(open_page, language):
    page = open_page(address("signatories:join", language), language=language)
    before = page.title()

    send_with_errors(page, language)

    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title() != before


def test_each_wrong_field_says_so_to_who_cannot_see_it(open_page):
    page = open_page()
    send_with_errors(page, "nl")

    for name in WRONG:
        field = page.locator(f"[name={name}]")
        described = (field.get_attribute("aria-describedby") or "").split()
        texts = [page.locator(f"[id='{part}']").inner_text() for part in described]
        assert any(texts)
        assert f"id_{name}_error" in described


def test_mended_input_goes_through(open_page):
    page = open_page()
    send_with_errors(page, "nl")

    fill_in(page, Application("nl"))
    send(page)

    page.wait_for_url(RECEIPT)
    assert Signatory.objects.filter(contact_email="lies@zuiderlicht.example").count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_two_presses_make_one_application(open_page, script):
    page = open_page(address("signatories:join", "nl"), script=script)
    fill_in(page, Application("nl"))

    form_of(page).locator("button[type=submit]").dblclick(no_wait_after=True)
    page.wait_for_url(RECEIPT)

    assert Signatory.objects.filter(contact_email="lies@zuiderlicht.example").count() == 1


def test_going_back_after_sending_finds_everything_as_it_was_typed(open_page):
    page = open_page()
    application = Application("nl")
    sign_up(page, application)

    page.go_back()

    form = form_of(page)
    assert {name: form.locator(f"[name={name}]").input_value() for name in application.texts} == application.texts
    assert form.locator("button[type=submit]").get_attribute("aria-disabled") in {None, "false"}
    send(page)
    page.wait_for_url(RECEIPT)


def test_going_back_and_sending_again_corrects_the_same_application(site, browser_type, browser_type_launch_args):
    """With the memory that browsers have for the page before; Playwright turns it off in the browser of other tests."""
    launch = browser_type_launch_args | {"ignore_default_args": ["--disable-back-forward-cache"]}
    application = Application("nl")
    with browser_type.launch(**launch) as browser:
        page = browser.new_page(base_url=site.address)
        sign_up(page, application)

        page.evaluate("history.back()")
        page.locator("form[method=post] [name=name]").fill("Voorbeeldbedrijf Noorderlicht")
        page.locator("form[method=post] button[type=submit]").click(no_wait_after=True)
        expect(page).to_have_url(RECEIPT)

    signatory = Signatory.objects.get(contact_email=application.mailbox)
    assert signatory.name == "Voorbeeldbedrijf Noorderlicht"


def test_reloading_the_receipt_sends_nothing_again(open_page):
    page = open_page()
    sign_up(page, Application("nl"))
    receipt_number = Signatory.objects.get(contact_email="lies@zuiderlicht.example").receipt_number

    page.reload()

    assert page.get_by_text(receipt_number).count() >= 1
    assert Signatory.objects.filter(contact_email="lies@zuiderlicht.example").count() == 1


def test_a_keyboard_is_enough(open_page):
    """From the address bar to the receipt, in the order in which the page reads; nothing is reached by surprise."""
    page = open_page(address("signatories:join", "nl"))
    application = Application("nl")
    page.keyboard.press("Tab")
    assert focused(page, "it.className") == "skip"
    page.keyboard.press("Enter")

    tab_to(page, "kind")
    page.keyboard.press("ArrowDown")
    for name, text in application.texts.items():
        tab_to(page, name)
        page.keyboard.type(text)
        if name == "contact_phone":
            tab_to(page, "language")
            page.keyboard.press("Space")
    tab_to(page, "agrees_to_charter")
    page.keyboard.press("Space")
    tab_to(page, "has_mandate")
    page.keyboard.press("Space")
    for _press in range(12):
        page.keyboard.press("Tab")
        if focused(page, "it.type") == "submit":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(RECEIPT)

    signatory = Signatory.objects.get(contact_email=application.mailbox)
    assert (signatory.status, signatory.kind, signatory.language) == (Status.UNCONFIRMED, "company", "nl")


def tab_to(page: Page, name: str) -> None:
    """On to the next field of this name, which may be a few links away, but never the trap for robots."""
    for _press in range(12):
        page.keyboard.press("Tab")
        here = focused(page, "it.name")
        assert here != "homepage"
        if here == name:
            assert page.evaluate(FOCUS_IS_SEEN), f"nothing shows that {name} has the focus"
            return
    pytest.fail(f"{name} cannot be reached with the Tab key")


def focused(page: Page, question: str) -> object:
    return page.evaluate(f"(it => {question})(document.activeElement)")


FOCUS_IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
}"""


ELSEWHERE = "http://elders.example/"
SEND_FROM_ELSEWHERE = """([action, typed]) => {
  const form = document.body.appendChild(document.createElement("form"));
  Object.assign(form, { method: "post", action });
  for (const [name, value] of Object.entries(typed)) {
    form.appendChild(Object.assign(document.createElement("input"), { name, value }));
  }
  form.submit();
}"""


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_another_site_sends_comes_back_as_typed_and_goes_through_from_here(
    open_page, site, language, script
):
    page = open_page(language=language, script=script, watched=False)
    page.route(ELSEWHERE, lambda route: route.fulfill(content_type="text/html; charset=utf-8", body="Elders"))
    page.goto(ELSEWHERE)
    application = Application(language)
    typed = application.texts | {
        "kind": "company",
        "language": language,
        "agrees_to_charter": "on",
        "has_mandate": "on",
    }

    with page.expect_navigation():
        page.evaluate(SEND_FROM_ELSEWHERE, [site.address + address("signatories:join", language), typed])

    assert not Signatory.objects.filter(contact_email=application.mailbox).exists()
    assert page.get_by_role("alert").get_by_role("listitem").count() == 1
    assert {name: page.locator(f"[name={name}]").input_value() for name in application.texts} == application.texts
    send(page)
    page.wait_for_url("**" + address("signatories:sent", language, token="*"))
    assert Signatory.objects.get(contact_email=application.mailbox).doubts == []
    assert page.context.cookies() == []


def test_a_browser_that_hides_where_it_comes_from_signs_all_the_same(open_page):
    page = open_page(address("signatories:join", "nl"))
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('meta'), {name: 'referrer', content: 'no-referrer'}))"
    )
    fill_in(page, Application("nl"))

    with page.expect_request(lambda request: request.method == "POST") as sent:
        send(page)

    page.wait_for_url(RECEIPT)
    assert sent.value.all_headers()["origin"] == "null"


def test_each_field_is_found_by_its_label(open_page):
    page = open_page(address("signatories:join", "nl"))

    unlabelled = page.evaluate(
        """() => [...document.querySelectorAll("main form :is(input, select, textarea):not([type=hidden])")]
             .filter((field) => !field.closest("[aria-hidden=true]") && !field.labels.length).map((field) => field.name)"""
    )

    assert unlabelled == []


def test_no_field_points_at_an_explanation_that_is_not_there(open_page):
    """Accessibility checkers do not see this."""
    page = open_page()
    found = {}

    for name, prepare in {"empty": lambda: None, "wrong": lambda: send(page)}.items():
        page.goto(address("signatories:join", "nl"))
        prepare()
        found[name] = page.evaluate(
            """() => [...document.querySelectorAll("[aria-describedby], [aria-labelledby], label[for]")].flatMap((it) =>
                 ["aria-describedby", "aria-labelledby", "for"].flatMap((name) => (it.getAttribute(name) ?? "").split(" ")))
                 .filter((id) => id && !document.getElementById(id))"""
        )

    assert found == {"empty": [], "wrong": []}


def test_what_a_robot_fills_in_is_set_apart_and_gets_no_mail(open_page):
    page = open_page(address("signatories:join", "nl"))
    fill_in(page, Application("nl"))
    page.evaluate("document.querySelector('[name=homepage]').value = 'https://spam.example'")
    send(page)

    signatory = Signatory.objects.get(contact_email="lies@zuiderlicht.example")
    assert (signatory.status, signatory.doubts) == (Status.QUARANTINED, [Doubt.HONEYPOT])
    assert not signatory.mails.exists()
