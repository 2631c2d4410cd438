"""Passages of mails that colleagues may say in their own words, per message and language.

A template marks a passage with `{% passage "opening" %}…{% endpassage %}`, in the text and in the HTML alike. What stands
there goes out, unless a `Wording` says it differently: then its plain text takes the place of both.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.base import Node, NodeList
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import wrap
from django.utils.translation import gettext_lazy as _

from signatories.models import Wording

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

LINE_LENGTH = 72
# What may stand in curly brackets, and the fact of the mail that takes its place.
PLACEHOLDERS = {
    "name": "signatory_name",
    "contact": "contact_name",
    "receipt": "receipt_number",
    "date": "until_day",
    "day": "on_day",
    "address": "contact_address",
}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
LABELS: dict[str, "StrOrPromise"] = {
    "subject": _("Subject"),
    "opening": _("Opening"),
    "again": _("Opening when we ask again"),
    "last": _("Opening when we ask for the last time"),
    "claim": _("Opening when the contact person has gone"),
    "by_us": _("Opening when a moderator asked"),
    "reserve": _("Opening when nobody needs to confirm"),
    "next": _("What happens next"),
}


class PassageNode(Node):
    """Shows the shipped words, or those that `wording` in the context has for this passage."""

    child_nodelists = ("shipped",)

    def __init__(self, name: str, shipped: NodeList) -> None:
        self.name = name
        self.shipped = shipped

    def render(self, context: Context) -> SafeString:
        own = (context.get("wording") or {}).get(self.name)
        if own is None:
            return self.shipped.render(context)
        filled = fill(own, context)
        return as_html(filled) if context.autoescape else mark_safe(_as_lines(filled, self.name))  # noqa: S308  plain text


@dataclass(frozen=True)
class Passage:
    """One passage of a mail in one language: what ships, and what our colleagues say instead, if they do."""

    name: str
    shipped: str
    own: Wording | None = None

    @property
    def label(self) -> "StrOrPromise":
        return LABELS[self.name]

    @property
    def differs(self) -> bool:
        return self.own is not None

    @property
    def text(self) -> str:
        return self.own.text if self.own else self.shipped

    @property
    def shipped_has_changed(self) -> bool:
        """Somebody wrote their own words, and the shipped ones have been bettered since."""
        return self.own is not None and self.own.default_digest != digest(self.shipped)

    @property
    def placeholders(self) -> list[str]:
        return sorted(set(PLACEHOLDER.findall(self.shipped)))


def own_words(message: str, language: str) -> dict[str, str]:
    """What colleagues say in their own words, by passage; one query."""
    return dict(Wording.objects.filter(message=message, language=language).values_list("passage", "text"))


def passages(message: str, language: str) -> list[Passage]:
    """All passages of a mail that may be said differently, in the order in which they are read."""
    own = {wording.passage: wording for wording in Wording.objects.filter(message=message, language=language)}
    return [Passage(name, shipped, own.get(name)) for name, shipped in shipped_passages(message, language).items()]


def shipped_passages(message: str, language: str) -> dict[str, str]:
    """The shipped words by passage, one paragraph a line-break, with placeholders where facts of the mail come."""
    facts = {fact: f"{{{name}}}" for name, fact in PLACEHOLDERS.items()}
    found: dict[str, str] = {}
    for ending in (".subject.txt", ".txt"):
        for node in _passage_nodes(f"emails/{language}/{message}{ending}"):
            found[node.name] = _unwrap(node.shipped.render(Context(facts, autoescape=False)))
    return found


def passage_names(message: str, language: str, ending: str) -> list[str]:
    return [node.name for node in _passage_nodes(f"emails/{language}/{message}{ending}")]


def fill(text: str, facts: Mapping[str, Any] | Context) -> str:
    """Put facts of the mail where their placeholders stand. Never reads the text as a template."""
    known = {name: str(facts[fact]) for name, fact in PLACEHOLDERS.items() if fact in facts}
    return PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), text)


def as_html(text: str) -> SafeString:
    """Paragraphs; everything that is HTML in it is shown, not obeyed."""
    paragraphs = (escape(part).replace("\n", "<br>") for part in _paragraphs(text))
    return mark_safe("\n".join(f"<p>{part}</p>" for part in paragraphs))  # noqa: S308  escaped above


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _passage_nodes(template_name: str) -> list[PassageNode]:
    template: Any = get_template(template_name)
    return list(template.template.nodelist.get_nodes_by_type(PassageNode))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def _as_lines(text: str, name: str) -> str:
    if name == "subject":
        return " ".join(text.split())
    return "\n\n".join(wrap(part, LINE_LENGTH) for part in _paragraphs(text))


def _unwrap(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in _paragraphs(text))
