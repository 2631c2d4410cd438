"""Short names that stand in links which people have given out: they lead to whoever goes on, for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .signatory import Signatory


class FormerSlug(models.Model):
    """`slug` was somebody's short name until that row was merged into `signatory`; nobody gets it again."""

    slug = models.CharField(_("short name"), max_length=60, unique=True)
    signatory = models.ForeignKey(
        Signatory, models.CASCADE, related_name="former_slugs", verbose_name=_("leads to signatory")
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("former short name")
        verbose_name_plural = _("former short names")
        constraints = [models.CheckConstraint(condition=~models.Q(slug=""), name="former_slug_is_not_empty")]

    def __str__(self) -> str:
        return self.slug
