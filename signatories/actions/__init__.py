"""What can happen to a signatory, by topic. Every change of status passes `move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

from .applications import can_correct_mailbox, confirm, correct_mailbox, disown, sign_up
from .decisions import approve, decline, release, reopen, restore, suspend
from .door import AddressNotProvenError, SecondPersonMissingError, TransitionNotAllowedError, move, record
from .leaving import expire, forget_person, withdraw
from .merging import MergeNotAllowedError, merge
from .second_person import (
    AskedOftenEnoughError,
    ask_second_person_again,
    can_answer,
    confirm_second,
    disown_second,
    name_second_person,
    refuse_second,
)

__all__ = [
    "AddressNotProvenError", "AskedOftenEnoughError", "MergeNotAllowedError", "SecondPersonMissingError",
    "TransitionNotAllowedError", "approve", "ask_second_person_again", "can_answer", "can_correct_mailbox",
    "confirm", "confirm_second", "correct_mailbox", "decline", "disown", "disown_second", "expire",
    "forget_person", "merge", "move", "name_second_person", "record", "refuse_second", "release", "reopen",
    "restore", "sign_up", "suspend", "withdraw",
]  # fmt: skip
