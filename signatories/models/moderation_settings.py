"""What moderators agree on among themselves, in one row."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from signatories.enums import BurstMode


class ModerationSettings(models.Model):
    """The one row; without it the defaults below hold."""

    burst = models.CharField(
        _("many applications at once"),
        max_length=10,
        choices=BurstMode,
        default=BurstMode.AUTOMATIC,
        help_text=_("Then pages and mails say honestly how long it takes."),
    )
    burst_threshold = models.PositiveSmallIntegerField(
        _("a queue is long from"),
        default=60,
        validators=[MinValueValidator(5)],
        help_text=_(
            "How many applications wait for a decision. Counts only when the choice above is “When the queue is long”."
        ),
    )
    second_look_in_burst = models.BooleanField(
        _("well-known domains by two people"),
        default=False,
        help_text=_(
            "An application from the domain of a signatory who is in the list already: one colleague says that it looks "
            "right, another one approves."
        ),
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of summary"),
        default=7,
        validators=[MaxValueValidator(22)],
        help_text=_("Sent from this hour on, on days on which something waits."),
    )
    parties_may_sign = models.BooleanField(
        _("political parties may sign"), default=False, help_text=_("The form says so beside the kinds.")
    )

    class Meta:
        verbose_name = _("way of working")
        verbose_name_plural = _("way of working")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="moderation_settings_are_one_row"),
            models.CheckConstraint(condition=models.Q(burst__in=BurstMode.values), name="burst_mode_is_known"),
            models.CheckConstraint(condition=models.Q(digest_hour__lte=22), name="moderation_settings_make_sense"),
        ]

    def __str__(self) -> str:
        return str(_("way of working"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> Self:
        """As they stand now; one query. Read each time, so that a change counts at once in every process."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
