"""Two signatories beside each other, and what would happen if they became one: shown first, to the letter."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from signatories import actions
from signatories.actions.merging import takeable_facts, why_not
from signatories.emails import RenderedMail
from signatories.enums import Status
from signatories.merge_lock import one_at_a_time
from signatories.models import OutgoingMail, Signatory
from signatories.moderation.rehearsal import digest


class PlanHasChangedError(Exception):
    """What would happen now is not what was seen."""


@dataclass(frozen=True)
class Fact:
    """One line of the comparison: what is said on either side."""

    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


@dataclass(frozen=True)
class Plan:
    """What a merge comes down to."""

    leaving: Signatory
    into: Signatory
    taken: tuple[str, ...]
    mail: RenderedMail | None

    @property
    def seen(self) -> str:
        """Tells whether what is about to happen is what somebody saw before: the mail, the two rows and what goes over."""
        rows = [f"{row.pk} {row.status} {row.slug} {row.name}" for row in (self.leaving, self.into)]
        return hashlib.sha256("\n".join([*rows, *self.taken, digest(self.mail)]).encode()).hexdigest()

    @property
    def redirects(self) -> bool:
        return bool(self.leaving.slug and self.leaving.approved_at)

    @property
    def stays_at_rest(self) -> bool:
        return self.leaving.status in Status.at_rest


def side_by_side(one: Signatory, other: Signatory) -> list[Fact]:
    """Only what at least one of them has."""
    rows = zip(_facts(one), _facts(other), strict=True)
    return [Fact(label, mine, theirs) for (label, mine), (_label, theirs) in rows if mine or theirs]


def _facts(signatory: Signatory) -> list[tuple[str, str]]:
    return [
        (_("Name"), signatory.name),
        (_("Kind"), str(signatory.get_kind_display())),
        (_("Website"), signatory.website),
        (_("Title of the website"), _title(signatory)),
        (_("Enterprise number"), signatory.enterprise_number_display),
        (_("Language"), str(signatory.get_language_display())),
        (_("Contact person"), ", ".join(filter(None, [signatory.contact_name, signatory.contact_role]))),
        (_("E-mail address"), signatory.contact_email),
        (_("Phone number"), signatory.contact_phone),
        (_("Social media accounts"), ", ".join(signatory.social_accounts)),
        (_("Short name"), signatory.slug),
        (_("Status"), str(signatory.get_status_display())),
        (_("Sent in"), _moment(signatory.created_at)),
        (_("Approved"), _moment(signatory.approved_at)),
        (_("Receipt number"), signatory.receipt_number),
    ]


def _title(signatory: Signatory) -> str:
    look = getattr(signatory, "website_look", None)
    return look.title if look else ""


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""


def better_stays(one: Signatory, other: Signatory) -> Signatory:
    """A proposal: the one in the list, else the one that can stay at all, else whoever was here first."""
    pairs = ((one, other), (other, one))
    possible = [into for into, leaving in pairs if not why_not(leaving, into)]
    return min(possible or [one, other], key=lambda signatory: (not signatory.is_public, signatory.created_at))


def takeable_labels(leaving: Signatory, into: Signatory) -> list[tuple[str, str]]:
    """What may go over, by the name of the field and in words."""
    words = {
        "website": _("Website: %(value)s") % {"value": leaving.website},
        "enterprise_number": _("Enterprise number: %(value)s") % {"value": leaving.enterprise_number_display},
        "mandate_decided_on": _("Day of the decision to sign: %(value)s")
        % {"value": date_format(leaving.mandate_decided_on) if leaving.mandate_decided_on else ""},
        "social_accounts": _("Social media accounts: %(value)s") % {"value": ", ".join(leaving.social_accounts)},
    }
    return [(name, words[name]) for name in takeable_facts(leaving, into)]


def rehearse(leaving: Signatory, into: Signatory, *, by: User, takes: tuple[str, ...]) -> Plan:
    """What would happen. Done for real and rolled back, so that the mail is the one that will go out."""
    with transaction.atomic():
        plan = _perform(leaving.pk, into.pk, by=by, takes=takes)
        transaction.set_rollback(True)
    return plan


@transaction.atomic
def carry_out(leaving: Signatory, into: Signatory, *, by: User, takes: tuple[str, ...], seen: str) -> Plan:
    plan = _perform(leaving.pk, into.pk, by=by, takes=takes)
    if plan.seen != seen:
        raise PlanHasChangedError
    return plan


def _perform(leaving_pk: int, into_pk: int, *, by: User, takes: tuple[str, ...]) -> Plan:
    """Works on copies of its own; the plan holds both as they were, read under the same locks."""
    one_at_a_time()
    rows = Signatory.objects.select_for_update(of=("self",)).filter(pk__in=[leaving_pk, into_pk]).order_by("pk")
    before = {row.pk: row for row in rows}
    leaving, into = Signatory.objects.get(pk=leaving_pk), Signatory.objects.get(pk=into_pk)
    taken = tuple(name for name in takeable_facts(leaving, into) if name in takes)
    actions.merge(leaving, into=into, by=by, takes=takes)
    outgoing = OutgoingMail.objects.filter(signatory=leaving_pk).select_related("email").first()
    mail = outgoing and RenderedMail(
        subject=outgoing.email.subject, text=outgoing.email.message, html=outgoing.email.html_message
    )
    return Plan(before[leaving_pk], before[into_pk], taken, mail or None)
