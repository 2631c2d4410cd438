"""Numbers of signatories, and of visits without small ones."""

from typing import Annotated

from pydantic import Field

from .common import Address, Listing, Shown
from .rules import RuleKey

Month = Annotated[str, Field(description="Year and month.", examples=["2026-10"])]


class KindCounts(Shown):
    """Every kind, also those of which there is nobody."""

    company: int
    public_authority: int
    municipality: int
    education: int
    care: int
    association: int
    federation: int
    media: int
    agency: int
    platform: int
    individual: int


class Counts(Shown):
    signatories: int = Field(description="All that stand in the list now, individuals included.")
    organisations: int
    individuals: int
    by_kind: KindCounts
    by_month: Address = Field(description="How the list grew.")
    visits: Address = Field(description="How often reference links were followed.")


class MonthShown(Shown):
    month: Month
    new: int = Field(description="Of those that stand in the list now: how many came in that month.")
    total: int = Field(description="Those and all that came before.")


class MonthList(Listing):
    results: list[MonthShown]


class VisitsShown(Shown):
    month: Month
    rule: RuleKey
    rule_name: str = Field(description="In the language of the answer.")
    visits: int | None = Field(
        description="Rounded down to tens. Null where there were some, but fewer than ten: that could be a single person. 0 where there were none."
    )
    is_incomplete: bool = Field(description="Visits of that month are known to be missing.")


class VisitsList(Listing):
    """The last 24 months that are over, of all links together, those of signatories included."""

    results: list[VisitsShown]
