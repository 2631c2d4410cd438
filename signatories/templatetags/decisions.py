"""Parts of back-office pages about decisions: what was decided just now, who has it in hand, several at once."""

from typing import Any

from django import template
from django.conf import settings
from django.db.models import Case, When
from django.template.context import RequestContext

from signatories import actions
from signatories.enums import Status
from signatories.models import Note, Signatory
from signatories.moderation import hands, undoing
from signatories.moderation.bulk import ChoiceForm

register = template.Library()


@register.simple_tag(takes_context=True)
def same_view(context: RequestContext) -> str:
    """What an address ends with to stay in the view of the queue that a colleague is working through; often nothing."""
    query = context["request"].GET.urlencode()
    return f"?{query}" if query else ""


@register.inclusion_tag("back_office/undo/just_now.html", takes_context=True)
def just_decided(context: RequestContext) -> dict[str, Any]:
    """The last decision of this moderator, as long as it can be undone; else a way to those of colleagues."""
    user = context["request"].user
    mine_first = Case(When(by=user.pk, then=0), default=1)
    taken = undoing.open_decisions().order_by(mine_first, "-pk").first()
    found = undoing.describe(taken) if taken else {"taken": None}
    return _with(context, {**found, "is_mine": bool(taken and taken.by_id == user.pk)})


@register.inclusion_tag("back_office/undo/here.html", takes_context=True)
def undo_here(context: RequestContext, signatory: Signatory) -> dict[str, Any]:
    """The way back from the last decision about this one, by whomever it was."""
    taken = undoing.open_decisions().filter(signatory=signatory).first()
    is_possible = taken is not None and not actions.why_not_undone(taken, signatory)
    return _with(context, undoing.describe(taken) if taken and is_possible else {"taken": None})


@register.inclusion_tag("back_office/hands/beside.html", takes_context=True)
def who_has_it(context: RequestContext, signatory: Signatory) -> dict[str, Any]:
    """Whose task it is, and who looks at it: with their buttons."""
    user = context["request"].user
    reading = actions.holder(signatory) if signatory.status in Status.waiting else None
    form = hands.AssignForm(initial={"to": signatory.assigned_to_id})
    found = {
        "signatory": signatory,
        "reading": reading,
        "who_reads": hands.say_who(reading) if reading else "",
        "is_mine": bool(reading and reading.by_id == user.pk),
        "is_task": signatory.status in Status.waiting,
        "field": form["to"],
    }
    return _with(context, found)


@register.inclusion_tag("back_office/hands/notes.html", takes_context=True)
def notes(context: RequestContext, signatory: Signatory) -> dict[str, Any]:
    """What colleagues said to each other, oldest first, and the field to answer."""
    user = context["request"].user
    rows = list(Note.objects.filter(signatory=signatory).select_related("by").prefetch_related("mentions"))
    waits = [
        row for row in rows for mention in row.mentions.all() if mention.whom_id == user.pk and not mention.seen_at
    ]
    names = [colleague.get_username() for colleague in actions.colleagues() if colleague != user]
    may_write = user.has_perm("signatories.decide_signatory") and signatory.status not in Status.erased
    found = {"signatory": signatory, "notes": rows, "waits": waits, "names": names, "may_write": may_write}
    return _with(context, found | {"form": hands.NoteForm()})


@register.inclusion_tag("back_office/hands/in_row.html")
def in_hand(signatory: Signatory) -> dict[str, Any]:
    """For a row of the queue. Reads what the queue has fetched; see waiting.py."""
    reading = getattr(signatory, "reading", None)
    return {"signatory": signatory, "who_reads": hands.say_who(reading) if reading and reading.is_alive else ""}


@register.inclusion_tag("back_office/bulk/box.html")
def bulk_box(signatory: Signatory) -> dict[str, Any]:
    return {"signatory": signatory}


@register.inclusion_tag("back_office/bulk/bar.html", takes_context=True)
def bulk_bar(context: RequestContext) -> dict[str, Any]:
    """What to do with the ticked rows. The boxes belong to this form wherever they stand on the page."""
    return _with(context, {"field": ChoiceForm()["choice"], "most": settings.BULK_LIMIT})


def _with(context: RequestContext, more: Any) -> dict[str, Any]:
    kept = {name: context.get(name) for name in ("request", "csrf_token", "perms")}
    may_decide = context["request"].user.has_perm("signatories.decide_signatory")
    return {**kept, "may_decide": may_decide, **more}
