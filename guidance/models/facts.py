"""Facts age: what can go out of date carries its sources, the day it was checked, and who keeps it."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .version import BumpsContentVersion

CHECK_EVERY = timedelta(days=183)


def validate_sources(sources: object) -> None:
    """A list of `{"title": …, "url": "https://…"}`; the addresses become links, so only web addresses pass."""
    if not isinstance(sources, list):
        raise ValidationError(_("Write the sources as a list."), code="list")
    for source in sources:
        is_source = isinstance(source, dict) and set(source) == {"title", "url"}
        if not is_source or not all(isinstance(value, str) and value for value in source.values()):
            raise ValidationError(_("Every source needs a title and an address."), code="source")
        if not source["url"].startswith(("https://", "http://")):
            raise ValidationError(_("A source's address starts with https:// or http://."), code="address")


class CheckedFact(BumpsContentVersion):
    """Mixin for whatever carries a source, a date of checking and an owner."""

    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    owner = models.CharField(_("kept by"), max_length=80, blank=True, default="editors")
    sources = models.JSONField(_("sources"), default=list, blank=True, validators=[validate_sources])

    class Meta:
        abstract = True

    @property
    def check_due_on(self) -> date | None:
        return self.checked_on + CHECK_EVERY if self.checked_on else None

    @property
    def is_overdue(self) -> bool:
        due = self.check_due_on
        return due is None or due < timezone.localdate()
