"""Who stands behind it, one topic a file."""

from .decisions import Batch, TakenDecision
from .events import Event
from .former_slugs import FormerSlug
from .hands import Mention, Note, Reading
from .history import HistoryCheck, HistoryHead, HistorySeal
from .limits import DailySalt, LimitCounter
from .mails import OutgoingMail
from .reasons import Reason, ReasonText
from .retention import RetentionRun
from .signatory import Signatory
from .website_looks import WebsiteLook
from .wording import Wording

__all__ = [
    "Batch", "DailySalt", "Event", "FormerSlug", "HistoryCheck", "HistoryHead", "HistorySeal", "LimitCounter",
    "Mention", "Note", "OutgoingMail", "Reading", "Reason", "ReasonText", "RetentionRun", "Signatory",
    "TakenDecision", "WebsiteLook", "Wording",
]  # fmt: skip
