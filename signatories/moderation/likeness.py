"""Who might be the same? At most 20, each with the reasons and how sure they make us. See clues.py for the comparisons."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, Q, Value, When, prefetch_related_objects
from django.db.models.functions import Length
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signatories.enums import Status
from signatories.models import Signatory
from signatories.moderation.clues import CLUES, PHONE_DIGITS, SAME_NAME, SAME_NUMBER, Clue

MOST = 20
NET = 200  # so that a thousand at one domain do not take a second


@dataclass(frozen=True)
class Strength:
    """`level` is a colour of the back office; the word says the same."""

    rank: int
    level: str
    word: Promise


CERTAIN = Strength(1, "late", _("certain"))
LIKELY = Strength(2, "unsure", _("likely"))
PERHAPS = Strength(3, "none", _("perhaps"))


@dataclass(frozen=True)
class Likeness:
    signatory: Signatory
    clues: tuple[Clue, ...]

    @property
    def reasons(self) -> list[str]:
        return [str(clue.words) for clue in self.clues]

    @property
    def strength(self) -> Strength:
        """The number alone proves it, and so does the name together with anything else; two weak clues make it likely."""
        points = sum(clue.points for clue in self.clues)
        if SAME_NUMBER in self.clues or (SAME_NAME in self.clues and len(self.clues) > 1):
            return CERTAIN
        return LIKELY if points > 1 else PERHAPS


def find_likenesses(signatory: Signatory) -> list[Likeness]:
    """The surest first, in one query; one or two more ask for logos.

    The query casts a somewhat wider net; what it brings is then compared exactly.
    """
    prefetch_related_objects([signatory], "logos")
    nets = [clue.net(signatory) for clue in CLUES]
    if not any(nets):
        return []
    caught = (
        Signatory.objects.exclude(pk=signatory.pk)
        .exclude(status=Status.EXPIRED)
        .filter(merged_into__isnull=True)
        .alias(name_key_length=Length("name_key"), phone_digits=PHONE_DIGITS)
        .filter(reduce(or_, (net for net in nets if net)))
        .select_related("website_look")
        .order_by(_surest_first(nets), "search_text", "pk")[:NET]
    )
    if signatory.logos.all():
        caught = caught.prefetch_related("logos")
    found = [compare(signatory, other) for other in caught]
    alike = [likeness for likeness in found if likeness.clues]
    return sorted(alike, key=lambda likeness: likeness.strength.rank)[:MOST]


def compare(signatory: Signatory, other: Signatory) -> Likeness:
    return Likeness(other, tuple(clue for clue in CLUES if clue.fits(signatory, other)))


def _surest_first(nets: list[Q]) -> Case:
    """The net has a bound: what is surest must be in it, however many share a domain."""
    cases = [When(net, then=Value(rank)) for rank, net in enumerate(nets) if net]
    return Case(*cases, default=Value(len(CLUES)))
