"""Ready replies, one for each rule, tone and length."""

from typing import Literal

from pydantic import Field

from .common import Language, Listing, Shown
from .rules import RuleKey

ToneKey = Literal["friendly", "neutral", "firm", "final"]
LengthKey = Literal["short", "medium", "long"]
PlatformKey = Literal[
    "facebook", "instagram", "x", "tiktok", "linkedin", "youtube", "bluesky", "threads", "google",
]  # fmt: skip


class ReplyShown(Shown):
    id: str = Field(description="Never changes; the same in each language.", examples=["insults-friendly-short"])
    rule: RuleKey
    rule_name: str
    tone: ToneKey
    length: LengthKey
    language: Language
    text: str = Field(description="With the reference address in it, ready to copy.")
    platforms: list[PlatformKey] = Field(description="Where it fits.")


class ReplyList(Listing):
    results: list[ReplyShown]
