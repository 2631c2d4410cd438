"""Buttons beside the decision: whose task it is, who looks at it, and what colleagues say to each other."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from hierniet.dates import written
from signatories import actions
from signatories.models import Reading, Signatory
from signatories.moderation.pages import may_decide, may_see, review_address, user_of

NOTES = "#notes"


class NoteText(forms.CharField):
    """Counted as the browser counts: the end of a line is one letter, not two."""

    def to_python(self, value: Any) -> str:
        return super().to_python((value or "").replace("\r\n", "\n")) or ""


class NoteForm(forms.Form):
    text = NoteText(
        label=gettext_lazy("Your note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Write @ and a colleague’s name to have it shown to them: @mo"),
    )


class AssignForm(forms.Form):
    """To a colleague; empty is nobody."""

    to = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=gettext_lazy("Whose task is it?"),
        empty_label=gettext_lazy("Nobody’s in particular"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = actions.colleagues()  # type: ignore[attr-defined]  # of a choice among rows


@require_POST
@may_decide
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    signatory = get_object_or_404(Signatory, pk=pk)
    form = AssignForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("This colleague cannot judge applications, or is not there any more."))
        return _review(request, pk)
    to = form.cleaned_data["to"]
    try:
        actions.assign(signatory, to=to)
    except actions.TransitionNotAllowedError as error:
        messages.warning(request, str(error))
        return _review(request, pk)
    if to is None:
        messages.success(request, _("“%(name)s” is nobody’s task in particular now.") % {"name": signatory})
    else:
        messages.success(request, _("“%(name)s” is now a task for %(who)s.") % {"name": signatory, "who": to})
    return _review(request, pk)


@require_POST
@may_decide
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """“I am looking at this.” A script says so by itself, and asks for a `quiet` answer; without one it is a button."""
    signatory = get_object_or_404(Signatory, pk=pk)
    reading = actions.hold(signatory, by=user_of(request))
    is_mine = reading.by_id == request.user.pk
    if "quiet" in request.POST:
        return JsonResponse({"words": "" if is_mine else say_who(reading)})
    if is_mine:
        messages.success(request, _("Colleagues see now that you are looking at this."))
    else:
        messages.warning(request, say_who(reading))
    return _review(request, pk)


@require_POST
@may_decide
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    signatory = get_object_or_404(Signatory, pk=pk)
    of = request.POST.get("of", "")
    try:
        actions.take_over(signatory, by=user_of(request), of=int(of) if of.isdecimal() and len(of) < 10 else 0)
    except actions.HeldByColleagueError as error:
        messages.warning(
            request, _("Somebody was faster than you. %(who_reads)s") % {"who_reads": say_who(error.reading)}
        )
    else:
        messages.success(request, _("You have taken over; colleagues see that you are looking at this."))
    return _review(request, pk)


@require_POST
@may_decide
@sensitive_post_parameters("text")
def note(request: HttpRequest, pk: int) -> HttpResponse:
    signatory = get_object_or_404(Signatory, pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("A note has between 1 and 2000 letters."))
        return _review(request, pk, NOTES)
    try:
        actions.write_note(signatory, by=user_of(request), text=form.cleaned_data["text"])
    except actions.TransitionNotAllowedError as error:
        messages.warning(request, str(error))
    return _review(request, pk, NOTES)


@require_POST
@may_see
def see(request: HttpRequest, pk: int) -> HttpResponse:
    """“Seen”: the mention leaves the first page."""
    actions.see_mentions(get_object_or_404(Signatory, pk=pk), by=user_of(request))
    return _review(request, pk, NOTES)


def say_who(reading: Reading) -> str:
    since = written(timezone.localtime(reading.since), "TIME_FORMAT")
    who = reading.by.get_full_name() or reading.by.get_username()
    return _("%(who)s has been looking at this since %(time)s.") % {"who": who, "time": since}


def _review(request: HttpRequest, pk: int, part: str = "") -> HttpResponse:
    return redirect(review_address(request, pk) + part)
