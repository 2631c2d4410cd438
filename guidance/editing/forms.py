"""Forms that mind other people: whoever saves second is told what the first one changed, and loses nothing."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from guidance.editing.completeness import Mark, mark_of, missing_parts, needed_fields, owner_name
from guidance.editing.history import LaterChange, later_changes
from guidance.models.texts import TranslatedText
from guidance.staleness import Standing
from hierniet.languages import LANGUAGES

NAMES = ("slug", "name", "title", "label")  # a language that has been begun has at least these


class MindfulForm(forms.ModelForm):  # type: ignore[type-arg]
    """Carries a mark of every value it showed, and compares them under a lock before anything is saved.

    Fields that only the other person changed are taken over; fields that both changed keep what was typed, with the
    other version beside it. Saving again, having seen that, goes through. Needs to be cleaned inside a transaction.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    locked: Any = None  # the row as it stands in the database, from when the form is cleaned until the transaction ends
    is_overtaken = False  # somebody else was faster

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        own = {field.name for field in self._meta.model._meta.concrete_fields}
        self.minded = [name for name, field in self.fields.items() if name in own and not field.disabled]
        self.initial["seen"] = json.dumps(self._marks(self.instance))

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "seen"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.instance.pk is not None:
            self._mind_others()
        return self.cleaned_data

    def _mind_others(self) -> None:
        row = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        self.locked = row
        if row is None:
            self.add_error(None, _("Somebody else has deleted this meanwhile."))
            return
        seen, typed, now = self._marks_seen(), self._marks_typed(), self._marks(row)
        differing = [name for name in self.minded if name in seen and now[name] not in (seen[name], typed.get(name))]
        if not differing:
            return
        self.is_overtaken = True
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen")] = json.dumps(now)
        untouched = [name for name in differing if typed.get(name) == seen[name]]
        for name in differing:
            if name in untouched:
                self._take_over(data, name, getattr(row, name))
            else:
                self.add_error(name, self._other_version(name, getattr(row, name)))
        self.data = data
        self.add_error(None, self._notice(row, untouched))

    def _marks(self, row: models.Model) -> dict[str, str]:
        """Of another row its number only: a new thing does not have one yet."""
        columns = {field.name: field.attname for field in row._meta.concrete_fields}
        return {name: _mark(getattr(row, columns[name])) for name in self.minded}

    def _marks_typed(self) -> dict[str, str]:
        return {name: _mark(self.cleaned_data[name]) for name in self.minded if name in self.cleaned_data}

    def _marks_seen(self) -> dict[str, str]:
        try:
            seen = json.loads(self.data.get(self.add_prefix("seen"), ""))
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def _take_over(self, data: QueryDict, name: str, value: Any) -> None:
        field, key = self.fields[name], self.add_prefix(name)
        shown = field.widget.format_value(field.prepare_value(value))
        if isinstance(field.widget, forms.CheckboxInput):
            data.setlist(key, ["on"] if value else [])
        else:
            data.setlist(key, shown if isinstance(shown, list) else [shown or ""])

    def _other_version(self, name: str, value: Any) -> str:
        shown = {True: _("yes"), False: _("no")}.get(value) if isinstance(value, bool) else None
        text = shown or str(self.fields[name].prepare_value(value) or "")
        if not text:
            return _("Somebody else has emptied this field meanwhile.")
        return _("Somebody else wrote here meanwhile: “%(text)s”") % {"text": text}

    def _notice(self, row: models.Model, taken_over: list[str]) -> str:
        sentences = [
            _("%(who)s changed this while you were writing.") % {"who": _who_changed(row)},
            _("Nothing has been saved yet, and what you typed is still here."),
            _("Look at the marked fields and save again."),
        ]
        if taken_over:
            labels = ", ".join(str(self.fields[name].label) for name in taken_over)
            sentences.append(_("Taken over, because you had not touched it: %(fields)s.") % {"fields": labels})
        return " ".join(sentences)


def standing_of(text: TranslatedText) -> Standing:
    return Standing(text.older_than, is_complete=not missing_parts(text))


class TextForm(MindfulForm):
    """One language of a text. It may stay unfinished; see formsets.py for what must be there to publish.

    Two ticks say what a change means for the other languages: see staleness.py.
    """

    fields_after: ClassVar[tuple[str, ...]] = ("is_correction",)  # below what is written

    is_correction = forms.BooleanField(
        label=gettext_lazy("Only a typing error"),
        required=False,
        help_text=gettext_lazy("The other languages need not follow."),
    )
    is_confirmed = forms.BooleanField(
        label=gettext_lazy("This text is still right"),
        required=False,
        help_text=gettext_lazy("Or change it below: then it counts as up to date too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None or not self.instance.older_than:
            del self.fields["is_confirmed"]
        if self.instance.pk is None:
            del self.fields["is_correction"]
        self.fields["language"].widget = forms.HiddenInput()
        self.fields["language"].disabled = self.instance.pk is not None  # a text never moves to another language
        self.text_language = self._find_language()
        self.minded.remove("language")
        for name in self._meta.model.content_fields:
            self.fields[name].required = name in NAMES
            self.fields[name].widget.attrs["lang"] = self.text_language

    def _find_language(self) -> str:
        """A new text says itself which language it was shown as: by now the one before it may have been made."""
        if self.instance.pk is not None:
            return str(self.instance.language)
        sent = self.data.get(self.add_prefix("language")) if self.is_bound else self.initial.get("language")
        return sent if sent in LANGUAGES else ""

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "language"]

    @property
    def language_name(self) -> str:
        """The language in itself: whoever writes French looks for “français”."""
        return capfirst(get_language_info(self.text_language)["name_local"]) if self.text_language else ""

    @property
    def public_address(self) -> str:
        """Where these words can be read, if they have a page of their own and it is published."""
        if self.instance.pk is None or not hasattr(self.instance, "get_absolute_url"):
            return ""
        public = type(self.instance)._default_manager.public().filter(pk=self.instance.pk).first()
        return str(public.get_absolute_url()) if public else ""

    def fields_shown(self) -> list[forms.BoundField]:
        """In the order of the form."""
        names = [*self._meta.model.content_fields, *self.fields_after]
        return [self[name] for name in names if name in self.fields]

    def missing(self) -> list[str]:
        """Names of the fields that are needed in public and still empty. Those in error speak for themselves."""
        cleaned = getattr(self, "cleaned_data", {})
        return [name for name in needed_fields(self._meta.model) if not cleaned.get(name) and name not in self.errors]

    def is_started(self) -> bool:
        return self.instance.pk is not None or self.has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.locked is not None:  # what was read before the lock would be written back over somebody's tick
            self.instance.older_than, self.instance.older_since = self.locked.older_than, self.locked.older_since
        return cleaned

    def standing(self) -> Standing:
        """Of a text that exists: how it stood before this form is saved."""
        return standing_of(self.locked)

    def says_something_else(self) -> bool:
        """Whether the change is one that the other languages have to follow, or with which this one follows them."""
        names = self._meta.model.translated_fields()
        is_changed = any(getattr(self.instance, name) != getattr(self.locked, name) for name in names)
        return is_changed and not self.cleaned_data.get("is_correction")

    def says_still_right(self) -> bool:
        return bool(self.cleaned_data.get("is_confirmed"))

    def take_back_confirmation(self) -> None:
        """Somebody else was faster, so what was ticked was said of other words. It has to be said again."""
        if "is_confirmed" in self.fields:
            data = cast(QueryDict, self.data).copy()
            data.pop(self.add_prefix("is_confirmed"), None)
            self.data = data

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """What is only said of the words changes none: there is nothing to write, and no new version."""
        return super().save(commit) if self.writes_words() or not commit else self.instance

    def writes_words(self) -> bool:
        return self.instance.pk is None or not {*self.changed_data}.isdisjoint(self._meta.model.content_fields)

    @property
    def mark(self) -> Mark:
        """What the heading says of this language, as it is in the database and not as it was typed."""
        row = self.instance if self.locked is None else self.locked
        return mark_of(row if row.pk is not None else None)

    @property
    def history_address(self) -> str:
        owner = getattr(self.instance, owner_name(type(self.instance)))
        return reverse(f"admin:{owner._meta.app_label}_{owner._meta.model_name}_history", args=[owner.pk])

    @property
    def later_changes(self) -> list[LaterChange]:
        """What the other languages say since this one lags behind."""
        return later_changes(self.instance) if "is_confirmed" in self.fields else []


def _mark(value: Any) -> str:
    if isinstance(value, models.Model):
        value = value.pk
    elif isinstance(value, datetime):
        value = value.astimezone(UTC)  # the form reads our own time, the database gives that of Greenwich
    return hashlib.sha256(json.dumps(value, default=str, sort_keys=True).encode()).hexdigest()[:16]


def _who_changed(row: models.Model) -> str:
    history = getattr(row, "history", None)
    record = history.select_related("history_user").first() if history is not None else None
    if record is None or record.history_user is None:
        return _("Somebody else")
    at = date_format(timezone.localtime(record.history_date), "TIME_FORMAT")
    name = record.history_user.get_full_name() or record.history_user.get_username()
    return _("%(name)s (at %(time)s)") % {"name": name, "time": at}
