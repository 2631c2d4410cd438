"""What every translated text shares: a language, stored HTML beside its Markdown, and a memory of what was shipped."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from guidance.enums import Language
from guidance.markdown import render

from .version import BumpsContentVersion

TextType = TypeVar("TextType", bound="TranslatedText")

# The history tells what was written and by whom; these stand beside the words, and change without them.
BESIDE_THE_WORDS = ["shipped_digest", "older_than", "older_since"]
STILL_RIGHT = "still right"  # stands in the history as the reason of a version in which no word changed


def lags_behind_another(name: str) -> models.CheckConstraint:
    """For each of these models: a language and since when, or neither, and never itself."""
    in_step = models.Q(older_than="", older_since=None)
    behind = models.Q(older_than__in=Language.values, older_since__isnull=False) & ~models.Q(older_than=F("language"))
    return models.CheckConstraint(condition=in_step | behind, name=f"{name}_lags_behind_another")


class TextQuerySet(models.QuerySet[TextType]):
    def in_language(self, language: str) -> Self:
        return self.filter(language=language)


class TranslatedText(BumpsContentVersion):
    """One thing in one language.

    `markdown_fields` are rendered into `<field>_html` at every save, so that showing a page costs no rendering and what
    is public has passed the cleaner. `content_fields` are what an editor writes; `shipped_digest` remembers them as
    the repository's content files gave them, so that loading those files again never overwrites an editor.
    `older_than` names the language that moved on and left this text behind, `older_since` says when: see staleness.py.
    """

    markdown_fields: ClassVar[tuple[str, ...]] = ()
    content_fields: ClassVar[tuple[str, ...]] = ()
    has_anchors: ClassVar[bool] = False  # whether headings can be linked to, for a table of contents

    language = models.CharField(_("language"), max_length=2, choices=Language)
    older_than = models.CharField(max_length=2, choices=Language, blank=True, default="", db_default="", editable=False)
    older_since = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    shipped_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        for field in self.markdown_fields:
            setattr(self, f"{field}_html", render(getattr(self, field), anchors=self.has_anchors))
        if chosen := kwargs.get("update_fields"):  # never the Markdown without its HTML
            kwargs["update_fields"] = {*chosen, *(f"{field}_html" for field in self.markdown_fields if field in chosen)}
        super().save(*args, **kwargs)

    def digest(self, fields: Iterable[str] = ()) -> str:
        """A fingerprint of what an editor can write, or of some of it."""
        content = {field: getattr(self, field) for field in fields or self.content_fields}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @classmethod
    def translated_fields(cls) -> tuple[str, ...]:
        """What says the same in every language: all that an editor writes but the address."""
        return tuple(name for name in cls.content_fields if name != "slug")

    def fall_behind(self, language: str, *, since: datetime) -> None:
        """Another language moved on. Nobody has touched this one: its public page and its history stay as they are."""
        self._note_lag(language, since, skip_history_when_saving=True)

    def catch_up(self) -> None:
        """Its words have just been changed, which the history tells already."""
        self._note_lag("", None, skip_history_when_saving=True)

    def confirm(self) -> None:
        """Somebody read it again and left it as it is: the history says who and when."""
        self._note_lag("", None, _change_reason=STILL_RIGHT)

    def _note_lag(self, language: str, since: datetime | None, **for_the_history: Any) -> None:
        """Past every other `save`: no word changes, so nothing public does."""
        self.older_than, self.older_since = language, since
        for name, value in for_the_history.items():  # simple-history looks for these
            setattr(self, name, value)
        super(BumpsContentVersion, self).save(update_fields=["older_than", "older_since"])
        for name in for_the_history:
            delattr(self, name)

    @property
    def is_changed_by_editor(self) -> bool:
        return self.digest() != self.shipped_digest
