"""When many wait: what applicants are told, and only then; the figures are those of last week or none."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hierniet.languages import LANGUAGES
from signatories import actions, burst, emails, tokens
from signatories.enums import BurstMode, Status
from signatories.models import Event, ModerationSettings, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.protected import backdate_events
from tests.signatories.applications import address, send
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db
MANY = {
    "nl": "Er komen nu veel aanvragen binnen.",
    "fr": "Nous recevons beaucoup de demandes en ce moment.",
    "en": "Many applications are coming in at the moment.",
}
DAYS = {"nl": "dagen", "fr": "jours", "en": "days"}
CANNOT_TELL = {
    "nl": "We kunnen nog niet zeggen hoelang het duurt",
    "fr": "Nous ne pouvons pas encore dire combien de temps",
    "en": "We cannot tell yet how long it takes",
}


def wait(number: int, **facts: object) -> list[Signatory]:
    return [factories.create_signatory(**facts) for _turn in range(number)]


def agree(**facts: object) -> None:
    ModerationSettings(**facts).save()


def decided(number: int, *, by, days_ago: float = 1) -> None:
    """So many decisions by a colleague, so long ago."""
    for _turn in range(number):
        signatory = factories.create_signatory(status=Status.APPROVED)
        event = Event.objects.create(
            signatory=signatory, by=by, from_status=Status.SUBMITTED, to_status=Status.APPROVED
        )
        backdate_events(Event.objects.filter(pk=event.pk), timezone.now() - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("mode", "threshold", "number", "is_on"),
    [
        (BurstMode.AUTOMATIC, 5, 4, False),
        (BurstMode.AUTOMATIC, 5, 5, True),
        (BurstMode.ON, 60, 1, True),
        (BurstMode.ON, 60, 0, False),
        (BurstMode.OFF, 5, 6, False),
    ],
)
def test_burst_is_on_when_the_queue_is_long_or_somebody_says_so(mode, threshold, number, is_on):
    agree(burst=mode, burst_threshold=threshold)
    wait(number)

    assert (burst.current() is not None) is is_on


def test_without_a_row_the_queue_is_long_from_sixty():
    wait(59)
    assert burst.current() is None

    wait(1)

    assert burst.current() == burst.Burst(60, None, None)


def test_expected_days_are_the_place_in_the_queue_at_the_pace_of_last_week(moderator):
    agree(burst=BurstMode.ON)
    decided(14, by=moderator)
    decided(50, by=moderator, days_ago=8)
    first, *_others, last = wait(21)
    Signatory.objects.filter(pk=first.pk).update(submitted_at=timezone.now() - timedelta(days=3))
    Signatory.objects.filter(pk=last.pk).update(submitted_at=timezone.now())

    def days(signatory: Signatory) -> tuple[int, int]:
        signatory.refresh_from_db()
        position, now = burst.standing(signatory)
        return position, now.days

    assert burst.current().days == 11  # the 22nd, at two a day
    assert burst.current().until == timezone.localdate() + timedelta(days=11)
    assert days(first) == (1, 1)
    assert days(last) == (21, 11)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("has_pace", [False, True])
def test_pages_and_mails_say_it_in_every_language(client, moderator, language, has_pace):
    agree(burst=BurstMode.ON)
    wait(3)
    if has_pace:
        decided(7, by=moderator)

    receipt = client.get(send(client, language, language=language).url)
    signatory = Signatory.objects.latest("pk")
    actions.confirm(signatory)
    file = client.get(address("my_file", language, token=tokens.make_token(signatory, Purpose.FILE)))

    mails = [mail.email for mail in signatory.mails.all()]
    texts = [Page(client.get(address("join", language))).text, Page(receipt).text, Page(file).text]
    texts += [mail.message for mail in mails] + [Page(mail.html_message).text for mail in mails]
    assert len(texts) == 7
    for text in texts:
        words = " ".join(text.split())
        assert words.count(MANY[language]) == 1
        assert (CANNOT_TELL[language] in words) is not has_pace
        assert bool(re.search(rf"\b[45] {DAYS[language]}\b", words)) is has_pace


@pytest.mark.parametrize("language", LANGUAGES)
def test_quiet_times_say_nothing_of_it(client, language):
    receipt = client.get(send(client, language, language=language).url)
    signatory = Signatory.objects.get()
    actions.confirm(signatory)

    texts = [Page(client.get(address("join", language))).text, Page(receipt).text]
    texts += [mail.email.message for mail in signatory.mails.all()]
    assert not any(MANY[language] in " ".join(text.split()) for text in texts)


def test_receipt_of_who_waits_no_more_says_nothing_of_it(client, moderator):
    agree(burst=BurstMode.ON)
    url = send(client).url
    signatory = Signatory.objects.get()
    actions.confirm(signatory)
    actions.approve(signatory, by=moderator)
    wait(1)

    assert MANY["nl"] not in Page(client.get(url)).text


def test_lines_of_the_text_mail_stay_short_in_a_burst(moderator):
    agree(burst=BurstMode.ON)
    decided(3, by=moderator)
    for language in LANGUAGES:
        signatory = factories.create_signatory(language=language)
        emails.application_submitted(signatory)
        lines = signatory.mails.get().email.message.splitlines()
        assert max(len(line) for line in lines if "http" not in line) <= 76


def test_burst_takes_one_query_and_one_more_while_it_lasts():
    agree(burst=BurstMode.AUTOMATIC, burst_threshold=5)
    with CaptureQueriesContext(connection) as quiet:
        burst.current()
    wait(6)
    with CaptureQueriesContext(connection) as busy:
        burst.current()

    assert (len(quiet), len(busy)) == (1, 2)


@pytest.mark.parametrize("may_sign", [True, False])
def test_form_says_whether_parties_may_sign(client, may_sign):
    agree(parties_may_sign=may_sign)

    text = Page(client.get(address("join"))).text

    assert ("Politieke partijen kunnen niet tekenen." in text) is not may_sign
    assert ("Een politieke partij tekent als vereniging." in text) is may_sign


FIELDS = {
    "burst": "on", "burst_threshold": "40", "digest_hour": "8", "second_look_in_burst": "on",
}  # fmt: skip


def test_moderator_changes_the_way_of_working_and_the_log_keeps_old_and_new(moderator_client, moderator):
    agree(burst=BurstMode.AUTOMATIC)
    page = reverse("admin:signatories_moderationsettings_change", args=[1])
    assert moderator_client.get(reverse("admin:signatories_moderationsettings_changelist")).url == page

    assert moderator_client.post(page, FIELDS).status_code == 302

    agreed = ModerationSettings.current()
    assert (agreed.burst, agreed.burst_threshold) == (BurstMode.ON, 40)
    entry = moderator.logentry_set.get()
    assert "60" in entry.change_message
    assert "40" in entry.change_message


def test_first_moderator_makes_the_row_and_nobody_makes_a_second(moderator_client):
    add = reverse("admin:signatories_moderationsettings_add")
    assert moderator_client.get(reverse("admin:signatories_moderationsettings_changelist")).url == add

    moderator_client.post(add, FIELDS)

    assert ModerationSettings.objects.get().pk == 1
    assert moderator_client.post(add, FIELDS).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationSettings.objects.bulk_create([ModerationSettings(pk=2)])


def test_who_saves_second_is_told_what_the_first_one_changed(moderator_client):
    agree()
    page = reverse("admin:signatories_moderationsettings_change", args=[1])
    seen = moderator_client.get(page).context["adminform"].form.initial["seen"]
    moderator_client.post(page, FIELDS)

    answer = moderator_client.post(page, FIELDS | {"seen": seen, "burst_threshold": "99"})

    assert answer.status_code == 200
    assert ModerationSettings.current().burst_threshold == 40
