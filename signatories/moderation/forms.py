"""What a moderator says with a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from signatories.forms import ReasonForm
from signatories.models import Signatory
from signatories.moderation.asking import AskForm
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


class OwnWordsForm(forms.Form):
    own_words = forms.CharField(
        label=_("Why, in your own words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Goes into the mail as it stands: write it in the applicant's language."),
    )


def words_form(choice: Choice, signatory: Signatory, data: Any = None) -> forms.Form:
    """The form for what is said with this decision; its clean values are the words that the action takes."""
    if choice.name == "ask":
        return AskForm(data, signatory=signatory)
    if choice.name == "decline_change":
        return OwnWordsForm(data)
    if choice.decision is not None:
        return ReasonForm(data, decision=choice.decision)
    return WhyForm(data) if choice.takes_why else PlainForm(data)
