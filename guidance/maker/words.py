"""The texts that the maker puts together, from `content/maker/`; read from the files once, on first use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidance.content_files import CONTENT_FOLDER, naming, read_toml

FOLDER = CONTENT_FOLDER / "maker"
Words = Mapping[str, Any]


class Group(models.TextChoices):
    """How the parts are grouped in the form."""

    WELCOME = "welcome", _("What is welcome")
    REFUSED = "refused", _("What is not accepted")
    DOING = "doing", _("What you do")
    PRACTICAL = "practical", _("Practical")
    PUBLIC = "public", _("For municipalities and other public bodies only")
    WHO = "who", _("Who you are")


@dataclass(frozen=True)
class Block:
    """One part of house rules. `post`: how early it is named in the short post."""

    key: str
    group: Group
    is_ticked: bool
    is_public: bool
    post: int


@cache
def blocks() -> tuple[Block, ...]:
    path = FOLDER / "blocks.toml"
    with naming(path):
        return tuple(
            Block(one["key"], Group(one["group"]), one["ticked"], one.get("public", False), one["post"])
            for one in read_toml(path)["blocks"]
        )


@cache
def words(language: str) -> Words:
    return read_toml(FOLDER / f"{language}.toml")
