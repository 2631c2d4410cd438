"""Puts the chosen parts together: a web text, a short post, and a version that a council can vote on.

A text is Markdown in which whatever somebody typed is escaped; the preview and the Word file are made from that.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.conf import settings
from django.utils import translation

from guidance import markdown
from guidance.maker.choice import CHANNELS, Choice, Hours, Voice
from guidance.maker.words import Block, Words, words
from guidance.models import RuleText
from hierniet.dates import written

MOST_IN_POST = 500
GAP = re.compile(r"\{([a-z]+)\}")
# A decision of a public body that binds others must say these, ticked or not.
ALWAYS_VOTED_ON = ("welcome", "rules", "steps", "equal", "object")
Rules = Mapping[str, Sequence[RuleText]]


@dataclass(frozen=True)
class Section:
    title: str
    body: str

    @property
    def markdown(self) -> str:
        return f"## {self.title}\n\n{self.body}"


@dataclass(frozen=True)
class Text:
    """`title` and everything in `sections` is Markdown."""

    language: str
    title: str
    opening: str
    sections: Sequence[Section]

    @property
    def markdown(self) -> str:
        parts = [f"# {self.title}", *([self.opening] if self.opening else []), *(one.markdown for one in self.sections)]
        return "\n\n".join(parts) + "\n"

    @property
    def html(self) -> str:
        """Within a part of a page that has a heading of the second level."""
        return markdown.render(self.markdown, deeper=2)


@dataclass(frozen=True)
class Post:
    """`left_out`: titles of chosen parts for which there was no room."""

    language: str
    text: str
    left_out: Sequence[str]


def web_text(choice: Choice, language: str, *, rules: Rules, day: date) -> Text:
    say = _speaker(choice, language, tone=choice.tone, rules=rules, day=day)
    said = words(language)
    return Text(
        language=language,
        title=say(_of_tone(said["web"], "title", choice.tone)),
        opening=say(said["web"][choice.tone]),
        sections=[_section(block, language, choice.tone, say) for block in choice.used],
    )


def council_text(choice: Choice, language: str, *, rules: Rules, day: date) -> Text:
    """Considerations, articles in the businesslike tone, place for the date and signatures."""
    say = _speaker(choice, language, tone=Voice.BUSINESSLIKE, rules=rules, day=day)
    said = words(language)["council"]
    parts = [
        Section(say(said["scope"]["title"]), say(said["scope"]["text"])),
        *(_section(block, language, Voice.BUSINESSLIKE, say) for block in _voted_on(choice)),
        Section(say(said["applying"]["title"]), say(_applying(said["applying"], choice))),
        Section(say(said["reporting"]["title"]), say(said["reporting"]["text"])),
        Section(say(said["start"]["title"]), say(said["start"]["text"])),
    ]
    articles = [
        Section(said["article"].format(number=number, title=part.title), part.body)
        for number, part in enumerate(parts, start=1)
    ]
    reasons = [*(said["reasons"]["public"] if choice.is_public else []), *said["reasons"]["always"]]
    lines = said["sign"]["public" if choice.is_public else "lines"]
    decides = said["decides"].format(body=said["bodies"][choice.kind])
    return Text(
        language=language,
        title=say(said["title"]),
        opening="",
        sections=[
            Section(said["considerations"], "\n".join(f"- {say(reason)}" for reason in reasons)),
            Section(said["articles"], decides),
            *articles,
            Section(said["signatures"], "\n\n".join(lines)),
        ],
    )


def post(choice: Choice, language: str, *, day: date) -> Post:
    """The most important parts first; each that still has room, so that it never grows over what a pinned post holds."""
    say = _speaker(choice, language, tone=choice.tone, rules={}, day=day, escape=str)
    said = words(language)
    opening = say(said["post"][choice.tone])
    end = say(said["post"]["end" if choice.web else "end_alone"])
    taken: list[str] = []
    left_out = []
    for block in sorted(choice.used, key=lambda one: one.post):
        sentence = say(said["blocks"][block.key]["post"])
        is_empty = block.key == "object" and not choice.contact
        if is_empty or len("\n\n".join([opening, " ".join([*taken, sentence]), end])) > MOST_IN_POST:
            left_out.append(_of_tone(said["blocks"][block.key], "title", choice.tone))
        else:
            taken.append(sentence)
    return Post(language, "\n\n".join(part for part in (opening, " ".join(taken), end) if part), left_out)


def _voted_on(choice: Choice) -> list[Block]:
    with_needed = Choice(kind=choice.kind, blocks=(*choice.blocks, *ALWAYS_VOTED_ON))
    return with_needed.used


def _applying(said: Words, choice: Choice) -> str:
    return f"{said['text']} {said['public']}" if choice.is_public else str(said["text"])


def _section(block: Block, language: str, tone: str, say: Callable[[str], str]) -> Section:
    said = words(language)["blocks"][block.key]
    return Section(say(_of_tone(said, "title", tone)), say(said[tone]))


def _of_tone(said: Words, name: str, tone: str) -> str:
    """`title_businesslike` where there is one, else `title`."""
    return str(said.get(f"{name}_{tone}", said[name]))


def _speaker(
    choice: Choice,
    language: str,
    *,
    tone: str,
    rules: Rules,
    day: date,
    escape: Callable[[str], str] = markdown.escape,
) -> Callable[[str], str]:
    """Fills what was chosen into a text; in one go, so that braces in a name stay what they are."""
    said = words(language)
    host = settings.REFERENCE_HOSTS[language]
    with translation.override(language):
        written_date = written(day)
    values = {
        "name": escape(choice.name or said["gaps"]["name"]),
        "contact": escape(choice.contact or said["gaps"]["contact"]),
        "web": escape(choice.web),
        "channels": escape(_channels(choice, said, tone)),
        "hours": _hours(choice, said["hours"]),
        "moment": said["moments"][choice.moment],
        "days": said["days"]["one" if choice.days == 1 else "many"].format(number=choice.days),
        "date": written_date,
        "reference": host,
        "link": f"[{host}](https://{host})",
        "rules": "\n".join(_rule(rule) for rule in rules.get(language, ())),
    }
    return lambda text: GAP.sub(lambda gap: values[gap[1]], text).strip()


def _rule(rule: RuleText) -> str:
    address = rule.reference_address
    return f"- **{markdown.escape(rule.name)}.** {markdown.escape(rule.summary)} [{address}](https://{address})"


def _channels(choice: Choice, said: Words, tone: str) -> str:
    own = said["channels"]
    names = [_of_tone(own, key, tone) if key in own else str(CHANNELS[key]) for key in choice.channels]
    if not names:
        return _of_tone(own, "any", tone)
    *others, last = names
    return f"{', '.join(others)} {own['and']} {last}" if others else last


def _hours(choice: Choice, said: Words) -> str:
    opens, closes = choice.opens, choice.closes
    if choice.hours == Hours.OPEN or not (opens and closes and opens < closes):
        return str(said[choice.hours])
    return str(said[f"{choice.hours}_between"].format_map({"from": _time(opens, said), "until": _time(closes, said)}))


def _time(moment: time, said: Words) -> str:
    form = said["time"] if moment.minute else said["whole"]
    return str(form.format(hour=moment.hour, minute=f"{moment.minute:02}"))
