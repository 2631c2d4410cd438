"""Who stands behind it, one topic a file."""

from .events import Event
from .former_slugs import FormerSlug
from .limits import DailySalt, LimitCounter
from .logos import Logo
from .mails import OutgoingMail
from .reasons import Reason, ReasonText
from .retention import RetentionRun
from .signatory import Signatory
from .website_looks import WebsiteLook
from .wording import Wording

__all__ = [
    "DailySalt", "Event", "FormerSlug", "LimitCounter", "Logo", "OutgoingMail", "Reason", "ReasonText", "RetentionRun",
    "Signatory", "WebsiteLook", "Wording",
]  # fmt: skip
