"""From the reminder in the mailbox back into the list, and from one contact person to the next, as people do it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from signatories import renewal_emails, tokens
from signatories.enums import Status
from signatories.models import ContactChange, Signatory
from signatories.renewal import Stage
from signatories.tokens import Purpose
from tests import factories

from . import post
from .applying import address, form_of, send
from .places import LANGUAGES


def listed(language: str, mailbox: str, **facts: object) -> Signatory:
    return factories.create_signatory(
        status=Status.APPROVED,
        language=language,
        contact_email=mailbox,
        website="https://zuiderlicht.example/",
        approved_at=timezone.now() - timedelta(days=400),
        **facts,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_press_in_the_mail_and_it_is_back_in_the_list(open_page, language):
    signatory = listed(language, "lies@zuiderlicht.example", lapsed_at=timezone.now())
    renewal_emails.renewal_due(signatory, stage=Stage.LAST, lapses_on=timezone.localdate(), to_second=False)
    post.deliver()
    page = open_page(language=language, script=False)
    entry = address("signatories:signatory", language, slug=signatory.slug)
    assert page.request.get(entry).status == 404

    page.goto(post.link(post.newest(to="lies@zuiderlicht.example"), to=f"/{language}/"))
    send(page)

    assert page.goto(entry).status == 200
    signatory.refresh_from_db()
    assert signatory.is_public


def test_contact_person_hands_over_and_the_next_one_accepts(open_page):
    signatory = listed("nl", "oud@zuiderlicht.example")
    page = open_page()
    page.goto(address("signatories:my_file", "nl", token=tokens.make_token(signatory, Purpose.FILE)))
    page.get_by_role("link", name="Iemand anders wordt de contactpersoon").click()
    form_of(page).locator("[name=new_name]").fill("Mia Voorbeeld")
    form_of(page).locator("[name=new_email]").fill("mia@zuiderlicht.example")
    send(page)
    assert page.get_by_text("mia@zuiderlicht.example").is_visible()
    post.deliver()

    page.goto(post.link(post.newest(to="mia@zuiderlicht.example"), to="/nl/nieuw-contact/"))
    page.locator("button[value=accept]").click()

    signatory.refresh_from_db()
    assert (signatory.contact_name, signatory.contact_email) == ("Mia Voorbeeld", "mia@zuiderlicht.example")
    assert post.link(post.newest(to="oud@zuiderlicht.example"), to="/nl/klopt-niet/")


def test_colleague_claims_with_a_role_address_and_the_old_one_objects(open_page):
    signatory = listed("nl", "oud@zuiderlicht.example")
    page = open_page()
    page.goto(address("signatories:signatory", "nl", slug=signatory.slug))
    page.get_by_role("link", name="Word de contactpersoon").click()
    form_of(page).locator("[name=new_name]").fill("Jan Voorbeeld")
    form_of(page).locator("[name=new_email]").fill("info@zuiderlicht.example")
    send(page)
    post.deliver()
    page.goto(post.link(post.newest(to="info@zuiderlicht.example"), to="/nl/nieuw-contact/"))
    page.locator("button[value=accept]").click()
    post.deliver()

    page.goto(post.link(post.newest(to="oud@zuiderlicht.example"), to="/nl/klopt-niet/"))
    page.locator("button[value=object]").click()

    signatory.refresh_from_db()
    assert signatory.contact_email == "oud@zuiderlicht.example"
    assert ContactChange.objects.for_moderators().count() == 1
