"""How the work goes, in numbers, for colleagues: what waits and how long, what was decided, mails, links and sign-ups."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from post_office.models import STATUS, Email

from guidance.models import RuleText
from signatories import queue
from signatories.delivery import age_of_queue
from signatories.enums import Status
from signatories.models import Event, Referral, ReferralGap, Signatory
from signatories.referrals.charts import Chart, bars
from signatories.referrals.totals import Number, blurred, together

from .waiting import age, waiting, waiting_counts

SIGN_UP_DAYS = 28
DECISION_DAYS = 90
MAIL_DAYS = 7
MOST_RULES = 5


@dataclass(frozen=True)
class Decisions:
    """Of the last 90 days: what came out of the queue, without what was undone."""

    approved: int
    declined: int

    @property
    def rate(self) -> int | None:
        """Approved, in percent; None where nothing was decided."""
        decided = self.approved + self.declined
        return round(100 * self.approved / decided) if decided else None


@require_safe
@permission_required("signatories.view_signatory", raise_exception=True)
def numbers(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    sign_ups = sign_ups_by_day(today)
    context = {
        "title": _("Numbers"),
        "opts": Signatory._meta,
        "waiting": waiting_counts(),
        "oldest": _oldest(),
        "median_days": queue.expected_days(),
        "decisions": decisions_since(today - timedelta(days=DECISION_DAYS)),
        "mails": mails_since(today - timedelta(days=MAIL_DAYS)),
        "mails_wait": age_of_queue(),
        "visits": visits_since(today - timedelta(days=SIGN_UP_DAYS)),
        "sign_ups": list(sign_ups.items())[::-1],
        "sign_up_count": sum(sign_ups.values()),
        "sign_up_chart": _chart(sign_ups),
    }
    return render(request, "back_office/numbers.html", admin.site.each_context(request) | context)


def _oldest() -> object:
    first = waiting(Status.SUBMITTED).first()
    return age(first) if first else None


def decisions_since(day: date) -> Decisions:
    """One query."""
    events = Event.objects.filter(from_status__in=Status.waiting, at__date__gte=day)
    kept = events.exclude(taken_decision__undone_at__isnull=False)
    found = Counter(dict(kept.order_by().values_list("to_status").annotate(Count("pk"))))
    return Decisions(found[Status.APPROVED], found[Status.DECLINED])


def mails_since(day: date) -> dict[str, int]:
    """How many went out, wait, and failed, of those written since then. One query."""
    rows = Email.objects.filter(created__date__gte=day).order_by().values_list("status").annotate(Count("pk"))
    found = Counter(dict(rows))
    return {
        "sent": found[STATUS.sent], "waiting": found[STATUS.queued] + found[STATUS.requeued], "failed": found[STATUS.failed]
    }  # fmt: skip


@dataclass(frozen=True)
class Visits:
    """Small numbers are not told here either: moderators know the comments under which a link was put."""

    top_rules: list[tuple[str, Number]]
    total: Number
    missing: int


def visits_since(day: date) -> Visits:
    """The rules whose links were followed most, by their names here, all together, and what was not noted; three queries."""
    rows = Referral.objects.filter(day__gte=day).order_by().values_list("rule_id").annotate(visits=Sum("visits"))
    by_rule = [(rule, blurred(visits)) for rule, visits in rows.order_by("-visits", "rule_id")]
    texts = RuleText.objects.filter(language=translation.get_language())
    names = dict(texts.values_list("rule_id", "name"))
    return Visits(
        [(names.get(rule, _("Other rules")), number) for rule, number in by_rule[:MOST_RULES]],
        together([number for _rule, number in by_rule]),
        ReferralGap.objects.filter(day__gte=day).aggregate(visits=Sum("visits"))["visits"] or 0,
    )


def sign_ups_by_day(today: date) -> dict[date, int]:
    """Whatever became of them, the oldest day first; one query."""
    days = [today - timedelta(days=back) for back in range(SIGN_UP_DAYS - 1, -1, -1)]
    rows = Signatory.objects.filter(created_at__date__gte=days[0]).order_by().annotate(day=TruncDate("created_at"))
    found = Counter(dict(rows.values_list("day").annotate(Count("pk"))))
    return {day: found[day] for day in days}


def _chart(by_day: dict[date, int]) -> Chart:
    return bars(list(by_day.values()))
