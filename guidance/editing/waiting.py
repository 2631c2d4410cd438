"""What waits for the editors: overdue, older than its source, missing, to verify, scheduled, and drafts.

One query for each of these, whatever there is: the kinds of things are put under one another by the database.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, F, Func, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import ngettext

from guidance.editing.completeness import complete, incomplete, overdue, owner_name, text_model
from guidance.enums import Tone
from guidance.models import Aid, Article, Helpline, HouseRule, Outcome, Page, Question, Reply
from guidance.models.facts import CheckedFact
from guidance.models.publishing import Publishable, scheduled
from hierniet.languages import LANGUAGES

SHOWN = 8  # of each chapter, or of each language in it

# What the site says, in the order of the back office; for each where its name stands.
NAMES: Mapping[type[Model], str] = {
    HouseRule: "texts__name",
    Page: "texts__title",
    Article: "texts__title",
    Reply: "rule__texts__name",
    Aid: "texts__title",
    Question: "texts__text",
    Outcome: "texts__title",
    Helpline: "texts__name",
}
KINDS = {str(model._meta.model_name): model for model in NAMES}
STEPS = (Question, Outcome)  # of these only what is in use waits: what was taken out of a tree is kept, and is no work

Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Row:
    """One thing that waits. What `note` holds is told at the chapter that it comes from."""

    kind: str
    thing: int
    at: Any
    language: str
    note: Any


@dataclass(frozen=True)
class Item:
    row: Row
    name: str
    kind: str
    url: str


@dataclass(frozen=True)
class Group:
    """The oldest of what waits, and for the rest the lists in which all of a kind are found."""

    language: str
    number: int
    items: Sequence[Item]
    lists: Sequence[tuple[str, int, str]]

    @property
    def number_left_out(self) -> int:
        return self.number - len(self.items)


@dataclass(frozen=True)
class Chapter:
    """One reason to wait. `rows` gives what waits of one kind of thing, or None where that cannot be."""

    key: str
    level: str
    rows: Callable[[type[Any]], Rows | None]
    filtered: Callable[[type[Any], str], str]
    label: Callable[[int], str]


def kinds_of(user: User | AnonymousUser) -> dict[str, type[Model]]:
    """What this colleague may write."""
    return {name: model for name, model in KINDS.items() if user.has_perm(f"guidance.change_{name}")}


def numbers(user: User | AnonymousUser) -> Iterator[tuple[Chapter, int]]:
    """How many there are in each chapter."""
    if kinds := kinds_of(user):
        for chapter in CHAPTERS:
            yield chapter, _together(chapter, kinds).count()


def everything(user: User | AnonymousUser) -> list[tuple[Chapter, list[Group]]]:
    """Every chapter with its groups; those that are empty are left out, so that an empty chapter has none."""
    kinds = kinds_of(user)
    found = [(chapter, [Row(*row) for row in _together(chapter, kinds)]) for chapter in CHAPTERS]
    grouped = [(chapter, list(_by_language(rows))) for chapter, rows in found]
    shown = [row for _chapter, groups in grouped for rows in groups for row in rows[:SHOWN]]
    names = _names(shown)
    return [(chapter, [_group(chapter, rows, names) for rows in groups]) for chapter, groups in grouped]


def _together(chapter: Chapter, kinds: Mapping[str, type[Model]]) -> Rows:
    first, *others = [rows for rows in map(chapter.rows, kinds.values()) if rows is not None] or [_nothing()]
    return _union(first, *others)


def _union(first: Rows, *others: Rows) -> Rows:
    """In no order: the usual one of the first kind names columns that are not here."""
    return first.union(*others, all=True).order_by() if others else first


def _nothing() -> Rows:
    return _as_rows(HouseRule.objects.none(), at=Value(None, DateTimeField()))


def _by_language(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Oldest first, and before them what never had a date; only what is older than its source has a language."""
    in_order = sorted(rows, key=lambda row: (row.at is not None, row.at, row.kind, row.thing))
    for language in ("", *LANGUAGES):
        if group := [row for row in in_order if row.language == language]:
            yield group


def _group(chapter: Chapter, rows: Sequence[Row], names: Mapping[tuple[str, int], str]) -> Group:
    language = rows[0].language
    items = [
        Item(row, names[row.kind, row.thing], _label(row.kind), _form(row.kind, row.thing)) for row in rows[:SHOWN]
    ]
    counted = Counter(row.kind for row in rows)
    lists = [
        (capfirst(str(KINDS[kind]._meta.verbose_name_plural)), counted[kind], _list(chapter, kind, language))
        for kind in KINDS
        if kind in counted
    ]
    return Group(language, len(rows), items, lists)


def _label(kind: str) -> str:
    return str(KINDS[kind]._meta.verbose_name)


def _form(kind: str, pk: int) -> str:
    return reverse(f"admin:guidance_{kind}_change", args=[pk])


def _list(chapter: Chapter, kind: str, language: str) -> str:
    return f"{reverse(f'admin:guidance_{kind}_changelist')}?{chapter.filtered(KINDS[kind], language)}"


def _names(rows: Iterable[Row]) -> dict[tuple[str, int], str]:
    """In the reader's language, else in any, else its key. One query."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.kind, set()).add(row.thing)
    branches = [_names_of(kind, pks) for kind, pks in wanted.items()]
    if not branches:
        return {}
    found: dict[tuple[str, int], dict[str, str]] = {}
    for kind, thing, language, name, key, tone in _union(*branches):
        full = f"{name or key} – {Tone(tone).label}" if tone else str(name or key)
        found.setdefault((kind, thing), {})[language] = full
    mine = translation.get_language() or ""
    return {thing: named.get(mine) or next(iter(named.values())) for thing, named in found.items()}


def _names_of(kind: str, pks: Iterable[int]) -> Rows:
    model = KINDS[kind]
    path = NAMES[model]
    things = model._default_manager.filter(pk__in=pks).order_by()
    named: Rows = things.annotate(
        row_kind=Value(kind),
        row_language=F(f"{path.rpartition('__')[0]}__language"),
        row_name=F(path),
        row_key=F("rule__key") if model is Reply else F("key"),
        row_tone=F("tone") if model is Reply else Value(""),
    ).values_list("row_kind", "pk", "row_language", "row_name", "row_key", "row_tone")
    return named


def _as_rows(
    things: QuerySet[Any], *, at: Any, kind: str = "", thing: str = "pk", language: Any = "", note: Any = ""
) -> Rows:
    columns = {
        "row_kind": Value(kind or str(things.model._meta.model_name)),
        "row_thing": F(thing),
        "row_at": at,
        "row_language": F(language) if language else Value(""),
        "row_note": Value(note) if isinstance(note, (str, int)) else note,
    }
    rows: Rows = things.order_by().annotate(**columns).values_list(*columns)
    return rows


def _in_use(model: type[Any], prefix: str = "") -> Q:
    return Q(**{f"{prefix}is_used": True}) if model in STEPS else Q()


def _list_in_use(model: type[Any], query: str) -> str:
    return f"{query}&is_used__exact=1" if model in STEPS else query


def _last_changed(model: type[Any]) -> Subquery:
    texts = text_model(model)._default_manager.filter(**{owner_name(text_model(model)): OuterRef("pk")})
    return Subquery(texts.order_by("-updated_at").values("updated_at")[:1])


def _overdue(model: type[Any]) -> Rows | None:
    """At: when it was last checked. A helpline that is hidden waits to be verified instead."""
    if not issubclass(model, CheckedFact):
        return None
    things: QuerySet[Any] = model._default_manager.filter(overdue())
    return _as_rows(things.filter(to_verify=False) if model is Helpline else things, at=F("checked_on"))


def _overdue_list(model: type[Any], _language: str) -> str:
    return "facts=overdue&to_verify__exact=0" if model is Helpline else "facts=overdue"


def _overdue_label(number: int) -> str:
    return ngettext("thing to check again", "things to check again", number)


def _stale(model: type[Any]) -> Rows:
    """At: since when. Note: the language that moved on."""
    texts = text_model(model)
    owner, kind = owner_name(texts), str(model._meta.model_name)
    lagging = texts._default_manager.filter(_in_use(model, f"{owner}__"), older_than__in=LANGUAGES)
    return _as_rows(
        lagging, kind=kind, thing=f"{owner}_id", at=F("older_since"), language="language", note=F("older_than")
    )


def _stale_list(model: type[Any], language: str) -> str:
    return _list_in_use(model, f"languages=stale-{language}")


def _stale_label(number: int) -> str:
    return ngettext("text older than its source", "texts older than their source", number)


def _missing(model: type[Any]) -> Rows:
    """At: when one of its texts was last changed. Note: the languages that are complete."""
    texts = text_model(model)
    finished = texts._default_manager.filter(complete(texts), **{owner_name(texts): OuterRef("pk")}).order_by()
    note = ArraySubquery(finished.values("language"))
    return _as_rows(incomplete(model._default_manager.filter(_in_use(model))), at=_last_changed(model), note=note)


def _missing_list(model: type[Any], _language: str) -> str:
    return _list_in_use(model, "languages=incomplete")


def _missing_label(number: int) -> str:
    return ngettext("thing lacks a language", "things lack a language", number)


def _to_verify(model: type[Any]) -> Rows | None:
    """At: when it was last checked. Note: how many facts wait for a source; of a helpline everything does."""
    if model is Helpline:
        return _as_rows(model._default_manager.filter(to_verify=True), at=F("checked_on"), note=0)
    if model not in (Article, Aid):
        return None
    number = Func(F("to_verify"), function="jsonb_array_length", output_field=IntegerField())
    return _as_rows(model._default_manager.exclude(to_verify=[]), at=F("checked_on"), note=number)


def _verify_list(model: type[Any], _language: str) -> str:
    return "to_verify__exact=1" if model is Helpline else "verify=yes"


def _verify_label(number: int) -> str:
    return ngettext("thing to verify", "things to verify", number)


def _scheduled(model: type[Any]) -> Rows | None:
    """At: when it becomes public."""
    if not issubclass(model, Publishable):
        return None
    return _as_rows(model._default_manager.filter(scheduled()), at=F("publish_at"))


def _scheduled_label(number: int) -> str:
    return ngettext("thing will be published at a set time", "things will be published at a set time", number)


def _drafts(model: type[Any]) -> Rows | None:
    """At: when one of its texts was last changed."""
    if not issubclass(model, Publishable):
        return None
    return _as_rows(model._default_manager.filter(Q(is_published=False)), at=_last_changed(model))


def _drafts_label(number: int) -> str:
    return ngettext("thing is a draft", "things are drafts", number)


CHAPTERS = (
    Chapter("overdue", "late", _overdue, _overdue_list, _overdue_label),
    Chapter("stale", "unsure", _stale, _stale_list, _stale_label),
    Chapter("missing", "unsure", _missing, _missing_list, _missing_label),
    Chapter("verify", "unsure", _to_verify, _verify_list, _verify_label),
    Chapter("scheduled", "good", _scheduled, lambda _model, _language: "public=later", _scheduled_label),
    Chapter("drafts", "good", _drafts, lambda _model, _language: "public=no", _drafts_label),
)
