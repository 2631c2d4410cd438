"""How often reference links were followed: numbers of a day, with nothing in them about who followed them."""

from django.db import models
from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guidance.enums import Language
from guidance.models import HouseRule
from signatories.enums import Platform

from .signatory import Signatory


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visits(self) -> int:
        """How many in all."""
        found: int | None = self.aggregate(visits=Sum("visits"))["visits"]
        return found or 0


class Referral(models.Model):
    """How many visits of one `day` came by the link of one rule, on behalf of one signatory or of nobody."""

    day = models.DateField(_("day"))
    rule = models.ForeignKey(HouseRule, models.CASCADE, related_name="+", verbose_name=_("house rule"))
    signatory = models.ForeignKey(
        Signatory, models.CASCADE, related_name="referrals", null=True, blank=True, verbose_name=_("signatory")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    platform = models.CharField(_("came from"), max_length=12, choices=Platform)
    visits = models.PositiveIntegerField(_("visits"))

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "pk"]
        verbose_name = _("referrals of a day")
        verbose_name_plural = _("referrals of a day")
        indexes = [models.Index(fields=["signatory", "day"], name="referrals_of_a_signatory")]
        constraints = [
            models.UniqueConstraint(
                F("day"), F("rule"), Coalesce(F("signatory"), Value(0, output_field=models.BigIntegerField())),
                F("language"), F("platform"),
                name="referrals_of_a_day_stand_once",
                violation_error_message=_("These visits are counted already."),
            ),
            models.CheckConstraint(
                condition=Q(visits__gte=1), name="referrals_are_some",
                violation_error_message=_("Where nobody came, nothing is written down."),
            ),
            models.CheckConstraint(
                condition=Q(platform__in=Platform.values, language__in=Language.values), name="referral_came_from_a_known_place",
                violation_error_message=_("This language or platform does not exist."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.day}: {self.visits}"


class ReferralGap(models.Model):
    """So many visits of this `day` are known to be missing: a disk was full, or a machine lost its power while it wrote."""

    day = models.DateField(_("day"), unique=True)
    visits = models.PositiveIntegerField(_("visits"))

    class Meta:
        ordering = ["-day"]
        verbose_name = _("referrals that are missing")
        verbose_name_plural = _("referrals that are missing")

    def __str__(self) -> str:
        return f"{self.day}: {self.visits}"


class CountedNotes(models.Model):
    """A file of notes that is in the numbers: whoever finds it again, after a crash, only throws it away."""

    name = models.CharField(max_length=60, unique=True)
    counted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def is_new(cls, name: str) -> bool:
        """Remembers it, within the transaction that counts it."""
        _row, is_new = cls.objects.get_or_create(name=name)
        return is_new
