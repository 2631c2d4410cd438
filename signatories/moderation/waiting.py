"""What waits for a moderator, oldest first, and how long it has been waiting."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signatories.enums import Status
from signatories.models import Signatory
from signatories.models.signatory import SignatoryQuerySet
from signatories.moderation.tabs import find_tab, in_tab, tab_counts

GETTING_LATE = timedelta(days=3)
LATE = timedelta(days=7)


@dataclass(frozen=True)
class Age:
    """`level` is `good`, `unsure` or `late`; the words say the same, for whoever does not see the colour."""

    level: str
    days: str
    word: str


def waiting(status: str) -> SignatoryQuerySet:
    tab = find_tab(status)
    return (in_tab(tab) if tab else Signatory.objects.filter(status=status)).oldest_first()


def waiting_counts() -> dict[str, int]:
    """How many there are in each status that waits."""
    counts = tab_counts()
    return {status: counts[status] for status in Status.waiting}


def waits_since(signatory: Signatory) -> datetime:
    """Counted from entering the queue, or from what the tab says; see tabs.py."""
    since: datetime | None = getattr(signatory, "since", None)
    return since or signatory.submitted_at or signatory.created_at


def age(signatory: Signatory) -> Age:
    waited = timezone.now() - waits_since(signatory)
    days = ngettext("%(days)s day", "%(days)s days", waited.days) % {"days": waited.days} if waited.days else _("today")
    if waited < GETTING_LATE:
        return Age("good", days, _("on time"))
    return Age("unsure", days, _("getting late")) if waited < LATE else Age("late", days, _("late"))


def next_waiting(signatory: Signatory, status: str, rows: SignatoryQuerySet | None = None) -> Signatory | None:
    """Who stands behind this one in the queue, or in `rows` of it; at the end, whoever stands in front."""
    others = (waiting(status) if rows is None else rows).exclude(pk=signatory.pk)
    moment = "created_at" if signatory.submitted_at is None else "submitted_at"
    behind = others.filter(**{f"{moment}__gte": waits_since(signatory)})
    return behind.first() or others.first()
