"""Whose mails fail. Our own delivery knows the refusals of mail servers; of a mailbox that nobody reads it knows nothing."""

from datetime import timedelta

from django.db.models import F, Max, Q
from post_office.models import STATUS

from signatories.models import Signatory
from signatories.models.signatory import SignatoryQuerySet

# The mails of one evening, to two people, are one try.
ONE_TRY = timedelta(days=1)


def unreachable() -> SignatoryQuerySet:
    """In the list, or out of it for lack of an answer, and the last mails failed at every address that we have."""
    is_theirs = Q(mails__email__to=F("contact_email")) | Q(mails__email__to=F("second_email"))
    return (
        Signatory.objects.approved()
        .exclude(contact_email="")
        .annotate(
            last_failed=Max("mails__email__created", filter=is_theirs & Q(mails__email__status=STATUS.failed)),
            last_sent=Max("mails__email__created", filter=is_theirs & Q(mails__email__status=STATUS.sent)),
        )
        .filter(Q(last_failed__isnull=False))
        .filter(Q(last_sent__isnull=True) | Q(last_sent__lt=F("last_failed") - ONE_TRY))
        .order_by("last_failed", "pk")
    )


def is_unreachable(signatory: Signatory) -> bool:
    return unreachable().filter(pk=signatory.pk).exists()
