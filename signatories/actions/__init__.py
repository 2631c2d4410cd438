"""What can happen to a signatory, by topic. Every change of status passes `move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

from .applications import can_correct_mailbox, confirm, correct_mailbox, disown, sign_up
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
from .door import AddressNotProvenError, SecondPersonMissingError, TransitionNotAllowedError, move, record
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
from .merging import MergeNotAllowedError, merge
from .renewals import renew
from .second_looks import SecondPersonNeededError, look_first, standing_look, take_look_back
from .second_person import (
    AskedOftenEnoughError,
    ask_second_person_again,
    can_answer,
    confirm_second,
    disown_second,
    name_second_person,
    refuse_second,
)
from .undo import CannotUndoError, Taking, send_now, take, undo, why_not_undone

__all__ = [
    "AddressNotProvenError", "AskedOftenEnoughError", "CannotUndoError", "ContactChangeRefusedError",
    "HeldByColleagueError", "MergeNotAllowedError", "SecondPersonMissingError", "SecondPersonNeededError",
    "Taking", "TransitionNotAllowedError", "accept", "approve", "approve_change", "ask_second_person_again",
    "assign", "can_answer", "can_correct_mailbox", "claim", "colleagues", "confirm", "confirm_second",
    "correct_mailbox", "decline", "disown", "disown_second", "expire", "forget_person", "give_up_change",
    "hand_over", "held_by_another", "hold", "holder", "look_first", "merge", "move", "name_second_person",
    "object_to", "record", "refuse", "refuse_second", "release", "renew", "reopen", "restore", "see_mentions",
    "send_now", "settle_objection", "sign_up", "standing_look", "stop_change", "suspend", "take",
    "take_look_back", "take_over", "undo", "why_not_undone", "withdraw", "write_note",
]  # fmt: skip
