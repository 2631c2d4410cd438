"""What several answers share."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Language = Literal["nl", "fr", "en"]
Address = Annotated[str, Field(description="A whole web address.", examples=["https://hierniet.be/nl/"])]


class Shown(Schema):
    """One thing in an answer. Every field is always there; what is not known is null."""

    model_config = ConfigDict(extra="forbid")


class InEachLanguage(Shown):
    """The same page in each language in which it exists."""

    nl: Address | None = None
    fr: Address | None = None
    en: Address | None = None


class Problem(Shown):
    """What is wrong, in a sentence."""

    status: int = Field(examples=[404])
    code: str = Field(description="A word for programs; it never changes.", examples=["not_found"])
    message: str = Field(description="A sentence for people, in the language of the answer.")


class Listing(Shown):
    """One page of a list."""

    count: int = Field(description="How many there are on all pages together.", examples=[712])
    page: int = Field(description="Which page this is, from 1 on.", examples=[1])
    page_size: int = Field(description="How many a page holds at most.", examples=[100])
    pages: int = Field(description="How many pages there are; at least 1.", examples=[8])
    next: Address | None = Field(description="The page after this one, or null. Also in the header `Link`.")
    previous: Address | None = Field(description="The page before this one, or null. Also in the header `Link`.")
