"""The field in which Markdown is written."""

from typing import Any

from django import forms
from django.urls import reverse


class MarkdownTextarea(forms.Textarea):
    """A plain text field with a button that shows what the visitor will see; a script adds a toolbar.

    `preview` is the name of the address that renders what is typed. Without script the button opens it in a new tab.
    """

    template_name = "back_office/widgets/markdown.html"

    def __init__(self, *, preview: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"rows": 12, "spellcheck": "true"} | (attrs or {}))
        self.preview = preview

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context | {"preview_url": reverse(self.preview)}
