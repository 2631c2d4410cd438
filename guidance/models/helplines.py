"""Helplines: who helps, with what, and how sure we are of it."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidance.enums import Need, Region
from guidance.opening import Hours, parse, validate_hours

from .facts import CheckedFact
from .publishing import previewed
from .texts import BESIDE_THE_WORDS, TextQuerySet, TranslatedText, lags_behind_another

validate_phone_link = RegexValidator(r"^tel:\+?[0-9]{3,15}\Z", _("Write it as tel:+3280012800 or tel:106."))


class Helpline(CheckedFact):
    """A phone number or desk that helps. Hidden from the public while `to_verify`."""

    key = models.SlugField(_("key"), unique=True, help_text=_("A short English name; it never changes."))
    need = models.CharField(_("for whom needs"), max_length=20, choices=Need)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    phone = models.CharField(_("phone number"), max_length=40, blank=True, help_text=_("A Belgian number."))
    phone_link = models.CharField(_("phone link"), max_length=20, blank=True, validators=[validate_phone_link])
    website = models.URLField(_("website"), blank=True)
    languages = ArrayField(models.CharField(max_length=2), verbose_name=_("spoken languages"), default=list, blank=True)
    regions = ArrayField(
        models.CharField(max_length=30, choices=Region), verbose_name=_("regions"), default=list, blank=True
    )
    opening = models.TextField(
        _("hours for “open now”"),
        blank=True,
        max_length=1_000,
        validators=[validate_hours],
        help_text=_(
            "Only what the source says: “always”, or lines such as mon-fri 09:30-13:00. Empty: we do not say who is open."
        ),
    )
    is_urgent = models.BooleanField(_("urgent"), default=False)
    to_verify = models.BooleanField(
        _("to verify"), default=True, help_text=_("Hidden from the public until somebody has checked it.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        super().clean()
        if bool(self.phone) != bool(self.phone_link):
            raise ValidationError({"phone_link": _("A phone number and its link go together.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Hours are kept in the one way in which they are written."""
        self.opening = str(parse(self.opening))
        super().save(*args, **kwargs)

    @property
    def when(self) -> Hours:
        return parse(self.opening)

    @property
    def own_regions(self) -> list[str]:
        """The names of the regions, of who does not help everywhere."""
        return [str(Region(region).label) for region in self.regions if region not in Region.everywhere]

    def helps_in(self, region: str) -> bool:
        """Who did not say where, helps everywhere."""
        return not self.regions or bool({region, *Region.everywhere} & set(self.regions))

    def speaks(self, language: str) -> bool:
        return not self.languages or language in self.languages

    @property
    def source_url(self) -> str:
        return str(self.sources[0]["url"]) if self.sources else ""


class HelplineTextQuerySet(TextQuerySet["HelplineText"]):
    def public(self) -> Self:
        needs = Case(*[When(helpline__need=need, then=Value(order)) for order, need in enumerate(Need)])
        return (
            self.filter(models.Q(helpline__to_verify=False) | previewed("helpline", "helpline"))
            .select_related("helpline")
            .order_by(needs, "-helpline__is_urgent", "helpline__position", "helpline__key")
        )


class HelplineText(TranslatedText):
    """A helpline in one language."""

    content_fields = ("name", "what_for", "hours")

    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="texts", verbose_name=_("helpline"))
    name = models.CharField(_("name"), max_length=120)
    what_for = models.TextField(_("what for"), max_length=400)
    hours = models.CharField(_("opening hours"), max_length=160, blank=True)

    history = HistoricalRecords(excluded_fields=BESIDE_THE_WORDS)
    objects = HelplineTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["helpline", "language"], name="one_helpline_text_a_language"),
            lags_behind_another("helpline_text"),
        ]
        verbose_name = _("helpline text")
        verbose_name_plural = _("helpline texts")

    def __str__(self) -> str:
        return self.name
