"""A helpline, with when it answers as data."""

from datetime import date
from typing import Literal

from pydantic import Field

from .common import Address, Language, Listing, Shown

NeedKey = Literal[
    "emergency", "discrimination", "sexual", "minors", "talk", "victims", "fraud", "privacy", "platforms",
]  # fmt: skip
RegionKey = Literal["flanders", "brussels", "wallonia", "german-speaking-community", "belgium", "international"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Span(Shown):
    days: list[Day]
    opens: str = Field(description="By the clock in Brussels.", examples=["09:30"])
    closes: str = Field(description="24:00 is midnight; at or before `opens` it is the next day's.", examples=["17:00"])


class Opening(Shown):
    """Public holidays are not in it: then most are closed."""

    is_known: bool = Field(description="Whether the source says when it answers.")
    is_always: bool
    spans: list[Span]


class Source(Shown):
    title: str
    url: Address


class HelplineShown(Shown):
    key: str = Field(description="Never changes.", examples=["unia"])
    language: Language
    name: str
    what_for: str
    need: NeedKey
    need_name: str = Field(description="The need in the language of the answer.")
    phone: str | None
    phone_link: str | None = Field(description="To call with one press.", examples=["tel:+3280012800"])
    website: Address | None
    languages: list[str] = Field(description="In which somebody helps, by their two letters; empty: not known.")
    regions: list[RegionKey] = Field(description="Where it helps; empty: everywhere.")
    is_urgent: bool
    hours: str = Field(description="When it answers, in words.")
    opening: Opening
    checked_on: date | None = Field(description="The day on which we last checked it.")
    check_due_on: date | None = Field(description="After that day it can be out of date.")
    sources: list[Source]


class HelplineList(Listing):
    results: list[HelplineShown]
