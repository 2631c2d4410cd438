"""What moderators see of the yearly question and of contact persons: who cannot be reached, asked or heard, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signatories import daily, reachability, renewal_round
from signatories.actions.contacts import MAY_HAND_OVER
from signatories.contact_forms import HandOverForm
from signatories.models import ContactChange, JobRun, Signatory
from signatories.models.signatory import SignatoryQuerySet
from signatories.renewal_state import renewal_state


@dataclass(frozen=True)
class Tab:
    """One list. `rows` are signatories, or changes of contact person."""

    key: str
    label: Promise
    hint: Promise
    level: str
    rows: Callable[[], QuerySet[Any]]


def changes() -> QuerySet[ContactChange]:
    return ContactChange.objects.for_moderators().select_related("signatory").order_by("asked_at", "pk")


def lapsed() -> SignatoryQuerySet:
    return Signatory.objects.approved().filter(lapsed_at__isnull=False).order_by("-lapsed_at", "pk")


TABS = (
    Tab(
        "changes", _("Contact persons"),
        _("Another contact person that needs your word, or to whom the old one objects."), "late", changes,
    ),
    Tab(
        "unreachable", _("Cannot be reached"),
        _(
            "Mail servers refuse our last mails, at every address that we have. Nobody is taken out of the list for that. "
            "Call them, or look for another address: a colleague can become the contact person from the public page."
        ),
        "unsure", reachability.unreachable,
    ),
    Tab(
        "nobody", _("Nobody to ask"),
        _(
            "Listed from a public source a year ago, without an e-mail address. Look whether the source still says so, "
            "and press “Still true”, or suspend."
        ),
        "unsure", renewal_round.nobody_to_ask,
    ),
    Tab(
        "lapsed", _("Out of the list"),
        _("They did not answer four reminders. One press on the button in our mail brings them back."), "good", lapsed,
    ),
)  # fmt: skip
BY_KEY = {tab.key: tab for tab in TABS}


def counts() -> dict[str, int]:
    return {tab.key: tab.rows().count() for tab in TABS}


def last_run() -> JobRun | None:
    return JobRun.last_finished(daily.JOBS[0].name)


def tell(signatory: Signatory) -> dict[str, Any]:
    """For the page of one signatory."""
    return {
        **renewal_state(signatory),
        "form": HandOverForm() if signatory.status in MAY_HAND_OVER else None,
        "is_unreachable": reachability.is_unreachable(signatory),
        "changes": _changes(signatory),
    }


def _changes(signatory: Signatory) -> list[ContactChange]:
    """Those that wait for a moderator, however old, and the last few."""
    every = list(signatory.contact_changes.select_related("settled_by"))
    waiting = [change for change in every if change.awaits_moderator or change.was_objected_to]
    return waiting + [change for change in every[:3] if change not in waiting]
