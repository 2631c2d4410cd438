"""Who helps, of those that are public: by need, region and language, and who is open now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from guidance.models import HelplineText
from guidance.opening import State


@dataclass(frozen=True)
class Found:
    """A helpline; when somebody asked who is open now, with the value of its `State` and until when."""

    text: HelplineText
    state: str = ""
    until: datetime | None = None


def find(texts: Iterable[HelplineText], chosen: Mapping[str, str], at: datetime) -> list[Found]:
    """`chosen` as HelplineFilterForm gives it. Whoever did not tell their hours is not called open."""
    fitting = [text for text in texts if _fits(text, chosen)]
    if not chosen["open"]:
        return [Found(text) for text in fitting]
    states = [(text, text.helpline.when.state(at)) for text in fitting]
    return [
        Found(text, state.value, text.helpline.when.next_change(at))
        for text, state in states
        if state in (State.OPEN, State.PERHAPS)
    ]


def _fits(text: HelplineText, chosen: Mapping[str, str]) -> bool:
    helpline = text.helpline
    return (
        chosen["need"] in ("", helpline.need)
        and (not chosen["region"] or helpline.helps_in(chosen["region"]))
        and (not chosen["language"] or helpline.speaks(chosen["language"]))
    )


def spoken(texts: Iterable[HelplineText]) -> list[str]:
    """Every language in which somebody helps."""
    return sorted({language for text in texts for language in text.helpline.languages})
