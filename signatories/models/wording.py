"""What colleagues say in a mail instead of what ships with the site, passage by passage."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Wording(models.Model):
    """A passage of one message in one language, in our colleagues' words. Without a row the shipped words go out."""

    message = models.CharField(_("message"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    passage = models.CharField(_("passage"), max_length=20)
    text = models.TextField(_("text"), max_length=1500)
    # Of the shipped words that were read when these were written: they may have been bettered since.
    default_digest = models.CharField(max_length=64, editable=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["message", "language", "passage"]
        verbose_name = _("wording")
        verbose_name_plural = _("wording")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "language", "passage"], name="one_wording_a_passage",
                violation_error_message=_("This passage has its own words already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""), name="wording_says_something",
                violation_error_message=_("A passage cannot be empty."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.message}, {self.language}, {self.passage}"
