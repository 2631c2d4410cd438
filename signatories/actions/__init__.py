"""What can happen to a signatory, by topic. Every change of status passes `move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

from .applications import can_correct_mailbox, confirm, correct_mailbox, disown, sign_up
from .decisions import approve, decline, release, reopen, restore, suspend
from .door import AddressNotProvenError, TransitionNotAllowedError, move, record
from .leaving import expire, forget_person, withdraw

__all__ = [
    "AddressNotProvenError", "TransitionNotAllowedError", "approve", "can_correct_mailbox", "confirm", "correct_mailbox", "decline", "disown", "expire",
    "forget_person", "move", "record", "release", "reopen", "restore", "sign_up", "suspend", "withdraw",
]  # fmt: skip
