"""To quote a rule: its version, its address, what it said before and what changed, with and without script."""

import pytest
from playwright.sync_api import expect

from guidance.models import RuleText
from hierniet.languages import LANGUAGES


def rewrite(language: str) -> RuleText:
    text = RuleText.objects.public().in_language(language).get(rule__key="insults")
    text.summary, text.change_note = "Nieuwe samenvatting.", "Waarom het anders moest."
    text.lead = f"{text.lead} Zeker weten."
    text.save()
    return text


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_rule_to_what_it_said_before(open_page, language, script):
    text = rewrite(language)
    page = open_page(text.get_absolute_url(), language=language, script=script)

    citation = page.locator(".citation-address").inner_text()
    assert citation.endswith("/2/")
    assert page.locator(".citation button").is_visible() is script
    page.locator(".cite a").click()
    assert "Waarom het anders moest." in page.locator(".editions").inner_text()

    page.locator(".editions a[href*='1-2']").click()
    assert "Zeker weten" in " ".join(page.locator(".difference ins").all_inner_texts())

    page.goto(page.url.replace(page.url.split("/")[-3] + "/1-2/", "1/"))
    assert page.locator(".notice--sun").is_visible()
    assert "Zeker weten" not in page.locator("main .lead").inner_text()
    page.locator(".notice a").first.click()
    assert page.url.endswith(text.get_absolute_url())


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_day_that_was_chosen_leads_to_what_stood_there(open_page, script):
    text = rewrite("nl")
    today = text.rule.versions.get(language="nl", number=2).published_on
    page = open_page(f"{text.get_absolute_url()}versies/", script=script, expects=(404,))

    page.locator("input[type=date]").fill(today.isoformat())
    page.locator("main form button").click()
    assert page.url.endswith("/versies/2/")

    page.goto(f"{text.get_absolute_url()}versies/op/2001-01-01/")
    page.locator("main a.button").first.click()
    assert page.url.endswith(text.get_absolute_url())


def test_the_address_to_quote_is_copied(open_page):
    text = rewrite("nl")
    page = open_page(text.get_absolute_url(), permissions=["clipboard-read", "clipboard-write"])

    page.locator(".citation button").click()
    expect(page.locator(".citation button")).to_contain_text("Gekopieerd")

    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{text.get_absolute_url()}versies/2/")
