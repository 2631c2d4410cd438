"""Turns what applicants, moderators and visitors type into clean values."""

import re
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatories import mandate, typing_help
from signatories.enums import Decision, Kind
from signatories.form_fields import DecisionDayField, EnterpriseNumberField, SocialAccountsField
from signatories.mailboxes import one_mailbox
from signatories.models import Reason
from signatories.models.signatory import APPLICATION_FIELDS, RECEIPT_LENGTH
from signatories.screening import make_form_token
from signatories.typing_help import Question
from signatories.validators import complete_web_address, one_line, validate_mailbox, validate_phone

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


PARTIES = {False: _("Political parties cannot sign."), True: _("A political party signs as an association.")}


class JoinForm(forms.Form):
    """The application to sign. What screens it (`form_token`, the trap) is not part of the application."""

    error_css_class = "field--wrong"
    unseen = ("form_token", "homepage", typing_help.ASKED)  # see hierniet/strangers.py

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
    social_accounts = SocialAccountsField(
        label=_("Social media accounts"),
        required=False,
        help_text=_("One a line, at most eight, for example www.facebook.com/voorbeeld. They stand in the list."),
    )
    enterprise_number = EnterpriseNumberField(
        label=_("Enterprise number"),
        max_length=20,
        required=False,
        help_text=_("Ten figures, for example 0202.239.951. You find it on every invoice."),
        # No autocomplete="off": browsers would empty the field when somebody comes back to correct something.
        widget=forms.TextInput(attrs={"spellcheck": "false", "data-hn-enterprise-number": ""}),
    )
    mandate_decided_on = DecisionDayField(
        label=_("Day of the decision"),
        help_text=_(
            "The day on which the council or the college decided to sign. A municipality gives it; another public "
            "authority may; nobody else needs to."
        ),
        error_messages={
            "required": _("A municipality signs by a decision: give the day on which the council or college took it."),
            "invalid": _("Write a day as in 31/12/2025."),
        },
    )
    contact_name = NameField(
        label=_("First name and surname"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_role = OneLineField(
        label=_("Your role"),
        max_length=100,
        help_text=_("For example: head of communication. Whoever signs for themselves may leave this empty."),
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
    second_name = NameField(
        label=_("First name and surname of the second person"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "section-second name"}),
        error_messages={"required": _("Name somebody else who may speak for the association or federation.")},
    )
    second_email = MailboxField(
        label=_("E-mail address of the second person"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "section-second email", "spellcheck": "false"}),
        error_messages={"required": _("Fill in where we can ask the second person to confirm.")},
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
    asked_about = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, language: str, parties_may_sign: bool = False) -> None:
        taken = typing_help.with_suggestions_taken(data)
        super().__init__(taken, initial={"language": language, "form_token": make_form_token()})
        self.questions: list[Question] = []
        self._ask_by_kind(self.data.get("kind", ""))
        kind = self.fields["kind"]
        kind.help_text = format_lazy("{} {}", kind.help_text, PARTIES[parties_may_sign])
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # no cookie, no token: see hierniet/strangers.py
        self.helper.layout = Layout(
            Fieldset(
                _("Who signs"), "kind", "name", "website", "social_accounts", "enterprise_number", "mandate_decided_on"
            ),
            Fieldset(
                _("Whom we can reach"),
                "contact_name",
                "contact_role",
                "contact_email",
                HTML('{% include "signatories/join/mailbox.html" %}'),
                "contact_phone",
                "language",
            ),
            Fieldset(
                _("A second person"), "second_name", "second_email", template="signatories/join/second_person.html"
            ),
            Fieldset(_("What you agree to"), "agrees_to_charter", "has_mandate"),
            "form_token",
            typing_help.ASKED,
        )

    def _ask_by_kind(self, kind: str) -> None:
        """Without script every field is there, and its hint says whom it is for; static/js/join.js shows those that fit."""
        for name in mandate.REQUIRED:
            self.fields[name].required = mandate.is_required(name, kind)
        for name, kinds in mandate.FITS.items():
            words = ["organisation"] if kinds == set(Kind.organisations) else sorted(kinds)
            self.fields[name].widget.attrs["data-hn-kinds"] = " ".join(words)
            self.fields[name].is_asked_by_kind = name != "enterprise_number"  # type: ignore[attr-defined]  # see layout/optional.html
        self.fields["mandate_decided_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_website(self) -> str:
        return complete_web_address(self.cleaned_data["website"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._drop_what_does_not_fit()
        self._check_second_person()
        self._ask_about_mailboxes()
        return self.cleaned_data

    def _drop_what_does_not_fit(self) -> None:
        """Typed before another kind was chosen: it is not stored, so nothing can be wrong with it."""
        kind = self.cleaned_data.get("kind", "")
        for name in mandate.FITS:
            if kind and not mandate.fits(name, kind):
                self.errors.pop(name, None)
                self.cleaned_data[name] = None if name == "mandate_decided_on" else ""

    def _check_second_person(self) -> None:
        """Half a second person is none, and nobody is their own."""
        name, email = self.cleaned_data.get("second_name"), self.cleaned_data.get("second_email")
        if name and email == "" and "second_email" not in self.errors:
            self.add_error("second_email", _("Fill in the address of the second person too, or leave both empty."))
        elif email and name == "" and "second_name" not in self.errors:
            self.add_error("second_name", _("Fill in the name of the second person too, or leave both empty."))
        if email and one_mailbox(email) == one_mailbox(self.cleaned_data.get("contact_email", "")):
            self.add_error("second_email", _("This is your own address. Name somebody else, with another address."))

    def _ask_about_mailboxes(self) -> None:
        """Remembers in the form that is shown what was asked, so that it is asked once."""
        addresses = {name: self.cleaned_data.get(name, "") for name in typing_help.MAILBOXES}
        asked = self.data.get(typing_help.ASKED, "").split()
        found = typing_help.find_questions(addresses, host=typing_help.host_of(self.data.get("website", "")))
        self.questions = [question for question in found if question.typed not in asked]
        if self.questions:
            data = cast(QueryDict, self.data).copy()
            data[typing_help.ASKED] = " ".join(question.typed for question in found)
            self.data = data

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


class MailboxForm(forms.Form):
    """An address that a colleague corrects."""

    contact_email = MailboxField(label=_("The right address"), max_length=254)


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
