"""What a moderator can decide about a signatory, and when: read from the table of transitions, never against it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatories import actions
from signatories.actions.changing import MAY_PROPOSE
from signatories.enums import Decision, Doubt, Status
from signatories.models import OutgoingMail, Signatory

Text = str | Promise


@dataclass(frozen=True)
class Choice:
    """One verb.

    `end` is None for what leaves the status as it is. `decision` says of which kind a reason must be given; `takes_why`
    that a remark for colleagues may be, `needs_why` that it must; `why_silent` why this one never sends a mail.
    `may_be_silent` offers to decide without the mail, after a warning; never to decline. `also_undo` takes back
    what the act wrote beside the row, the history and the mail. `key` is the letter on the keyboard.
    """

    name: str
    starts: tuple[Status, ...]
    end: Status | None
    label: Text
    question: Text
    done: Text
    act: Callable[..., None]
    decision: Decision | None = None
    takes_why: bool = False
    needs_why: bool = False
    why_silent: Text = ""
    may_be_silent: bool = False
    is_undoable: bool = True
    also_undo: Callable[[Signatory], None] | None = None
    key: str = ""
    # Of what has words of its own to be filled in first.
    asks_words: bool = False
    # What must be there beside the status: a proposed change, for those who judge one.
    concerns: Callable[[Signatory], object] = bool

    def is_open_to(self, signatory: Signatory) -> bool:
        if signatory.status not in self.starts or (self.end is not None and not signatory.can_move_to(self.end)):
            return False
        return bool(self.concerns(signatory)) and is_called_for(self, signatory) and not obstacle(self, signatory)

    @property
    def asks_first(self) -> bool:
        """Whether words must be given before there is a mail to show."""
        return self.decision is not None or self.needs_why or self.asks_words

    def carry_out(self, signatory: Signatory, *, by: User, words: Mapping[str, Any], **how: Any) -> OutgoingMail | None:
        """Decide; `how` see `actions.Taking`. Returns the mail that waits now."""
        taking = actions.Taking(choice=self.name, by=by, is_undoable=self.is_undoable, **how)
        return actions.take(self.act, signatory, words=words, taking=taking)


CHOICES = (
    Choice(
        name="approve",
        starts=(Status.SUBMITTED,),
        end=Status.APPROVED,
        label=pgettext_lazy("decision", "Approve"),
        question=_("Approve and show to the public?"),
        done=_("“%(name)s” is approved and stands in the list."),
        act=actions.approve,
        may_be_silent=True,
        also_undo=actions.reopen_look,
        key="a",
    ),
    Choice(
        name="approve_all_the_same",
        starts=(Status.SUBMITTED,),
        end=Status.APPROVED,
        label=pgettext_lazy("decision", "Approve all the same"),
        question=_("Approve without the second person?"),
        done=_("“%(name)s” is approved and stands in the list."),
        act=actions.approve,
        takes_why=True,
        needs_why=True,
        also_undo=actions.reopen_look,
    ),
    Choice(
        name="release",
        starts=(Status.QUARANTINED,),
        end=Status.SUBMITTED,
        label=pgettext_lazy("decision", "Release"),
        question=_("Lift the doubt?"),
        done=_("“%(name)s” is released. It waits in the queue as soon as the address is confirmed."),
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
        key="d",
    ),
    Choice(
        name="ask",
        starts=(Status.SUBMITTED,),
        end=Status.CHANGES_ASKED,
        label=pgettext_lazy("decision", "Ask for corrections"),
        question=_("What should the applicant correct?"),
        done=_("“%(name)s” was asked for corrections, and keeps its place in the queue."),
        act=actions.ask_for_changes,
        key="c",
        also_undo=actions.take_questions_back,
        asks_words=True,
    ),
    Choice(
        name="approve_change",
        starts=MAY_PROPOSE,
        end=None,
        label=pgettext_lazy("decision", "Approve the change"),
        question=_("Put the proposed change in the list?"),
        done=_("The change of “%(name)s” is approved."),
        act=actions.approve_change,
        also_undo=actions.judge_anew,
        concerns=actions.waiting_change,
    ),
    Choice(
        name="decline_change",
        starts=MAY_PROPOSE,
        end=None,
        label=pgettext_lazy("decision", "Decline the change"),
        question=_("Decline the proposed change?"),
        done=_("The change of “%(name)s” is declined; the entry stays as it was."),
        act=actions.decline_change,
        also_undo=actions.judge_anew,
        asks_words=True,
        concerns=actions.waiting_change,
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
        may_be_silent=True,
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
        may_be_silent=True,
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
        may_be_silent=True,
    ),
    Choice(
        name="withdraw",
        starts=(Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED),
        end=Status.WITHDRAWN,
        label=pgettext_lazy("decision", "Take out at their request"),
        question=_("Take it out at its own request, and erase the personal data?"),
        done=_("“%(name)s” has left; the personal data are erased."),
        act=actions.withdraw,
        why_silent=_("The address to write to is erased with everything else."),
        is_undoable=False,
    ),
)
# What only goes with a contact person who may answer, or whose word counts.
ASK_OR_BELIEVE_CONTACT = ("ask", "approve_change")
BY_NAME = {choice.name: choice for choice in CHOICES}


def open_choices(signatory: Signatory) -> list[Choice]:
    return [choice for choice in CHOICES if choice.is_open_to(signatory)]


def is_called_for(choice: Choice, signatory: Signatory) -> bool:
    """The exception is offered only where the rule stands in the way."""
    return choice.name != "approve_all_the_same" or (signatory.is_proven and signatory.lacks_second_person)


def obstacle(choice: Choice, signatory: Signatory) -> Text:
    """What stands in the way of a choice that its status would allow; empty when nothing does. See also actions/decisions.py."""
    if choice.name in ASK_OR_BELIEVE_CONTACT and signatory.is_contested:
        return _("Who the contact person is, is contested: look into that first, under “Still true?”.")
    if choice.name == "approve":
        return _obstacle_to_approval(signatory)
    if choice.name == "release" and signatory.doubts == [Doubt.AWAITING_PROOF]:
        return _("It is released already, and waits for the applicant to confirm the e-mail address.")
    if choice.name == "reopen" and not signatory.contact_email:
        return _("It cannot be reopened: the personal data have been erased, so nobody could be told.")
    if choice.name == "reopen" and not signatory.is_proven:
        return _("It cannot be reopened: the e-mail address was never confirmed. Whoever it was can sign again.")
    return ""


def _obstacle_to_approval(signatory: Signatory) -> Text:
    if not signatory.is_proven:
        return _("It can be approved once the applicant has confirmed the e-mail address.")
    return _missing_second_person(signatory) if signatory.lacks_second_person else ""


def _missing_second_person(signatory: Signatory) -> Text:
    if signatory.second_refused_at:
        return _("The second person did not agree, or was somebody else. Approve it only if you can say why.")
    if signatory.second_email:
        return _("The second person has not confirmed yet. Approve it only if you can say why.")
    if signatory.second_has_left:
        return _("The second person confirmed and stepped back since. Approve it only if you can say why.")
    return _("No second person was named, and one alone does not speak for all. Approve it only if you can say why.")


def obstacles(signatory: Signatory) -> list[Text]:
    """Why a choice that one would look for is not there."""
    fitting = [choice for choice in CHOICES if signatory.status in choice.starts]
    return [reason for reason in (obstacle(choice, signatory) for choice in fitting) if reason]
