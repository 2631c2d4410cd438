"""What an applicant's website calls itself; the worker asks, moderators read, the public never sees it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from signatories.enums import LookAnswer

from .signatory import Signatory


class WebsiteLook(models.Model):
    """One row a signatory: the last look at the address that it gave. Without `fetched_at` the look is still to come."""

    signatory = models.OneToOneField(
        Signatory, models.CASCADE, related_name="website_look", verbose_name=_("signatory")
    )
    website = models.URLField(_("website"), max_length=200)
    asked_at = models.DateTimeField(_("asked"))
    fetched_at = models.DateTimeField(_("answered"), null=True, blank=True)
    final_host = models.CharField(_("ended at"), max_length=255, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    answer = models.CharField(_("answer"), max_length=20, choices=LookAnswer, blank=True)

    class Meta:
        verbose_name = _("look at a website")
        verbose_name_plural = _("looks at websites")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__in=["", *LookAnswer.values]), name="answer_of_a_look_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(fetched_at__isnull=True) | ~models.Q(answer=""),
                name="look_that_is_over_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.website
