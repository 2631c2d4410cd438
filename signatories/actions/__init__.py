"""What can happen to a signatory, by topic. Every change of status passes `move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

from .applications import confirm, disown, sign_up
from .decisions import approve, decline, release, reopen, restore, suspend
from .door import AddressNotProvenError, TransitionNotAllowedError, move, record
from .leaving import expire, forget_person, withdraw
from .merging import MergeNotAllowedError, merge

__all__ = [
    "AddressNotProvenError", "MergeNotAllowedError", "TransitionNotAllowedError", "approve", "confirm", "decline", "disown", "expire",
    "forget_person", "merge", "move", "record", "release", "reopen", "restore", "sign_up", "suspend", "withdraw",
]  # fmt: skip
