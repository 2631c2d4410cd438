"""How did we decide on the likes of this one? The last five, so that two volunteers judge alike."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signatories.enums import Status
from signatories.mailboxes import FREE_MAILBOXES, domain_of
from signatories.models import Signatory
from signatories.moderation.clues import own_domain

MOST = 5
DOMAIN = Lower(Func(F("contact_email"), Value("@"), Value(2), function="split_part", output_field=CharField()))


@dataclass(frozen=True)
class Precedent:
    signatory: Signatory
    because: Promise
    reason_label: str


def find_precedents(signatory: Signatory, language: str) -> list[Precedent]:
    """Of the same kind, decided by a person: those with the same name or domain first, then those as doubtful, newest first."""
    likenesses = _likenesses(signatory)
    ranks = [When(likeness, then=Value(rank)) for rank, (likeness, _words) in enumerate(likenesses)]
    decided: QuerySet[Any] = (
        Signatory.objects.filter(
            kind=signatory.kind, decided_by__isnull=False, status__in=[*Status.decided], decided_at__isnull=False
        )
        .exclude(pk=signatory.pk)
        .alias(mail_domain=DOMAIN)
        .annotate(rank=Case(*ranks, default=Value(len(ranks))))
        .filter(rank__lt=len(ranks))
        .select_related("decided_by", "reason")
        .prefetch_related("reason__texts")
        .order_by("rank", "-decided_at")[:MOST]
    )
    return [
        Precedent(row, likenesses[row.rank][1], row.reason.text(language).label if row.reason else "")
        for row in decided
    ]


def _likenesses(signatory: Signatory) -> list[tuple[Q, Promise]]:
    """From near to far; each with the words that say so."""
    domain = own_domain(signatory)
    found: list[tuple[Q, Promise]] = []
    if signatory.name_key:
        found.append((Q(name_key=signatory.name_key), _("same name")))
    if domain:
        found.append((Q(mail_domain=domain), _("same mail domain")))
    if signatory.doubts:
        found.append((Q(doubts__overlap=signatory.doubts), _("same doubts")))
    if domain_of(signatory.contact_email) in FREE_MAILBOXES:
        found.append((Q(mail_domain__in=FREE_MAILBOXES), _("free mailbox too")))
    found.append((Q(status__in=[Status.DECLINED, Status.SUSPENDED]), _("same kind, not taken in")))
    return found
