"""Where a short name leads whose row was merged into another: links that people have given out work for ever."""

from signatories.models import FormerSlug, Signatory


def who_goes_on(slug: str) -> Signatory | None:
    """Whoever is public under another short name now."""
    former = FormerSlug.objects.select_related("signatory").filter(slug=slug).first()
    return former.signatory if former and former.signatory.is_public else None
