"""What every translated text shares: a language, stored HTML beside its Markdown, and a memory of what was shipped."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidance.enums import Language
from guidance.markdown import render

from .version import BumpsContentVersion

TextType = TypeVar("TextType", bound="TranslatedText")


class TextQuerySet(models.QuerySet[TextType]):
    def in_language(self, language: str) -> Self:
        return self.filter(language=language)


class TranslatedText(BumpsContentVersion):
    """One thing in one language.

    `markdown_fields` are rendered into `<field>_html` at every save, so that showing a page costs no rendering and what
    is public has passed the cleaner. `content_fields` are what an editor writes; `shipped_digest` remembers them as
    the repository's content files gave them, so that loading those files again never overwrites an editor.
    """

    markdown_fields: ClassVar[tuple[str, ...]] = ()
    content_fields: ClassVar[tuple[str, ...]] = ()
    has_anchors: ClassVar[bool] = False  # whether headings can be linked to, for a table of contents

    language = models.CharField(_("language"), max_length=2, choices=Language)
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

    @property
    def is_changed_by_editor(self) -> bool:
        return self.digest() != self.shipped_digest
