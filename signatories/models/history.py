"""What proves the history: where each signatory's chain ends, seals over everything, and the checks that were made.

How an entry is linked to the one before it is in `signatories/history/`; the database does the linking itself.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .signatory import Signatory


class HistoryHead(models.Model):
    """The last entry of one signatory, kept apart from the entries so that one cut off at the end is missed.

    Written by the trigger on events only.
    """

    signatory = models.OneToOneField(Signatory, models.PROTECT, primary_key=True, related_name="history_head")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number}: {self.digest}"


class HistorySeal(models.Model):
    """Once a day: a digest over all entries since the seal before, linked to that one. The newest goes out by mail."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    # All entries up to this one and none after it: see history/seals.py on why that is certain.
    last_event = models.BigIntegerField()
    events = models.PositiveIntegerField(_("entries in all"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("seal over the history")
        verbose_name_plural = _("seals over the history")

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class HistoryCheck(models.Model):
    """One walk through the whole history; `/readyz` and the back office look at the last one."""

    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), default=timezone.now)
    events = models.PositiveIntegerField(_("entries"))
    # The first ones, in words that name nobody: receipt numbers and positions.
    findings = models.JSONField(_("findings"), default=list)
    findings_in_all = models.PositiveIntegerField(_("findings in all"), default=0)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("check of the history")
        verbose_name_plural = _("checks of the history")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_clean(self) -> bool:
        return self.findings_in_all == 0
