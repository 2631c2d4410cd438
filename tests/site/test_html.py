"""What the walk does not come by, as html-validate sees it: the back office, pages for when nothing works, mails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from hierniet import errors
from hierniet.languages import LANGUAGES
from hierniet.staff import make_log_in_token
from signatories import emails
from tests import factories
from tests.html import validator
from tests.signatories.test_emails import create, queue
from tests.signatories.test_renewal_emails import every_mail
from tests.site import test_back_office_pages as back_office
from tests.site.test_server_examples import PAGES

pytestmark = [pytest.mark.html, pytest.mark.django_db]

Findings = Callable[..., dict[str, list[str]]]


@pytest.fixture
def findings(tmp_path: Path) -> Findings:
    return lambda html, **rules: validator.findings(html, tmp_path, **rules)


def test_page_that_is_wrong_is_seen(findings: Findings):
    """Else a validator that says nothing would pass for valid pages."""
    start = '<!DOCTYPE html><html lang="nl"><head><title>Hier</title></head><body>'

    found = findings({"good": f"{start}<p>niet</p></body></html>", "bad": f"{start}<ul><p>niet</p></ul></body></html>"})

    assert list(found) == ["bad"]
    assert any(sentence.startswith("element-permitted-content: ") for sentence in found["bad"])


@pytest.mark.ignore_template_errors  # allauth's own page counts codes that are not there yet
@pytest.mark.parametrize("language", LANGUAGES)
def test_our_pages_of_the_back_office_are_valid_html(admin_user: User, findings: Findings, language: str):
    colleague, stranger = (back_office.in_language(user, language) for user in (admin_user, None))
    addresses = back_office.pages(colleague)
    ours = [name for name in addresses if not name.startswith(back_office.STOCK)]

    html = {name: seen(colleague, addresses[name]) for name in ours}
    html |= {f"decision, page {number}": page for number, page in enumerate(back_office.decision_pages(colleague), 1)}
    html |= {name: seen(colleague, reverse(name)) for name in back_office.ACCOUNT}
    html |= {name: seen(stranger, reverse(name)) for name in back_office.ENTRANCE}

    assert findings(html) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_of_the_back_office_are_valid_html(admin_user: User, findings: Findings, language: str):
    """Django's, with fields and widgets of ours."""
    client = back_office.in_language(admin_user, language)
    addresses = back_office.pages(client)

    html = {name: seen(client, addresses[name]) for name in addresses if name.startswith("form of")}

    assert findings(html, rules="admin.mjs") == {}


def seen(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_pages_for_when_nothing_works_are_valid_html(findings: Findings):
    request = RequestFactory().get("/")

    html = {path.name: path.read_text(encoding="utf-8") for path in PAGES}
    html["500"] = errors.server_error(request).content.decode()
    html["400"] = errors.bad_request(request, Exception()).content.decode()

    assert findings(html) == {}


def test_pages_of_a_developers_machine_are_valid_html(findings: Findings, client: Client, settings, mail_folder: Path):
    settings.DEBUG = settings.LOG_IN_LINKS = True
    settings.ROOT_URLCONF = "tests.site.local_urls"
    (mail_folder / "1-0123abcd.eml").write_bytes(b"Subject: Hier\n\nniet")
    link = reverse("log_in_link", kwargs={"token": make_log_in_token(factories.create_moderator())})

    addresses = ("/componenten/", "/post/", "/post/1-0123abcd/", link)

    assert findings({address: seen(client, address) for address in addresses}) == {}


@contextmanager
def undone() -> Iterator[None]:
    """What one mail needed stands in nobody else's way."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_mails_are_valid_html(findings: Findings):
    factories.create_rule()
    factories.create_page(key="privacy")
    html = {}
    for language in LANGUAGES:
        for message in emails.MESSAGES:
            with undone():
                html[f"{message} {language}"] = queue(message, create(message, language)).html_message
        with undone():
            for number, mail in enumerate(every_mail(language)):
                html[f"{mail.outgoing_mail.message} {number} {language}"] = mail.html_message

    assert findings(html, rules="mails.mjs") == {}
