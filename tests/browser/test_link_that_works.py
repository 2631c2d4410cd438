"""As a community manager does it: from the mail of approval to a link under a comment, and to the number in my file."""

import pytest
from playwright.sync_api import Page

from signatories import actions, tokens
from signatories.models import Referral, Signatory
from signatories.referrals import counting
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.questions import page_of

from . import post
from .places import LANGUAGES

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
FACEBOOK = "https://l.facebook.com/"
PREVIEW = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"
FIRST_SCREEN = {"width": 360, "height": 740}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_link_goes_from_the_mail_to_a_comment_to_a_reader_and_is_counted(open_page, language, script):
    signatory = approved(language)
    manager = open_page(language=language, script=script)
    counting.count_notes()  # of tests before

    link = copy_from_kit(manager, signatory, language)
    preview_is_made(open_page(language="en", user_agent=PREVIEW), link, signatory)
    read(open_page(language=language, script=script, user_agent=PHONE, **FIRST_SCREEN), link, signatory, language)
    counting.count_notes()

    assert list(Referral.objects.values_list("signatory", "language", "platform", "visits")) == [
        (signatory.pk, language, "facebook", 1)
    ]
    find_in_my_file(manager, signatory, language)
    assert manager.context.cookies() == []


def approved(language: str) -> Signatory:
    signatory = factories.create_signatory(
        name="Voorbeeldstad", language=language, social_accounts=["https://x.com/stad"]
    )
    actions.approve(signatory, by=factories.create_moderator())
    post.empty()
    assert post.deliver() == 1
    return signatory


def copy_from_kit(page: Page, signatory: Signatory, language: str) -> str:
    """The path of the first link, as the mail and the kit have it."""
    mail = post.newest(to=signatory.contact_email)
    kit = page_of(signatory, "my_kit", language)
    assert tokens.make_token(signatory, Purpose.FILE) in kit
    page.goto(post.link(mail, to=kit))

    link = page.locator(".kit-rule .address-itself").first
    assert link.inner_text() in mail.text
    assert link.inner_text() in page.locator(".kit-rule .reply-text").first.inner_text()
    return link.get_attribute("href")


def preview_is_made(page: Page, link: str, signatory: Signatory) -> None:
    """By the platform, before anybody reads: it counts for nothing, and says on whose page it is."""
    page.goto(link)

    assert page.locator("meta[property='og:image']").get_attribute("content").endswith(".png")
    assert signatory.name in page.locator("meta[property='og:image:alt']").get_attribute("content")


def read(page: Page, link: str, signatory: Signatory, language: str) -> None:
    """On a phone, above the fold: where am I, which line was crossed. Below: whom to ask."""
    page.goto(link, referer=FACEBOOK)

    assert page.locator("html").get_attribute("lang") == language
    for part in (page.locator("main .pill"), page.locator("main h1"), page.locator("main .lead")):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= FIRST_SCREEN["height"]
    assert signatory.name in page.locator("main .pill").inner_text()
    assert page.locator("#reach").count() == 1
    assert page.locator(".reach a[href='https://x.com/stad']").count() == 1
    assert page.context.cookies() == []


def find_in_my_file(page: Page, signatory: Signatory, language: str) -> None:
    page.goto(page_of(signatory, "my_file", language))
    page.locator(f"main a[href='{page_of(signatory, 'my_numbers', language)}']").click()

    assert page.locator(".number-row", has_text="1").first.locator(".number-total").inner_text() == "1"
    assert page.locator(".counts dt").inner_text() == "Facebook"
