"""What shows that a fictitious signatory may sign: the day of a decision, a second person, accounts on social media."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.utils.text import slugify

from guidance.words import fold
from signatories.enums import EventKind, Kind, Status
from signatories.models import Event

from .biography import Biography, Letter
from .words import FIRST_NAMES, SURNAMES

SHARE_WITH_ACCOUNTS = 0.5
SHARE_WITH_SECOND_CONTACT = 0.2
SHARE_CONFIRMED = 0.6  # of the second persons of those who still wait; the others have not answered yet
PLATFORMS = ("https://www.facebook.com/{}", "https://www.instagram.com/{}", "https://www.linkedin.com/company/{}")


def add_mandate(biography: Biography, *, chance: Random, now: datetime) -> None:
    """Told after the rest, so that it changes nothing about it; of who is erased nothing is told."""
    signatory = biography.signatory
    if not signatory.contact_email or signatory.is_individual:
        return
    if signatory.kind == Kind.MUNICIPALITY:
        signatory.mandate_decided_on = (biography.created_at - timedelta(days=chance.randint(3, 60))).date()
    if chance.random() < SHARE_WITH_ACCOUNTS:
        word = slugify(fold(signatory.name))[:40].strip("-")
        signatory.social_accounts = [place.format(word) for place in PLATFORMS[: chance.randint(1, len(PLATFORMS))]]
    if signatory.needs_second_person or chance.random() < SHARE_WITH_SECOND_CONTACT:
        _name_second_person(biography, chance)
        _let_answer(biography, chance, now)


def _name_second_person(biography: Biography, chance: Random) -> None:
    signatory = biography.signatory
    names = (chance.choice(FIRST_NAMES[signatory.language]), chance.choice(SURNAMES[signatory.language]))
    mailbox = slugify(fold(" ".join(names))).replace("-", ".")
    domain = signatory.contact_email.partition("@")[2]
    signatory.second_name = " ".join(names)
    signatory.second_email = f"tweede.{mailbox}@{domain}"
    signatory.second_key = f"{chance.getrandbits(128):032x}"


def _let_answer(biography: Biography, chance: Random, now: datetime) -> None:
    """Asked when the application entered the queue; the answer comes before whatever happened next."""
    signatory = biography.signatory
    asked_at = next(_entered_queue(biography), None)
    if asked_at is None:
        return
    biography.letters.append(Letter("second_person_asked", asked_at, 0, None, "", is_lost=False))
    if signatory.status == Status.SUBMITTED and chance.random() > SHARE_CONFIRMED:
        return
    following = min((at for at, _event in biography.events if at > asked_at), default=now)
    at = asked_at + (following - asked_at) * chance.uniform(0.1, 0.9)
    event = Event(
        signatory=signatory,
        at=at,
        what=EventKind.SECOND_CONFIRMED,
        from_status=Status.SUBMITTED,
        to_status=Status.SUBMITTED,
    )
    biography.events.append((at, event))
    biography.events.sort(key=lambda pair: pair[0])
    signatory.second_confirmed_at = at


def _entered_queue(biography: Biography) -> Iterator[datetime]:
    return (at for at, event in biography.events if event.to_status == Status.SUBMITTED)
