"""The back office of who stands behind it, one topic a file."""

from django.contrib import admin
from post_office.models import Attachment, Email, EmailTemplate, Log

from .events import EventAdmin
from .limits import LimitAdmin, ListedAdmin, ModerationSettingsAdmin
from .mails import OutgoingMailAdmin
from .reasons import ReasonAdmin
from .signatories import SignatoryAdmin
from .wording import WordingAdmin

# post-office's own pages load scripts from elsewhere, and would let mails be rewritten; ours show the same rows.
admin.site.unregister([Attachment, Email, EmailTemplate, Log])

__all__ = [
    "EventAdmin", "LimitAdmin", "ListedAdmin", "ModerationSettingsAdmin", "OutgoingMailAdmin", "ReasonAdmin",
    "SignatoryAdmin", "WordingAdmin",
]  # fmt: skip
