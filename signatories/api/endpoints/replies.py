"""The ready replies, by rule, tone, length and where they fit."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja import Query
from pydantic import Field

from guidance import replies as ready
from guidance.lengths import BY_KEY
from signatories.api.paging import page_of
from signatories.api.parameters import Key, Table
from signatories.api.schemas.replies import LengthKey, PlatformKey, ReplyList, ToneKey
from signatories.api.service import service


class ReplyTable(Table):
    rule: Key | None = Field(None, description="Only of the rule with this key.", examples=["insults"])
    tone: ToneKey | None = Field(None, description="Only in this tone.")
    length: LengthKey | None = Field(None, description="Only of this length.")
    platform: PlatformKey | None = Field(
        None, description="Only what fits there; without `length` only the longest that always does."
    )


@service.get(
    "/replies", url_name="replies", operation_id="replies", tags=["replies"], response=ReplyList,
    summary="The ready replies",
)  # fmt: skip
def replies(request: HttpRequest, asked: Query[ReplyTable]) -> dict[str, Any]:
    """As the finder on the site gives them, with the reference address in them."""
    chosen = {name: getattr(asked, name) or "" for name in ("rule", "tone", "length", "platform")}
    found = ready.find(chosen, [translation.get_language() or ""])
    if asked.platform:
        found = [reply for reply in found if reply.fits(BY_KEY[asked.platform])]
    return page_of(request, asked, found, _as_data)


def _as_data(reply: ready.ReadyReply) -> dict[str, Any]:
    return {
        "id": f"{reply.rule.rule.key}-{reply.tone}-{reply.length}",
        "rule": reply.rule.rule.key,
        "rule_name": reply.rule.name,
        "tone": reply.tone,
        "length": reply.length,
        "language": reply.language,
        "text": reply.text,
        "platforms": [platform.key for platform in reply.platforms],
    }
