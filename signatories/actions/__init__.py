"""What can happen to a signatory, by topic. Every change of status passes `move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

from .applications import confirm, disown, sign_up
from .contacts import (
    ContactChangeRefusedError,
    accept,
    approve_change,
    claim,
    give_up_change,
    hand_over,
    object_to,
    refuse,
    settle_objection,
    stop_change,
)
from .decisions import approve, decline, release, reopen, restore, suspend
from .door import AddressNotProvenError, TransitionNotAllowedError, move, record
from .leaving import expire, forget_person, withdraw
from .renewals import renew

__all__ = [
    "AddressNotProvenError", "ContactChangeRefusedError", "TransitionNotAllowedError", "accept", "approve",
    "approve_change", "claim", "confirm", "decline", "disown", "expire", "forget_person", "give_up_change", "hand_over",
    "move", "object_to", "record", "refuse", "release", "renew", "reopen", "restore", "settle_objection", "sign_up",
    "stop_change", "suspend", "withdraw",
]  # fmt: skip
