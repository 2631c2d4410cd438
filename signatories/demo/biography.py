"""One fictitious signatory with its history and its mails, told from its course; nothing is stored yet."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import User

from signatories.enums import Decision, Doubt, Kind, Status
from signatories.models import Event, Reason, Signatory
from signatories.models.signatory import PERSONAL_FIELDS
from signatories.retention import DECLINED_PERIOD, MAIL_PERIOD

from .lives import Happening, Moment
from .names import Identity
from .words import OWN_WORDS

SHARE_WITH_OWN_WORDS = 0.4
SHARE_OF_LOST_MAILS = 0.04


@dataclass(frozen=True)
class Judges:
    """Who decides, and with which reasons."""

    moderators: list[User]
    reasons: dict[Decision, list[Reason]]


class Letter(NamedTuple):
    """A mail that went out; `position`, `reason` and `own_words` are what its text tells."""

    message: str
    at: datetime
    position: int
    reason: Reason | None
    own_words: str
    is_lost: bool


@dataclass
class Biography:
    signatory: Signatory
    created_at: datetime
    events: list[tuple[datetime, Event]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)

    def forget_what_is_past_its_date(self, now: datetime) -> None:
        """What the retention job would have erased meanwhile."""
        self.letters = [letter for letter in self.letters if letter.at > now - MAIL_PERIOD]
        decided_at = self.signatory.decided_at
        if self.signatory.status == Status.DECLINED and decided_at and decided_at < now - DECLINED_PERIOD:
            self.erase_person()
            self.signatory.own_words = ""

    def erase_person(self) -> None:
        erased = PERSONAL_FIELDS if self.signatory.kind != Kind.INDIVIDUAL else (*PERSONAL_FIELDS, "name", "website")
        for name in erased:
            setattr(self.signatory, name, "")
        self.letters = []


def tell(
    identity: Identity, life: list[Moment], *, receipt_number: str, doubts: list[Doubt], chance: Random, judges: Judges
) -> Biography:
    begun = life[0].at
    signatory = Signatory(
        **asdict(identity),
        receipt_number=receipt_number,
        public_id=UUID(int=chance.getrandbits(128), version=4),
        file_key=f"{chance.getrandbits(128):032x}",
        doubts=list(doubts),
        charter_agreed_at=begun,
        mandate_stated_at=begun,
        created_at=begun,
    )
    biography = Biography(signatory, begun)
    before = ""
    for moment in life:
        _live_through(biography, moment, before=before, chance=chance, judges=judges)
        before = moment.happening.to
    return biography


def _live_through(biography: Biography, moment: Moment, *, before: str, chance: Random, judges: Judges) -> None:
    happening, signatory = moment.happening, biography.signatory
    moderator = chance.choice(judges.moderators) if happening.by_moderator else None
    facts = _facts(moment, signatory, moderator=moderator, chance=chance, judges=judges)
    for name, value in facts.items():
        setattr(signatory, name, value)
    why = _why(happening, signatory, is_first=not before)
    event = Event(signatory=signatory, at=moment.at, from_status=before, to_status=happening.to, by=moderator, why=why)
    biography.events.append((moment.at, event))
    if happening.mail and signatory.may_be_written_to:
        biography.letters.append(_letter(happening.mail, moment.at, signatory, chance))
    if happening.erases:
        biography.erase_person()


def _facts(
    moment: Moment, signatory: Signatory, *, moderator: User | None, chance: Random, judges: Judges
) -> dict[str, Any]:
    happening = moment.happening
    facts: dict[str, Any] = {"status": happening.to, **dict.fromkeys(happening.dates, moment.at), **happening.facts}
    if "decided_at" in happening.dates:
        facts["decided_by"] = moderator
    if happening.decision:
        facts["reason"] = chance.choice(judges.reasons[happening.decision])
        says_more = chance.random() < SHARE_WITH_OWN_WORDS
        facts["own_words"] = chance.choice(OWN_WORDS[signatory.language]) if says_more else ""
    return facts


def _why(happening: Happening, signatory: Signatory, *, is_first: bool) -> str:
    if happening.decision and signatory.reason:
        return signatory.reason.key
    return ", ".join(signatory.doubts) if is_first else happening.why


def _letter(message: str, at: datetime, signatory: Signatory, chance: Random) -> Letter:
    """Where in the queue somebody was then, nobody can tell afterwards: any small number will do."""
    return Letter(
        message=message,
        at=at,
        position=chance.randint(1, 9),
        reason=signatory.reason,
        own_words=signatory.own_words,
        is_lost=chance.random() < SHARE_OF_LOST_MAILS and message.startswith(("signatory", "application_approved")),
    )
