"""What a moderator says with a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from signatories.forms import ReasonForm
from signatories.moderation.choices import Choice


class PlainForm(forms.Form):
    """For decisions that speak for themselves."""


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For the history, which stays: no names of people. It does not go into the mail."),
    )


class NeededWhyForm(WhyForm):
    """For what is allowed only to whoever can explain it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = True


def words_form(choice: Choice, data: Any = None) -> forms.Form:
    """The form for what is said with this decision; its clean values are the words that the action takes."""
    if choice.decision is not None:
        return ReasonForm(data, decision=choice.decision)
    if choice.needs_why:
        return NeededWhyForm(data)
    return WhyForm(data) if choice.takes_why else PlainForm(data)
