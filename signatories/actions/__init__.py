"""What can happen to a signatory, by topic. Every change of status passes `move`, the one door.

Each action is one transaction: status, facts, history, mail and content version are written together or not at all.
"""

from .applications import confirm, disown, sign_up
from .asking import (
    Question,
    QuestionsChangedError,
    answer_questions,
    ask_for_changes,
    expire_uncorrected,
    remind_to_answer,
)
from .changing import (
    approve_change,
    correct_details,
    decline_change,
    propose_change,
    take_back_change,
    waiting_change,
)
from .decisions import approve, decline, release, reopen, restore, suspend
from .door import AddressNotProvenError, TransitionNotAllowedError, move, record
from .leaving import expire, forget_person, withdraw
from .links import answer_link_requests, renew_link

__all__ = [
    "AddressNotProvenError", "Question", "QuestionsChangedError", "TransitionNotAllowedError", "answer_link_requests",
    "answer_questions", "approve", "approve_change", "ask_for_changes", "confirm", "correct_details", "decline",
    "decline_change", "disown", "expire", "expire_uncorrected", "forget_person", "move", "propose_change", "record", "release",
    "remind_to_answer", "renew_link", "reopen", "restore", "sign_up", "suspend", "take_back_change", "waiting_change",
    "withdraw",
]  # fmt: skip
