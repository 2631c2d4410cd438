"""Two entries, so that the lists show what they are for; the addresses and domains belong to nobody (RFC 5737, RFC 2606)."""

from signatories.enums import Listable, Listing
from signatories.models import Listed

ENTRIES = (
    (
        Listing.ALLOW,
        Listable.NETWORK,
        "198.51.100.0/24",
        "Congreszaal: wie er op de studiedag tekent, deelt dit netwerk.",
    ),
    (Listing.BLOCK, Listable.DOMAIN, "reclame.example", "Vlaag van reclame in het najaar."),
)


def keep_lists() -> None:
    for listing, what, value, comment in ENTRIES:
        Listed.objects.get_or_create(value=value, defaults={"listing": listing, "what": what, "comment": comment})
