"""The short name in reference links, which a signatory chooses once; the one that it had leads to it for ever."""

from django.utils import timezone
from django.utils.translation import gettext as _

from signatories.models import FormerSlug, Signatory
from signatories.short_names import is_short_name_taken


class ShortNameTakenError(Exception):
    """Another signatory has this short name, or had it: its links lead there."""


def refuse_taken_short_name(signatory: Signatory, name: str) -> None:
    if is_short_name_taken(name, by_other_than=signatory):
        raise ShortNameTakenError(_("Another signatory has this short name already."))


def leave_short_name(signatory: Signatory, old: str) -> None:
    """After another one took its place. Within the transaction that locked the row."""
    signatory.short_name_chosen_at = timezone.now()
    signatory.save(update_fields=["short_name_chosen_at"])
    if old:
        FormerSlug.objects.get_or_create(slug=old, defaults={"signatory": signatory})


def take_short_name_back(signatory: Signatory) -> None:
    """The choice was undone, and the row written back already: what is used again is not a former one."""
    FormerSlug.objects.filter(slug=signatory.slug, signatory=signatory).delete()
