"""Who becomes the contact person: typed by the present one, or by a colleague who finds that the present one has left."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from signatories.forms import MailboxField, NameField, OneLineField
from signatories.models.contacts import NEW_FIELDS
from signatories.role_addresses import is_role
from signatories.validators import validate_phone


class NewContactForm(forms.Form):
    error_css_class = "field--wrong"

    new_name = NameField(
        label=_("First name and surname"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    new_role = OneLineField(
        label=_("Role"), max_length=100, help_text=_("For example: head of communication."), required=False
    )
    new_email = MailboxField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # no cookie, no token: see hierniet/strangers.py

    def person(self) -> dict[str, str]:
        """By the names of the model's fields."""
        return {name: self.cleaned_data.get(name, "") for name in NEW_FIELDS}


class HandOverForm(NewContactForm):
    new_phone = OneLineField(
        label=_("Phone number"),
        max_length=30,
        required=False,
        validators=[validate_phone],
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )


class ClaimForm(NewContactForm):
    """The address must be one of a function. At which domain is not said here: it could tell where the contact person is."""

    def __init__(self, *args: Any, host: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_name"].widget.attrs["autocomplete"] = "name"
        example = f"info@{host}" if host else "info@voorbeeld.example"
        self.fields["new_email"].label = _("General e-mail address of the organisation")
        self.fields["new_email"].help_text = _(
            "Not of a person, but for example %(example)s, communication@, press@ or secretariat@. "
            "The mail with the button goes there."
        ) % {"example": example}

    def clean_new_email(self) -> str:
        address = str(self.cleaned_data["new_email"])
        if not is_role(address):
            raise forms.ValidationError(
                _("This looks like the address of a person. Use a general one, such as info@ or communication@."),
                code="person",
            )
        return address
