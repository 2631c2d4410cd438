"""When there are many: one colleague says that an application looks right, another one approves it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .signatory import Signatory


class SecondLook(models.Model):
    """Who looked first, and who approved. It counts until the status changes; see actions/second_looks.py."""

    signatory = models.OneToOneField(Signatory, models.CASCADE, related_name="second_look")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    second_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")), name="second_look_is_by_another",
                violation_error_message=_("The second look is for another colleague."),
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True, second_at__isnull=True)
                | Q(second_by__isnull=False, second_at__isnull=False),
                name="second_look_has_a_date",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.signatory_id}"
