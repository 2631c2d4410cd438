"""What moderators do in the back office, by the addresses of its forms: its words may change with its makers."""

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Locator, Page

from signatories.models import Signatory
from tests import factories

PASSWORD = "een-lang-wachtwoord"


def log_in(page: Page, name: str = "Mo") -> None:
    """Through the front door: asked for the queue, sent to the log-in, and on to the queue."""
    factories.create_moderator(name=name)
    queue = reverse("admin:signatories_signatory_queue")
    page.goto(queue)
    page.locator("main [name=login]").fill(name)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{queue}")


def let_in(context: BrowserContext, address: str, user) -> None:
    """Straight in, for tests that are not about logging in."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def review_address(signatory: Signatory) -> str:
    return reverse("admin:signatories_signatory_review", args=[signatory.pk])


def find_in_queue(page: Page, signatory: Signatory) -> None:
    page.goto(reverse("admin:signatories_signatory_queue"))
    page.locator(f"a[href='{review_address(signatory)}']").click()
    page.wait_for_url(f"**{review_address(signatory)}")


def form_to(page: Page, decision: str, signatory: Signatory) -> Locator:
    address = reverse("admin:signatories_signatory_decide", args=[signatory.pk, decision])
    return page.locator(f"form[action='{address}']")


def begin(page: Page, decision: str, signatory: Signatory) -> None:
    """The first of two steps: it shows the words to fill in, or the mail at once."""
    form_to(page, decision, signatory).locator("[name=begin]").click()


def give_reason(page: Page, decision: str, signatory: Signatory, *, own_words: str) -> None:
    form = form_to(page, decision, signatory)
    form.locator("[name=reason]").select_option(index=1)
    form.locator("[name=own_words]").fill(own_words)
    form.locator("button[type=submit]").last.click()


def mail_shown(page: Page) -> str:
    """The text of the mail that would go out."""
    return page.locator("pre").inner_text()


def carry_out(page: Page, decision: str, signatory: Signatory) -> None:
    form_to(page, decision, signatory).locator("[name=confirm]").click()


def send_now(page: Page) -> None:
    """The mail about what was just decided waits for some minutes, unless somebody lets it go."""
    page.locator("form[action$='/send-now/'] button").first.click()
