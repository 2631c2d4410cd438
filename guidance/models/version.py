"""A counter that every publication raises: whatever was kept under an older number is not served again."""

from typing import Any

from django.db import models, transaction
from django.db.models import F


class ContentVersion(models.Model):
    """The one row that holds the number."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="content_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The number now; one query."""
        number = cls.objects.filter(pk=1).values_list("number", flat=True).first()
        return number or 0

    @classmethod
    def bump(cls) -> None:
        """Raise the number in the transaction of whoever calls, so that it counts from that commit on."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1)


class BumpsContentVersion(models.Model):
    """Mixin: saving or deleting a row raises the content version in the same transaction."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            ContentVersion.bump()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            ContentVersion.bump()
        return deleted
