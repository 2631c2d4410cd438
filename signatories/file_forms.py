"""What is typed in my file: the fields of the application, each with the same cleaning as on the form to join."""

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.validators import MinLengthValidator
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidance.words import as_word, validate_word
from signatories.corrections import FIELDS_BEHIND, as_json, from_json
from signatories.enums import Askable, Kind
from signatories.form_fields import DecisionDayField, SocialAccountsField
from signatories.forms import CodeForm, JoinForm, MailboxField, NameField, OneLineField
from signatories.mailboxes import one_mailbox
from signatories.mandate import fits
from signatories.models import AskedChange, Signatory
from signatories.models.changes import SHORT_NAME, proposable_fields
from signatories.models.signatory import in_one_line
from signatories.short_names import is_short_name_taken
from signatories.validators import (
    compact_enterprise_number,
    complete_web_address,
    validate_enterprise_number,
)

SHORTEST_SHORT_NAME = 2
LONGEST_SHORT_NAME = 60  # as long as those that come of names


class WebsiteField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return complete_web_address(super().to_python(value) or "")


class ShortNameField(forms.CharField):
    """What somebody types is folded as it will be in links: `Stad Voorbeeld` → `stad-voorbeeld`."""

    default_validators = [validate_word, MinLengthValidator(SHORTEST_SHORT_NAME)]

    def to_python(self, value: Any) -> str:
        return as_word(super().to_python(value) or "")


class EnterpriseNumberField(forms.CharField):
    """With dots or without; ten figures come out."""

    default_validators = [validate_enterprise_number]

    def to_python(self, value: Any) -> str:
        return compact_enterprise_number(super().to_python(value) or "")


def _as_on_the_join_form(name: str, kind: type[forms.CharField] | None = None, **facts: Any) -> forms.Field:
    """The same field; where the join form cleans in a method, the class that does the same."""
    field = copy.deepcopy(JoinForm.base_fields[name])
    if kind is None:
        for key, value in facts.items():
            setattr(field, key, value)
        return field
    everything = {
        "label": field.label, "help_text": field.help_text, "widget": field.widget, "required": field.required,
        "max_length": getattr(field, "max_length", None), "error_messages": field.error_messages,
    }  # fmt: skip
    return kind(**everything | facts)


def make_field(name: str) -> forms.Field:
    """A field of the application by the name of the signatory's."""
    made: dict[str, Callable[[], forms.Field]] = {
        "website": lambda: _as_on_the_join_form("website", WebsiteField),
        "enterprise_number": lambda: _as_on_the_join_form("enterprise_number", EnterpriseNumberField),
        "social_accounts": lambda: SocialAccountsField(
            label=gettext_lazy("Social media accounts"),
            required=False,
            help_text=gettext_lazy("One web address a line: the pages on which you manage comments."),
        ),
        "mandate_decided_on": lambda: DecisionDayField(
            label=gettext_lazy("Day of the decision to sign"),
            help_text=gettext_lazy("The day on which the council, the college or the board decided."),
        ),
        "slug": lambda: ShortNameField(
            label=gettext_lazy("Short name in your links"),
            required=False,
            max_length=LONGEST_SHORT_NAME,
            help_text=gettext_lazy(
                "The last word of your reference links: short, and easy to say. You choose it once; links with the old one "
                "keep working."
            ),
            widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        ),
        "second_name": lambda: NameField(label=gettext_lazy("Name of the second person"), max_length=100),
        "second_email": lambda: MailboxField(label=gettext_lazy("E-mail address of the second person"), max_length=254),
    }
    return made[name]() if name in made else _as_on_the_join_form(name)


class FileForm(forms.Form):
    """Fields of a signatory, filled in with what stands there. Knows no cookie: the link is the proof."""

    error_css_class = "field--wrong"

    def __init__(self, data: Any, *, signatory: Signatory, names: Iterable[str]) -> None:
        self.signatory = signatory
        self.names = tuple(names)
        super().__init__(data, initial={name: getattr(signatory, name) for name in self.names})
        self.fields = {name: make_field(name) for name in self.names} | self.fields
        if "website" in self.fields:
            self.fields["website"].required = self.data.get("kind", signatory.kind) != Kind.INDIVIDUAL
        if "contact_role" in self.fields:
            self.fields["contact_role"].required = signatory.kind != Kind.INDIVIDUAL
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        second, first = cleaned.get("second_email", ""), self.signatory.contact_email
        if second and first and one_mailbox(second) == one_mailbox(first):
            self.add_error("second_email", _("Give the address of somebody else than the contact person."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


def remark_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Do you want to add something?"),
        help_text=gettext_lazy("The moderators read this; it does not become public."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectionsForm(FileForm):
    """Only what was asked for. `asked` names the questions that stood on the page, so that a stale page is noticed."""

    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    remark = remark_field()

    def __init__(self, data: Any, *, signatory: Signatory, questions: list[AskedChange]) -> None:
        self.questions = questions
        super().__init__(data, signatory=signatory, names=self._names(data))
        self.initial["asked"] = " ".join(str(row.pk) for row in questions)
        for row in questions:
            self._explain(row)
        self.helper.layout = Layout(*self.names, "remark", "asked")

    def _names(self, data: Any) -> list[str]:
        """The fields behind the questions; when those are gone (it left meanwhile), whatever was typed comes back."""
        if self.questions or data is None:
            return [name for row in self.questions for name in FIELDS_BEHIND[Askable(row.field)]]
        return [name for names in FIELDS_BEHIND.values() for name in names if name in data]

    def _explain(self, question: AskedChange) -> None:
        """The phrase of the moderators stands beside the field in place of the usual help."""
        names = FIELDS_BEHIND[Askable(question.field)]
        for name in names[:1]:
            self.fields[name].help_text = format_html(  # a field's help goes to the page as it is
                '{} <span lang="{}">{}</span>', question.phrase, self.signatory.language, question.words
            )
        for name in {"mandate_decided_on", "second_name", "second_email"} & set(names):
            self.fields[name].required = False  # who cannot answer says so in the remark

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("second_name")) != bool(cleaned.get("second_email")):
            self.add_error("second_email", _("Give both the name and the e-mail address of the second person."))
        if not self.errors and not self._has_new_values() and not cleaned.get("remark"):
            self.add_error(None, _("Nothing has changed yet. Correct something, or write to us why it is right."))
        return cleaned

    def _has_new_values(self) -> bool:
        """Against what stood there when it was asked: the same answer sent twice is as good as the first time."""
        old = {name: value for row in self.questions for name, value in row.old.items()}
        return any(as_json(value) != old.get(name) for name, value in self.values().items())

    def shown(self) -> list[int]:
        return read_keys(self.cleaned_data["asked"])


def read_keys(text: str) -> list[int]:
    """The questions that stood on the page; what is no key of a row is passed over."""
    return [int(part) for part in text.split() if part.isascii() and part.isdecimal() and len(part) < 19]


class ProposalForm(FileForm):
    """New values for a published entry; what waits already is filled in."""

    remark = remark_field()

    def __init__(self, data: Any, *, signatory: Signatory, waiting: Mapping[str, Any], remark: str = "") -> None:
        super().__init__(data, signatory=signatory, names=proposable_fields(signatory))
        self.initial.update({name: from_json(name, value) for name, value in waiting.items()}, remark=remark)
        self.helper.layout = Layout(*self.names, "remark")

    def clean_slug(self) -> str:
        """Whoever leaves it empty, or opened the page when it was not there yet, keeps the one that there is."""
        name: str = self.cleaned_data[SHORT_NAME] or self.signatory.slug
        if name != self.signatory.slug and is_short_name_taken(name, by_other_than=self.signatory):
            raise forms.ValidationError(_("Another signatory has this short name already."), code="taken")
        return name


SECOND_IS_ASKED = gettext_lazy("This person gets one mail from us, with a button to confirm.")
SECOND_IS_REPLACED = gettext_lazy(
    "Another address gets one mail from us, with a button to confirm. We erase the details of whoever stood here before."
)


class DetailsForm(FileForm):
    """What the contact person corrects alone. `seen` is the second person who stood on the page: a stale page never wins."""

    own = ("contact_name", "contact_role", "contact_phone", "language")
    second = ("second_name", "second_email")

    seen = OneLineField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, signatory: Signatory) -> None:
        self.has_second = fits("second_email", signatory.kind)
        names = (*self.own, *self.second) if self.has_second else self.own
        super().__init__(data, signatory=signatory, names=names)
        self.helper.layout = Layout(*self.own)
        if self.has_second:
            self._ask_about_second()
        else:
            del self.fields["seen"]

    def _ask_about_second(self) -> None:
        """Where nobody signs alone, one who is there is replaced and not left out; where nobody is, the rest can be saved."""
        is_there = bool(self.signatory.second_email)
        for name in self.second:
            self.fields[name].required = is_there and self.signatory.needs_second_person
        self.fields["second_email"].help_text = SECOND_IS_REPLACED if is_there else SECOND_IS_ASKED
        self.initial["seen"] = self.signatory.second_in_one_line
        if not is_there:
            self.initial["second_name"] = ""
        self.helper.layout.append(Fieldset(gettext_lazy("The second person"), *self.second))
        self.helper.layout.append("seen")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("second_name")) != bool(cleaned.get("second_email")):
            self.add_error("second_email", _("Give both the name and the e-mail address of the second person."))
        return cleaned

    def details(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.own}

    def named(self) -> dict[str, str] | None:
        """Whom somebody typed in the place of who stood there; None for who left both fields as they were."""
        if not self.has_second:
            return None
        typed = {name: self.cleaned_data[name] for name in (*self.second, "seen")}
        return None if in_one_line(typed["second_name"], typed["second_email"]) == typed["seen"] else typed

    def see_again(self) -> None:
        """Who stands there now counts as seen, for who sends the same form again after reading why it came back."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = self.signatory.second_in_one_line
        self.data = data


class LeaveForm(forms.Form):
    """The second step of leaving: a tick, or the receipt number, so that no slip of a finger ends a membership."""

    understands = forms.BooleanField(
        label=gettext_lazy("I understand that this cannot be undone."),
        error_messages={"required": gettext_lazy("Tick this box if you are sure.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class LostLinkForm(forms.Form):
    """An address, and perhaps a receipt number. What is wrong with the form itself is all that it ever tells."""

    email = MailboxField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The address that we write to about your signature."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    receipt_number = OneLineField(
        label=gettext_lazy("Receipt number"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Only if you want the link of one file. It starts with HN-."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(Fieldset(gettext_lazy("Where may the link go?"), "email", "receipt_number"))

    def clean_receipt_number(self) -> str:
        typed = self.cleaned_data["receipt_number"]
        return CodeForm.read_receipt_number(typed)[:12] if typed else ""
