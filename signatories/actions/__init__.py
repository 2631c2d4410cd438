"""What can happen to a signatory, by topic. Every change of status passes `move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

from .applications import confirm, disown, sign_up
from .decisions import approve, decline, release, reopen, restore, suspend
from .door import AddressNotProvenError, TransitionNotAllowedError, move, record
from .leaving import expire, forget_person, withdraw
from .second_looks import SecondPersonNeededError, look_first, standing_look, take_look_back

__all__ = [
    "AddressNotProvenError", "SecondPersonNeededError", "TransitionNotAllowedError", "approve", "confirm", "decline",
    "disown", "expire", "forget_person", "look_first", "move", "record", "release", "reopen", "restore", "sign_up",
    "standing_look", "suspend", "take_look_back", "withdraw",
]  # fmt: skip
