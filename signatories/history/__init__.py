"""A history that proves itself: how entries are linked, sealed, checked and taken along as a file."""

from .checks import check_and_remember, check_is_due, is_intact_lately, last_check, newest_are_intact
from .files import history_as_data
from .seals import make_seal, newest_seal, seal_is_due

__all__ = [
    "check_and_remember", "check_is_due", "history_as_data", "is_intact_lately", "last_check", "make_seal",
    "newest_are_intact", "newest_seal", "seal_is_due",
]  # fmt: skip
