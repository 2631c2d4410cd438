"""Where a short name leads whose row was merged into another: links that people have given out work for ever."""

from django.http import Http404

from signatories.models import FormerSlug, Signatory


def who_goes_on(slug: str) -> Signatory | None:
    """Whoever is public under another short name now."""
    former = FormerSlug.objects.select_related("signatory").filter(slug=slug).first()
    return former.signatory if former and former.signatory.is_public else None


def who_goes_on_or_404(slug: str) -> Signatory:
    found = who_goes_on(slug)
    if found is None:
        raise Http404
    return found
