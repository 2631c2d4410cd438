"""Counters behind the limits on forms; they hold keyed hashes, never an address."""

from django.db import models


class DailySalt(models.Model):
    """Thrown away after two days: from then on nobody can tell which address a counter was about."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)


class LimitCounter(models.Model):
    """How often something happened within the hour that began at `window`."""

    key = models.CharField(max_length=64)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_counter_a_key_and_window")]

    def __str__(self) -> str:
        return f"{self.window}: {self.count}"
