"""The guide as a community manager uses it: from a nasty comment to what to do, with a reply to paste."""

import re

import pytest
from playwright.sync_api import Page, expect

from .applying import address
from .places import LANGUAGES

COPIED = "() => window.copied"
REMEMBER_WHAT_IS_COPIED = """
  window.copied = null;
  navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); };
"""


def answer(page: Page, number: int) -> None:
    page.locator("main a.answer").nth(number).click()


def to_the_outcome_of_an_insult(page: Page) -> int:
    """From the home page, as somebody who knows nothing yet; how many clicks that took."""
    page.locator("main nav .word-cloud a").first.click()
    for number in (-1, -1, 1, 0):  # no danger; not about who people are; names called; the first time
        answer(page, number)
    return 5


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_home_page_to_a_reply_in_six_clicks(open_page, language, script):
    page = open_page(language=language, script=script)
    page.add_init_script(REMEMBER_WHAT_IS_COPIED)
    page.goto(address("signatories:home", language))

    clicks = to_the_outcome_of_an_insult(page)

    reply = page.locator(".reply").first
    shown = reply.locator(".reply-text").inner_text()
    assert page.locator("main h1").count() == 1
    assert ("pasici.be/" if language == "fr" else "hierniet.be/") in shown
    assert page.locator(".turns li").count() == 4
    if script:
        reply.locator("button").click()
        clicks += 1
        assert page.evaluate(COPIED) == shown
    assert clicks <= 6


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_way_back_leads_to_the_question_with_the_answers_before_it(open_page, script):
    page = open_page(address("signatories:home", "nl"), script=script)
    to_the_outcome_of_an_insult(page)

    page.locator(".turns a").nth(2).click()

    expect(page.locator(".turns li")).to_have_count(2)
    page.go_back()
    expect(page.locator(".turns li")).to_have_count(4)


def test_own_name_and_link_are_filled_in_and_counted_without_asking_anybody(open_page):
    page = open_page(address("guidance:replies", "nl") + "?rule=insults&tone=firm&platform=tiktok")
    asked = []
    # A browser fetches the icon of a page whenever it likes.
    page.on("request", lambda request: None if "favicon" in request.url else asked.append(request.url))
    reply = page.locator(".reply").first
    before = reply.locator(".reply-text").inner_text()

    own = page.locator("[data-hn-own]")
    own.locator("input").first.fill("https://hierniet.be/schelden/Voorbeeldstad")
    own.locator("input").nth(1).fill("Voorbeeldstad")

    after = reply.locator(".reply-text").inner_text()
    assert after == before.replace("hierniet.be/schelden", "hierniet.be/schelden/voorbeeldstad") + "\nVoorbeeldstad"
    assert reply.locator("[data-hn-copy]").get_attribute("data-hn-copy") == after
    assert f"{len(after)}/150" in reply.locator("[data-hn-reply-count]").inner_text()
    assert asked == []


def test_reply_that_grew_too_long_for_its_platform_says_so(open_page):
    page = open_page(address("guidance:replies", "nl") + "?rule=insults&tone=firm&platform=tiktok")
    reply = page.locator(".reply").first

    page.locator("[data-hn-own] input").nth(1).fill("Een heel erg lange naam van een organisatie in Vlaanderen")

    assert "reply--too-long" in (reply.get_attribute("class") or "")
    assert "TikTok" not in reply.locator("[data-hn-reply-fits]").inner_text()


def test_finder_works_without_script_by_its_form(open_page):
    page = open_page(address("guidance:replies", "fr"), language="fr", script=False)

    page.locator("[name=rule]").select_option("spam")
    page.locator("[name=length]").select_option("short")
    page.locator("main form button").click()

    assert "rule=spam" in page.url
    assert page.locator(".reply").count() == 4
    assert not page.locator("[data-hn-own]").is_visible()
    assert not page.locator("[data-hn-copy]").first.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_of_contents_leads_to_the_part_it_names(open_page, language):
    page = open_page(address("guidance:guide", language), language=language)
    page.locator(".article-link a").first.click()

    link = page.locator(".contents a").nth(1)
    name = link.inner_text()
    link.click()

    target = page.locator(page.evaluate("decodeURIComponent(location.hash)"))
    assert target.inner_text() == name
    assert target.is_visible()


def test_printed_article_has_its_text_and_sources_and_no_navigation(open_page):
    page = open_page(address("guidance:guide", "nl"))
    page.locator(".article-link a").first.click()
    page.emulate_media(media="print")

    assert page.locator("main .prose").first.is_visible()
    assert not any(part.is_visible() for part in page.locator("nav, .contents, button").all())


def test_flowchart_prints_on_one_page(open_page):
    page = open_page(address("signatories:home", "nl"))
    page.locator("main nav .word-cloud a").first.click()
    page.locator("main p.no-print a").click()

    pages = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "1cm"))

    assert page.locator(".flowchart svg").is_visible()
    assert len(re.findall(rb"/Type /Page\b", pages)) == 1
