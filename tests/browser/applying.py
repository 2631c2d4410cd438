"""Fills in the form to sign as people do: by its fields, in the order in which they stand."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Locator, Page

KINDS_WITH_NAMES = {"nl": "Voorbeeldbedrijf Zuiderlicht", "fr": "Société Exemple & Fils", "en": "Sample Works"}


@dataclass(frozen=True)
class Application:
    """What is typed; `mailbox` tells the tests' mails apart."""

    language: str
    name: str = ""
    mailbox: str = "lies@zuiderlicht.example"
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        return {
            "name": self.name or KINDS_WITH_NAMES[self.language],
            "website": "www.zuiderlicht.example",
            "enterprise_number": "0202.239.951",
            "contact_name": "Lies Voorbeelds",
            "contact_role": "communicatie",
            "contact_email": self.mailbox,
            "contact_phone": "02 000 12 34",
        } | self.answers


def address(name: str, language: str, **words: object) -> str:
    """The address of a page in a language."""
    with translation.override(language):
        return reverse(name, kwargs=words or None)


def form_of(page: Page) -> Locator:
    """The one form of a page that sends something."""
    return page.locator("main form[method=post]")


def fill_in(page: Page, application: Application) -> None:
    form = form_of(page)
    form.locator("[name=kind]").select_option("company")
    for name, text in application.texts.items():
        form.locator(f"[name={name}]").fill(text)
    form.locator(f"[name=language][value={application.language}]").check()
    form.locator("[name=agrees_to_charter]").check()
    form.locator("[name=has_mandate]").check()


def send(page: Page) -> None:
    """Press the form's first button; it says what it is for."""
    form_of(page).locator("button[type=submit]").first.click()


def sign_up(page: Page, application: Application) -> None:
    page.goto(address("signatories:join", application.language))
    fill_in(page, application)
    send(page)
    page.wait_for_url("**" + address("signatories:sent", application.language, token="*"))
