"""Who stands behind it, one topic a file."""

from .events import Event
from .history import HistoryCheck, HistoryHead, HistorySeal
from .limits import DailySalt, LimitCounter
from .mails import OutgoingMail
from .reasons import Reason, ReasonText
from .retention import RetentionRun
from .signatory import Signatory

__all__ = [
    "DailySalt", "Event", "HistoryCheck", "HistoryHead", "HistorySeal", "LimitCounter", "OutgoingMail", "Reason",
    "ReasonText", "RetentionRun", "Signatory",
]  # fmt: skip
