"""Two rows for one organisation become one: the other leaves, its history stays and its addresses lead on."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from guidance.models import ContentVersion
from signatories import emails
from signatories.enums import EventKind, Status
from signatories.merge_lock import one_at_a_time
from signatories.models import FormerSlug, Signatory
from signatories.referrals.counting import pass_on

from .door import hold_mails, lock, move, record, write
from .leaving import erase_traces, without_person

# What may go over to whoever stays, where that one has nothing yet. Of people nothing does.
TAKEABLE = ("website", "enterprise_number", "mandate_decided_on", "social_accounts")
STAYS = (Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED)
LEAVES = (*STAYS, Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED)
MOST_ACCOUNTS = 8


class MergeNotAllowedError(Exception):
    """These two cannot become one, or not any more."""


@transaction.atomic
def merge(leaving: Signatory, *, into: Signatory, by: User, takes: tuple[str, ...] = ()) -> None:
    """`leaving` ends, `into` goes on. Whoever was merged into `leaving` before belongs to `into` from now on.

    So no chain is ever longer than one step, and a circle cannot come about: what was merged is at rest for good (the
    database sees to that), and whoever stays is not at rest.
    """
    one_at_a_time()
    _lock_both(leaving, into)
    refusal = why_not(leaving, into)
    if refusal:
        raise MergeNotAllowedError(refusal)
    hold_mails(leaving.mails.all())
    taken = _take_over(leaving, into, takes)
    _pass_on_addresses(leaving, into)
    pass_on(leaving, into)
    _leave(leaving, into, by=by)
    record(leaving, by=by, what=EventKind.MERGED, why=into.receipt_number)
    record(into, by=by, what=EventKind.MERGED, why=", ".join([leaving.receipt_number, *taken]))
    ContentVersion.bump()


def why_not(leaving: Signatory, into: Signatory) -> str:
    """What stands in the way, in words; empty when nothing does."""
    if leaving.pk == into.pk:
        return _("This is one and the same signatory.")
    if into.status not in STAYS:
        return _("“%(name)s” cannot stay: it has left, or it has not been taken in yet.") % {"name": into}
    if leaving.is_individual != into.is_individual:  # listed apart, and erased by other rules
        return _("A person and an organisation cannot become one. Correct the kind first if it is wrong.")
    return _why_not_leave(leaving, into)


def _why_not_leave(leaving: Signatory, into: Signatory) -> str:
    name = {"name": leaving}
    if leaving.merged_into_id is not None:
        return _("“%(name)s” was merged already.") % name
    if leaving.status not in LEAVES:
        return _("“%(name)s” is not in the queue yet: decline it instead.") % name
    if leaving.is_public and not into.is_public:
        return _("“%(name)s” stands in the list and the other does not: let the one in the list stay.") % name
    return ""


def takeable_facts(leaving: Signatory, into: Signatory) -> list[str]:
    """What the one who stays lacks. Accounts are added to those that it has."""
    return [name for name in TAKEABLE if getattr(leaving, name) and _is_missing(name, leaving, into)]


def _is_missing(name: str, leaving: Signatory, into: Signatory) -> bool:
    if name == "social_accounts":
        return bool(set(leaving.social_accounts) - set(into.social_accounts))
    return not getattr(into, name)


def _lock_both(leaving: Signatory, into: Signatory) -> None:
    """In the order of their keys, so that two who merge them crosswise wait for each other instead of for ever."""
    for signatory in sorted({leaving.pk: leaving, into.pk: into}.values(), key=lambda one: one.pk):
        lock(signatory)


def _take_over(leaving: Signatory, into: Signatory, takes: tuple[str, ...]) -> list[str]:
    facts: dict[str, Any] = {name: getattr(leaving, name) for name in takeable_facts(leaving, into) if name in takes}
    if "social_accounts" in facts:
        facts["social_accounts"] = list(dict.fromkeys([*into.social_accounts, *leaving.social_accounts]))[
            :MOST_ACCOUNTS
        ]
    if facts:
        write(into, **facts)
    return list(facts)


def _pass_on_addresses(leaving: Signatory, into: Signatory) -> None:
    """Everything that led to the one who leaves."""
    FormerSlug.objects.filter(signatory=leaving).update(signatory=into)
    if leaving.slug and leaving.approved_at:
        FormerSlug.objects.create(slug=leaving.slug, signatory=into)
    earlier = Signatory.objects.select_for_update(of=("self",)).filter(merged_into=leaving).order_by("pk")
    for signatory in earlier:
        write(signatory, merged_into=into)


def _leave(leaving: Signatory, into: Signatory, *, by: User) -> None:
    """Whoever waits or stands in the list withdraws, and is written to; for whoever is at rest only the way on is noted."""
    facts: dict[str, Any] = {**without_person(leaving), "own_words": "", "merged_into": into}
    erase_traces(leaving)
    if leaving.status in Status.at_rest:
        write(leaving, **facts)
        return
    if leaving.may_be_written_to:
        emails.application_merged(leaving, into=into)
    move(leaving, Status.WITHDRAWN, by=by, why="merged", **facts)
