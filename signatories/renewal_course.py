"""What has happened to one signatory since somebody last said that it is still true, read from its row and its mails."""

from datetime import date, datetime, time

from django.db.models import Max
from django.utils import timezone
from post_office.models import STATUS

from signatories.models import ContactChange, OutgoingMail, Signatory
from signatories.renewal import Course, due_on, is_open, opens_on

REMINDER = "renewal_due"


def since(signatory: Signatory) -> date | None:
    """The local day from which the year counts; None for who was never listed."""
    moments = [moment for moment in (signatory.approved_at, signatory.renewed_at) if moment]
    return timezone.localdate(max(moments)) if moments else None


def addresses(signatory: Signatory) -> list[str]:
    """The contact person's, and that of the second person who confirmed."""
    both = (signatory.contact_email, signatory.proven_second_email)
    return [address for address in dict.fromkeys(both) if address]


def course_of(signatory: Signatory) -> Course | None:
    """None for who was never listed. One query, and only for whom the window is open."""
    start = since(signatory)
    if start is None:
        return None
    mails = _reminders(signatory, start) if is_open(start, timezone.localdate()) else []
    return Course(
        since=start,
        arrived=tuple(sorted(timezone.localdate(at) for status, at in mails if status == STATUS.sent)),
        tried=signatory.reminders_sent,
        last_tried=timezone.localdate(signatory.reminded_at) if signatory.reminded_at else None,
        is_on_its_way=any(status in (STATUS.queued, STATUS.requeued) for status, _at in mails),
    )


def _reminders(signatory: Signatory, start: date) -> list[tuple[int | None, datetime]]:
    """State and last moment of each mail of this year's reminders, to those who are asked now."""
    opened = timezone.make_aware(datetime.combine(opens_on(start), time.min))
    # Whoever took over since is asked from the beginning: what reached the one before does not count.
    taken_over = ContactChange.objects.filter(signatory=signatory, done_at__gt=opened).aggregate(at=Max("done_at"))[
        "at"
    ]
    opened = taken_over or opened
    mails = OutgoingMail.objects.filter(
        signatory=signatory, message=REMINDER, email__created__gte=opened, email__to__in=addresses(signatory)
    )
    return list(mails.order_by().values_list("email__status", "email__last_updated"))


def due_date(signatory: Signatory) -> date | None:
    start = since(signatory)
    return due_on(start) if start else None
