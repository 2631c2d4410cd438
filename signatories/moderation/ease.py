"""How quickly will this one be judged? Three plain facts a row, so that easy ones can be taken together.

It changes nothing about who is next: the queue stays in order of age unless somebody asks for the other order.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signatories.enums import Status
from signatories.mailboxes import FREE_MAILBOXES, domain_of, is_same_domain
from signatories.models import Signatory

FIELDS = ("pk", "name_key", "website", "enterprise_number", "contact_email", "doubts", "confirmed_at", "source_url")
FEW = 100  # as many are asked for by name; of more, everybody is looked at


@dataclass(frozen=True)
class Ease:
    same_domain: bool
    has_number: bool
    alone: bool
    undoubted: bool

    @property
    def points(self) -> int:
        return self.same_domain + self.has_number + 2 * self.alone + 2 * self.undoubted

    @property
    def is_quick(self) -> bool:
        return self.same_domain and self.has_number and self.alone and self.undoubted

    @property
    def signs(self) -> list[tuple[bool, Promise]]:
        """Each fact with whether it speaks for taking it in at once."""
        return [
            (self.same_domain, _("same domain") if self.same_domain else _("other domain or free mailbox")),
            (self.has_number, _("number fits") if self.has_number else _("no number")),
            (self.alone, _("nobody alike") if self.alone else _("somebody alike")),
        ]


def judge(rows: Sequence[Signatory]) -> dict[int, Ease]:
    """For each of these rows, in one query. Alike here is what an index finds: the rest waits on the page of each."""
    crowd = _crowd(rows)
    return {row.pk: _ease(row, crowd) for row in rows}


def _crowd(rows: Sequence[Signatory]) -> Counter[str]:
    """How often each name, number and website is there among all who have not gone."""
    marks = [_marks(row) for row in rows]
    everybody = Signatory.objects.exclude(status=Status.EXPIRED).filter(merged_into__isnull=True).order_by()
    if len(rows) <= FEW:
        names, numbers, sites = zip(*marks, strict=True) if marks else ((), (), ())
        everybody = everybody.filter(
            Q(name_key__in=set(names) - {""})
            | Q(enterprise_number__in=set(numbers) - {""})
            | Q(website__in=set(sites) - {""})
        )
    return Counter(
        f"{place}{mark}"
        for row in everybody.values_list("name_key", "enterprise_number", "website").iterator()
        for place, mark in enumerate(row)
        if mark
    )


def _marks(row: Signatory) -> tuple[str, str, str]:
    return row.name_key, row.enterprise_number, row.website


def _ease(row: Signatory, crowd: Counter[str]) -> Ease:
    domain, host = domain_of(row.contact_email), row.website_host
    return Ease(
        same_domain=bool(domain and host) and domain not in FREE_MAILBOXES and is_same_domain(domain, host),
        has_number=bool(row.enterprise_number),  # the form takes none whose check digits are wrong
        alone=all(crowd[f"{place}{mark}"] < 2 for place, mark in enumerate(_marks(row))),
        undoubted=row.is_proven and not row.doubts,
    )
