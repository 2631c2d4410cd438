"""What waits for a moderator, oldest first, and how long it has been waiting."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signatories.enums import Doubt, Status
from signatories.models import Signatory
from signatories.models.signatory import SignatoryQuerySet

GETTING_LATE = timedelta(days=3)
LATE = timedelta(days=7)


@dataclass(frozen=True)
class Age:
    """`level` is `good`, `unsure` or `late`; the words say the same, for whoever does not see the colour."""

    level: str
    days: str
    word: str


def waiting(status: str) -> SignatoryQuerySet:
    return _on_us().filter(status=status).select_related("assigned_to", "reading__by").oldest_first()


def _on_us() -> SignatoryQuerySet:
    """What was released waits for the applicant, not for us."""
    return Signatory.objects.exclude(doubts=[Doubt.AWAITING_PROOF])


def waiting_counts() -> dict[str, int]:
    """How many there are in each status that waits."""
    rows = _on_us().filter(status__in=Status.waiting).order_by().values("status").annotate(number=Count("pk"))
    found = {row["status"]: row["number"] for row in rows}
    return {status: found.get(status, 0) for status in Status.waiting}


def waits_since(signatory: Signatory) -> datetime:
    return signatory.submitted_at or signatory.created_at


def age(signatory: Signatory) -> Age:
    waited = timezone.now() - waits_since(signatory)
    days = ngettext("%(days)s day", "%(days)s days", waited.days) % {"days": waited.days} if waited.days else _("today")
    if waited < GETTING_LATE:
        return Age("good", days, _("on time"))
    return Age("unsure", days, _("getting late")) if waited < LATE else Age("late", days, _("late"))


def next_waiting(signatory: Signatory, status: str) -> Signatory | None:
    """Who stands behind this one in the queue; at the end of it, whoever stands in front."""
    others = waiting(status).exclude(pk=signatory.pk)
    moment = "submitted_at" if status == Status.SUBMITTED else "created_at"
    behind = others.filter(**{f"{moment}__gte": waits_since(signatory)})
    return behind.first() or others.first()
