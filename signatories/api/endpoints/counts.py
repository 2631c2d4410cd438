"""How many stand in the list, how the list grew, and how often reference links were followed."""

from datetime import date
from itertools import accumulate
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpRequest
from django.utils import timezone, translation
from ninja import Query

from guidance.models import RuleText
from signatories.api.addresses import of_data
from signatories.api.paging import page_of
from signatories.api.parameters import Question, Table
from signatories.api.schemas.counts import Counts, MonthList, VisitsList
from signatories.api.service import service
from signatories.enums import Kind
from signatories.models import Signatory
from signatories.referrals.totals import totals


@service.get(
    "/counts", url_name="counts", operation_id="counts", tags=["counts"], response=Counts, summary="How many signed",
)  # fmt: skip
def counts(request: HttpRequest, asked: Query[Question]) -> dict[str, Any]:
    """How many stand in the list now, by kind."""
    found = dict(Signatory.objects.public().order_by().values_list("kind").annotate(number=Count("pk")))
    by_kind = {kind: found.get(kind, 0) for kind in Kind.values}
    total, individuals = sum(by_kind.values()), by_kind[Kind.INDIVIDUAL]
    return {
        "signatories": total,
        "organisations": total - individuals,
        "individuals": individuals,
        "by_kind": by_kind,
        "by_month": of_data("counts_by_month"),
        "visits": of_data("visits"),
    }


@service.get(
    "/counts/months", url_name="counts_by_month", operation_id="counts_by_month", tags=["counts"], response=MonthList,
    summary="How the list grew",
)  # fmt: skip
def counts_by_month(request: HttpRequest, asked: Query[Table]) -> dict[str, Any]:
    """By month, from the first one to this one. Who left since is in none of them."""
    public = Signatory.objects.public().order_by().annotate(month=TruncMonth("approved_at"))
    found = {
        timezone.localdate(month): number for month, number in public.values_list("month").annotate(number=Count("pk"))
    }
    months = _months(min(found), timezone.localdate()) if found else []
    new = [found.get(month, 0) for month in months]
    return page_of(request, asked, list(zip(months, new, accumulate(new), strict=True)), _month_as_data)


@service.get(
    "/counts/visits", url_name="visits", operation_id="visits", tags=["counts"], response=VisitsList,
    summary="How often reference links were followed",
)  # fmt: skip
def visits(request: HttpRequest, asked: Query[Table]) -> dict[str, Any]:
    """By month and rule, the oldest first. Visits are counted, visitors are not known; numbers below ten are not told, others in tens."""
    names = {
        text.rule_id: (text.rule.key, text.name)
        for text in RuleText.objects.public().in_language(translation.get_language() or "").only("name", "rule__key")
    }
    found = totals()
    rows = [
        (month, *names[rule], found.of(rule)[place].visits, month in found.gaps)
        for place, month in enumerate(found.months)
        for rule in sorted(names)
    ]
    return page_of(request, asked, rows, _visits_as_data)


def _months(first: date, last: date) -> list[date]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _month_as_data(row: tuple[date, int, int]) -> dict[str, Any]:
    month, new, total = row
    return {"month": _written(month), "new": new, "total": total}


def _visits_as_data(row: tuple[date, str, str, int | None, bool]) -> dict[str, Any]:
    month, rule, name, number, is_incomplete = row
    return {"month": _written(month), "rule": rule, "rule_name": name, "visits": number, "is_incomplete": is_incomplete}


def _written(month: date) -> str:
    return f"{month:%Y-%m}"
