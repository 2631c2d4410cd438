"""The link to a file: sent again to who lost it, and replaced when it got into other hands."""

from itertools import groupby

from django.db import transaction
from django.utils import timezone

from signatories import emails
from signatories.enums import Status
from signatories.models import ContactChange, LinkRequest, Signatory
from signatories.models.contacts import NEW_FIELDS, ContactChangeKind
from signatories.models.signatory import make_file_key

from .door import TransitionNotAllowedError, lock, not_any_more, write

# Before the address is proven, the mail that asks for proof is the only key there is.
MAY_RENEW_LINK = (Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED, Status.DECLINED)


@transaction.atomic
def renew_link(signatory: Signatory) -> None:
    """All links that were ever given out stop working; a new one goes to the mailbox."""
    lock(signatory)
    if signatory.status not in MAY_RENEW_LINK or not signatory.may_be_written_to:
        raise TransitionNotAllowedError(not_any_more(signatory))
    write(signatory, file_key=make_file_key())
    # Whoever had the old one may have named themselves as the new contact person.
    ContactChange.objects.open().filter(signatory=signatory, kind=ContactChangeKind.HANDOVER).update(
        stopped_at=timezone.now(), **dict.fromkeys(NEW_FIELDS, "")
    )
    emails.new_link(signatory)


def answer_link_requests(limit: int = 100) -> int:
    """Look for whoever asked for a link, one request a transaction; returns how many there were.

    The page that takes a request does the same work for every address, known or not; the looking happens here.
    """
    for number in range(limit):
        if not _answer_next():
            return number
    return limit


@transaction.atomic
def _answer_next() -> bool:
    request = LinkRequest.objects.select_for_update(skip_locked=True).first()
    if request is None:
        return False
    found = _files_of(request)
    for _language, files in groupby(found, key=lambda signatory: signatory.language):
        emails.file_links(list(files))
    request.delete()
    return True


def _files_of(request: LinkRequest) -> list[Signatory]:
    """Every file of this mailbox, once it is proven: a mistyped address must not open somebody else's file."""
    files = Signatory.objects.filter(contact_email__iexact=request.email).order_by("language", "pk")
    if request.receipt_number:
        files = files.filter(receipt_number=request.receipt_number)
    return [signatory for signatory in files if signatory.is_proven]
