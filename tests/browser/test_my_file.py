"""My file in a real browser: the address stays secret, and a form sent from it arrives all the same."""

from playwright.sync_api import expect

from signatories import actions, tokens
from signatories.enums import Status
from signatories.models import Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories import questions

from . import post
from .applying import address


def test_applicant_corrects_what_was_asked_by_keyboard_alone(open_page):
    signatory = factories.create_signatory()
    questions.ask(signatory, questions.WEBSITE, questions.NAME)
    page = open_page()
    page.goto(questions.page_of(signatory))

    page.get_by_role("link", name="Verbeter het nu").press("Enter")
    page.locator("[name=website]").fill("www.nieuw.example")
    page.locator("[name=name]").fill("Voorbeeld voluit vzw")
    page.locator("main form [type=submit]").press("Enter")

    assert "Bedankt" in page.get_by_role("status").inner_text()
    signatory.refresh_from_db()
    assert (signatory.status, signatory.website) == (Status.SUBMITTED, "https://www.nieuw.example")
    assert page.evaluate("document.referrer") == ""


def test_lost_link_arrives_opens_the_file_and_leads_out_in_two_steps(open_page):
    signatory = factories.create_signatory(
        status=Status.APPROVED, slug="voorbeeld", contact_email="kwijt@voorbeeld.example"
    )
    page = open_page()
    page.goto(address("signatories:lost_link", "nl"))
    page.locator("main [name=email]").fill("kwijt@voorbeeld.example")
    page.locator("main form [type=submit]").click()
    actions.answer_link_requests()
    post.deliver()

    page.goto(post.link(post.newest(to="kwijt@voorbeeld.example"), to="/nl/mijn-dossier/"))
    page.get_by_role("link", name="Stoppen").click()
    page.get_by_role("link", name="Naar de laatste stap").click()
    page.locator("main form [type=submit]").click()
    expect(page.get_by_role("alert")).to_have_count(1)
    page.locator("main [name=understands]").check()
    page.locator("main form [type=submit]").click()

    assert "Je bent gestopt op" in page.locator("main").inner_text()
    assert Signatory.objects.get(pk=signatory.pk).status == Status.WITHDRAWN
    assert tokens.make_token(Signatory.objects.get(pk=signatory.pk), Purpose.FILE) in page.url
