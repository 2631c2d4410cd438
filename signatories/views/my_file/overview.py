from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signatories import burst, queue, tokens
from signatories.actions.changing import MAY_CORRECT_DETAILS, MAY_PROPOSE, waiting_change
from signatories.actions.leaving import may_take_back
from signatories.actions.links import MAY_RENEW_LINK
from signatories.actions.logos import may_bring_logo
from signatories.corrections import answer_until, compare_change, open_questions
from signatories.enums import Status
from signatories.mandate import fits
from signatories.models import Signatory
from signatories.tokens import Purpose

from .door import show, to_read

Text = str | Promise
# What was just done, as the address says it: a page that anybody can open so tells nothing that it should not.
DONE: dict[str, Text] = {
    "corrected": _("Thank you. Your corrections are with the moderators; you kept your place in the queue."),
    "proposed": _("Your change is with the moderators. Until they approve it, everything stays as it is."),
    "unchanged": _("Nothing differs from what stands there, so there is nothing to judge."),
    "taken_back": _("You took your change back. Everything stays as it is."),
    "details": _("Your details are saved."),
    "no_details": _("Your details were like this already."),
    "erased": _("Your personal data are erased."),
}


@dataclass(frozen=True)
class Door:
    """Something that can be done now, with a page of its own."""

    url: str
    label: Text
    words: Text


@to_read
def my_file(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """Where an application stands, for whoever holds the signed link from our mails; there are no accounts."""
    position, many = burst.standing(signatory)
    is_contested = signatory.is_contested
    is_open = signatory.is_proven and not is_contested
    questions = open_questions(signatory) if is_open and signatory.status == Status.CHANGES_ASKED else []
    change = waiting_change(signatory) if is_open and signatory.status in MAY_PROPOSE else None
    events = list(signatory.events.all())
    context = {
        "position": position,
        "expected_days": None if many or signatory.status != Status.SUBMITTED else queue.expected_days(),
        "burst": many,
        "events": events,
        "ended_at": events[-1].at if events else None,
        "mails": signatory.mails_to_contact().select_related("email"),
        "questions": questions,
        "answer_until": answer_until(questions),
        "change": change,
        "compared": compare_change(change, signatory) if change else [],
        "doors": [*_doors_to_entry(signatory), *_doors_to_data(signatory)] if is_open else [],
        "is_contested": is_contested,
        "is_open": is_open,
        "may_name_second": signatory.status in MAY_CORRECT_DETAILS and not signatory.is_individual,
        "is_approved": signatory.status in Status.shown_once,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return show(request, signatory, "signatories/my_file.html", context)


def _doors_to_entry(signatory: Signatory) -> Iterator[Door]:
    """What everybody sees of it, and what comes of that."""
    status = signatory.status
    if status in Status.shown_once:
        yield _door(
            signatory, "my_kit", _("Your kit"), _("Links, QR codes, replies, a badge and a certificate with your name.")
        )
        yield _door(signatory, "my_numbers", _("How often your links are used"), _("Week by week."))
    if may_bring_logo(signatory):
        yield _door(signatory, "logo", _("Bring or change your logo"), _("With it, people recognise you at once."))
    if status in MAY_PROPOSE:
        yield _door(signatory, "my_change", _("Propose a change"), _words_of_change(signatory))
    if status in MAY_CORRECT_DETAILS:
        yield _door(signatory, "my_details", _("Correct your own details"), _details_words(signatory))


def _words_of_change(signatory: Signatory) -> Text:
    if signatory.short_name_chosen_at is None:
        return _("Another name, website, kind or number, or a short name for your links.")
    return _("Another name, website, kind or number.")


def _doors_to_data(signatory: Signatory) -> Iterator[Door]:
    """What only the contact person and we see, and the ways out."""
    status = signatory.status
    yield _door(
        signatory, "my_data", _("See and download your data"), _("Everything that we keep about you, and how long.")
    )
    if status in MAY_RENEW_LINK and signatory.may_be_written_to:
        yield _door(
            signatory, "my_link", _("Make this link useless"), _("If it got into other hands: we mail you a new one.")
        )
    if signatory.can_move_to(Status.WITHDRAWN):
        yield _door(signatory, "leave", _("Withdraw"), _("You leave the list, and your data are erased."))
    if may_take_back(signatory):
        yield _door(signatory, "my_erasure", _("Take it back"), _("Your application ends, and your data are erased."))
    if status == Status.DECLINED and signatory.contact_email:
        yield _door(signatory, "my_erasure", _("Erase your data now"), _("Instead of 12 months after the decision."))


def _details_words(signatory: Signatory) -> Text:
    if fits("second_email", signatory.kind):
        return _("Name, role, phone number, language of our mails, second person.")
    return _("Name, role, phone number, language of our mails.")


def _door(signatory: Signatory, name: str, label: Text, words: Text) -> Door:
    token = tokens.make_token(signatory, Purpose.FILE)
    return Door(reverse(f"signatories:{name}", kwargs={"token": token}), label, words)
