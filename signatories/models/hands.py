"""Who has it in hand: what colleagues tell each other about a signatory, and who looks at it now."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .signatory import Signatory

# Without a sign of life a page is taken to be closed.
READING_ENDS_AFTER = timedelta(minutes=10)


class Note(models.Model):
    """From one moderator to the others; the applicant never sees it. Erased with the person it may be about."""

    signatory = models.ForeignKey(Signatory, models.CASCADE, related_name="notes", verbose_name=_("signatory"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    text = models.TextField(_("note"), max_length=2000)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"{self.signatory_id}: {self.by_id}"


class Mention(models.Model):
    """A colleague whose name stands in a note; it waits on their first page until they say that they saw it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions", verbose_name=_("note"))
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("colleague"))
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["note", "whom"], name="one_mention_a_note_and_colleague")]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.whom_id}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def alive(self) -> "ReadingQuerySet":
        return self.filter(seen_at__gt=timezone.now() - READING_ENDS_AFTER)


class Reading(models.Model):
    """Who looks at a signatory now, so that two do not judge the same one."""

    signatory = models.OneToOneField(Signatory, models.CASCADE, related_name="reading", verbose_name=_("signatory"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(_("last sign of life"), default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    def __str__(self) -> str:
        return f"{self.signatory_id}: {self.by_id}"

    @property
    def is_alive(self) -> bool:
        """See also `ReadingQuerySet.alive`."""
        return timezone.now() - self.seen_at < READING_ENDS_AFTER
