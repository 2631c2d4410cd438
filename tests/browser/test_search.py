"""Search as people use it: from any page, by keyboard, on a phone, with and without a script."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("script", [True, False])
def test_from_the_footer_to_the_rule_by_keyboard(open_page, script):
    page = open_page("/nl/regels/", script=script)

    page.locator("footer").get_by_role("link", name="Zoeken").press("Enter")
    page.get_by_label("Wat zoek je?").fill("uitschleden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("uitschelden")
    page.locator(".hit a").first.press("Enter")

    expect(page).to_have_url(f"{page.url.split('/nl/')[0]}/nl/regels/schelden/")


def test_menu_of_a_phone_leads_to_search(open_page):
    page = open_page("/fr/", language="fr", width=320)

    page.get_by_role("button", name="Menu").click()
    page.locator("#menu").get_by_role("link", name="Recherche").click()
    page.get_by_label("Que cherchez-vous").fill("harcelement")
    page.get_by_role("button", name="Chercher").click()

    expect(page.get_by_role("heading", level=3).first).to_contain_text("Harcèlement")
    assert page.locator("mark").count() > 1


def test_nothing_found_is_no_dead_end(open_page):
    page = open_page("/en/search/?q=wagtail", language="en", script=False)

    expect(page.get_by_role("status")).to_contain_text("Nothing found for “wagtail”")
    page.get_by_role("main").get_by_role("link", name="Insults and swearing at people").click()

    expect(page).to_have_url(f"{page.url.split('/en/')[0]}/en/rules/insults/")
