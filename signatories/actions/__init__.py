"""What can happen to a signatory, by topic. Every change of status passes `move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

from .applications import confirm, disown, sign_up
from .decisions import approve, decline, release, reopen, restore, suspend
from .door import AddressNotProvenError, TransitionNotAllowedError, move, record
from .hands import (
    HeldByColleagueError,
    assign,
    colleagues,
    held_by_another,
    hold,
    holder,
    see_mentions,
    take_over,
    write_note,
)
from .leaving import expire, forget_person, withdraw
from .undo import CannotUndoError, Taking, send_now, take, undo, why_not_undone

__all__ = [
    "AddressNotProvenError", "CannotUndoError", "HeldByColleagueError", "Taking", "TransitionNotAllowedError", "approve",
    "assign", "colleagues", "confirm", "decline", "disown", "expire", "forget_person", "held_by_another", "hold", "holder", "move",
    "record", "release", "reopen", "restore", "see_mentions", "send_now", "sign_up", "suspend", "take", "take_over",
    "undo", "why_not_undone", "withdraw", "write_note",
]  # fmt: skip
