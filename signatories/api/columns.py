"""The columns of a signatory that are public. No other is ever read here: what is not read cannot leak."""

from django.db.models import Prefetch, QuerySet

from signatories.enums import LogoState
from signatories.models import Logo, Signatory

PUBLIC = (
    "public_id", "kind", "name", "slug", "website", "enterprise_number", "social_accounts", "approved_at", "source_url",
    "source_title", "source_says",
)  # fmt: skip


def shown() -> "QuerySet[Signatory]":
    """Who is public, with the logo in use, in two queries."""
    logos = Logo.objects.filter(state=LogoState.USED).only("signatory_id", "name", "widths")
    return Signatory.objects.public().only(*PUBLIC).prefetch_related(Prefetch("logos", logos))
