"""What a signatory sees of its own links: how often they were followed in each of the last weeks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories.enums import Platform
from signatories.models import ReferralGap, Signatory
from signatories.references import ReferenceLink

from .charts import Chart, bars

WEEKS = 12
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Row:
    """One rule: how often its link was followed, in all weeks and in each."""

    name: str
    total: int
    weeks: list[int]
    chart: Chart


@dataclass(frozen=True)
class Numbers:
    """`weeks` are the Mondays on which they began, the oldest first; `totals` the visits of each, `ever` those of all time.

    `missing` visits are known to have been followed by somebody, and by which link is not.
    """

    weeks: list[date]
    totals: list[int]
    chart: Chart
    rows: list[Row]
    platforms: list[tuple[str, int]]
    ever: int
    missing: int

    @property
    def total(self) -> int:
        return sum(self.totals)

    @property
    def by_week(self) -> list[tuple[date, list[int], int]]:
        """For a table: a line for each week, the newest first, with each rule's visits and all together."""
        lines = zip(self.weeks, zip(*(row.weeks for row in self.rows), strict=True), self.totals, strict=True)
        return [(monday, list(visits), total) for monday, visits, total in lines][::-1]


def numbers_of(signatory: Signatory, links: Sequence[ReferenceLink]) -> Numbers:
    """Three queries, however many visits there were."""
    monday = _monday(timezone.localdate())
    weeks = [monday - WEEK * back for back in range(WEEKS - 1, -1, -1)]
    recent = signatory.referrals.filter(day__gte=weeks[0]).annotate(week=TruncWeek("day"))
    grouped = recent.order_by().values_list("rule_id", "week", "platform").annotate(visits=Sum("visits"))
    by_rule: Counter[tuple[int, date]] = Counter()
    by_platform: Counter[str] = Counter()
    for rule, week, platform, visits in grouped:
        by_rule[rule, week] += visits
        by_platform[platform] += visits
    rows = _rows(links, by_rule, weeks)
    totals = [sum(row.weeks[number] for row in rows) for number in range(WEEKS)]
    missing = ReferralGap.objects.filter(day__gte=weeks[0]).aggregate(visits=Sum("visits"))["visits"] or 0
    platforms = [(str(Platform(platform).label), visits) for platform, visits in by_platform.most_common()]
    return Numbers(weeks, totals, bars(totals), rows, platforms, signatory.referrals.all().visits(), missing)


def _rows(links: Sequence[ReferenceLink], found: Counter[tuple[int, date]], weeks: list[date]) -> list[Row]:
    """Every rule that is public, the one that was needed most first; what is not public any more in one line."""
    names = {link["rule"].rule_id: link["name"] for link in links}
    visits: dict[str, Counter[date]] = {name: Counter() for name in names.values()}
    for (rule, week), number in found.items():
        visits.setdefault(names.get(rule, _("Other rules")), Counter())[week] += number
    top = max((number for counter in visits.values() for number in counter.values()), default=0)
    rows = [
        Row(name, counter.total(), in_order := [counter[week] for week in weeks], bars(in_order, top=top))
        for name, counter in visits.items()
    ]
    return sorted(rows, key=lambda row: -row.total)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
