"""One mail a day, on days on which something waits; nobody is ever mailed per application."""

import signal
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from post_office.models import STATUS, Email

from hierniet.languages import LANGUAGES
from signatories import digest
from signatories.enums import Status
from signatories.management.commands import work
from signatories.models import Digest, DigestPreference, ModerationSettings, Signatory
from tests import factories
from tests.signatories.applications import send
from tests.signatories.pages import Page
from tests.signatories.test_moderation_admin import create_mail
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")
PAGE = reverse("admin:signatories_signatory_digest")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 3, 10, 9, 0, tzinfo=BRUSSELS), tick=False) as traveller:
        yield traveller


def colleague(name: str = "Mo", **facts: object) -> User:
    user = User.objects.filter(username=name).first() or factories.create_moderator(name=name)
    User.objects.filter(pk=user.pk).update(email=f"{name.lower()}@hierniet.example", **facts)
    return user


def digests() -> list[Email]:
    return list(Email.objects.filter(outgoing_mail__isnull=True).order_by("pk"))


def test_at_most_one_mail_a_day_however_often_the_worker_asks(clock):
    colleague()
    factories.create_signatory()

    for _hour in range(14):
        digest.send_due()
        factories.create_signatory()
        clock.shift(timedelta(hours=1))

    assert len(digests()) == 1
    assert Digest.objects.count() == 1


def test_worker_that_slept_for_days_sends_one(clock):
    colleague()
    factories.create_signatory()
    digest.send_due()

    clock.shift(timedelta(days=4))
    digest.send_due()

    assert len(digests()) == 2


def test_nothing_goes_out_before_the_hour(clock):
    ModerationSettings(digest_hour=10).save()
    colleague()
    factories.create_signatory()

    assert digest.send_due() == 0
    clock.shift(timedelta(hours=1))
    assert digest.send_due() == 1


def test_quiet_day_has_no_mail_and_stays_quiet(clock):
    colleague()

    assert digest.send_due() == 0
    factories.create_signatory()
    clock.shift(timedelta(hours=2))
    assert digest.send_due() == 0
    clock.shift(timedelta(days=1))
    assert digest.send_due() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one():
    colleague()
    factories.create_signatory()

    assert sorted(together(digest.send_due, digest.send_due, digest.send_due)) == [0, 0, 1]
    assert len(digests()) == 1


def test_hundred_applications_mail_no_moderator(client):
    """E-petitions #812: a mail to everybody for each one."""
    colleague()
    for turn in range(12):
        send(client, contact_email=f"m{turn}@een-ander-huis-{turn}.example", more={"REMOTE_ADDR": f"192.0.{turn}.1"})

    assert digests() == []
    assert Email.objects.count() == 12


def test_only_active_colleagues_who_decide_and_have_a_mailbox_get_it():
    colleague("Mo")
    colleague("Weg", is_active=False)
    User.objects.filter(pk=colleague("Leeg").pk).update(email="")
    editor = factories.create_editor()
    User.objects.filter(pk=editor.pk).update(email="editor@hierniet.example")
    factories.create_signatory()

    assert digest.send_due() == 1
    assert digests()[0].to == ["mo@hierniet.example"]


def test_who_does_not_want_it_gets_none():
    DigestPreference.objects.create(user=colleague(), wants_digest=False)
    factories.create_signatory()

    assert digest.send_due() == 0
    assert digests() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [1, 3])
def test_mail_counts_in_the_language_of_the_colleague_and_names_nobody(language, number):
    user = colleague()
    DigestPreference.objects.create(user=user, language=language)
    for _turn in range(number):
        late = factories.create_signatory(name="Geheim Bedrijf", contact_email="lies@geheim.example", assigned_to=user)
        Signatory.objects.filter(pk=late.pk).update(submitted_at=datetime(2026, 3, 1, 9, tzinfo=BRUSSELS))
        factories.create_signatory(name="Geheim Apart", status=Status.QUARANTINED)
        create_mail(status=STATUS.failed, signatory=factories.create_signatory(status=Status.APPROVED))

    digest.send_due()

    (mail,) = digests()
    items = {item.key: (item.number, item.days) for item in digest.items_for(user)}
    assert items == {
        "waiting": (number, 9), "late": (number, 0), "quarantined": (number, 0), "assigned": (number, 0),
        "failed": (number, 0),
    }  # fmt: skip
    assert mail.headers["Content-Language"] == language
    assert mail.message.count(f"- {number} ") + mail.message.count(f"- dont {number} ") == 5
    html = Page(mail.html_message)
    assert html.language == language
    assert any(link.endswith("/beheer/signatories/signatory/queue/") for link in html.links)
    for text in (mail.subject, mail.message, mail.html_message):
        assert "eheim" not in text
        assert "lies@" not in text
    assert max(len(line) for line in mail.message.splitlines() if "http" not in line) <= 78


def test_worker_writes_and_delivers_it(mailoutbox, monkeypatch):
    monkeypatch.setattr(work, "close_old_connections", lambda: None)  # a test is always in the middle of something
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)  # those of the tests stay as they are
    colleague()
    factories.create_signatory()

    call_command("work", "--once")
    call_command("work", "--once")

    assert [mail.to for mail in mailoutbox] == [["mo@hierniet.example"]]
    assert [mail.status for mail in digests()] == [STATUS.sent]


def test_colleague_chooses_for_oneself(moderator_client, moderator):
    other = colleague("Ander")

    answer = moderator_client.post(PAGE, {"language": "fr", "user": other.pk})

    assert answer.status_code == 302
    preference = DigestPreference.objects.get()
    assert (preference.user, preference.language, preference.wants_digest) == (moderator, "fr", False)
    assert moderator_client.get(PAGE).context["form"].initial["language"] == "fr"
    assert moderator_client.post(PAGE, {"language": "de"}).status_code == 200
    assert DigestPreference.objects.get().language == "fr"


def test_looking_at_the_choice_makes_none(moderator_client):
    moderator_client.get(PAGE)

    assert not DigestPreference.objects.exists()
