"""Logos: pictures that we drew ourselves from what a signatory sent; see signatories/logos."""

import secrets
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from signatories.enums import Ground, LogoReason, LogoState, Status

from .signatory import Signatory

ENDINGS = ("webp", "png")


def make_name() -> str:
    """Nobody guesses it: the address of a picture that is not public yet is known to who may see it."""
    return secrets.token_hex(16)


class LogoQuerySet(models.QuerySet["Logo"]):
    def awaiting_decision(self) -> Self:
        """Of who is or was public: before that a logo is judged together with the application."""
        return self.filter(state=LogoState.WAITING, signatory__status__in=(Status.APPROVED, Status.SUSPENDED))

    def oldest_first(self) -> Self:
        return self.order_by("since", "pk")


class Logo(models.Model):
    """The files of one logo, by a random name. Which there are stands here, so that no page opens one to be drawn.

    `state` changes only through `actions.logos`.
    """

    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="logos", verbose_name=_("signatory"))
    state = models.CharField(_("state"), max_length=10, choices=LogoState, default=LogoState.DRAFT)
    since = models.DateTimeField(_("in this state since"), default=timezone.now)
    name = models.CharField(max_length=32, unique=True, default=make_name, editable=False)
    widths = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("widths"))
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    ground = models.CharField(_("seen on"), max_length=5, choices=Ground, default=Ground.ANY)
    remarks = ArrayField(models.CharField(max_length=20), verbose_name=_("remarks"), default=list, blank=True)
    # See logos/fingerprints.py for how alike two of them are.
    fingerprint = models.CharField(_("fingerprint"), max_length=16, db_index=True)
    reason = models.CharField(_("reason"), max_length=15, choices=LogoReason, blank=True)
    own_words = models.TextField(_("in our own words"), blank=True)

    objects = LogoQuerySet.as_manager()

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        default_permissions = ()  # who judges signatories judges their logos
        indexes = [models.Index(fields=["state", "since"], name="logo_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["signatory", "state"], name="one_logo_a_state",
                violation_error_message=_("This signatory has such a logo already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=LogoState.values), name="logo_state_is_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values), name="logo_ground_is_known",
                violation_error_message=_("This ground does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0) & ~Q(widths=[]), name="logo_has_a_size",
                violation_error_message=_("A logo needs a width and a height."),
            ),
            models.CheckConstraint(
                condition=(Q(state=LogoState.REFUSED) & Q(reason__in=LogoReason.values))
                | (~Q(state=LogoState.REFUSED) & Q(reason="", own_words="")),
                name="refused_logo_has_a_reason",
                violation_error_message=_("A logo that is not accepted needs a reason, and only that one."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def file(self, width: int, ending: str) -> str:
        return f"{self.name}-{width}.{ending}"

    @property
    def files(self) -> list[str]:
        return [self.file(width, ending) for width in self.widths for ending in ENDINGS]

    @property
    def by_width(self) -> list[tuple[str, int]]:
        """What a browser can choose from."""
        return [(self.file(width, "webp"), width) for width in self.widths]

    @property
    def smallest(self) -> str:
        return self.file(min(self.widths), "webp")

    @property
    def plainest(self) -> str:
        """For browsers that cannot choose, and for those that know no WebP."""
        return self.file(max(self.widths), "png")

    @property
    def is_public(self) -> bool:
        return self.state == LogoState.USED and self.signatory.is_public
