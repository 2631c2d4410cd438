"""What a moderator can decide about a signatory, and when: read from the table of transitions, never against it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatories import actions
from signatories.enums import Decision, Status
from signatories.models import Signatory

Text = str | Promise


@dataclass(frozen=True)
class Choice:
    """One verb. `asks_for` names what the moderator must or may say with it: a reason, or a remark for the history."""

    name: str
    starts: tuple[Status, ...]
    end: Status
    label: Text
    question: Text
    done: Text
    act: Callable[..., None]
    decision: Decision | None = None
    takes_why: bool = False

    def is_open_to(self, signatory: Signatory) -> bool:
        return signatory.status in self.starts and signatory.can_move_to(self.end) and not obstacle(self, signatory)

    def carry_out(self, signatory: Signatory, *, by: User, words: Mapping[str, Any]) -> None:
        self.act(signatory, by=by, **words)


CHOICES = (
    Choice(
        name="approve",
        starts=(Status.SUBMITTED,),
        end=Status.APPROVED,
        label=pgettext_lazy("decision", "Approve"),
        question=_("Approve and show to the public?"),
        done=_("“%(name)s” is approved and stands in the list."),
        act=actions.approve,
    ),
    Choice(
        name="release",
        starts=(Status.QUARANTINED,),
        end=Status.SUBMITTED,
        label=pgettext_lazy("decision", "Release"),
        question=_("Lift the doubt and put it in the queue?"),
        done=_("“%(name)s” is released and waits in the queue."),
        act=actions.release,
    ),
    Choice(
        name="decline",
        starts=(Status.SUBMITTED, Status.QUARANTINED),
        end=Status.DECLINED,
        label=pgettext_lazy("decision", "Decline"),
        question=_("Decline this application?"),
        done=_("“%(name)s” is declined."),
        act=actions.decline,
        decision=Decision.DECLINE,
    ),
    Choice(
        name="suspend",
        starts=(Status.APPROVED,),
        end=Status.SUSPENDED,
        label=pgettext_lazy("decision", "Suspend"),
        question=_("Take this signatory out of the list?"),
        done=_("“%(name)s” is suspended and no longer in the list."),
        act=actions.suspend,
        decision=Decision.SUSPEND,
    ),
    Choice(
        name="restore",
        starts=(Status.SUSPENDED,),
        end=Status.APPROVED,
        label=pgettext_lazy("decision", "Restore"),
        question=_("Put this signatory back in the list?"),
        done=_("“%(name)s” is back in the list."),
        act=actions.restore,
        takes_why=True,
    ),
    Choice(
        name="reopen",
        starts=(Status.DECLINED,),
        end=Status.SUBMITTED,
        label=pgettext_lazy("decision", "Reopen"),
        question=_("Put this application back in the queue?"),
        done=_("“%(name)s” is back in the queue, at its old place."),
        act=actions.reopen,
        takes_why=True,
    ),
    Choice(
        name="withdraw",
        starts=(Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED),
        end=Status.WITHDRAWN,
        label=pgettext_lazy("decision", "Take out at their request"),
        question=_("Take it out at its own request, and erase the personal data?"),
        done=_("“%(name)s” has left; the personal data are erased."),
        act=actions.withdraw,
        takes_why=True,
    ),
)
BY_NAME = {choice.name: choice for choice in CHOICES}


def open_choices(signatory: Signatory) -> list[Choice]:
    return [choice for choice in CHOICES if choice.is_open_to(signatory)]


def obstacle(choice: Choice, signatory: Signatory) -> Text:
    """What stands in the way of a choice that its status would allow; empty when nothing does. See also actions.py."""
    if choice.name == "approve" and not signatory.is_proven:
        return _("It can be approved once the applicant has confirmed the e-mail address.")
    if choice.name == "reopen" and not signatory.contact_email:
        return _("It cannot be reopened: the personal data have been erased, so nobody could be told.")
    return ""


def obstacles(signatory: Signatory) -> list[Text]:
    """Why a choice that one would look for is not there."""
    fitting = [choice for choice in CHOICES if signatory.status in choice.starts]
    return [reason for reason in (obstacle(choice, signatory) for choice in fitting) if reason]
