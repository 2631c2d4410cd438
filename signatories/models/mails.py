"""Which mail belongs to which signatory. The mail itself, its state and its tries are post-office's rows."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS, Email

from .signatory import Signatory


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def for_moderators(self) -> Self:
        """Failed, and nobody has looked at it yet."""
        return self.filter(email__status=STATUS.failed, seen_at__isnull=True)


class OutgoingMail(models.Model):
    """A message to a signatory's contact person."""

    signatory = models.ForeignKey(Signatory, models.CASCADE, related_name="mails", verbose_name=_("signatory"))
    email = models.OneToOneField(Email, models.CASCADE, related_name="outgoing_mail", verbose_name=_("mail"))
    message = models.CharField(_("message"), max_length=40)
    # The recipient's server will never take it. A mail that is given up without this may yet arrive when sent again.
    refused_at = models.DateTimeField(_("refused for good"), null=True, blank=True)
    # A moderator has looked at a failed mail, and nothing more is to be done.
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=2)
    is_edited = models.BooleanField(_("in a moderator's own words"), default=False)
    # The last one to somebody who left, or one with keys that must not lie about: see also delivery.py.
    erase_when_sent = models.BooleanField(_("erased as soon as it has left"), default=False, db_default=False)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")

    def __str__(self) -> str:
        return f"{self.message} ({self.language})"

    @property
    def is_sent(self) -> bool:
        return bool(self.email.status == STATUS.sent)

    @property
    def is_refused(self) -> bool:
        """Failed for good: a hard failure. See also delivery.py."""
        return self.is_failed and self.refused_at is not None

    @property
    def is_for_moderators(self) -> bool:
        return self.is_failed and self.seen_at is None

    @property
    def is_failed(self) -> bool:
        return bool(self.email.status == STATUS.failed)
