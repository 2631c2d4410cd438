"""The main job from end to end: refer, read, join, confirm, approve, show, refer by name, suspend, gone."""

import pytest
from playwright.sync_api import Page

from guidance.models import RuleText
from signatories import tokens
from signatories.enums import Status
from signatories.models import Signatory

from . import moderating, post
from .applying import Application, address, sign_up
from .places import LANGUAGES

CONFIRM = "button[name=action][value=confirm]"
NAMES = {"nl": "Voorbeeldbedrijf Zuiderlicht", "fr": "Société d’Exemple & Fils", "en": "Sample “Works” {Ltd}"}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_comment_to_a_name_in_the_list_and_off_it_again(open_page, language, script):
    visitor = open_page(language=language, script=script, expects=(404,))
    moderator = open_page(language=language, script=script)
    application = Application(language, name=NAMES[language])

    rule = refer_and_read(visitor, language)
    signatory = join(visitor, application)
    confirm(visitor, signatory, language)
    mail = approve(moderator, signatory)
    slug = arrive_in_the_list(visitor, signatory, mail, language)
    refer_by_name(visitor, rule, signatory, slug, language)
    suspend(moderator, signatory)
    gone(visitor, rule, signatory, slug, language)

    assert visitor.context.cookies() == []


def refer_and_read(page: Page, language: str) -> RuleText:
    """The word under a comment leads to the rule, in the word's language; from there on to who stands behind it."""
    rule = RuleText.objects.public().in_language(language).get(rule__key="insults")
    page.goto(f"/{rule.slug}")

    assert page.url.endswith(rule.get_absolute_url())
    assert page.locator("html").get_attribute("lang") == language
    assert rule.question in page.locator("main h1").inner_text()
    for comment in (*rule.welcome, *rule.unwelcome):
        assert page.get_by_text(comment).count() >= 1
    assert page.locator("main details").count() >= 1
    return rule


def join(page: Page, application: Application) -> Signatory:
    """By the way that the page itself shows."""
    page.locator(f"header a[href='{address('signatories:join', application.language)}']").click()
    sign_up(page, application)
    signatory = Signatory.objects.get(contact_email=application.mailbox)

    assert (signatory.status, signatory.name) == (Status.UNCONFIRMED, application.name)
    assert page.get_by_text(signatory.receipt_number).count() >= 1
    assert application.mailbox not in page.content()
    return signatory


def confirm(page: Page, signatory: Signatory, language: str) -> None:
    """The mail as it arrives; its link opens a page with a button."""
    assert post.deliver() == 1
    mail = post.newest(to=signatory.contact_email)
    assert signatory.name in mail.text

    page.goto(post.link(mail, to=f"/{language}/"))
    page.locator(CONFIRM).click()

    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED
    assert post.deliver() == 1
    my_file = address("signatories:my_file", language, token="x").removesuffix("x/")
    page.goto(post.link(post.newest(to=signatory.contact_email), to=my_file))
    assert signatory.name in page.locator("main h1").inner_text()


def approve(page: Page, signatory: Signatory) -> str:
    """What the moderator sees before is what goes out after."""
    moderating.log_in(page)
    moderating.find_in_queue(page, signatory)
    for fact in (signatory.name, signatory.contact_email, signatory.enterprise_number_display):
        assert page.get_by_text(fact).count() >= 1

    moderating.begin(page, "approve", signatory)
    shown = moderating.mail_shown(page)
    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED  # nothing has happened yet
    moderating.carry_out(page, "approve", signatory)
    assert post.deliver() == 0  # it can still be undone
    moderating.send_now(page)

    signatory.refresh_from_db()
    assert (signatory.status, signatory.decided_by.username) == (Status.APPROVED, "Mo")
    assert post.deliver() == 1
    arrived = post.newest(to=signatory.contact_email).text
    assert tokens.without_keys(arrived, signatory).split() == shown.split()
    return arrived


def arrive_in_the_list(page: Page, signatory: Signatory, mail: str, language: str) -> str:
    """The applicant's mail leads to their page; the list finds them; each visible at once."""
    own_page = address("signatories:signatory", language, slug=signatory.slug)
    assert own_page in mail

    page.goto(address("signatories:directory", language))
    page.locator("main form [name=q]").fill(signatory.name[:8].upper())
    page.locator("main form button[type=submit]").click()
    page.locator(f"main a[href='{own_page}']").click()
    page.wait_for_url(f"**{own_page}")

    assert signatory.name in page.locator("main h1").inner_text()
    return signatory.slug


def refer_by_name(page: Page, rule: RuleText, signatory: Signatory, slug: str, language: str) -> None:
    """`/schelden/zuiderlicht` says on whose page it happened."""
    link = page.locator(f"main a[href='/{rule.slug}/{slug}']")
    assert link.count() == 1

    link.click()
    page.wait_for_url("**" + address("signatories:rule_on_behalf", language, slug=rule.slug, signatory=slug))

    assert page.locator("main").get_by_text(signatory.name).count() >= 1


def suspend(page: Page, signatory: Signatory) -> None:
    page.goto(moderating.review_address(signatory))
    moderating.begin(page, "suspend", signatory)
    moderating.give_reason(page, "suspend", signatory, own_words="Zie ook {{ ons }} gesprek & “afspraak”.")
    shown = moderating.mail_shown(page)
    moderating.carry_out(page, "suspend", signatory)
    assert post.deliver() == 0  # it can still be undone
    moderating.send_now(page)

    signatory.refresh_from_db()
    assert signatory.status == Status.SUSPENDED
    assert post.deliver() == 1
    arrived = post.newest(to=signatory.contact_email).text
    assert tokens.without_keys(arrived, signatory).split() == shown.split()
    assert "{{ ons }} gesprek & “afspraak”" in shown


def gone(page: Page, rule: RuleText, signatory: Signatory, slug: str, language: str) -> None:
    """At once and everywhere; a link that stands under an old comment still leads to the rule."""
    own_page = address("signatories:signatory", language, slug=slug)

    assert page.goto(own_page).status == 404
    page.goto(address("signatories:directory", language) + f"?q={slug}")
    assert page.locator(f"main a[href='{own_page}']").count() == 0
    assert own_page not in page.request.get("/sitemap.xml").text()
    page.goto(f"/{rule.slug}/{slug}")
    assert page.url.endswith(rule.get_absolute_url())
    assert page.get_by_text(signatory.name).count() == 0
