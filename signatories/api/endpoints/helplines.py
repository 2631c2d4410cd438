"""The helplines that somebody has checked, as the page shows them."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone, translation
from ninja import Query
from pydantic import Field, StringConstraints

from guidance.helplines import find
from guidance.models import HelplineText
from guidance.opening import DAYS, Hours, clock
from signatories.api.paging import page_of
from signatories.api.parameters import Table
from signatories.api.schemas.helplines import HelplineList, NeedKey, RegionKey
from signatories.api.service import service


class HelplineTable(Table):
    need: NeedKey | None = Field(None, description="Only for this need.")
    region: RegionKey | None = Field(None, description="Only who helps there; who helps everywhere comes too.")
    speaks: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] | None = Field(
        None, description="Only where somebody helps in this language, by its two letters.", examples=["en"]
    )


@service.get(
    "/helplines", url_name="helplines", operation_id="helplines", tags=["helplines"], response=HelplineList,
    summary="Who helps",
)  # fmt: skip
def helplines(request: HttpRequest, asked: Query[HelplineTable]) -> dict[str, Any]:
    """Who is open now is not said: an answer can be a minute old, and kept longer. The hours say it."""
    texts = HelplineText.objects.public().in_language(translation.get_language() or "")
    chosen = {"need": asked.need or "", "region": asked.region or "", "language": asked.speaks or "", "open": ""}
    found = find(texts, chosen, timezone.now())
    return page_of(request, asked, [one.text for one in found], _as_data)


def _as_data(text: HelplineText) -> dict[str, Any]:
    helpline = text.helpline
    return {
        "key": helpline.key,
        "language": text.language,
        "name": text.name,
        "what_for": text.what_for,
        "need": helpline.need,
        "need_name": helpline.get_need_display(),
        "phone": helpline.phone or None,
        "phone_link": helpline.phone_link or None,
        "website": helpline.website or None,
        "languages": helpline.languages,
        "regions": helpline.regions,
        "is_urgent": helpline.is_urgent,
        "hours": text.hours,
        "opening": _opening(helpline.when),
        "checked_on": helpline.checked_on,
        "check_due_on": helpline.check_due_on,
        "sources": helpline.sources,
    }


def _opening(hours: Hours) -> dict[str, Any]:
    return {
        "is_known": hours.is_always or bool(hours.spans),
        "is_always": hours.is_always,
        "spans": [
            {"days": [DAYS[day] for day in span.days], "opens": clock(span.start), "closes": clock(span.end or 24 * 60)}
            for span in hours.spans
        ],
    }
