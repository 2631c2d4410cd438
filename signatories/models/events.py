"""The history of a signatory: every change of status, and who did what when and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from signatories.enums import EventKind, Status

from .signatory import Signatory


class Event(models.Model):
    """One entry. The database refuses to change or delete one, and links it to the entry before: see `history/form.py`.

    A new fact belongs in the form of the digest too, or nobody would notice when it is changed.
    """

    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="events", verbose_name=_("signatory"))
    # Both filled in by the database, whoever writes the entry and however.
    number = models.PositiveIntegerField(_("number"), db_default=0, editable=False)
    digest = models.CharField(_("digest"), max_length=64, db_default="", editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
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
            models.UniqueConstraint(fields=["signatory", "number"], name="one_event_a_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, digest__regex=r"^[0-9a-f]{64}$"), name="event_is_linked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
