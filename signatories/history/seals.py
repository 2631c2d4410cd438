"""Seals: a digest a day over everything that is new, linked to the one before. One that left the house is a witness."""

from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from signatories.models import Event, HistorySeal

from .form import Sum, seal_digest

SEAL_EVERY = timedelta(hours=20)


def newest_seal() -> HistorySeal | None:
    """For the digest that goes to moderators: `str()` of it is what `verify_history --witness` takes."""
    return HistorySeal.objects.first()


def seal_is_due() -> bool:
    seal = newest_seal()
    return seal is None or timezone.now() - seal.at > SEAL_EVERY


def make_seal(*, at: datetime | None = None) -> HistorySeal | None:
    """Seal everything that is new; None when somebody else does so at this moment."""
    last_event = _last_event()
    before = newest_seal()
    new = Sum()
    since = before.last_event if before else 0
    added = Event.objects.filter(pk__gt=since, pk__lte=last_event).order_by("pk").values_list("digest", flat=True)
    new.add(added.iterator())
    facts = {
        "number": before.number + 1 if before else 1,
        "at": at or timezone.now(),
        "events": new.count + (before.events if before else 0),
        "last_event": last_event,
    }
    digest = seal_digest(**facts, new=new.result(), before=before.digest if before else "")  # type: ignore[arg-type]
    try:
        with transaction.atomic():
            return HistorySeal.objects.create(**facts, digest=digest)
    except IntegrityError:
        return None


def _last_event() -> int:
    """Behind a lock that waits until nobody is writing an entry: all up to this one are there, and none comes later."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE signatories_event IN SHARE ROW EXCLUSIVE MODE")
        return Event.objects.aggregate(last=Max("pk"))["last"] or 0
