"""What each kind of signatory is asked to show that it may sign: which details belong to it, and which it must give."""

from signatories.enums import Kind
from signatories.models.signatory import FIRST_POSSIBLE_DECISION

EARLIEST_YEAR = FIRST_POSSIBLE_DECISION.year

# Details that only some kinds have; everything else belongs to all.
FITS: dict[str, frozenset[str]] = {
    "enterprise_number": frozenset(Kind.organisations),
    "contact_role": frozenset(Kind.organisations),
    "mandate_decided_on": frozenset(Kind.decided_by_council),
    "second_name": frozenset(Kind.organisations),
    "second_email": frozenset(Kind.organisations),
}
# Where a detail must be given, of those that are not the same for all.
REQUIRED: dict[str, frozenset[str]] = {
    "website": frozenset(Kind.organisations),
    "contact_role": frozenset(Kind.organisations),
    "mandate_decided_on": frozenset({Kind.MUNICIPALITY}),
    "second_name": frozenset(Kind.confirmed_by_two),
    "second_email": frozenset(Kind.confirmed_by_two),
}


def fits(name: str, kind: str) -> bool:
    return name not in FITS or kind in FITS[name]


def is_required(name: str, kind: str) -> bool:
    """Before a kind is chosen: as for the first in the list."""
    return (kind if kind in Kind.values else Kind.COMPANY) in REQUIRED[name]
