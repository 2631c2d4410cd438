"""The tabs of the queue: one entry each. A tab is a question about signatories; to add one, add it to TABS."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signatories.enums import Doubt, Status
from signatories.models import Signatory
from signatories.models.signatory import SignatoryQuerySet


@dataclass(frozen=True)
class Tab:
    """`where` is called anew each time. `is_on_us`: whether waiting there is a moderator’s doing, so that it ages."""

    key: str
    label: Promise
    where: Callable[[], Q]
    hint: Promise | str = ""
    is_on_us: bool = True


def _waiting(status: Status) -> Callable[[], Q]:
    """What was released waits for the applicant, not for us."""
    return lambda: Q(status=status) & ~Q(doubts=[Doubt.AWAITING_PROOF])


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
]


def find_tab(key: str) -> Tab | None:
    return next((tab for tab in TABS if tab.key == key), None)


def in_tab(tab: Tab) -> SignatoryQuerySet:
    return Signatory.objects.filter(tab.where())


def tab_counts() -> dict[str, int]:
    """How many stand in each tab, in one query."""
    counts: dict[str, int] = Signatory.objects.order_by().aggregate(
        **{tab.key: Count("pk", filter=tab.where()) for tab in TABS}
    )
    return counts
