"""Reasons to decline or suspend: data in three languages, so that a refusal is never without one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidance.models.texts import BESIDE_THE_WORDS, TranslatedText, lags_behind_another
from signatories.enums import Decision


class Reason(models.Model):
    key = models.SlugField(_("key"), unique=True, help_text=_("A short English name; it never changes."))
    decision = models.CharField(_("for which decision"), max_length=10, choices=Decision)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["decision", "position", "key"]
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return self.key

    def text(self, language: str) -> "ReasonText":
        """The words in this language; uses what was prefetched."""
        by_language = {text.language: text for text in self.texts.all()}
        return by_language.get(language) or by_language["nl"]


class ReasonText(TranslatedText):
    """A reason in one language. `explanation` stands in the mail to the applicant."""

    content_fields = ("label", "explanation")

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="texts", verbose_name=_("reason"))
    label = models.CharField(_("label"), max_length=120, help_text=_("For moderators, in a list."))
    explanation = models.TextField(_("explanation"), max_length=1200, help_text=_("Stands in the mail."))

    history = HistoricalRecords(excluded_fields=BESIDE_THE_WORDS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reason", "language"], name="one_reason_text_a_language"),
            lags_behind_another("reason_text"),
        ]
        verbose_name = _("reason text")
        verbose_name_plural = _("reason texts")

    def __str__(self) -> str:
        return self.label
