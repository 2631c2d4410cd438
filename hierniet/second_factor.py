"""Guesses at the code of a second factor run into a limit that all web processes share.

allauth's own limit stands in the cache, which each process has for itself as long as no CACHE_URL is set.
"""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.forms import BaseAuthenticateForm as AnyForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from signatories import limits

SCOPE = "second_factor_of"


class Counted(AnyForm):  # type: ignore[misc]
    """A wrong code counts, a right one does not; past the limit even a right one has to wait for the next hour."""

    def clean_code(self) -> str:
        number = str(self.user.pk)
        if limits.is_spent(SCOPE, number):
            raise ValidationError(_("Too many wrong codes. Try again in an hour, or ask an administrator."))
        try:
            return str(super().clean_code())
        except ValidationError:
            limits.count(SCOPE, number)
            raise


class CountedAuthenticateForm(Counted, AuthenticateForm):  # type: ignore[misc]
    """After the password."""


class CountedReauthenticateForm(Counted, ReauthenticateForm):  # type: ignore[misc]
    """Before something that asks for the code once more."""
