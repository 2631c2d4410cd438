"""What is not as it should be: a language with something missing, a fact that nobody has checked for long."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from guidance.models.facts import CHECK_EVERY
from guidance.models.texts import TranslatedText
from hierniet.languages import LANGUAGES


class HasTexts(Protocol):
    """A rule, page, helpline or reason: it has `texts`, one for each language."""

    @property
    def texts(self) -> Any: ...


def needed_fields(model: type[TranslatedText]) -> list[str]:
    """What a language cannot do without."""
    return [name for name in model.content_fields if not _field(model, name).blank]


def missing_parts(text: TranslatedText) -> list[str]:
    """The labels of what is still empty."""
    return [field_label(type(text), name) for name in needed_fields(type(text)) if not getattr(text, name)]


def field_label(model: type[TranslatedText], name: str) -> str:
    return capfirst(str(_field(model, name).verbose_name))


def _field(model: type[TranslatedText], name: str) -> Any:
    return model._meta.get_field(name)


def incomplete_languages(owner: HasTexts) -> list[str]:
    """Languages that are missing or have something missing, in our order; uses what was prefetched."""
    complete = {text.language for text in owner.texts.all() if not missing_parts(text)}
    return [language for language in LANGUAGES if language not in complete]


def with_incomplete_languages(owners: Iterable[Any]) -> list[Any]:
    return [owner for owner in owners if incomplete_languages(owner)]


def overdue() -> Q:
    """See also CheckedFact.is_overdue, which says the same of one row."""
    return Q(checked_on__isnull=True) | Q(checked_on__lt=timezone.localdate() - CHECK_EVERY)
