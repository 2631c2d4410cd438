"""Who stands behind it, one topic a file."""

from .changes import AskedChange, Change
from .events import Event
from .limits import DailySalt, LimitCounter
from .links import LinkRequest
from .mails import OutgoingMail
from .reasons import Reason, ReasonText
from .retention import RetentionRun
from .signatory import Signatory

__all__ = [
    "AskedChange", "Change", "DailySalt", "Event", "LimitCounter", "LinkRequest", "OutgoingMail", "Reason",
    "ReasonText", "RetentionRun", "Signatory",
]  # fmt: skip
