"""Several at once: first exactly who and what, then one decision each.

Others have mailed the wrong people this way, unnoticed for years. So the page that lists whom it is about carries that
list signed, each with a mark of what was shown; what has changed since is left out and named. Each decision is a
transaction of its own, with a receipt: a batch that broke off goes on where it was when the page is sent again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hierniet.frames import may_hold_frame
from signatories import actions
from signatories.actions.door import not_any_more
from signatories.enums import Status
from signatories.models import Batch, Reading, Signatory
from signatories.moderation import hands
from signatories.moderation.choices import BY_NAME, obstacle
from signatories.moderation.ease import Ease, judge
from signatories.moderation.forms import same_words_form
from signatories.moderation.pages import may_decide, may_see, page, user_of
from signatories.moderation.seen import mark_of
from signatories.moderation.undoing import undo_one

SALT = "signatories.bulk"
HOURS = 12
ASSIGN = "assign"
OFFERED = ("approve", "decline", "release")
LABELS = {
    **{name: BY_NAME[name].label for name in OFFERED},
    ASSIGN: pgettext_lazy("decision", "Assign"),
}


@dataclass
class Chosen:
    """One line of the list. `why_not` is empty for who takes part."""

    signatory: Signatory
    mark: str
    why_not: str = ""
    ease: Ease | None = None


@dataclass(frozen=True)
class SignedList:
    """What was shown: whom, as they were, for what, and to whom."""

    choice: str
    by: int
    key: UUID = field(default_factory=uuid4)
    marks: Mapping[int, str] = field(default_factory=dict)

    def sign(self) -> str:
        return signing.dumps([self.choice, self.by, self.key.hex, list(self.marks.items())], salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str, *, by: User) -> "SignedList | None":
        """None for one that was tampered with, is of yesterday, or was shown to somebody else."""
        try:
            choice, owner, key, marks = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
        except signing.BadSignature:
            return None
        return cls(choice, owner, UUID(key), {int(pk): mark for pk, mark in marks}) if owner == by.pk else None


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(label=gettext_lazy("With those that are ticked"), choices=list(LABELS.items()))
    chosen = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        given = [
            number for number in (data.getlist("chosen") if data else []) if number.isdecimal() and len(number) < 16
        ]
        self.fields["chosen"].choices = [(number, number) for number in given]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
@sensitive_post_parameters("own_words")
def begin(request: HttpRequest) -> HttpResponse:
    """The list, and then `confirm`. Who comes here by a link is sent to the queue."""
    if request.method != "POST":
        return _to_queue()
    if "list" in request.POST:
        return _again(request)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Tick at least one, and choose what is to happen with them."))
        return _to_queue()
    numbers = set(form.cleaned_data["chosen"])
    if len(numbers) > settings.BULK_LIMIT:
        most = {"most": settings.BULK_LIMIT, "number": len(numbers)}
        messages.warning(request, _("That is too many at once: %(number)s, and at most %(most)s are possible.") % most)
        return _to_queue()
    name = form.cleaned_data["choice"]
    lines = look_up(numbers, name, by=user_of(request))
    words = _form(name, None)
    return _list(request, name, lines, words)


def _again(request: HttpRequest) -> HttpResponse:
    """From the list itself: either something must be mended in it, or it is confirmed."""
    shown = SignedList.read(request.POST["list"], by=user_of(request))
    if shown is None:
        messages.warning(request, _("This list is not valid any more. Nothing has been decided; choose again."))
        return _to_queue()
    words = _form(shown.choice, request.POST)
    if not words.is_valid() or "confirm" not in request.POST:
        return _list(request, shown.choice, look_up(shown.marks, shown.choice, by=user_of(request)), words)
    if shown.choice == ASSIGN:
        return _assign(request, shown, words.cleaned_data["to"])
    batch = carry_out(shown, by=user_of(request), words=words.cleaned_data)
    return redirect("admin:signatories_signatory_bulk_done", pk=batch.pk)


def _say_how_easy(lines: list[Chosen]) -> None:
    """As in the queue, so that nobody approves two of the same together unawares."""
    eases = judge([line.signatory for line in lines])
    for line in lines:
        line.ease = eases[line.signatory.pk]


def _list(request: HttpRequest, name: str, lines: list[Chosen], form: forms.Form) -> HttpResponse:
    able = [line for line in lines if not line.why_not]
    _say_how_easy(able)
    shown = SignedList(name, user_of(request).pk, marks={line.signatory.pk: line.mark for line in able})
    context = {
        "title": _("Several at once"),
        "choice_name": name,
        "label": LABELS[name],
        "able": able,
        "unable": [line for line in lines if line.why_not],
        "form": form,
        "list": shown.sign(),
        "sends_mail": name != ASSIGN,
    }
    return may_hold_frame(page(request, "back_office/bulk/list.html", context))


@require_safe
@may_see
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt: what was decided about whom, what was left out and why, and the way back."""
    batch = get_object_or_404(Batch.objects.select_related("by"), pk=pk)
    decisions = list(
        batch.decisions.select_related("signatory", "mail__email").order_by("signatory__search_text", "pk")
    )
    left_out = {row.pk: row for row in Signatory.objects.filter(pk__in=batch.skipped)}
    context = {
        "title": _("Several at once: done"),
        "batch": batch,
        "label": LABELS[batch.choice],
        "decisions": decisions,
        "number_open": sum(taken.is_open for taken in decisions),
        "skipped": [(left_out.get(int(number)), why) for number, why in batch.skipped.items()],
    }
    return page(request, "back_office/bulk/done.html", context)


@require_POST
@may_decide
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Each by itself: one that cannot be undone any more stands in nobody's way."""
    batch = get_object_or_404(Batch, pk=pk)
    number = 0
    for taken in batch.decisions.filter(undone_at=None).select_related("signatory"):
        try:
            undo_one(taken, by=user_of(request))
        except actions.CannotUndoError as error:
            messages.warning(request, f"{taken.signatory}: {error}")
        else:
            number += 1
    sentence = ngettext("%(number)s decision is undone.", "%(number)s decisions are undone.", number)
    messages.success(request, sentence % {"number": number})
    return redirect("admin:signatories_signatory_bulk_done", pk=pk)


def look_up(numbers: Iterable[int], name: str, *, by: User) -> list[Chosen]:
    """Those that are ticked, oldest first, and why some of them cannot take part. One query, however many."""
    rows = Signatory.objects.select_related("assigned_to", "reading__by").annotate(last_event=Max("events"))
    found = rows.filter(pk__in=list(numbers)).oldest_first()
    return [Chosen(row, mark_of(row, getattr(row, "last_event", None)), why_not(row, name, by=by)) for row in found]


def why_not(signatory: Signatory, name: str, *, by: User) -> str:
    if _is_held_by_another(signatory, by):
        return hands.say_who(signatory.reading)
    if name == ASSIGN:
        return "" if signatory.status in Status.waiting else not_any_more(signatory)
    choice = BY_NAME[name]
    if choice.is_open_to(signatory):
        return ""
    fits = signatory.status in choice.starts
    return (str(obstacle(choice, signatory)) if fits else "") or not_any_more(signatory)


def _is_held_by_another(signatory: Signatory, by: User) -> bool:
    reading: Reading | None = getattr(signatory, "reading", None)
    return reading is not None and reading.is_alive and reading.by_id != by.pk


def carry_out(shown: SignedList, *, by: User, words: Mapping[str, Any]) -> Batch:
    """Decide about each; go on with those that are left, when it is the same list again."""
    start = {"by": by, "choice": shown.choice, "number": len(shown.marks)}
    batch, _is_new = Batch.objects.get_or_create(key=shown.key, defaults=start)
    for pk, mark in shown.marks.items():
        _decide_one(batch, pk, mark, words=words)
    return batch


@transaction.atomic
def _decide_one(batch: Batch, pk: int, mark: str, *, words: Mapping[str, Any]) -> None:
    """Whoever sends the same list a second time waits here for the first."""
    batch.refresh_from_db(from_queryset=Batch.objects.select_for_update(of=("self",)))
    signatory = Signatory.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if signatory is None or str(pk) in batch.skipped or batch.decisions.filter(signatory=signatory).exists():
        return
    why = _why_not_now(signatory, mark, batch)
    if not why:
        try:
            BY_NAME[batch.choice].carry_out(signatory, by=batch.by, words=words, batch=batch)
        except (actions.TransitionNotAllowedError, actions.AddressNotProvenError) as error:
            why = str(error)
    if why:
        batch.skipped[str(pk)] = why
        batch.save(update_fields=["skipped"])


def _why_not_now(signatory: Signatory, mark: str, batch: Batch) -> str:
    if mark_of(signatory, signatory.events.aggregate(last=Max("pk"))["last"]) != mark:
        return _("It has changed since you saw the list.")
    if _is_held_by_another(signatory, batch.by):
        return _("A colleague was looking at it.")  # kept with the receipt: without the name
    return why_not(signatory, batch.choice, by=batch.by)


def _assign(request: HttpRequest, shown: SignedList, to: User | None) -> HttpResponse:
    """Not a decision: it needs no receipt, and is taken back by assigning anew."""
    number = 0
    for signatory in Signatory.objects.filter(pk__in=shown.marks):
        try:
            actions.assign(signatory, to=to)
        except actions.TransitionNotAllowedError as error:
            messages.warning(request, f"{signatory}: {error}")
        else:
            number += 1
    sentence = ngettext("%(number)s application is assigned.", "%(number)s applications are assigned.", number)
    messages.success(request, sentence % {"number": number})
    return _to_queue()


def _form(name: str, data: Any) -> forms.Form:
    return hands.AssignForm(data) if name == ASSIGN else same_words_form(BY_NAME[name], data)


def _to_queue() -> HttpResponse:
    return redirect("admin:signatories_signatory_queue")
