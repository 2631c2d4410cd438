"""Turns what applicants, moderators and visitors type into clean values."""

import re
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatories.enums import Decision, Kind
from signatories.models import Reason
from signatories.models.signatory import APPLICATION_FIELDS, RECEIPT_LENGTH
from signatories.screening import make_form_token
from signatories.validators import (
    compact_enterprise_number,
    complete_web_address,
    one_line,
    validate_enterprise_number,
    validate_mailbox,
    validate_phone,
)

# Mail programs turn these into links: the form must not carry a stranger's link into somebody's mailbox.
WEB_ADDRESS_IN_NAME = re.compile(r"://|\bwww\.", re.IGNORECASE)


class OneLineField(forms.CharField):
    """A text without line breaks, control marks or doubled blanks."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class NameField(OneLineField):
    """What has neither a letter nor a figure names nobody: it counts as not filled in."""

    def to_python(self, value: Any) -> str:
        name = super().to_python(value)
        if WEB_ADDRESS_IN_NAME.search(name):
            raise forms.ValidationError(_("Write the name without a web address."), code="address")
        return name if any(letter.isalnum() for letter in name) else ""


class MailboxField(forms.EmailField):
    default_validators = [validate_mailbox]

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class JoinForm(forms.Form):
    """The application to sign. What screens it (`form_token`, the trap) is not part of the application."""

    error_css_class = "field--wrong"
    unseen = ("form_token", "homepage")  # see hierniet/strangers.py

    kind = forms.ChoiceField(
        label=_("What are you signing for?"),
        choices=[("", pgettext_lazy("choice", "Choose…")), *Kind.choices],
        help_text=_("As an individual community manager you sign for yourself; you are listed apart."),
    )
    name = NameField(
        label=_("Name"),
        max_length=120,
        help_text=_("As it should stand in the list: the organisation's name, or your own as a community manager."),
    )
    website = forms.CharField(
        label=_("Website"),
        max_length=200,
        help_text=_("For example www.voorbeeld.be. As an individual community manager you may leave this empty."),
        error_messages={"required": _("Fill in the organisation's website: it shows the moderators who you are.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
    )
    enterprise_number = forms.CharField(
        label=_("Enterprise number"),
        max_length=20,
        required=False,
        help_text=_("Ten figures, for example 0202.239.951. You find it on every invoice."),
        # No autocomplete="off": browsers would empty the field when somebody comes back to correct something.
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )
    contact_name = NameField(
        label=_("First name and surname"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_role = OneLineField(
        label=_("Your role"),
        max_length=100,
        help_text=_("For example: head of communication."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    contact_email = MailboxField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_(
            "We send a mail to confirm. An address at the organisation's own domain shows best that you may sign."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    contact_phone = OneLineField(
        label=_("Phone number"),
        max_length=30,
        required=False,
        validators=[validate_phone],
        help_text=_("Only for questions about this application."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our mails"),
        choices=[("nl", "Nederlands"), ("fr", "Français"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    agrees_to_charter = forms.BooleanField(
        label=_("We have read the charter and we agree with it."),
        error_messages={"required": _("Tick this box if you agree with the charter. Without it you cannot sign.")},
    )
    has_mandate = forms.BooleanField(
        label=_("I may sign for this organisation, or I sign for myself as a community manager."),
        error_messages={"required": _("Tick this box if you may sign. If you may not, ask who may.")},
    )
    # A trap for robots: people neither see nor reach it. Its name is one that programs like to fill in.
    homepage = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    form_token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, language: str) -> None:
        super().__init__(data, initial={"language": language, "form_token": make_form_token()})
        self.fields["website"].required = self.data.get("kind") != Kind.INDIVIDUAL
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # no cookie, no token: see hierniet/strangers.py
        self.helper.layout = Layout(
            Fieldset(_("Who signs"), "kind", "name", "website", "enterprise_number"),
            Fieldset(
                _("Whom we can reach"), "contact_name", "contact_role", "contact_email", "contact_phone", "language"
            ),
            Fieldset(_("What you agree to"), "agrees_to_charter", "has_mandate"),
            "form_token",
        )

    def clean_website(self) -> str:
        return complete_web_address(self.cleaned_data["website"])

    def clean_enterprise_number(self) -> str:
        number = compact_enterprise_number(self.cleaned_data["enterprise_number"])
        if number:
            validate_enterprise_number(number)
        return number

    def details(self) -> dict[str, Any]:
        """What goes into the application, by the names of the model's fields."""
        return {name: self.cleaned_data[name] for name in APPLICATION_FIELDS}


class CodeForm(forms.Form):
    """For those who type the code from the mail instead of following its link."""

    receipt_number = forms.CharField(
        label=_("Receipt number"),
        max_length=20,
        help_text=_("It starts with HN- and stands in our mail."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Eight letters and figures, for example 7K3F-9QWX."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_receipt_number(self) -> str:
        return self.read_receipt_number(self.cleaned_data["receipt_number"])

    @staticmethod
    def read_receipt_number(typed: str) -> str:
        """`hn 2345678` and `2345678` are `HN-2345678` too."""
        letters = "".join(letter for letter in typed.upper() if letter.isalnum())
        return "HN-" + (letters.removeprefix("HN") if len(letters) > RECEIPT_LENGTH else letters)


class SearchField(OneLineField):
    """What is too long to be a name is cut, not refused: a search always answers."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value)[:80].strip()


class DirectoryForm(forms.Form):
    """Search and filter; lives in the address. What makes no sense is read as nothing."""

    q = SearchField(label=_("Search by name"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All organisations")), *Kind.choices], required=False)

    def filters(self) -> tuple[str, str]:
        """The search text and the kind, each empty when it was not usable."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("kind", "")


class ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Shows each reason by its label in the language in which moderators read."""

    def label_from_instance(self, reason: Reason) -> str:
        return reason.text(translation.get_language() or "nl").label


class ReasonForm(forms.Form):
    """Why something is declined or suspended: a reason from the list, and our own words if there is more to say."""

    reason = ReasonField(label=_("Reason"), queryset=Reason.objects.none(), empty_label=_("Choose…"))
    own_words = forms.CharField(
        label=_("In your own words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Goes into the mail as it stands: write it in the applicant's language."),
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = Reason.objects.filter(decision=decision, is_active=True).prefetch_related("texts")
        cast(ReasonField, self.fields["reason"]).queryset = reasons
