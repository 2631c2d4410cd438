"""The history of a signatory: every change of status, and who did what when and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from signatories.enums import EventKind, Status

from .signatory import Signatory


class Event(models.Model):
    """One entry. Written by the transition door only; nothing changes or deletes one."""

    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="events", verbose_name=_("signatory"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    # Empty: the applicant, or the site itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("by"), related_name="+"
    )
    what = models.CharField(_("what"), max_length=20, choices=EventKind, default=EventKind.STATUS)
    # Of what is not a change of status both are the status of that moment.
    from_status = models.CharField(_("from"), max_length=20, choices=Status, blank=True)
    to_status = models.CharField(_("to"), max_length=20, choices=Status)
    why = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_status__in=Status.values) & models.Q(from_status__in=["", *Status.values]),
                name="event_statuses_are_known",
            ),
            models.CheckConstraint(condition=models.Q(what__in=EventKind.values), name="event_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
