"""Who might be the same? Plain comparisons, each explained: same name, website, enterprise number or mail domain."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from guidance.words import fold
from signatories.enums import Status
from signatories.mailboxes import FREE_MAILBOXES, domain_of
from signatories.models import Signatory

MOST = 20


@dataclass(frozen=True)
class Likeness:
    signatory: Signatory
    reasons: list[str]


def find_likenesses(signatory: Signatory) -> list[Likeness]:
    """At most 20, in one query. The query casts a somewhat wider net; what it brings is then compared exactly."""
    net = _net(signatory)
    if not net:
        return []
    caught = Signatory.objects.exclude(pk=signatory.pk).exclude(status=Status.EXPIRED).filter(net).by_name()[: 5 * MOST]
    found = (Likeness(other, list(_reasons(signatory, other))) for other in caught)
    return [likeness for likeness in found if likeness.reasons][:MOST]


def _net(signatory: Signatory) -> Q:
    net = Q()
    name, host, domain = fold(signatory.name), signatory.website_host, _own_domain(signatory)
    if name:
        net |= Q(search_text=name) | Q(search_text__startswith=f"{name} ")
    if host:
        net |= Q(website__icontains=host)
    if signatory.enterprise_number:
        net |= Q(enterprise_number=signatory.enterprise_number)
    if domain:
        net |= Q(contact_email__iendswith=f"@{domain}")
    return net


def _reasons(signatory: Signatory, other: Signatory) -> Iterator[str]:
    if signatory.name and fold(signatory.name) == fold(other.name):
        yield _("same name")
    if signatory.website_host and signatory.website_host == other.website_host:
        yield _("same website")
    if signatory.enterprise_number and signatory.enterprise_number == other.enterprise_number:
        yield _("same enterprise number")
    domain = _own_domain(signatory)
    if domain and domain == _own_domain(other):
        yield _("e-mail address at the same domain")


def _own_domain(signatory: Signatory) -> str:
    """Free mailboxes would make everybody look alike."""
    domain = domain_of(signatory.contact_email)
    return "" if domain in FREE_MAILBOXES else domain
