"""The mails of the yearly question and of another contact person, in every language. See also test_emails.py."""

import re
from datetime import date

import pytest
from django.utils import timezone, translation
from post_office.models import Email

from hierniet.languages import LANGUAGES
from signatories import actions, checks, contact_emails, renewal_emails, tokens
from signatories.models import ContactChange, Signatory
from signatories.renewal import Stage
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.applications import address
from tests.signatories.pages import Page
from tests.signatories.renewals import APPROVED, listed
from tests.signatories.test_contact_change import CLAIMANT, MIA

pytestmark = pytest.mark.django_db

MESSAGES = (*renewal_emails.MESSAGES, *contact_emails.MESSAGES)
STOPPED_AT = date(2026, 12, 1)
FIRST_OF_MONTH = {"nl": "1 december 2026", "fr": "1er décembre 2026", "en": "1 December 2026"}


@pytest.fixture
def hosts(settings):
    settings.SITE_ADDRESS = "https://hierniet.example"
    settings.SITE_ADDRESSES = {"fr": "https://pasici.example"}
    return {"nl": "https://hierniet.example", "fr": "https://pasici.example", "en": "https://hierniet.example"}


def signatory_in(language: str, **facts: object) -> Signatory:
    return listed(language=language, name="Dupont & Fils « L'été »", slug="dupont", approved_at=timezone.now(), **facts)


def every_mail(language: str) -> list[Email]:
    """One of each, and the yearly question at each of its stages, also when it is late."""
    signatory = signatory_in(language)
    for stage in Stage:
        renewal_emails.renewal_due(signatory, stage=stage, lapses_on=STOPPED_AT, to_second=False)
    late = listed(language=language, name="Dupont & Fils « L'été »", slug="dupont-laat", approved_at=APPROVED)
    renewal_emails.renewal_due(late, stage=Stage.FIRST, lapses_on=None, to_second=False)
    renewal_emails.renewal_done(signatory, to_second=False)
    renewal_emails.renewal_lapsed(signatory, to_second=False)
    renewal_emails.renewal_returned(signatory, to_second=False)
    actions.accept(actions.hand_over(signatory, person=MIA))
    claimed = listed(
        language=language, name="Dupont & Fils « L'été »", slug="dupont-claim", approved_at=timezone.now()
    )  # fmt: skip
    actions.accept(actions.claim(claimed, person=CLAIMANT))
    return list(Email.objects.select_related("outgoing_mail__signatory").order_by("pk"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_are_whole_and_in_the_language_of_their_reader(hosts, language):
    factories.create_page(key="privacy")
    with translation.override("nl" if language != "nl" else "fr"):
        mails = every_mail(language)

    assert {mail.outgoing_mail.message for mail in mails} == set(MESSAGES)
    for mail in mails:
        page = Page(mail.html_message)
        signatory = mail.outgoing_mail.signatory
        assert page.language == language
        assert mail.headers["Content-Language"] == language
        assert len(mail.subject.splitlines()) == 1
        assert 10 < len(mail.subject) < 130
        assert signatory.receipt_number in mail.subject
        assert signatory.receipt_number in mail.message
        assert signatory.name in mail.message
        assert signatory.name in page.text
        for part in (mail.subject, mail.message):
            assert not re.search(r"&#?\w+;|<\w+|\{[{%#]|\bNone\b|  \n|\n\n\n", part), part
        assert max(len(line) for line in mail.message.splitlines() if "http" not in line) < 90
        assert not re.search(r"<img|<script|<link|\bsrc=|url\(|@import", mail.html_message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_link_to_pages_of_their_language_and_say_the_same_in_both_forms(hosts, language):
    factories.create_page(key="privacy")
    for mail in every_mail(language):
        in_text = {found.rstrip(".,)") for found in re.findall(r"https?://[^\s<>\"']+", mail.message)}
        in_html = {link for link in Page(mail.html_message).links if not link.startswith("mailto:")}
        assert in_text <= in_html | {hosts[language]}
        for link in in_text | in_html:
            assert link == hosts[language] or link.startswith(f"{hosts[language]}/{language}/"), link
            assert "?" not in link


@pytest.mark.parametrize("language", LANGUAGES)
def test_last_notice_names_the_day_and_the_others_do_not(language):
    signatory = signatory_in(language)
    for stage in Stage:
        renewal_emails.renewal_due(signatory, stage=stage, lapses_on=STOPPED_AT, to_second=False)
        mail = Email.objects.last()
        for part in (mail.subject, " ".join(mail.message.split()), " ".join(mail.html_message.split())):
            assert (FIRST_OF_MONTH[language] in part) is (stage is Stage.LAST)


def test_every_person_gets_an_own_link_and_only_the_contact_person_the_file(hosts):
    signatory = signatory_in("nl", second_name="Jan Voorbeeld", second_email="jan@voorbeeld.example")

    renewal_emails.renewal_due(signatory, stage=Stage.LAST, lapses_on=STOPPED_AT, to_second=True)

    first, second = Email.objects.order_by("pk")
    links = {purpose: address("renew", token=tokens.make_token(signatory, purpose)) for purpose in Purpose}
    file_link = address("my_file", token=tokens.make_token(signatory, Purpose.FILE))
    assert (links[Purpose.RENEW] in first.message, links[Purpose.RENEW_SECOND] in first.message) == (True, False)
    assert (links[Purpose.RENEW] in second.message, links[Purpose.RENEW_SECOND] in second.message) == (False, True)
    assert (file_link in first.message, file_link in second.message) == (True, False)
    assert "Dag Jan Voorbeeld," in second.message
    assert (first.to, second.to) == ([signatory.contact_email], ["jan@voorbeeld.example"])


def test_same_mailbox_twice_gets_one_mail():
    signatory = signatory_in("nl", second_email="lies@voorbeeld.example")

    assert renewal_emails.renewal_due(signatory, stage=Stage.LAST, lapses_on=STOPPED_AT, to_second=True) == 1
    assert Email.objects.count() == 1


def test_notice_of_a_claim_says_until_when(hosts, time_machine):
    claimed = signatory_in("fr")
    actions.accept(actions.claim(claimed, person=CLAIMANT))
    change = ContactChange.objects.get()

    notice = Email.objects.get(outgoing_mail__message="contact_notice")

    with translation.override("fr"):
        day = f"{timezone.localdate(change.effective_from).day}"
    assert re.search(rf"le {day}(?:er)? \S+ 20\d\d", " ".join(notice.message.split()))


def test_names_that_look_like_templates_stay_text():
    signatory = listed(name="{% if %}{{ secret }}<b>", slug="gek", approved_at=timezone.now())

    renewal_emails.renewal_due(signatory, stage=Stage.FIRST, lapses_on=None, to_second=False)

    mail = Email.objects.get()
    assert "{% if %}{{ secret }}<b>" in mail.message
    assert "<b>" not in mail.html_message


def test_check_misses_none_of_these_mails(monkeypatch):
    assert set(MESSAGES) < set(checks.MESSAGES)
    monkeypatch.setattr(checks, "MESSAGES", (*MESSAGES, "renewal_forgotten"))

    assert len(list(checks.every_mail_is_complete())) == 9
