"""What a badge says: that somebody signed, did so once, or is not in the list now. It leads to the entry, which proves it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from signatories.enums import Status
from signatories.models import FormerSlug, Signatory


@dataclass(frozen=True)
class Badge:
    """`words` stand below the name of the site; `is_signed` has the red dot, for who is in the list."""

    words: str
    is_signed: bool


def find_badge(slug: str) -> Badge | None:
    """Of whoever has this short name or goes on for who had it; None for who was never in the list, or is nobody any more.

    Why an organisation is not in the list now is not told: a badge that was put on a page is no place for that. Of a
    person who is not in it nothing is told: whoever guesses names would learn who was.
    """
    signatory = _who_has(slug)
    if signatory is None or signatory.approved_at is None:
        return None
    if signatory.is_public:
        return Badge(_since(signatory, signatory.approved_at), is_signed=True)
    if signatory.is_individual:
        return None
    if signatory.status == Status.WITHDRAWN:
        return Badge(_("Former signatory"), is_signed=False)
    return Badge(_("Not in the list now"), is_signed=False)


def _since(signatory: Signatory, moment: datetime) -> str:
    facts = {"year": timezone.localtime(moment).year}
    return _("In the list since %(year)s") % facts if signatory.source_url else _("Signatory since %(year)s") % facts


def _who_has(slug: str) -> Signatory | None:
    """One who was merged leads on, as the links do."""
    former = FormerSlug.objects.select_related("signatory").filter(slug=slug).first()
    if former:
        return former.signatory
    return Signatory.objects.filter(slug=slug).first()
