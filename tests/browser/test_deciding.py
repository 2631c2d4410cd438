"""Deciding in Chromium: the mail in own words, the way back, a colleague who looks at the same one, several at once."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect

from signatories import actions
from signatories.enums import Status
from signatories.models import OutgoingMail, Reading, TakenDecision
from tests import factories

from .moderating import review_address
from .test_accessibility import FOR_AXE, LOOKS, violations
from .test_back_office import log_in

QUEUE = reverse("admin:signatories_signatory_queue")
UNDO = "form[action*='/undo/']:not([action$='/send-now/']) button"


@pytest.mark.parametrize("script", [True, False])
def test_moderator_writes_the_mail_anew_sends_it_and_takes_it_back(open_page, script):
    signatory = factories.create_signatory(name="Eerste Voorbeeld")
    page = log_in(open_page(script=script, width=360), factories.create_moderator())

    page.goto(review_address(signatory))
    page.locator(".press--approve").click()
    page.locator(".edit-mail summary").click()
    page.locator("#id_mail_text").fill("Dag Lies,\n\nZonder link.")
    page.locator(".edit-mail button").click()
    expect(page.locator(".error-summary")).to_contain_text("[link 1]")
    page.locator("#id_mail_text").fill("Dag Lies,\n\nWelkom.\n\n[link 1]\n\n[link 2]")
    page.locator(".edit-mail button").click()
    expect(page.locator(".letter-text")).to_contain_text("Welkom.")
    expect(page.locator(".letter-text")).not_to_contain_text("[link 1]")
    page.locator("button[name=confirm]").click()

    expect(page.locator(".messagelist")).to_contain_text("Eerste Voorbeeld")
    assert OutgoingMail.objects.get().is_edited
    page.locator(UNDO).first.click()

    expect(page.locator("h1")).to_have_text("Eerste Voorbeeld")
    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED
    assert not OutgoingMail.objects.exists()


def test_open_page_tells_colleagues_by_itself_and_two_do_not_judge_the_same_unawares(open_page):
    signatory = factories.create_signatory()
    first, second = (log_in(open_page(), factories.create_moderator(name=name)) for name in ("Anke", "Bruno"))

    first.goto(review_address(signatory))
    expect(first.locator("[data-hn-look-button]")).to_be_hidden()
    assert Reading.objects.get().by.username == "Anke"
    second.goto(review_address(signatory))
    expect(second.locator(".in-hand")).to_contain_text("Anke")
    first.locator(".press--approve").click()
    second.locator(".in-hand form[action$='/take-over/'] button").click()
    expect(second.locator(".messagelist")).to_be_visible()

    first.locator("button[name=confirm]").click()
    expect(first.locator("[role=alert]")).to_contain_text("Bruno")
    first.locator("[name=despite]").check()
    first.locator("button[name=confirm]").click()

    expect(first.locator(".messagelist")).to_be_visible()
    signatory.refresh_from_db()
    assert (signatory.status, signatory.decided_by.username) == (Status.APPROVED, "Anke")


@pytest.mark.parametrize("script", [True, False])
def test_moderator_declines_several_by_keyboard_and_undoes_them_as_one(open_page, script):
    chosen = [factories.create_signatory() for _turn in range(3)]
    left = factories.create_signatory()
    page = log_in(open_page(script=script), factories.create_moderator())
    page.goto(QUEUE)

    for signatory in chosen:
        page.locator(f"[name=chosen][value='{signatory.pk}']").focus()
        page.keyboard.press("Space")
    page.locator("#bulk select").select_option("decline")
    page.locator("#bulk button").focus()
    page.keyboard.press("Enter")
    page.locator("#id_reason").select_option(index=1)
    page.locator(".bulk-rows button").first.focus()
    page.keyboard.press("Enter")
    expect(page.frame_locator(".letter-html").locator("h1")).to_be_visible()
    page.locator("button[name=confirm]").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".decided li")).to_have_count(3)
    assert TakenDecision.objects.filter(choice="decline").count() == 3
    page.locator("form[action$='/undo/'] button").click()
    expect(page.locator(".messagelist")).to_be_visible()
    for signatory in (*chosen, left):
        signatory.refresh_from_db()
        assert signatory.status == Status.SUBMITTED


def test_pages_about_decisions_are_accessible(open_page):
    mo = User.objects.create_superuser("beheer", "b@hierniet.example", "een-lang-wachtwoord")
    anke = factories.create_moderator(name="Anke")
    signatory, other = factories.create_signatory(), factories.create_signatory()
    actions.write_note(signatory, by=anke, text="@beheer, ken jij deze?")
    actions.hold(signatory, by=anke)
    page = log_in(open_page(**FOR_AXE), mo)
    found = {}

    page.goto(review_address(signatory))
    found["review"] = violations(page, LOOKS)
    page.locator(".press--approve").click()
    _open_all(page)
    found["decide"] = violations(page, LOOKS)
    page.locator("button[name=confirm]").click()
    found["held back"] = violations(page, LOOKS)
    page.goto(QUEUE)
    for row in (signatory, other):
        page.locator(f"[name=chosen][value='{row.pk}']").check()
    page.locator("#bulk button").click()
    found["several"] = violations(page, LOOKS)
    page.locator("button[name=confirm]").click()
    found["done"] = violations(page, LOOKS)
    page.goto(reverse("admin:signatories_signatory_just_decided"))
    found["just decided"] = violations(page, LOOKS)
    page.goto(review_address(other))
    found["way back"] = violations(page, LOOKS)

    assert {name: problems for name, problems in found.items() if problems} == {}


def _open_all(page: Page) -> None:
    for summary in page.locator("main summary, #content summary").all():
        summary.click()
