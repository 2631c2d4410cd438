"""What the history says in keys of ours, in words for people: for colleagues, and for whom it is about."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from signatories.actions import second_person
from signatories.actions.contacts import BY_MODERATOR
from signatories.actions.hands import EXPLAINED
from signatories.actions.undo import WITHOUT_MAIL
from signatories.enums import NOT_ASKED_FOR, TAKEN_BACK, EventKind, LogoReason
from signatories.models import Event

# What actions and retention.py write down when nobody gave a reason.
SAYINGS: dict[str, Any] = {
    "released": gettext_lazy("Released by a moderator."),
    "proven address": gettext_lazy("The confirmed address lifts the doubt."),
    "merged": gettext_lazy("The same as another; see there."),
    "not confirmed in time": gettext_lazy("Not confirmed in time."),
    EXPLAINED: gettext_lazy("Explained in a note."),
    WITHOUT_MAIL: gettext_lazy("No mail was sent about this."),
    "logo added": gettext_lazy("A logo goes with the application."),
    "logo waits": gettext_lazy("A new logo waits for a moderator."),
    "logo taken back": gettext_lazy("Taken away by the applicant."),
    "logo approved": gettext_lazy("The new logo is in use."),
    "logo refused": gettext_lazy("Not accepted."),
    **dict(LogoReason.choices),
    "not corrected in time": gettext_lazy("Not corrected in time."),
    TAKEN_BACK: gettext_lazy("Taken back by the applicant."),
    NOT_ASKED_FOR: gettext_lazy("The owner of the mailbox did not ask for this."),
    second_person.NOT_ME: gettext_lazy("“This was not me.”"),
    second_person.DISAGREES: gettext_lazy("“I do not agree.”"),
    second_person.STEPPED_BACK: gettext_lazy("“I am no longer the second person.”"),
    "first": gettext_lazy("The first reminder."),
    "again": gettext_lazy("A reminder, two weeks later."),
    "due": gettext_lazy("A reminder, on the day."),
    "last": gettext_lazy("The last notice, with the day."),
    BY_MODERATOR: gettext_lazy("Asked by a moderator."),
    "handover": gettext_lazy("Handed over by the contact person."),
    "claim": gettext_lazy("Claimed with a role address."),
    "replaced by another": gettext_lazy("Another one took its place."),
    "not accepted in time": gettext_lazy("Not accepted in time."),
    "refused by the new address": gettext_lazy("The new address says that it is not for them."),
    "objection of the old contact person": gettext_lazy("The old contact person says that it is not right."),
    "objection after the change": gettext_lazy("The old contact person said afterwards that it is not right."),
    "stopped by a moderator": gettext_lazy("Stopped by a moderator."),
}
# With a merge, the names of the fields that went over.
TAKEN_OVER: dict[str, Any] = {
    "website": gettext_lazy("Website taken over."),
    "enterprise_number": gettext_lazy("Enterprise number taken over."),
    "mandate_decided_on": gettext_lazy("Day of the decision to sign taken over."),
    "social_accounts": gettext_lazy("Social media accounts taken over."),
}


def in_words(event: Event, labels: Mapping[str, Any]) -> str:
    """Why, in words. `labels` are those of fields, doubts and reasons; what is none of our keys stays as it was written."""
    is_merge = event.what == EventKind.MERGED
    known = {**SAYINGS, **labels, **(TAKEN_OVER if is_merge else {})}
    parts = event.why.split(", ")
    if not is_merge and not known.keys() >= set(parts):
        return event.why
    words = [str(known.get(part, part)) for part in parts]
    between = " " if any(word.endswith((".", "”")) for word in words) else ", "  # sentences, or names of fields
    return between.join(words)
