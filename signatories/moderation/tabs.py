"""The tabs of the queue: one entry each. A tab is a question about signatories; to add one, add it to TABS."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signatories.enums import ChangeState, Doubt, Status
from signatories.models import Change, Signatory
from signatories.models.signatory import SignatoryQuerySet


@dataclass(frozen=True)
class Tab:
    """`where` is called anew each time. `is_on_us`: whether waiting there is a moderator’s doing, so that it ages."""

    key: str
    label: Promise
    where: Callable[[], Q]
    hint: Promise | str = ""
    is_on_us: bool = True
    since: Callable[[], Subquery] | None = None  # when it began to wait, if not by entering the queue


def _waiting(status: Status) -> Callable[[], Q]:
    """What was released waits for the applicant, not for us."""
    return lambda: Q(status=status) & ~Q(doubts=[Doubt.AWAITING_PROOF])


def _waiting_changes() -> QuerySet[Change]:
    return Change.objects.filter(state=ChangeState.WAITING)


TABS = [
    Tab(Status.SUBMITTED, Status.SUBMITTED.label, _waiting(Status.SUBMITTED)),
    Tab(
        Status.QUARANTINED,
        Status.QUARANTINED.label,
        _waiting(Status.QUARANTINED),
        hint=_("Something about these made our form doubt. A person looks at them; nothing is ever dropped."),
    ),
    Tab(
        Status.CHANGES_ASKED,
        _("Waiting for the applicant"),
        lambda: Q(status=Status.CHANGES_ASKED),
        hint=_("We asked these to correct something. They come back to their old place in the queue by themselves."),
        is_on_us=False,
    ),
    Tab(
        "changes_proposed",
        _("Changes proposed"),
        lambda: Q(pk__in=_waiting_changes().values("signatory")),
        hint=_("These are in the list, and stay as they are until you have judged what they propose."),
        since=lambda: Subquery(_waiting_changes().filter(signatory=OuterRef("pk")).values("created_at")[:1]),
    ),
]


def find_tab(key: str) -> Tab | None:
    return next((tab for tab in TABS if tab.key == key), None)


def in_tab(tab: Tab) -> SignatoryQuerySet:
    rows = Signatory.objects.filter(tab.where())
    return rows.annotate(since=tab.since()) if tab.since else rows


def tab_counts() -> dict[str, int]:
    """How many stand in each tab, in one query."""
    counts: dict[str, int] = Signatory.objects.order_by().aggregate(
        **{tab.key: Count("pk", filter=tab.where()) for tab in TABS}
    )
    return counts
