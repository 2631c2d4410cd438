"""Correct what was asked, propose a change to a published entry, and mend one's own details."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from hierniet import strangers
from hierniet.client_address import client_address
from signatories import actions, floods, limits
from signatories.actions.changing import MAY_CORRECT_DETAILS, MAY_PROPOSE, waiting_change
from signatories.actions.naming import is_same_mailbox
from signatories.corrections import answer_until, compare_change, open_questions
from signatories.enums import Status
from signatories.file_forms import CorrectionsForm, DetailsForm, ProposalForm, read_keys
from signatories.mailboxes import one_mailbox
from signatories.models import AskedChange, Signatory

from .door import back_to_file, show, to_change


@sensitive_post_parameters()
@to_change
def my_corrections(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """Only what the moderators asked for. Who comes too late finds everything typed, and why it was not taken."""
    if request.method != "POST" and signatory.status != Status.CHANGES_ASKED:
        return back_to_file(signatory)
    form = CorrectionsForm(request.POST or None, signatory=signatory, questions=_on_page(request, signatory))
    if strangers.accepts(form, request):
        try:
            actions.answer_questions(
                signatory, asked=form.shown(), answers=form.values(), remark=form.cleaned_data["remark"]
            )
        except actions.TransitionNotAllowedError:
            form.add_error(None, _too_late(signatory))
        except actions.QuestionsChangedError:
            form = _asked_anew(request, signatory)
        else:
            return back_to_file(signatory, "corrected")
    context = {"form": form, "questions": form.questions, "answer_until": answer_until(form.questions)}
    return show(request, signatory, "signatories/my_corrections.html", context)


def _on_page(request: HttpRequest, signatory: Signatory) -> list[AskedChange]:
    """The questions that the sent form was about, even when somebody answered them meanwhile."""
    if request.method != "POST":
        return open_questions(signatory)
    return list(signatory.asked_changes.filter(pk__in=read_keys(request.POST.get("asked", ""))))


def _too_late(signatory: Signatory) -> str:
    if signatory.status == Status.SUBMITTED:
        return _(
            "These corrections were not saved: others were sent in before, perhaps by you in another window. "
            "A moderator reads those now."
        )
    facts = {"status": Status(signatory.status).label}
    return _("These corrections were not saved: in the meantime the status became “%(status)s”.") % facts


def _asked_anew(request: HttpRequest, signatory: Signatory) -> CorrectionsForm:
    """What the moderators ask now, with what was typed where it still fits."""
    questions = open_questions(signatory)
    untouched = CorrectionsForm(None, signatory=signatory, questions=questions)
    typed = request.POST.copy()
    for name in untouched.names:
        typed.setdefault(name, untouched[name].value())
    typed["asked"] = untouched["asked"].value()
    form = CorrectionsForm(typed, signatory=signatory, questions=questions)
    form.add_error(
        None, _("The moderators ask for something else now. What you typed is still here: check it, and send it again.")
    )
    return form


@sensitive_post_parameters()
@to_change
def my_change(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """Propose new values for what is public, see what waits, and take it back."""
    if request.method != "POST" and signatory.status not in MAY_PROPOSE:
        return back_to_file(signatory)
    if request.POST.get("action") == "take_back":
        return _take_back(request, signatory)
    waiting = waiting_change(signatory)
    values = waiting.fields if waiting else {}
    remark = waiting.remark if waiting else ""
    form = ProposalForm(request.POST or None, signatory=signatory, waiting=values, remark=remark)
    if strangers.accepts(form, request):
        try:
            change = actions.propose_change(signatory, fields=form.values(), remark=form.cleaned_data["remark"])
        except actions.TransitionNotAllowedError as error:
            form.add_error(None, str(error))
        else:
            return back_to_file(signatory, "proposed" if change else "unchanged")
    context = {"form": form, "change": waiting, "compared": compare_change(waiting, signatory) if waiting else []}
    return show(request, signatory, "signatories/my_change.html", context)


def _take_back(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    if not strangers.is_from_another_site(request):
        actions.take_back_change(signatory)
    return back_to_file(signatory, "taken_back")


@sensitive_post_parameters()
@to_change
def my_details(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """What nobody needs to judge: name, role, phone number, the language of our mails, and who is the second person."""
    if request.method != "POST" and signatory.status not in MAY_CORRECT_DETAILS:
        return back_to_file(signatory)
    form = DetailsForm(request.POST or None, signatory=signatory)
    if strangers.accepts(form, request):
        try:
            has_changed = _correct(request, form, signatory)
        except actions.TransitionNotAllowedError as error:
            form.add_error(None, str(error))
        except actions.SecondPersonRefusedError as error:
            form.see_again()
            form.add_error("second_email", str(error))
        else:
            return back_to_file(signatory, "details" if has_changed else "no_details")
    return show(request, signatory, "signatories/my_details.html", {"form": form})


def _correct(request: HttpRequest, form: DetailsForm, signatory: Signatory) -> bool:
    second = form.named()
    email = second["second_email"] if second else ""
    if email and not is_same_mailbox(signatory, email) and _is_too_much(request, email):
        raise actions.SecondPersonRefusedError(_("Too many tries. Wait an hour, or write to us."))
    return actions.correct_details(signatory, details=form.details(), second=second)


def _is_too_much(request: HttpRequest, email: str) -> bool:
    """What is typed here gets a mail: it counts like another contact person, and like a second person who signs up."""
    return (
        limits.is_over("contact_ask_from_address", client_address(request))
        or limits.is_over("contact_mail_to_mailbox", one_mailbox(email))
        or floods.fills_mailbox(email)
    )
