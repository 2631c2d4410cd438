"""What can happen to a logo. Files are written before the row and removed after it, see signatories/logos/storage.py."""

from collections.abc import Iterable
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidance.models import ContentVersion
from signatories import emails
from signatories.enums import EventKind, LogoReason, LogoState, Status
from signatories.logos import storage
from signatories.logos.made import Made
from signatories.models import Logo, Signatory
from signatories.models.logos import make_name

from .door import TransitionNotAllowedError, lock, record

# Who has no say in these has not proven the address, or has left.
WITH_BENCH = (Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED)
# A new logo of these waits for a moderator; of the others it is judged together with the application.
JUDGED_APART = (Status.APPROVED, Status.SUSPENDED)


class LogoGoneError(Exception):
    """The logo that was pressed for is not, or no longer, in that state: replaced, decided or taken away meanwhile."""


def may_bring_logo(signatory: Signatory) -> bool:
    return signatory.confirmed_at is not None and signatory.status in WITH_BENCH


def keep_draft(signatory: Signatory, made: Made) -> Logo:
    """Keep what was drawn as a preview, in the place of an earlier one."""
    logo = Logo(
        signatory=signatory, name=make_name(), widths=made.widths, width=made.width, height=made.height,
        ground=made.ground, remarks=list(made.remarks), fingerprint=made.fingerprint,
    )  # fmt: skip
    storage.put({logo.file(*kind): content for kind, content in made.files.items()})
    try:
        _store_draft(signatory, logo)
    except BaseException:
        storage.remove(logo.files)
        raise
    return logo


@transaction.atomic
def _store_draft(signatory: Signatory, logo: Logo) -> None:
    _lock_bench(signatory)
    drop(signatory.logos.filter(state=LogoState.DRAFT))
    logo.save()


@transaction.atomic
def use(signatory: Signatory, name: str) -> Logo:
    """The applicant chose the preview: it belongs to the application now, or waits beside the logo that is public."""
    _lock_bench(signatory)
    logo = _find(signatory, name, LogoState.DRAFT)
    state = LogoState.WAITING if signatory.status in JUDGED_APART else LogoState.USED
    drop(signatory.logos.filter(state__in=[state, LogoState.REFUSED]))
    _set(logo, state)
    record(signatory, by=None, what=EventKind.LOGO, why="logo waits" if state == LogoState.WAITING else "logo added")
    return logo


@transaction.atomic
def take_back(signatory: Signatory, name: str) -> None:
    """The applicant wants it gone, whatever its state: a preview, what waits, or what everybody sees."""
    _lock_bench(signatory)
    logo = _find(signatory, name, *LogoState)
    drop(signatory.logos.filter(pk=logo.pk))
    if logo.state in (LogoState.WAITING, LogoState.USED):
        record(signatory, by=None, what=EventKind.LOGO, why="logo taken back")
    _bump_if_public(signatory, logo.state)


@transaction.atomic
def approve(signatory: Signatory, name: str, *, by: User) -> None:
    """What waited takes the place of what was public."""
    lock(signatory)
    logo = _find(signatory, name, LogoState.WAITING)
    drop(signatory.logos.filter(state__in=[LogoState.USED, LogoState.REFUSED]))
    _set(logo, LogoState.USED)
    record(signatory, by=by, what=EventKind.LOGO, why="logo approved")
    _bump_if_public(signatory, LogoState.USED)
    emails.logo_approved(signatory)


@transaction.atomic
def refuse(
    signatory: Signatory, name: str, *, seen_as: LogoState, by: User, reason: LogoReason, own_words: str = ""
) -> None:
    """One that waits, or one in use: as the moderator saw it, or a colleague who was faster would be overruled unseen.

    The applicant sees it with the reason until another comes, or for a month.
    """
    lock(signatory)
    logo = _find(signatory, name, seen_as)
    drop(signatory.logos.filter(state=LogoState.REFUSED))
    _set(logo, LogoState.REFUSED, reason=reason, own_words=own_words)
    record(signatory, by=by, what=EventKind.LOGO, why=f"logo refused, {reason.value}")
    _bump_if_public(signatory, seen_as)
    emails.logo_refused(signatory, reason=reason, own_words=own_words)


def drop(logos: Iterable[Logo]) -> int:
    """Delete rows, and their files once that is certain. Call it within the transaction that locked the signatory."""
    found = list(logos)
    Logo.objects.filter(pk__in=[logo.pk for logo in found]).delete()
    files = [file for logo in found for file in logo.files]
    if files:
        transaction.on_commit(partial(storage.remove, files), robust=True)
    return len(found)


def _lock_bench(signatory: Signatory) -> None:
    lock(signatory)
    if not may_bring_logo(signatory):
        raise TransitionNotAllowedError(_("A logo cannot be changed here now."))


def _find(signatory: Signatory, name: str, *states: LogoState) -> Logo:
    logo = signatory.logos.select_for_update().filter(name=name, state__in=states).first()
    if logo is None:
        raise LogoGoneError(_("This logo has been replaced or decided on in the meantime."))
    return logo


def _set(logo: Logo, state: LogoState, *, reason: str = "", own_words: str = "") -> None:
    logo.state, logo.since, logo.reason, logo.own_words = state, timezone.now(), reason, own_words
    logo.save(update_fields=["state", "since", "reason", "own_words"])


def _bump_if_public(signatory: Signatory, state: str) -> None:
    if state == LogoState.USED and signatory.is_public:
        ContentVersion.bump()
