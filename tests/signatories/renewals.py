"""Ways of the tests about the yearly question: signatories of some age, an outbox that arrives, days that pass."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from post_office.models import STATUS, Email

from signatories import renewal_round
from signatories.enums import Status
from signatories.models import Signatory
from tests import factories

APPROVED = datetime(2025, 3, 10, 11, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)


def listed(*, approved_at: datetime = APPROVED, **facts: object) -> Signatory:
    """A second person has confirmed, unless it is said otherwise."""
    confirmed = {"second_confirmed_at": approved_at} if facts.get("second_email") else {}
    return factories.create_signatory(status=Status.APPROVED, approved_at=approved_at, **confirmed | facts)


def deliver(*, refused: Iterable[str] = ()) -> None:
    """What the worker does; mails to whoever is `refused` fail for good."""
    waiting = Email.objects.filter(status=STATUS.queued)
    waiting.filter(to__in=list(refused)).update(status=STATUS.failed, last_updated=timezone.now())
    Email.objects.filter(status=STATUS.queued).update(status=STATUS.sent, last_updated=timezone.now())


def pass_days(time_machine, start: datetime, number: int, *, every: int = 1, refused: Iterable[str] = ()) -> None:
    """The round, and then the outbox, on every nth day."""
    for count in range(0, number, every):
        time_machine.move_to(start + DAY * count, tick=False)
        renewal_round.enforce()
        deliver(refused=refused)


def story(signatory: Signatory) -> list[str]:
    """The history without changes of status."""
    return [":".join(filter(None, (event.what, event.why))) for event in signatory.events.order_by("pk")]
