"""Which ready replies fit what somebody is looking for, and how each of them would stand under a comment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from guidance.enums import Length, Tone
from guidance.lengths import BY_KEY, LENGTHS, LINK, PLATFORMS, Platform
from guidance.models import ReplyText, RuleText


@dataclass(frozen=True)
class ReadyReply:
    """One text to copy. `source` still has `{link}` in it; with a `short_name` the link says on whose behalf."""

    rule: RuleText
    tone: Tone
    length: Length
    source: str
    short_name: str = ""

    @property
    def language(self) -> str:
        return self.rule.language

    @property
    def address(self) -> str:
        """What stands in the text: `hierniet.be/schelden`, or `hierniet.be/schelden/voorbeeldbedrijf`."""
        return f"{self.rule.reference_address}/{self.short_name}" if self.short_name else self.rule.reference_address

    @property
    def text(self) -> str:
        return self.source.replace(LINK, self.address)

    @property
    def title(self) -> str:
        return f"{self.rule.name} · {self.tone.label} · {self.length.label}"

    @property
    def shortcut(self) -> str:
        """What one types in a text expander: unique over all languages, and of letters that every keyboard has."""
        words = slugify(f"{self.rule.slug} {self.tone.label} {self.length.label}")
        return f":hn-{self.language}-{words}"

    @property
    def platforms(self) -> list[Platform]:
        """Where it fits."""
        return [platform for platform in PLATFORMS if self.fits(platform)]

    def fits(self, platform: Platform) -> bool:
        return platform.limit.holds(self.source, self.address)

    def count(self, platform: Platform | None) -> int:
        limit = platform.limit if platform else LENGTHS[Length.LONG]
        return limit.count(self.source, self.address)


def find(chosen: Mapping[str, str], languages: Iterable[str], *, short_name: str = "") -> list[ReadyReply]:
    """`chosen` has `rule` (a key), `tone`, `platform` and `length`; empty means all. One query.

    A platform shows what fits it, and of those the longest kind only: who answers on TikTok wants no choice to make.
    """
    texts = ReplyText.objects.public().filter(language__in=list(languages))
    if chosen.get("rule"):
        texts = texts.filter(reply__rule__key=chosen["rule"])
    if chosen.get("tone"):
        texts = texts.filter(reply__tone=chosen["tone"])
    lengths = lengths_for(chosen)
    return [_ready(text, length, short_name) for text in texts for length in lengths]


def suggest(rule_keys: Iterable[str], tones: Iterable[str], language: str) -> list[ReadyReply]:
    """What fits an outcome of a decision aid, in the length that fits most places. One query."""
    texts = ReplyText.objects.public().in_language(language)
    fitting = texts.filter(reply__rule__key__in=list(rule_keys), reply__tone__in=list(tones))
    return [_ready(text, Length.MEDIUM) for text in fitting]


def _ready(text: Any, length: Length, short_name: str = "") -> ReadyReply:
    """`text` as `public()` gives it, with the words of its rule."""
    rule = RuleText(rule=text.reply.rule, language=text.language, slug=text.rule_slug, name=text.rule_name)
    return ReadyReply(rule, Tone(text.reply.tone), length, getattr(text, length), short_name)


def lengths_for(chosen: Mapping[str, str]) -> list[Length]:
    if chosen.get("length"):
        return [Length(chosen["length"])]
    platform = BY_KEY.get(chosen.get("platform", ""))
    return [platform.longest] if platform else list(Length)
