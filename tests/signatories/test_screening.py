import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from signatories import screening
from signatories.enums import Doubt


def find_doubts(rf, token: str, *, honeypot: str = "", email: str = "lies@voorbeeld.be", **meta: str) -> list[Doubt]:
    return screening.examine(rf.post("/", **meta), form_token=token, honeypot=honeypot, email=email).doubts


@pytest.mark.django_db
def test_screening_finds_nothing_against_somebody_who_took_the_time(rf, settings):
    settings.MINIMUM_FILL_SECONDS = 3
    token = screening.make_form_token()

    with time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False):
        assert find_doubts(rf, token) == []


@pytest.mark.django_db
def test_screening_doubts_who_was_faster_than_anybody_can_type(rf, settings):
    settings.MINIMUM_FILL_SECONDS = 3

    with time_machine.travel(timezone.now(), tick=False):
        assert find_doubts(rf, screening.make_form_token()) == [Doubt.TOO_FAST]


@pytest.mark.django_db
def test_screening_takes_a_form_that_was_open_for_a_month(rf, settings):
    settings.MINIMUM_FILL_SECONDS = 3
    token = screening.make_form_token()

    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        assert find_doubts(rf, token) == []


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "a:b:c", "0" * 32, "é:\u202e:\x00", "a" * 100_000])
def test_screening_doubts_a_token_that_is_not_ours(rf, token):
    assert find_doubts(rf, token) == [Doubt.FORM_TOKEN]
    assert screening.read_submission_key(token) is None


@pytest.mark.django_db
def test_screening_doubts_a_token_with_another_name_or_time_in_it(rf):
    name, time, signature = screening.make_form_token().split(":")

    assert find_doubts(rf, f"{uuid.uuid4().hex}:{time}:{signature}") == [Doubt.FORM_TOKEN]
    assert find_doubts(rf, f"{name}:1aaaaa:{signature}") == [Doubt.FORM_TOKEN]


@pytest.mark.django_db
def test_screening_finds_every_doubt_at_once(rf, settings):
    settings.LIMITS_PER_HOUR = {"sign_up_from_address": 0, "sign_up_to_mailbox": 0}

    assert set(find_doubts(rf, "geen", honeypot="https://spam.example")) == {
        Doubt.HONEYPOT, Doubt.FORM_TOKEN, Doubt.MANY_FROM_ADDRESS, Doubt.MANY_TO_MAILBOX,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spelling", ["lies@voorbeeld.be", "LIES@voorbeeld.be", "lies+pers@Voorbeeld.be", "l.i.e.s+1@voorbeeld.be"]
)
def test_screening_counts_the_spellings_of_a_mailbox_as_one(rf, settings, spelling):
    settings.LIMITS_PER_HOUR = {"sign_up_from_address": 99, "sign_up_to_mailbox": 1}
    find_doubts(rf, screening.make_form_token(), email="lies@voorbeeld.be")

    assert find_doubts(rf, screening.make_form_token(), email=spelling) == [Doubt.MANY_TO_MAILBOX]


@pytest.mark.django_db
def test_screening_counts_other_mailboxes_apart(rf, settings):
    settings.LIMITS_PER_HOUR = {"sign_up_from_address": 99, "sign_up_to_mailbox": 1}
    find_doubts(rf, screening.make_form_token(), email="lies@voorbeeld.be")

    assert find_doubts(rf, screening.make_form_token(), email="lies@elders.be") == []


def test_each_filling_in_has_a_name_of_its_own():
    one, other = (screening.read_submission_key(screening.make_form_token()) for _time in range(2))

    assert isinstance(one, uuid.UUID)
    assert one != other
