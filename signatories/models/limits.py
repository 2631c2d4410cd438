"""How many sign-ups are taken in at once, and the counters behind that; they hold keyed hashes, never an address."""

from django.core.validators import MaxValueValidator, MinValueValidator, StepValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.enums import LimitScope

STEP_MINUTES = 5  # in which sign-ups are counted; see signatories/floods.py


class DailySalt(models.Model):
    """Thrown away after two days: from then on nobody can tell which address a counter was about."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)


class LimitCounter(models.Model):
    """How often something happened in the hour (for sign-ups: the five minutes) that began at `window`."""

    key = models.CharField(max_length=64)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_counter_a_key_and_window")]

    def __str__(self) -> str:
        return f"{self.window}: {self.count}"


class Limit(models.Model):
    """What is more than this is set apart for a moderator, and never dropped. Without a row the settings decide."""

    scope = models.CharField(_("counted by"), max_length=30, choices=LimitScope, unique=True)
    burst_number = models.PositiveIntegerField(_("at most"), validators=[MinValueValidator(1)])
    burst_minutes = models.PositiveSmallIntegerField(
        _("within how many minutes"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(120), StepValueValidator(STEP_MINUTES)],
    )
    sustained_number = models.PositiveIntegerField(_("and at most"), validators=[MinValueValidator(1)])
    sustained_hours = models.PositiveSmallIntegerField(
        _("within how many hours"), default=24, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    is_active = models.BooleanField(_("in use"), default=True)
    comment = models.CharField(_("comment"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=LimitScope.values), name="limit_scope_is_known"),
            models.CheckConstraint(
                condition=Q(burst_number__gte=1, sustained_number__gte=1), name="limit_lets_somebody_in",
                violation_error_message=_("At least one must be let in; take the limit out of use instead."),
            ),
            models.CheckConstraint(
                condition=Q(burst_minutes__gte=5, burst_minutes__lte=120, sustained_hours__gte=1, sustained_hours__lte=24),
                name="limit_is_counted_within_a_day",
                violation_error_message=_("Counters are kept for a day: 5 to 120 minutes, and 1 to 24 hours."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(LimitScope(self.scope).label)
