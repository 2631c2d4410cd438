"""Puts fictitious signatories in the database, in bulk: five thousand through `actions` would take minutes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from guidance.models import ContentVersion
from guidance.words import fold
from hierniet.languages import LANGUAGES
from signatories.content_loading import load_limits, load_reasons
from signatories.enums import Decision, Doubt, Kind, Status
from signatories.models import Reason, Signatory
from signatories.models.signatory import RECEIPT_LETTERS

from .biography import Biography, Judges, tell
from .lists import keep_lists
from .lives import first_doubts, make_life
from .mandates import add_mandate
from .names import Identity, make_identity
from .notes import write_notes
from .rows import store

Drawn = TypeVar("Drawn")

MODERATORS = ("demo-anke", "demo-bruno", "demo-claire")
BATCH = 500
# The first ones show everything there is: each doubt, and each status.
OPENING = [*[Status.QUARANTINED] * len(Doubt), *(status for status in Status if status != Status.QUARANTINED)]
STATUS_WEIGHTS = {
    Status.APPROVED: 66, Status.SUBMITTED: 7, Status.UNCONFIRMED: 5, Status.QUARANTINED: 4, Status.CHANGES_ASKED: 3,
    Status.DECLINED: 5, Status.SUSPENDED: 2, Status.WITHDRAWN: 4, Status.EXPIRED: 4,
}  # fmt: skip
KIND_WEIGHTS = {
    Kind.COMPANY: 30, Kind.MUNICIPALITY: 14, Kind.ASSOCIATION: 12, Kind.PUBLIC_AUTHORITY: 8, Kind.EDUCATION: 8,
    Kind.CARE: 7, Kind.AGENCY: 6, Kind.MEDIA: 5, Kind.INDIVIDUAL: 5, Kind.FEDERATION: 4, Kind.PLATFORM: 1,
}  # fmt: skip
LANGUAGE_WEIGHTS = dict(zip(LANGUAGES, (55, 35, 10), strict=True))
# Some sign twice, because a colleague had done so already.
SHARE_OF_DOUBLES = 0.03


class NotLocalError(Exception):
    """Fictitious signatories were asked for where the public could read them."""


@dataclass
class Report:
    """How many are new in which status, and how many were there from an earlier time."""

    added: Counter[Status] = field(default_factory=Counter)
    already_there: int = 0


class Plan(NamedTuple):
    """Who somebody is and how it ends; the story in between comes from its own `chance`."""

    number: int
    identity: Identity
    status: Status
    receipt_number: str
    chance: Random


@transaction.atomic
def load(*, number: int, seed: str = "", only: Status | None = None) -> Report:
    """Add `number` signatories, or those of them that an earlier run with this seed has not added yet."""
    if not settings.IS_LOCAL:
        raise NotLocalError
    load_limits()
    keep_lists()
    report, writer = Report(), Writer()
    present = set(Signatory.objects.values_list("receipt_number", flat=True))
    for plan in make_plans(number=number, seed=seed, only=only):
        if plan.receipt_number in present:
            report.already_there += 1
            continue
        writer.write(plan)
        report.added[plan.status] += 1
    writer.finish()
    return report


def make_plans(*, number: int, seed: str, only: Status | None = None) -> Iterator[Plan]:
    """Each has a chance of its own, so that asking for more changes nothing about the first ones."""
    taken: set[str] = set()
    organisations: list[Identity] = []
    for position in range(number):
        chance = Random(f"{seed}:{position}")  # noqa: S311  must be the same every time; guards nothing
        status = OPENING[position] if position < len(OPENING) else draw(chance, STATUS_WEIGHTS)
        kind = list(Kind)[position] if position < len(Kind) else draw(chance, KIND_WEIGHTS)
        identity = make_identity(chance, kind=kind, language=draw(chance, LANGUAGE_WEIGHTS), taken=taken)
        if position > len(OPENING) and chance.random() < SHARE_OF_DOUBLES:
            identity = double(chance.choice(organisations), contact=identity)
            identity = replace(identity, name=chance.choice((identity.name, identity.name.upper())))
        elif kind != Kind.INDIVIDUAL:
            organisations.append(identity)
        yield Plan(position, identity, only or status, make_receipt_number(chance, taken), chance)


def draw(chance: Random, weights: Mapping[Drawn, int]) -> Drawn:
    return chance.choices(list(weights), list(weights.values()))[0]


def double(original: Identity, *, contact: Identity) -> Identity:
    """The same organisation, with another contact person at the same domain."""
    mailbox, domain = contact.contact_email.partition("@")[0], original.contact_email.partition("@")[2]
    return replace(
        original,
        contact_name=contact.contact_name,
        contact_role=contact.contact_role,
        contact_email=f"{mailbox}@{domain}",
        contact_phone=contact.contact_phone,
    )


def make_receipt_number(chance: Random, taken: set[str]) -> str:
    """One that is not in `taken`; it is put there."""
    candidates = ("HN-" + "".join(chance.choices(RECEIPT_LETTERS, k=7)) for _try in range(1_000))
    found = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(found)
    return found


class Writer:
    """Tells lives one after another and stores them a batch at a time."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.judges = find_judges()
        self.taken_slugs = set(Signatory.objects.exclude(slug="").values_list("slug", flat=True))
        self.waiting: list[Biography] = []

    def write(self, plan: Plan) -> None:
        chance = plan.chance
        life = make_life(chance, status=plan.status, number=plan.number, now=self.now)
        doubts = first_doubts(chance, [moment.name for moment in life], plan.number)
        biography = tell(
            plan.identity, life, receipt_number=plan.receipt_number, doubts=doubts, chance=chance, judges=self.judges
        )
        add_mandate(biography, chance=chance, now=self.now)
        biography.forget_what_is_past_its_date(self.now)
        if biography.signatory.approved_at and biography.signatory.name:  # a name that was erased leaves no short one
            biography.signatory.slug = self.free_slug(plan.identity.name)
        if biography.signatory.status == Status.APPROVED:
            biography.signatory.renewed_at = last_said_true(plan.number, biography.signatory.approved_at, self.now)
        self.waiting.append(biography)
        if len(self.waiting) >= BATCH:
            self.finish()

    def free_slug(self, name: str) -> str:
        """See also short_names.free_short_name, which asks the database each time."""
        base = slugify(fold(name))[:50].strip("-")
        candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(self.taken_slugs) + 3))
        found = next(candidate for candidate in candidates if candidate not in self.taken_slugs)
        self.taken_slugs.add(found)
        return found

    def finish(self) -> None:
        if self.waiting:
            store(self.waiting, now=self.now)
            write_notes(self.waiting, self.judges.moderators)
            self.waiting = []
            ContentVersion.bump()


def last_said_true(number: int, approved_at: datetime | None, now: datetime) -> datetime | None:
    """Spread over the year; one in nine is asked just now whether it is still true."""
    said = now - timedelta(days=345 if number % 9 == 0 else number * 37 % 330)
    return said if approved_at and approved_at < said else None


def find_judges() -> Judges:
    """Moderators who can never log in, and the reasons that ship with the site."""
    load_reasons()
    reasons = list(Reason.objects.filter(is_active=True).prefetch_related("texts"))
    return Judges(
        moderators=[make_moderator(name) for name in MODERATORS],
        reasons={decision: [reason for reason in reasons if reason.decision == decision] for decision in Decision},
    )


def make_moderator(name: str) -> User:
    user, is_new = User.objects.get_or_create(username=name, defaults={"is_active": False})
    if is_new:
        user.set_unusable_password()
        user.save()
    return user
