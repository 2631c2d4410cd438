"""Who stands behind it, one topic a file."""

from .changes import AskedChange, Change
from .contacts import ContactChange
from .decisions import Batch, TakenDecision
from .digests import Digest, DigestPreference
from .events import Event
from .former_slugs import FormerSlug
from .hands import Mention, Note, Reading
from .history import HistoryCheck, HistoryHead, HistorySeal
from .jobs import JobRun
from .limits import DailySalt, Limit, LimitCounter
from .links import LinkRequest
from .listed import Listed
from .logos import Logo
from .mails import OutgoingMail
from .moderation_settings import ModerationSettings
from .reasons import Reason, ReasonText
from .referrals import CountedNotes, Referral, ReferralGap
from .retention import RetentionRun
from .second_looks import SecondLook
from .signatory import Signatory
from .website_looks import WebsiteLook
from .wording import Wording

__all__ = [
    "AskedChange", "Batch", "Change", "ContactChange", "CountedNotes", "DailySalt", "Digest",
    "DigestPreference", "Event", "FormerSlug", "HistoryCheck", "HistoryHead", "HistorySeal", "JobRun",
    "Limit", "LimitCounter", "LinkRequest", "Listed", "Logo", "Mention", "ModerationSettings", "Note",
    "OutgoingMail", "Reading", "Reason", "ReasonText", "Referral", "ReferralGap", "RetentionRun",
    "SecondLook", "Signatory", "TakenDecision", "WebsiteLook", "Wording",
]  # fmt: skip
