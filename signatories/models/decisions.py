"""What moderators decided lately: kept so that it can be undone, alone or as one of several decided at once."""

from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .events import Event
from .mails import OutgoingMail
from .signatory import Signatory


class Batch(models.Model):
    """Several signatories judged in one go. Each of them is a decision of its own."""

    # Comes with the page that lists whom it is about: sent twice, the same page makes one batch.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    choice = models.CharField(_("decision"), max_length=20)
    number = models.PositiveSmallIntegerField(_("number"))
    # Whom it left out, and why: the number of the row, and a sentence.
    skipped = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("batch of decisions")
        verbose_name_plural = _("batches of decisions")

    def __str__(self) -> str:
        return f"{self.choice}: {self.number}"


class TakenDecisionQuerySet(models.QuerySet["TakenDecision"]):
    def still_open(self) -> "TakenDecisionQuerySet":
        """Those that can still be undone, as far as the clock knows."""
        return self.filter(until__gt=timezone.now(), undone_at__isnull=True)


class TakenDecision(models.Model):
    """A decision, and the facts before and after it. Its mail waits in the outbox until `until`."""

    signatory = models.ForeignKey(
        Signatory, models.PROTECT, related_name="taken_decisions", verbose_name=_("signatory")
    )
    # The last thing that the decision wrote in the history: whatever comes after it, stands in the way of undoing.
    event = models.OneToOneField(Event, models.PROTECT, related_name="taken_decision", verbose_name=_("event"))
    mail = models.OneToOneField(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="taken_decision", verbose_name=_("mail")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    choice = models.CharField(_("decision"), max_length=20)
    # Only the fields that it changed.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    until = models.DateTimeField(_("can be undone until"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("batch")
    )

    objects = TakenDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("taken decision")
        verbose_name_plural = _("taken decisions")
        indexes = [models.Index(fields=["until"], name="taken_decision_until")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "signatory"], name="one_decision_a_batch_and_signatory"),
        ]

    def __str__(self) -> str:
        return f"{self.choice}: {self.signatory_id}"

    @property
    def is_open(self) -> bool:
        return self.undone_at is None and timezone.now() < self.until
