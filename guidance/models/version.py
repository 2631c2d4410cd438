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
    def lock(cls) -> None:
        """Waits for whoever publishes just now, and makes the next one wait until this transaction ends."""
        cls.objects.select_for_update().filter(pk=1).first()

    @classmethod
    def bump(cls) -> None:
        """Raise the number in the transaction of whoever calls, so that it counts from that commit on."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1)


class BumpsContentVersion(models.Model):
    """Mixin: saving or deleting a row raises the content version, and brings search in step, in the same transaction.

    The version first: its row stays locked until the commit, so that two who save at once write one after the other, and
    neither waits for a row of the other in a circle. Whoever locks rows of the guide before saving locks the version first.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        from guidance.search import index  # noqa: PLC0415  it knows every kind of text, and all of them stand on this

        with transaction.atomic():
            ContentVersion.bump()
            super().save(*args, **kwargs)
            index.refresh(index.touched_by(self))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        from guidance.search import index  # noqa: PLC0415  see above

        with transaction.atomic():
            ContentVersion.bump()
            touched = index.touched_by(self)  # afterwards nobody knows any more what hung on it
            deleted = super().delete(*args, **kwargs)
            index.refresh(touched)
        return deleted
