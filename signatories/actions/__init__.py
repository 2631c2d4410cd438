"""What can happen to a signatory, by topic. Every change of status passes `move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

from .applications import can_correct_mailbox, confirm, correct_mailbox, disown, sign_up
from .asking import (
    Question,
    QuestionsChangedError,
    answer_questions,
    ask_for_changes,
    expire_uncorrected,
    remind_to_answer,
    take_questions_back,
)
from .changing import (
    approve_change,
    correct_details,
    decline_change,
    judge_anew,
    propose_change,
    take_back_change,
    waiting_change,
)
from .contacts import (
    ContactChangeRefusedError,
    accept,
    approve_contact_change,
    claim,
    give_up_contact_change,
    hand_over,
    object_to,
    refuse,
    settle_objection,
    stop_contact_change,
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
    let_go,
    see_mentions,
    take_over,
    write_note,
)
from .leaving import expire, forget_person, withdraw
from .links import answer_link_requests, renew_link
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
    "HeldByColleagueError", "MergeNotAllowedError", "Question", "QuestionsChangedError",
    "SecondPersonMissingError", "SecondPersonNeededError", "Taking", "TransitionNotAllowedError", "accept",
    "answer_link_requests", "answer_questions", "approve", "approve_change", "approve_contact_change",
    "ask_for_changes", "ask_second_person_again", "assign", "can_answer", "can_correct_mailbox", "claim",
    "colleagues", "confirm", "confirm_second", "correct_details", "correct_mailbox", "decline",
    "decline_change", "disown", "disown_second", "expire", "expire_uncorrected", "forget_person",
    "give_up_contact_change", "hand_over", "held_by_another", "hold", "holder", "judge_anew", "let_go", "look_first",
    "merge", "move",
    "name_second_person", "object_to", "propose_change", "record", "refuse", "refuse_second", "release",
    "remind_to_answer", "renew", "renew_link", "reopen", "restore", "see_mentions", "send_now",
    "settle_objection", "sign_up", "standing_look", "stop_contact_change", "suspend", "take",
    "take_back_change", "take_look_back", "take_over", "take_questions_back", "undo", "waiting_change", "why_not_undone", "withdraw",
    "write_note",
]  # fmt: skip
