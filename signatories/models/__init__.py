"""Who stands behind it, one topic a file."""

from .digests import Digest, DigestPreference
from .events import Event
from .limits import DailySalt, Limit, LimitCounter
from .listed import Listed
from .mails import OutgoingMail
from .moderation_settings import ModerationSettings
from .reasons import Reason, ReasonText
from .retention import RetentionRun
from .second_looks import SecondLook
from .signatory import Signatory

__all__ = [
    "DailySalt", "Digest", "DigestPreference", "Event", "Limit", "LimitCounter", "Listed", "ModerationSettings",
    "OutgoingMail", "Reason", "ReasonText", "RetentionRun", "SecondLook", "Signatory",
]  # fmt: skip
