"""What the allow and the block list say about an application: the closest entry on each side decides.

An address stands closer than its network, a mailbox closer than its domain. So one honest office can be allowed inside a
blocked network, and one mailbox be blocked at an allowed domain. Of the two sides a block is stronger than an allowance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from signatories.enums import Listing
from signatories.mailboxes import domain_of, one_mailbox, with_parents
from signatories.models import Listed
from signatories.models.listed import HOUSEHOLD, WIDEST_NETWORK


@dataclass(frozen=True)
class Verdict:
    """The entry that decides about where it comes from, and the one about its mailbox."""

    origin: Listed | None
    mailbox: Listed | None

    @property
    def block(self) -> Listed | None:
        return next((entry for entry in (self.origin, self.mailbox) if entry and entry.listing == Listing.BLOCK), None)

    @property
    def origin_is_allowed(self) -> bool:
        return self.origin is not None and self.origin.listing == Listing.ALLOW

    @property
    def mailbox_is_allowed(self) -> bool:
        return self.mailbox is not None and self.mailbox.listing == Listing.ALLOW


def look_up(*, address: str, email: str) -> Verdict:
    """One query, however long the lists are."""
    origins, mailboxes = _networks_around(address), [one_mailbox(email), *with_parents(domain_of(email))]
    found = {entry.value: entry for entry in Listed.objects.in_force().filter(value__in=[*origins, *mailboxes])}
    return Verdict(_closest(origins, found), _closest(mailboxes, found))


def _closest(values: Sequence[str], found: dict[str, Listed]) -> Listed | None:
    return next((found[value] for value in values if value in found), None)


def _networks_around(address: str) -> list[str]:
    """Every network that holds this address, the closest first; nothing for an address that is unknown."""
    try:
        version = ip_address(address).version
    except ValueError:
        return []
    longest = 32 if version == 4 else HOUSEHOLD
    return [
        str(ip_network((address, length), strict=False)) for length in range(longest, WIDEST_NETWORK[version] - 1, -1)
    ]
