"""How often all links together were followed: what everybody may see, without small numbers.

A number below ten could be one person, at a page where everybody knows who was sent. It is known here and told to nobody,
and the others are told in tens.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from signatories.models import Referral, ReferralGap

FEWEST = 10
MONTHS = 24


@dataclass(frozen=True)
class Number:
    """`visits` is None where there were some, but fewer than ten: then a page says “<10”."""

    visits: int | None

    def __str__(self) -> str:
        return f"<{FEWEST}" if self.visits is None else str(self.visits)

    @property
    def height(self) -> int:
        """For a chart: a small number is drawn as the middle of what it can be."""
        return FEWEST // 2 if self.visits is None else self.visits


def blurred(visits: int) -> Number:
    """Rounded down to tens: whoever adds ten visits of their own to a small number learns nothing about it."""
    return Number(None if 0 < visits < FEWEST else visits - visits % FEWEST)


def together(numbers: Sequence[Number]) -> Number:
    """Without the small ones: from the true sum anybody could subtract what is shown, and have the number that is not."""
    shown = [number.visits for number in numbers if number.visits is not None]
    return Number(None if not sum(shown) and len(shown) < len(numbers) else sum(shown))


@dataclass(frozen=True)
class Totals:
    """`months` are their first days, the oldest first; `rules` has a number for each of them, by the key of the rule.

    `gaps` are the months in which visits are known to be missing.
    """

    months: list[date]
    rules: dict[int, list[Number]]
    all_rules: list[Number]
    gaps: set[date]

    def of(self, rule: int) -> list[Number]:
        """Also of one that nobody needed yet."""
        return self.rules.get(rule) or [Number(0)] * len(self.months)


def totals(months: int = MONTHS) -> Totals:
    """Two queries, whatever there is. The month that runs now is left out: from day to day it would tell small numbers."""
    shown = last_months(months)
    within = {"day__gte": shown[0], "day__lt": _next(shown[-1])}
    rows = Referral.objects.filter(**within).order_by().annotate(month=TruncMonth("day"))
    found: dict[int, Counter[date]] = defaultdict(Counter)
    for rule, month, visits in rows.values_list("rule_id", "month").annotate(visits=Sum("visits")):
        found[rule][month] = visits
    rules = {rule: [blurred(counter[month]) for month in shown] for rule, counter in found.items()}
    gaps = ReferralGap.objects.filter(**within).values_list("day", flat=True)
    return Totals(
        shown,
        rules,
        [together([numbers[place] for numbers in rules.values()]) for place in range(months)],
        {day.replace(day=1) for day in gaps},
    )


def last_months(number: int) -> list[date]:
    """The first days of the last months that are over, the oldest first."""
    months = [_before(timezone.localdate().replace(day=1))]
    while len(months) < number:
        months.append(_before(months[-1]))
    return months[::-1]


def _before(first: date) -> date:
    return first.replace(year=first.year - 1, month=12) if first.month == 1 else first.replace(month=first.month - 1)


def _next(first: date) -> date:
    return first.replace(year=first.year + 1, month=1) if first.month == 12 else first.replace(month=first.month + 1)
