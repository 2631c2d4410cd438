"""Published now, or at a time that is set: a condition in the queries, so that no job has to run at that moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .version import BumpsContentVersion, ContentVersion

_preview: ContextVar[dict[str, int]] = ContextVar("preview")
_at_any_time: ContextVar[bool] = ContextVar("at_any_time", default=False)


class Publishable(BumpsContentVersion):
    """Mixin: public once it is published and its time has come."""

    is_published = models.BooleanField(_("published"), default=False)
    publish_at = models.DateTimeField(
        _("public from"), null=True, blank=True, help_text=_("Belgian time. Empty: as soon as it is published.")
    )

    class Meta:
        abstract = True

    @property
    def is_scheduled(self) -> bool:
        """Published, but not before a time that is still to come."""
        return self.is_published and self.publish_at is not None and self.publish_at > timezone.now()

    @property
    def is_public(self) -> bool:
        """See also published(), which says the same of many rows."""
        return self.is_published and not self.is_scheduled


def published(prefix: str) -> Q:
    """Of what `prefix` leads to, as in `reply__rule__`; its last word is the name for as_if_public()."""
    path = prefix.removesuffix("__")
    is_due = Q() if _at_any_time.get() else has_come(f"{prefix}publish_at")
    return (Q(**{f"{prefix}is_published": True}) & is_due) | previewed(path, path.rpartition("__")[2])


def has_come(moment: str) -> Q:
    """The time in this field is none or has come."""
    return Q(**{moment: None}) | Q(**{f"{moment}__lte": timezone.now()})


@contextmanager
def at_any_time() -> Iterator[None]:
    """Within, what is scheduled counts as public already. For who keeps the time beside it, as search does."""
    token = _at_any_time.set(True)
    try:
        yield
    finally:
        _at_any_time.reset(token)


@contextmanager
def as_if_public(**things: int) -> Iterator[None]:
    """`as_if_public(article=7)`: within, and for nobody else, that one counts as public. For an editor's preview."""
    before = _preview.set(things)
    try:
        yield
    finally:
        _preview.reset(before)


def previewed(path: str, name: str) -> Q:
    """What `path` leads to is the one that is being previewed under this name; usually nothing is."""
    pk = _preview.get({}).get(name)
    return Q(pk__in=[]) if pk is None else Q(**{path: pk})


def scheduled() -> Q:
    return Q(is_published=True, publish_at__gt=timezone.now())


@dataclass(frozen=True)
class Edition:
    """What everything that is public now stands under: it changes with every publication and with every time that comes."""

    number: int
    until: datetime | None

    def __str__(self) -> str:
        """The next time that something becomes public is another one as soon as that time has come."""
        return f"{self.number}.{self.until.timestamp():.0f}" if self.until else str(self.number)

    @property
    def seconds_left(self) -> int | None:
        """Whole ones until the next thing becomes public, if there is one; at least 1."""
        return max(1, int((self.until - timezone.now()).total_seconds())) if self.until else None


def edition() -> Edition:
    """One query, whatever there is."""
    moments = [
        Subquery(model._default_manager.filter(scheduled()).order_by("publish_at").values("publish_at")[:1])
        for model in _publishable()
    ]
    row = ContentVersion.objects.filter(pk=1).annotate(until=Least(*moments)).values_list("number", "until").first()
    return Edition(*row) if row else Edition(0, None)


@cache
def _publishable() -> list[type[Publishable]]:
    return [model for model in apps.get_models() if issubclass(model, Publishable)]
