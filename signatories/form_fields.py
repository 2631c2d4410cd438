"""Fields of the form to sign that read more than a line of text."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from signatories.mandate import EARLIEST_YEAR
from signatories.social import clean_accounts
from signatories.validators import compact_enterprise_number, format_enterprise_number, validate_enterprise_number

LONGEST_LIST = 2000  # letters; eight addresses of two hundred, and room for mistakes


class EnterpriseNumberField(forms.CharField):
    """Ten figures; a right one comes back as it is written in Belgium, a wrong one as it was typed."""

    def to_python(self, value: Any) -> str:
        return compact_enterprise_number(super().to_python(value) or "")

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value:
            validate_enterprise_number(value)

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002  Django's signature
        try:
            number = self.clean(data)
        except ValidationError:
            return data
        return format_enterprise_number(number)


class SocialAccountsField(forms.CharField):
    """One web address a line, to a list of clean ones."""

    def __init__(self, **kwargs: Any) -> None:
        area = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"})
        super().__init__(max_length=LONGEST_LIST, widget=area, **kwargs)

    def clean(self, value: Any) -> Any:
        return clean_accounts(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class DecisionDayField(forms.DateField):
    """A day that has come, in this century. Days as browsers send them, and as people here write them."""

    def __init__(self, **kwargs: Any) -> None:
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": f"{EARLIEST_YEAR}-01-01"})
        super().__init__(input_formats=formats, widget=picker, **kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError(_("This day is still to come: sign once the decision has been taken."), code="future")
        if value and value.year < EARLIEST_YEAR:
            raise ValidationError(_("This day is too long ago: check the year."), code="past")
