"""Who stands behind it, one topic a file."""

from .contacts import ContactChange
from .events import Event
from .jobs import JobRun
from .limits import DailySalt, LimitCounter
from .mails import OutgoingMail
from .reasons import Reason, ReasonText
from .retention import RetentionRun
from .signatory import Signatory

__all__ = [
    "ContactChange", "DailySalt", "Event", "JobRun", "LimitCounter", "OutgoingMail", "Reason", "ReasonText", "RetentionRun", "Signatory",
]  # fmt: skip
