"""What is not as it should be: a language with something missing or older than its source, a fact unchecked for long."""

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Protocol

from django.db.models import Count, Exists, JSONField, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from guidance.models.facts import CHECK_EVERY
from guidance.models.texts import TranslatedText
from hierniet.languages import LANGUAGES

# French writes them small there, and large where they stand alone.
IN_A_SENTENCE = {
    "nl": pgettext_lazy("language, in a sentence", "Dutch"),
    "fr": pgettext_lazy("language, in a sentence", "French"),
    "en": pgettext_lazy("language, in a sentence", "English"),
}


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


def complete(model: type[TranslatedText]) -> Q:
    """See also missing_parts(), which says the same of one row."""
    return reduce(and_, (~Q(**{name: _empty(model, name)}) for name in needed_fields(model)))


def _empty(model: type[TranslatedText], name: str) -> Any:
    return [] if isinstance(_field(model, name), JSONField) else ""


def incomplete(owners: QuerySet[Any]) -> QuerySet[Any]:
    """Those of which a language is missing or lacks something. See also incomplete_languages()."""
    texts = text_model(owners.model)
    finished = texts._default_manager.filter(complete(texts)).order_by().values(owner_name(texts))
    finished = finished.annotate(number=Count("pk")).filter(number=len(LANGUAGES))
    return owners.exclude(pk__in=finished.values(owner_name(texts)))


def stale(owners: QuerySet[Any], *languages: str) -> QuerySet[Any]:
    """Those of which a language, or one of these, is older than its source."""
    texts = text_model(owners.model)
    lagging = texts._default_manager.filter(older_than__in=LANGUAGES, language__in=languages or LANGUAGES)
    return owners.filter(Exists(lagging.filter(**{owner_name(texts): OuterRef("pk")})))


def text_model(owner: type[Any]) -> type[TranslatedText]:
    model: type[TranslatedText] = owner._meta.get_field("texts").related_model
    return model


def owner_name(texts: type[TranslatedText]) -> str:
    """The name of the field with which a text points at what it belongs to."""
    return next(field.name for field in texts._meta.get_fields() if field.is_relation and field.concrete)


@dataclass(frozen=True)
class Mark:
    """How one language stands. `level` is `good`, `unsure` or `late`; the words say the same without the colour.

    `short` is for the narrow column of a list, where languages go by their codes.
    """

    level: str
    words: str
    short: str = ""


def mark_of(text: TranslatedText | None) -> Mark:
    """What is missing goes before what is older: it keeps the language from being published."""
    if text is None:
        return Mark("late", _("missing"))
    if missing_parts(text):
        return Mark("late", _("incomplete"))
    if text.older_than:
        words = _("older than %(language)s") % {"language": language_name(text.older_than)}
        return Mark("unsure", words, _("older than %(code)s") % {"code": text.older_than.upper()})
    return Mark("good", _("complete"))


def language_name(language: str) -> str:
    return str(IN_A_SENTENCE[language])


def overdue() -> Q:
    """See also CheckedFact.is_overdue, which says the same of one row."""
    return Q(checked_on__isnull=True) | Q(checked_on__lt=timezone.localdate() - CHECK_EVERY)
