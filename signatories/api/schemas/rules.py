"""A house rule as it reads now, and as it once read."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from .common import Address, InEachLanguage, Language, Listing, Shown

RuleKey = Annotated[str, Field(description="The id of the rule; never changes.", examples=["insults"])]
Number = Annotated[int, Field(description="The number of the version in this language, from 1 on.", examples=[3])]
Markdown = Annotated[str, Field(description="Markdown.")]


class RuleShown(Shown):
    key: RuleKey
    language: Language
    name: str = Field(examples=["Schelden"])
    question: str = Field(description="The headline of the page.", examples=["Schelden?"])
    summary: str = Field(description="One sentence.")
    lead: str = Field(description="Which line was crossed, and what stays welcome.")
    is_serious: bool = Field(description="Often unlawful: a link alone is not enough, remove it too.")
    short_word: str = Field(
        description="Stands in the link; can change, and then the old one works on.", examples=["schelden"]
    )
    short_words: list[str] = Field(description="Every word in this language that leads to the rule, old ones too.")
    reference_address: str = Field(description="What people type.", examples=["hierniet.be/schelden"])
    pages: InEachLanguage = Field(description="Its page on the site, in each language in which it is published.")
    version: Number | None
    version_published_at: datetime | None
    versions: Address = Field(description="Every version in this language.")


class RuleList(Listing):
    results: list[RuleShown]


class VersionShown(Shown):
    rule: RuleKey
    language: Language
    number: Number
    published_at: datetime
    note: str = Field(description="What changed, and why.")
    page: Address = Field(description="For people; can be quoted for ever.")
    version: Address = Field(description="The words of this version, as data.")


class VersionList(Listing):
    results: list[VersionShown]


class VersionText(VersionShown):
    """A rule in one language as it read; once published it never changes."""

    name: str
    question: str
    summary: str
    lead: str
    welcome: list[str] = Field(description="Examples of what may be said.")
    unwelcome: list[str] = Field(description="Examples of what goes over the line, with the worst letters masked.")
    what_it_is: Markdown
    what_happens_next: Markdown
    say_it_differently: Markdown
    mistake: Markdown
    law: Markdown
