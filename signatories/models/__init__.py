"""Who stands behind it, one topic a file."""

from .events import Event
from .limits import DailySalt, LimitCounter
from .logos import Logo
from .mails import OutgoingMail
from .reasons import Reason, ReasonText
from .retention import RetentionRun
from .signatory import Signatory
from .wording import Wording

__all__ = [
    "DailySalt", "Event", "LimitCounter", "Logo", "OutgoingMail", "Reason", "ReasonText", "RetentionRun", "Signatory",
    "Wording",
]  # fmt: skip
