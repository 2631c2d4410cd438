"""Asking for corrections, field by field, and judging what came back or was proposed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from signatories.actions import Question, waiting_change
from signatories.corrections import (
    FIELDS_BEHIND,
    Compared,
    answer_until,
    compare_answer,
    compare_change,
    last_answers,
    open_questions,
    readable_all,
    values_of,
)
from signatories.enums import Askable, Status, problems_of
from signatories.models import AskedChange, Signatory
from signatories.moderation.choices import Choice


@dataclass(frozen=True)
class Group:
    """One field on the page: its tick box, its phrases, its words, and what stands there now (None: not ours to show)."""

    tick: BoundField
    problem: BoundField
    words: BoundField
    now: str | None


class AskForm(forms.Form):
    """Tick what must be corrected, and say of each why: with a ready-made phrase, own words, or both."""

    error_css_class = "field--wrong"

    def __init__(self, data: Any = None, *, signatory: Signatory) -> None:
        super().__init__(data)
        self.signatory = signatory
        for field in Askable:
            self._add(field)

    def _add(self, field: Askable) -> None:
        label = {"field": field.label}
        phrases = [(problem.value, problem.label) for problem in problems_of(field)]
        self.fields[f"ask_{field}"] = forms.BooleanField(label=field.label, required=False)
        self.fields[f"problem_{field}"] = forms.ChoiceField(
            label=_("What is wrong with “%(field)s”?") % label,
            choices=[("", pgettext_lazy("choice", "Choose…")), *phrases],
            required=False,
        )
        self.fields[f"words_{field}"] = forms.CharField(
            label=_("In your own words about “%(field)s”") % label,
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "lang": self.signatory.language}),
        )

    def groups(self) -> Iterator[Group]:
        for field in Askable:
            behind = FIELDS_BEHIND[field]
            now = readable_all(values_of(self.signatory, behind)) if behind else None
            yield Group(self[f"ask_{field}"], self[f"problem_{field}"], self[f"words_{field}"], now)

    def clean(self) -> dict[str, Any]:
        questions = [question for field in Askable if (question := self._question(field))]
        if not questions and not self.errors:
            self.add_error(None, _("Tick at least one field."))
        return {"questions": questions}

    def _question(self, field: Askable) -> Question | None:
        problem = self.cleaned_data.get(f"problem_{field}", "")
        words = self.cleaned_data.get(f"words_{field}", "")
        if not self.cleaned_data.get(f"ask_{field}"):
            if problem or words:
                self.add_error(f"ask_{field}", _("Tick this field too, or take away what you say about it."))
            return None
        if not problem and not words and f"words_{field}" not in self.errors:
            self.add_error(
                f"problem_{field}", gettext_lazy("Say what is wrong: choose a phrase or write your own words.")
            )
        return Question(field, problem, words)


@dataclass(frozen=True)
class Answered:
    """One question and what came of it; `compared` is None while it is open."""

    asked: AskedChange
    now: str
    compared: Compared | None


def on_review(signatory: Signatory) -> dict[str, Any]:
    """What the page of one signatory shows of questions, answers and a proposed change."""
    is_asked = signatory.status == Status.CHANGES_ASKED
    questions = open_questions(signatory) if is_asked else last_answers(signatory)
    change = waiting_change(signatory)
    return {
        "questions": [_answered(row) for row in questions],
        "answer_until": answer_until(questions) if is_asked else None,
        "change": change,
        "compared": compare_change(change, signatory) if change else [],
    }


def on_decision(choice: Choice, signatory: Signatory) -> dict[str, Any]:
    """Beside the mail about a change stands the change itself."""
    change = waiting_change(signatory) if choice.concerns is waiting_change else None
    return {"change": change, "compared": compare_change(change, signatory)} if change else {}


def _answered(row: AskedChange) -> Answered:
    return Answered(row, readable_all(row.old), compare_answer(row) if row.answered_at else None)
