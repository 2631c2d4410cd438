"""Every message in every language, as it goes into the outbox."""

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone, translation
from post_office.models import PRIORITY, STATUS, Email

from hierniet.languages import LANGUAGES, SITE_NAMES
from signatories import actions, emails, tokens
from signatories.enums import Decision, Doubt, LogoReason, Status
from signatories.models import OutgoingMail, Signatory
from signatories.referrals import counting
from signatories.tokens import Purpose
from tests import factories
from tests.signatories import questions
from tests.signatories.applications import address
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db

REFUSALS = {"application_declined": Decision.DECLINE, "signatory_suspended": Decision.SUSPEND}
STATUS_AFTER = {
    "confirm_address": Status.UNCONFIRMED,
    "application_submitted": Status.SUBMITTED,
    "application_approved": Status.APPROVED,
    "application_declined": Status.DECLINED,
    "application_reopened": Status.SUBMITTED,
    "signatory_suspended": Status.SUSPENDED,
    "signatory_restored": Status.APPROVED,
    "second_person_asked": Status.SUBMITTED,
    "application_merged": Status.SUBMITTED,
    "logo_approved": Status.APPROVED,
    "logo_refused": Status.APPROVED,
    **questions.STATUS_AFTER,
}
SECOND = {"second_name": "An Voorbeeld", "second_email": "an@voorbeeld.example", "second_key": "sleutel"}
TO_THE_FIRST = [message for message in emails.MESSAGES if message != "second_person_asked"]
ADDRESS_IN_TEXT = re.compile(r"https?://[^\s<>\"']+")


@pytest.fixture
def hosts(settings):
    """French has a host of its own."""
    settings.SITE_ADDRESS = "https://hierniet.example"
    settings.SITE_ADDRESSES = {"fr": "https://pasici.example"}
    return {"nl": "https://hierniet.example", "fr": "https://pasici.example", "en": "https://hierniet.example"}


def queue(message: str, signatory: Signatory) -> Email:
    """The mail as its own function puts it in the outbox."""
    send(message, signatory)
    return OutgoingMail.objects.get(signatory=signatory).email


def send(message: str, signatory: Signatory) -> None:
    if message in questions.STATUS_AFTER:
        questions.send_mail_of_a_file(message, signatory)
        return
    words = {}
    if message in REFUSALS:
        words = {
            "reason": factories.create_reason(decision=REFUSALS[message]),
            "own_words": "Bel gerust & vraag Ann.",
        }
    if message == "logo_refused":
        words = {"reason": LogoReason.OF_ANOTHER, "own_words": "Bel gerust & vraag Ann."}
    if message == "application_merged":
        words = {"into": factories.create_signatory(status=Status.APPROVED, name="Dupont", slug="dupont-blijft")}
    getattr(emails, message)(signatory, **words)


def create(message: str, language: str = "nl", **facts: object) -> Signatory:
    """Somebody who gets this message."""
    return factories.create_signatory(
        language=language,
        name="Dupont & Fils « L'été »",
        slug="dupont",
        status=STATUS_AFTER[message],
        **(SECOND if message == "second_person_asked" else {}),
        **facts,
    )


@pytest.mark.parametrize("message", emails.MESSAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_is_whole_and_in_the_language_of_its_reader(hosts, message, language):
    factories.create_rule()
    factories.create_page(key="privacy")
    signatory = create(message, language)

    with translation.override("nl" if language != "nl" else "fr"):  # the moderator reads another one
        email = queue(message, signatory)

    page = Page(email.html_message)
    assert email.to == ["an@voorbeeld.example" if message == "second_person_asked" else "lies@voorbeeld.example"]
    assert (email.cc, email.bcc) == ([], [])
    assert email.status == STATUS.queued
    assert email.headers == {"Auto-Submitted": "auto-generated", "Content-Language": language}
    assert re.fullmatch(r"<[^<>\s]+@hierniet\.be>", email.message_id)
    assert len(email.subject.splitlines()) == 1
    assert 10 < len(email.subject) < 130
    assert signatory.receipt_number in email.subject + email.message
    for part in (email.subject, email.message):
        assert not re.search(r"&#?\w+;|<\w+|\{[{%#]|\bNone\b|  \n", part)
    assert page.language == language
    assert signatory.name in email.message
    assert signatory.name in page.text
    assert ("Lies Voorbeeld" in email.message) is (message != "confirm_address")  # perhaps a stranger's mailbox
    assert SITE_NAMES[language].replace(" ", "").lower() in "".join(email.message.split()).lower()
    assert max(len(line) for line in email.message.splitlines() if "http" not in line) < 90


@pytest.mark.parametrize("message", emails.MESSAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_links_to_the_pages_of_its_language_only(hosts, message, language):
    factories.create_rule()
    factories.create_page(key="privacy")

    email = queue(message, create(message, language))

    in_text = {found.rstrip(".,)") for found in ADDRESS_IN_TEXT.findall(email.message)}
    in_html = {link for link in Page(email.html_message).links if not link.startswith("mailto:")}
    own_pages = {link for link in in_text | in_html if "/insult" not in link and "/schelden" not in link}
    assert in_text <= in_html | {hosts[language]}
    assert len(own_pages) >= 2
    for link in own_pages:
        assert link == hosts[language] or link.startswith(f"{hosts[language]}/{language}/")
    assert f"{hosts[language]}/{language}/privacy-{language}/" in in_html


@pytest.mark.parametrize("message", emails.MESSAGES)
def test_mail_fetches_nothing_and_follows_nobody(message):
    email = queue(message, create(message))

    assert not re.search(r"<img|<script|<link|\bsrc=|url\(|@import|<iframe|<object", email.html_message)
    assert "?" not in "".join(ADDRESS_IN_TEXT.findall(email.message))


@pytest.mark.parametrize("day", [1, 2], ids=["first of the month", "any other day"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_confirmation_holds_the_link_the_code_and_the_last_day(hosts, time_machine, language, day):
    time_machine.move_to(datetime(2026, 11, 25 + day, 12, tzinfo=timezone.get_default_timezone()))
    signatory = factories.create_signatory(status=Status.UNCONFIRMED, language=language)
    Signatory.objects.update(created_at=timezone.now() - timedelta(days=2))
    signatory.refresh_from_db()

    email = queue("confirm_address", signatory)

    link = hosts[language] + address("confirm", language, token=tokens.make_token(signatory, Purpose.CONFIRM))
    last_day = {"nl": f"{day} december 2026", "fr": f"{day} décembre 2026", "en": f"{day} December 2026"}[language]
    if (language, day) == ("fr", 1):
        last_day = "1er décembre 2026"
    for part in (email.message, email.html_message):
        assert link in part
        assert tokens.confirmation_code(signatory) in part
        assert hosts[language] + address("confirm_code", language) in part
        assert last_day in part.replace("\n", " ")
    assert email.priority == PRIORITY.high


@pytest.mark.parametrize(
    "message", [one for one in TO_THE_FIRST if one not in ("confirm_address", "signatory_withdrawn")]
)
def test_other_mails_hold_the_link_to_the_file(message):
    signatory = create(message)

    email = queue(message, signatory)

    link = address("my_file", token=tokens.make_token(signatory, Purpose.FILE))
    assert link in email.message
    assert link in email.html_message


@pytest.mark.parametrize("message", ["confirm_address", "second_person_asked"])
def test_mail_to_who_may_be_a_stranger_holds_no_link_to_the_file(message):
    email = queue(message, create(message))

    assert "mijn-dossier" not in email.message + email.html_message


@pytest.mark.parametrize(("message", "language"), [("application_approved", "fr"), ("signatory_restored", "nl")])
def test_welcome_holds_the_public_page(hosts, message, language):
    email = queue(message, create(message, language))

    assert f"{hosts[language]}{address('signatory', language, slug='dupont')}" in email.message


def test_approval_holds_one_reference_link_a_rule_in_the_readers_language(hosts, settings):
    settings.REFERENCE_HOSTS = {"nl": "hierniet.be", "fr": "pasici.be", "en": "hierniet.be"}
    factories.create_rule()
    factories.create_rule(key="spam", words={"fr": "pub", "nl": "reclame"}, position=2)
    factories.create_rule(key="hate", words={"fr": "haine"}, is_published=False)

    email = queue("application_approved", create("application_approved", "fr"))

    assert re.findall(r"^pasici\.be/\S+$", email.message, re.MULTILINE) == [
        "pasici.be/insultes/dupont",
        "pasici.be/pub/dupont",
    ]
    links = [link for link in Page(email.html_message).links if link.endswith("/dupont/") and "/regles/" in link]
    assert links == [
        "https://pasici.example/fr/regles/insultes/dupont/", "https://pasici.example/fr/regles/pub/dupont/",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_program_that_opens_every_link_of_the_approval_is_no_visit(client, hosts, settings, tmp_path, language):
    """As scanners of mail do, with the name of a browser."""
    settings.REFERRALS_FOLDER = str(tmp_path)
    factories.create_rule()
    email = queue("application_approved", create("application_approved", language))
    agent = {"user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0"}

    for link in Page(email.html_message).links:
        if link.startswith("https://"):
            client.get(link.removeprefix(hosts[language]) or "/", headers=agent)

    assert counting.count_notes() == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", REFUSALS)
def test_refusal_gives_the_reason_and_our_own_words(message, language):
    write = getattr(emails, message)

    write(create(message, language), reason=factories.create_reason(), own_words="Bel & vraag <Ann>.")

    email = Email.objects.get()
    assert f"Uitleg {language}." in email.message
    assert "Bel & vraag <Ann>." in email.message
    assert "Bel & vraag <Ann>." in Page(email.html_message).text


@pytest.mark.parametrize("number", [1, 3])
def test_submission_says_the_place_in_the_queue(number):
    for days in range(1, number):
        factories.create_signatory(submitted_at=timezone.now() - timedelta(days=days))
    signatory = factories.create_signatory(submitted_at=timezone.now())

    email = queue("application_submitted", signatory)

    assert re.search(rf"\b{number}\b", email.message)


def test_mail_that_a_moderator_saw_is_the_mail_that_goes(moderator):
    factories.create_rule()
    signatory = factories.create_signatory(language="fr")
    with translation.override("nl"):
        seen = emails.preview_approval(signatory)

    with translation.override("en"):
        actions.approve(signatory, by=moderator)

    email = Email.objects.get()
    assert seen == emails.RenderedMail(subject=email.subject, text=email.message, html=email.html_message)
    assert (
        seen.digest
        != emails.preview_refusal(
            "application_declined", signatory, reason=factories.create_reason(), own_words=""
        ).digest
    )


@pytest.mark.parametrize("message", emails.MESSAGES)
def test_nobody_is_mailed_without_a_mailbox(message):
    signatory = factories.create_signatory(status=Status.APPROVED, contact_email="", source_url="https://bron.example/")

    send(message, signatory)

    assert not Email.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_mail_and_decision_are_kept_or_undone_together(moderator):
    signatory = factories.create_signatory()
    decide = {
        "approve": partial(actions.approve, signatory, by=moderator),
        "decline": partial(actions.decline, signatory, by=moderator, reason=factories.create_reason()),
    }
    for decision in decide.values():
        with transaction.atomic():
            decision()
            assert Email.objects.count() == 1
            transaction.set_rollback(True)

        assert not Email.objects.exists()
        assert not OutgoingMail.objects.exists()
        assert Signatory.objects.get().status == Status.SUBMITTED


def test_mails_of_everybody_go_to_themselves(moderator):
    """Nobody's mail ever has a second recipient, or another's name in it."""
    people = [
        factories.create_signatory(name=f"Firma {letter}", contact_email=f"{letter}@voorbeeld.example")
        for letter in "abc"
    ]

    for signatory in people:
        actions.approve(signatory, by=moderator)

    for mail in OutgoingMail.objects.select_related("email", "signatory"):
        assert mail.email.to == [mail.signatory.contact_email]
        others = {one.name for one in people} - {mail.signatory.name}
        assert not any(name in mail.email.message for name in others)


def test_doubtful_application_is_not_mailed_before_a_moderator_looked(moderator):
    signatory = factories.create_signatory(status=Status.QUARANTINED, doubts=[Doubt.MANY_TO_MAILBOX])

    actions.decline(signatory, by=moderator, reason=factories.create_reason())

    assert not Email.objects.exists()
