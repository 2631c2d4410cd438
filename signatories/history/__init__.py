"""A history that proves itself: how entries are linked, sealed, checked and taken along as a file."""

from .checks import check_and_remember, is_intact_lately, last_check, newest_are_intact
from .files import history_as_data
from .seals import make_seal, newest_seal

__all__ = [
    "check_and_remember", "history_as_data", "is_intact_lately", "last_check", "make_seal", "newest_are_intact",
    "newest_seal",
]  # fmt: skip
