"""What a moderator says with a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from signatories.forms import OneLineField, ReasonForm
from signatories.models import Signatory
from signatories.moderation.asking import AskForm
from signatories.moderation.choices import Choice
from signatories.moderation.rehearsal import Edit
from signatories.rewording import Draft, normal


class PlainForm(forms.Form):
    """For decisions that speak for themselves."""


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Becomes a note for colleagues. It does not go into the mail, but the applicant may ask to read it."
        ),
    )


class NeededWhyForm(WhyForm):
    """For what is allowed only to whoever can explain it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = True


class OwnWordsForm(forms.Form):
    own_words = forms.CharField(
        label=_("Why, in your own words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Goes into the mail as it stands: write it in the applicant's language."),
    )


def words_form(choice: Choice, signatory: Signatory, data: Any = None) -> forms.Form:
    """The form for what is said with this decision; its clean values are the words that the action takes."""
    return AskForm(data, signatory=signatory) if choice.name == "ask" else same_words_form(choice, data)


def same_words_form(choice: Choice, data: Any = None) -> forms.Form:
    """The same for whomever it is about: what can be said with several decisions at once."""
    if choice.name == "decline_change":
        return OwnWordsForm(data)
    if choice.decision is not None:
        return ReasonForm(data, decision=choice.decision)
    if choice.needs_why:
        return NeededWhyForm(data)
    return WhyForm(data) if choice.takes_why else PlainForm(data)


class MailForm(forms.Form):
    """The mail in the moderator's own words. `mail_mark` tells which draft stood in the fields before."""

    mail_subject = OneLineField(label=_("Subject"), max_length=200)
    mail_text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 24}))
    mail_mark = forms.CharField(widget=forms.HiddenInput)

    def edit(self) -> Edit:
        draft = Draft(self.cleaned_data["mail_subject"], normal(self.cleaned_data["mail_text"]))
        return Edit(draft, self.cleaned_data["mail_mark"])
