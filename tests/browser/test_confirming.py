"""Proving that an address is one's own: by the link, by the code, twice, after a scanner, and too late."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from signatories import actions
from signatories.enums import Status
from signatories.models import Signatory

from . import post
from .applying import Application, address, form_of, send, sign_up
from .places import LANGUAGES

CONFIRM = "button[name=action][value=confirm]"
NOT_ME = "button[name=action][value=not_me]"


def applied(page: Page, language: str = "nl") -> tuple[Signatory, str]:
    """Somebody signed up and the mail is there: the row, and the link in the mail."""
    application = Application(language)
    sign_up(page, application)
    post.deliver()
    mail = post.newest(to=application.mailbox)
    return Signatory.objects.get(contact_email=application.mailbox), post.link(mail, to=f"/{language}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_works_where_the_link_does_not(open_page, language):
    page = open_page(language=language)
    signatory, _link = applied(page, language)
    mail = post.newest(to=signatory.contact_email)

    page.goto(address("signatories:confirm_code", language))
    form_of(page).locator("[name=receipt_number]").fill(signatory.receipt_number.lower())
    form_of(page).locator("[name=code]").fill(f" {post.code(mail).lower()} ")
    send(page)
    page.locator(CONFIRM).click()

    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


def test_a_wrong_code_is_refused_without_saying_which_part_is_wrong(open_page):
    page = open_page()
    signatory, _link = applied(page)
    sentences = set()

    for number in (signatory.receipt_number, "HN-2222222"):
        page.goto(address("signatories:confirm_code", "nl"))
        form_of(page).locator("[name=receipt_number]").fill(number)
        form_of(page).locator("[name=code]").fill("ABCD-EFGH")
        send(page)
        sentences.add(page.get_by_role("alert").inner_text())

    assert len(sentences) == 1
    signatory.refresh_from_db()
    assert signatory.status == Status.UNCONFIRMED


def test_opening_the_link_changes_nothing_whoever_opens_it(open_page):
    """Mail scanners open every link, some of them in a whole browser; only the button counts."""
    page = open_page()
    signatory, link = applied(page)

    scanner = open_page(script=False)
    for _visit in range(3):
        scanner.goto(link)
        scanner.request.head(link)
    prefetcher = open_page(extra_http_headers={"Sec-Purpose": "prefetch"})
    prefetcher.goto(link)

    signatory.refresh_from_db()
    assert signatory.status == Status.UNCONFIRMED
    page.goto(link)
    assert page.locator(CONFIRM).is_visible()


def test_confirming_twice_does_no_harm(open_page):
    page, second = open_page(), open_page()
    signatory, link = applied(page)

    second.goto(link)
    page.goto(link)
    page.locator(CONFIRM).click()
    second.locator(CONFIRM).click()

    expect(page.locator(CONFIRM)).to_have_count(0)
    expect(second.locator(CONFIRM)).to_have_count(0)
    assert page.locator("main h1").inner_text() == second.locator("main h1").inner_text()
    assert signatory.events.filter(to_status=Status.SUBMITTED).count() == 1
    assert signatory.mails.filter(message="application_submitted").count() == 1


ERASED = {"nl": "Je adres is gewist.", "fr": "Votre adresse est effacée.", "en": "Your address is erased."}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_did_not_ask_for_this_has_it_erased_and_reads_so(open_page, language, script):
    page = open_page(language=language, script=script)
    signatory, link = applied(page, language)

    page.goto(link)
    page.locator(NOT_ME).click()

    signatory.refresh_from_db()
    assert (signatory.status, signatory.contact_email, signatory.contact_name) == (Status.EXPIRED, "", "")
    assert not signatory.mails.exists()
    assert page.locator("main h1").inner_text() == ERASED[language]
    assert page.title().startswith(ERASED[language].rstrip("."))
    assert page.locator("main form, main button").count() == 0
    page.goto(link)
    assert page.locator("main h1").inner_text() == ERASED[language]
    assert page.context.cookies() == []


def test_a_link_that_comes_too_late_says_so_and_invites_again(open_page):
    page = open_page()
    signatory, link = applied(page)
    Signatory.objects.filter(pk=signatory.pk).update(created_at=timezone.now() - timedelta(days=8))
    actions.expire(signatory, why="not confirmed in time")

    page.goto(link)

    assert page.locator("form[method=post]").count() == 0
    assert page.locator("main").get_by_role("link").first.get_attribute("href") == address("signatories:join", "nl")


def test_a_link_that_a_mail_programme_broke_leads_to_the_code(open_page):
    page = open_page(expects=(404,))
    _signatory, link = applied(page)

    page.goto(link[:-4] + "/")

    code = address("signatories:confirm_code", "nl")
    assert page.locator(f"main a[href='{code}']").count() == 1
