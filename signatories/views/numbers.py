"""Numbers for everybody: who signed over time, and how often all links together were followed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from guidance.alternates import alternates_of, page_context
from guidance.exports import BYTE_ORDER_MARK, table
from guidance.models import RuleText
from guidance.page_cache import public_page
from signatories.growth import signed_until
from signatories.referrals.charts import Chart, bars
from signatories.referrals.totals import Number, Totals, together, totals

FILES = ("signatories", "visits")


@dataclass(frozen=True)
class RuleChart:
    """A line of the page: a rule, its months as bars, and all of them added up."""

    name: str
    chart: Chart
    total: Number

    @classmethod
    def of(cls, name: str, numbers: Sequence[Number]) -> "RuleChart":
        return cls(name, bars([number.height for number in numbers]), together(numbers))


@login_not_required
@require_safe
@public_page
def numbers(request: HttpRequest) -> HttpResponse:
    found, names = totals(), _names()
    signed = signed_until(found.months)
    shown = {rule: names[rule] for rule in names if rule in found.rules}
    context = {
        "months": found.months,
        "signed": signed,
        "signed_chart": bars(signed),
        "visits_chart": bars([number.height for number in found.all_rules]),
        "rule_names": list(shown.values()),
        "rule_charts": [RuleChart.of(names[rule], found.rules[rule]) for rule in shown],
        "lines": [
            (
                month,
                signed[place],
                found.all_rules[place],
                [found.rules[rule][place] for rule in shown],
                month in found.gaps,
            )
            for place, month in reversed(list(enumerate(found.months)))
        ],
        "has_gaps": bool(found.gaps),
        "description": _("How many organisations signed, and how often the short links were needed, month by month."),
    }
    return render(request, "signatories/numbers.html", context | page_context(alternates_of("signatories:numbers")))


@login_not_required
@require_safe
@public_page
def numbers_download(request: HttpRequest, file: str) -> HttpResponse:
    """The same as a table for spreadsheets; what is blurred on the page is blurred here."""
    if file not in FILES:
        raise Http404
    found = totals()
    rows = _visits(found) if file == "visits" else _signed(found)
    response = HttpResponse(BYTE_ORDER_MARK + table(list(rows), ";"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hierniet-{file}.csv"'
    return response


def _signed(found: Totals) -> Iterator[tuple[str, ...]]:
    yield pgettext("column", "month"), pgettext("column", "signatories")
    for month, number in zip(found.months, signed_until(found.months), strict=True):
        yield f"{month:%Y-%m}", str(number)


def _visits(found: Totals) -> Iterator[tuple[str, ...]]:
    """Of every rule that is public: a month of which visits are missing says so, whatever was counted in it."""
    yield (
        pgettext("column", "month"), pgettext("column", "house rule"), pgettext("column", "visits"),
        pgettext("column", "some are missing"),
    )  # fmt: skip
    for place, month in enumerate(found.months):
        is_missing = _("yes") if month in found.gaps else _("no")
        for rule, name in _names().items():
            yield f"{month:%Y-%m}", name, str(found.of(rule)[place]), is_missing


def _names() -> dict[int, str]:
    """Of the rules that are public, in their order."""
    texts = RuleText.objects.public().in_language(translation.get_language())
    return {text.rule_id: text.name for text in texts}
