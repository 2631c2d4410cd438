"""Who stands behind it, one topic a file."""

from .decisions import Batch, TakenDecision
from .events import Event
from .hands import Mention, Note, Reading
from .limits import DailySalt, LimitCounter
from .mails import OutgoingMail
from .reasons import Reason, ReasonText
from .retention import RetentionRun
from .signatory import Signatory

__all__ = [
    "Batch", "DailySalt", "Event", "LimitCounter", "Mention", "Note", "OutgoingMail", "Reading", "Reason", "ReasonText",
    "RetentionRun", "Signatory", "TakenDecision",
]  # fmt: skip
