"""How many sign-ups come from one address, network, mailbox or domain, against the limits that moderators set.

Counted in steps of five minutes; a limit looks at the steps of its last minutes or hours, so nothing begins anew at a full
hour. The key of a counter hangs on the salt of the day; looking back, the days before are asked for by their own salts
as long as those exist, so nothing begins anew at midnight either. See docs/decisions/0047-limits-that-move.md.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from signatories import limits, lists
from signatories.enums import Doubt, LimitScope, Listable
from signatories.mailboxes import FREE_MAILBOXES, domain_of, one_mailbox
from signatories.models import Limit, LimitCounter
from signatories.models.limits import STEP_MINUTES

A_DAY = timedelta(days=1)
DAY_IS_WORTH = 4  # how many of its hours a limit from the settings lets in within a day
NETWORK_LENGTH = {4: 24, 6: 48}
DOUBTS = {
    LimitScope.ADDRESS: Doubt.MANY_FROM_ADDRESS,
    LimitScope.NETWORK: Doubt.MANY_FROM_NETWORK,
    LimitScope.MAILBOX: Doubt.MANY_TO_MAILBOX,
    LimitScope.DOMAIN: Doubt.MANY_FROM_DOMAIN,
    LimitScope.FREE_DOMAIN: Doubt.MANY_FROM_DOMAIN,
}
TABLE = LimitCounter._meta.db_table
# The rows come in the order of their keys: two sign-ups that share several counters then never wait in a circle.
COUNT_ONE_MORE = f"""
    INSERT INTO {TABLE} ("key", "window", "count")
    SELECT key, %s, 1 FROM unnest(%s::text[]) AS wanted(key) ORDER BY key
    ON CONFLICT ("key", "window") DO UPDATE SET "count" = {TABLE}."count" + 1
    RETURNING "key", "count"
"""  # noqa: S608  only the table's own name is put in

Facts = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Counted:
    """How many there were in each step, this one included."""

    steps: Mapping[datetime, int]
    now: datetime

    def within(self, **period: int) -> int:
        since = self.now - timedelta(**period) + timedelta(minutes=STEP_MINUTES)
        return sum(number for step, number in self.steps.items() if step >= since)


def count_sign_up(*, address: str, email: str, second_email: str = "") -> Facts:
    """Count one more, and tell by the name of each doubt what speaks against it: a limit that is passed, or a block.

    Call it outside a transaction: within one, everybody who shares a counter waits for its end. Five queries, always, and
    three more for a second mailbox; nothing is kept in memory, so a changed limit counts at once in every process.
    """
    verdict = lists.look_up(address=address, email=email)
    exempt = _exempt(verdict)
    counted = _count({scope: value for scope, value in _values(address, email).items() if scope not in exempt})
    facts: Facts = {str(DOUBTS[scope]): fact for scope, fact in _passed(counted).items()}
    if second_email and one_mailbox(second_email) != one_mailbox(email):
        facts = {str(DOUBTS[scope]): fact for scope, fact in _count_mailbox(second_email).items()} | facts
    if verdict.block:
        facts[str(Doubt.BLOCKED)] = {"entry": verdict.block.pk, "what": verdict.block.what}
    return facts


def fills_mailbox(email: str) -> bool:
    """Count one more mail to whom somebody names beside themselves; whether that is more than moderators allow."""
    return bool(_count_mailbox(email))


def _count_mailbox(email: str) -> dict[LimitScope, dict[str, int]]:
    return _passed(_count({LimitScope.MAILBOX: one_mailbox(email)}))


def _values(address: str, email: str) -> dict[LimitScope, str]:
    domain = domain_of(email)
    domain_scope = LimitScope.FREE_DOMAIN if domain in FREE_MAILBOXES else LimitScope.DOMAIN
    values = {LimitScope.ADDRESS: address, LimitScope.MAILBOX: one_mailbox(email), domain_scope: domain}
    network = _network_of(address)
    return values | {LimitScope.NETWORK: network} if network else values


def _network_of(address: str) -> str:
    try:
        version = ip_address(address).version
    except ValueError:
        return ""
    return str(ip_network((address, NETWORK_LENGTH[version]), strict=False))


def _exempt(verdict: lists.Verdict) -> set[LimitScope]:
    """Whom we allow by address may sign for a whole office; but nobody may fill one mailbox with our mails."""
    exempt: set[LimitScope] = set()
    if verdict.origin_is_allowed:
        exempt |= {LimitScope.ADDRESS, LimitScope.NETWORK, LimitScope.DOMAIN, LimitScope.FREE_DOMAIN}
    if verdict.mailbox_is_allowed:
        exempt |= {LimitScope.DOMAIN, LimitScope.FREE_DOMAIN}
        is_mailbox = verdict.mailbox is not None and verdict.mailbox.what == Listable.MAILBOX
        exempt |= {LimitScope.MAILBOX} if is_mailbox else set()
    return exempt


def _count(values: Mapping[LimitScope, str]) -> dict[LimitScope, Counted]:
    now, salts = _step(timezone.now()), limits.salts()
    today = max(salts)  # not what the clock says a moment later: at midnight that would be a day without a salt
    keys = {
        scope: {day: limits.make_key(scope, value, salt) for day, salt in salts.items()}
        for scope, value in values.items()
    }
    todays = _count_one_more([days[today] for days in keys.values()], now)
    earlier = _earlier([key for days in keys.values() for key in days.values()], now)
    return {scope: _counted(days, earlier, todays[days[today]], now) for scope, days in keys.items()}


def _count_one_more(keys: list[str], now: datetime) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, [now, keys])
        return dict(cursor.fetchall())


def _earlier(keys: list[str], now: datetime) -> list[tuple[str, datetime, int]]:
    rows = LimitCounter.objects.filter(key__in=keys, window__gt=now - A_DAY, window__lt=now)
    return list(rows.values_list("key", "window", "count"))


def _counted(days: Mapping[date, str], earlier: list[tuple[str, datetime, int]], number: int, now: datetime) -> Counted:
    """A step around midnight can have a counter under the keys of both days: they are added up."""
    steps: Counter[datetime] = Counter({now: number})
    for key, step, count in earlier:
        if key in days.values():
            steps[step] += count
    return Counted(steps, now)


def _passed(counted: Mapping[LimitScope, Counted]) -> dict[LimitScope, dict[str, int]]:
    """Of each limit that is passed, by how many: the shorter period first, since it says more."""
    passed = {}
    for scope, limit in current_limits().items():
        if scope not in counted or not limit.is_active:
            continue
        within = counted[scope].within(minutes=limit.burst_minutes)
        in_all = counted[scope].within(hours=limit.sustained_hours)
        if within > limit.burst_number:
            passed[scope] = {"number": within, "limit": limit.burst_number, "minutes": limit.burst_minutes}
        elif in_all > limit.sustained_number:
            passed[scope] = {"number": in_all, "limit": limit.sustained_number, "hours": limit.sustained_hours}
    return passed


def current_limits() -> dict[LimitScope, Limit]:
    """What moderators have set, and for the rest what the settings say. A scope that neither knows has no limit."""
    rows = {LimitScope(limit.scope): limit for limit in Limit.objects.all()}
    return {scope: rows.get(scope) or default_limit(scope) for scope in LimitScope if scope in rows or is_set(scope)}


def is_set(scope: LimitScope) -> bool:
    return scope.value in settings.LIMITS_PER_HOUR


def default_limit(scope: LimitScope) -> Limit:
    """As the settings have it, not stored."""
    number = settings.LIMITS_PER_HOUR[scope.value]
    return Limit(scope=scope, burst_number=number, sustained_number=DAY_IS_WORTH * number)


def _step(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % STEP_MINUTES, second=0, microsecond=0)
