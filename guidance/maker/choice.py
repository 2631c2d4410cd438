"""What somebody chose in the maker. All of it stands in the address, nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import time
from typing import Any, Self
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidance.lengths import PLATFORMS
from guidance.maker.words import Block, blocks

CHANNELS = {
    **{platform.key: platform.name for platform in PLATFORMS if platform.key != "google"},
    "whatsapp": "WhatsApp",
    "google": _("Google reviews"),
    "website": pgettext_lazy("a channel that is moderated", "Own website"),
}
# What each field is called in the address, where short names keep a link short.
PARAMETERS = {
    "kind": "k", "name": "n", "channels": "c", "web": "w", "contact": "m", "hours": "h", "opens": "f", "closes": "u",
    "moment": "a", "days": "d", "blocks": "b", "tone": "t", "languages": "l", "council": "s",
}  # fmt: skip


class Organisation(models.TextChoices):
    COMPANY = "company", _("Company")
    MUNICIPALITY = "municipality", _("Municipality")
    PUBLIC = "public", _("Other public body")
    ASSOCIATION = "association", _("Association")
    INSTITUTION = "institution", _("School, hospital or other institution")


class Hours(models.TextChoices):
    WEEKDAYS = "weekdays", _("On working days")
    WEEKENDS = "weekends", _("On working days, and twice a day at weekends")
    DAILY = "daily", _("Every day")
    OPEN = "open", _("Not at fixed hours")


class Moderation(models.TextChoices):
    UNSAID = "unsaid", _("Rather not say")
    AFTER = "after", _("After a comment has appeared")
    BEFORE = "before", _("Before a comment appears")
    BOTH = "both", _("Some before, some after")


class Voice(models.TextChoices):
    WARM = "warm", pgettext_lazy("tone of house rules", "Warm: we and you")
    BUSINESSLIKE = "businesslike", pgettext_lazy("tone of house rules", "Businesslike: about the organisation")


@dataclass(frozen=True)
class Choice:
    """`languages` and `blocks` may be empty only as long as somebody is still choosing."""

    kind: str = Organisation.COMPANY
    name: str = ""
    channels: tuple[str, ...] = ()
    web: str = ""
    contact: str = ""
    hours: str = Hours.WEEKDAYS
    opens: time | None = None
    closes: time | None = None
    moment: str = Moderation.UNSAID
    days: int = 10
    blocks: tuple[str, ...] = ()
    tone: str = Voice.WARM
    languages: tuple[str, ...] = ()
    council: bool = False

    @classmethod
    def usual(cls, kind: str, language: str) -> Self:
        """What most organisations of this kind will want, to begin with."""
        is_public = kind in (Organisation.MUNICIPALITY, Organisation.PUBLIC)
        keys = tuple(block.key for block in blocks() if block.is_ticked or (is_public and block.is_public))
        return cls(
            kind=kind, opens=time(9), closes=time(17), moment=Moderation.AFTER, blocks=keys, languages=(language,)
        )

    @property
    def is_public(self) -> bool:
        return self.kind in (Organisation.MUNICIPALITY, Organisation.PUBLIC)

    @property
    def is_voted_on(self) -> bool:
        """A public body always gets the version to vote on, others when they ask for it."""
        return self.is_public or self.council

    @property
    def used(self) -> list[Block]:
        """The parts, in their order, that mean something to this kind of organisation."""
        return [block for block in blocks() if block.key in self.blocks and (self.is_public or not block.is_public)]

    @property
    def left_out(self) -> list[Block]:
        return [block for block in blocks() if block.key in self.blocks and block not in self.used]

    @property
    def query(self) -> str:
        """For the address: the same choice always gives the same one."""
        return urlencode([(name, value) for name, values in self.data.items() for value in _several(values)])

    @property
    def data(self) -> Mapping[str, Any]:
        """As the form takes it."""
        return {PARAMETERS[field.name]: getattr(self, field.name) for field in fields(self)}


def _several(values: Any) -> list[Any]:
    several = values if isinstance(values, tuple) else (values,)
    return [_written(value) for value in several if value not in ("", None, False)]


def _written(value: Any) -> Any:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return "1" if value is True else value
