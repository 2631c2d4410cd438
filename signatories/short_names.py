"""Short names, which stand in reference links: which one is free, and which one is somebody else's."""

from django.utils.text import slugify

from guidance.words import RESERVED_WORDS, fold
from signatories.models import FormerSlug, Signatory


def free_short_name(signatory: Signatory) -> str:
    """A short name from the name that nobody has: `gent`, else `gent-2`.

    The database refuses a second one all the same, should two moderators take it in the same instant.
    """
    base = slugify(fold(signatory.name).replace("_", " "))[:50].strip("-") or signatory.receipt_number.lower()
    if base in RESERVED_WORDS:
        base = f"{base}-be"
    taken = set(Signatory.objects.filter(slug__startswith=base).exclude(pk=signatory.pk).values_list("slug", flat=True))
    # After the others, and not before: a merge that is committed in between moves a short name from there to here.
    taken |= set(FormerSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def is_short_name_taken(name: str, *, by_other_than: Signatory) -> bool:
    """Also by who had it before: those links lead there. In this order, for the reason above."""
    is_used = Signatory.objects.filter(slug=name).exclude(pk=by_other_than.pk).exists()
    return is_used or FormerSlug.objects.filter(slug=name).exclude(signatory=by_other_than).exists()
