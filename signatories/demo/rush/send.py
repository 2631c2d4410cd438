"""Sends each application as its applicant would: the form, then the buttons in the mails: the applicant's, and the second person's."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import time
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from signatories import tokens
from signatories.actions.second_person import MESSAGE
from signatories.demo.load import NotLocalError
from signatories.enums import Status
from signatories.models import Signatory
from signatories.screening import SALT
from signatories.tokens import Purpose

from .applicants import Applicant, Nature

ERROR = re.compile(r'<a href="#id_[^"]*">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Outcome:
    """What became of an application: a row, or words on the form that came back."""

    applicant: Applicant
    signatory: Signatory | None
    words: str = ""


class EarlierSigner(signing.TimestampSigner):
    """As if the page had been opened some time ago: people need a while to fill it in."""

    seconds = 0.0

    def timestamp(self) -> str:
        return signing.b62_encode(int(time() - self.seconds))


def send_all(applicants: Iterable[Applicant]) -> Iterator[Outcome]:
    """One after the other; who is no program also presses the buttons in the mails. Only where the public cannot read it."""
    if not settings.IS_LOCAL:
        raise NotLocalError
    for applicant in applicants:
        yield _send(applicant)


def _send(applicant: Applicant) -> Outcome:
    client = Client(REMOTE_ADDR=applicant.internet_address, SERVER_NAME="localhost")
    form = dict(applicant.form)
    if applicant.sends_token:
        form["form_token"] = make_token(applicant.seconds)
    with translation.override(form["language"]):
        response = client.post(reverse("signatories:join"), form)
    if response.status_code != 302:
        return Outcome(applicant, None, _complaints(response))
    signatory = _receipt_of(response)
    if applicant.nature in (Nature.HONEST, Nature.DOUBLE):
        _press_buttons(client, signatory)
    signatory.refresh_from_db()
    return Outcome(applicant, signatory)


def make_token(seconds: float) -> str:
    """The hidden field of a page that was opened so many seconds ago."""
    signer = EarlierSigner(salt=SALT)
    signer.seconds = seconds
    return signer.sign(uuid4().hex)


def _receipt_of(response: Any) -> Signatory:
    token = response["Location"].rstrip("/").rpartition("/")[2]
    signatory = tokens.find_signatory(token, Purpose.RECEIPT)
    if signatory is None:
        raise LookupError("the page of thanks names nobody")
    return signatory


def _press_buttons(client: Client, signatory: Signatory) -> None:
    if signatory.status != Status.UNCONFIRMED:
        return
    token = tokens.make_token(signatory, Purpose.CONFIRM)
    client.post(reverse("signatories:confirm", kwargs={"token": token}), {"action": "confirm"})
    signatory.refresh_from_db()
    if signatory.mails.filter(message=MESSAGE).exists():
        token = tokens.make_token(signatory, Purpose.SECOND)
        client.post(reverse("signatories:second_person", kwargs={"token": token}), {"action": "confirm"})


def _complaints(response: Any) -> str:
    found = ERROR.findall(response.content.decode())
    return "; ".join(" ".join(strip_tags(words).split()) for words in found)
