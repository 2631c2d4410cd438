"""How moderators and editors log in: throttled, with a second factor, and no sign-up by themselves."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AbstractBaseUser, User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import include, path
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hierniet.client_address import UNKNOWN, client_address
from signatories import limits

NO_ADDRESS = "::"

account_patterns = [
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessies/", include("allauth.usersessions.urls")),
]


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator only, and guesses at passwords run into a limit that all processes share."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """allauth keeps it in a column for addresses, which takes no word for “unknown”."""
        address = client_address(request)
        return NO_ADDRESS if address == UNKNOWN else address

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Also to an address that was never confirmed: it is the one that an administrator typed."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        address_is_spent = limits.is_spent("log_in_from_address", client_address(request))
        if address_is_spent or limits.is_spent("log_in_as", _name(credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        limits.count("log_in_from_address", client_address(request))
        limits.count("log_in_as", _name(credentials))


def _name(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


class LogInMiddleware(LoginRequiredMiddleware):
    """Django's, but it lets public pages pass before it asks who somebody is.

    Asking reads the session, and a page that reads the session varies with the cookie: no proxy could keep it.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def may_enter_back_office(request: HttpRequest) -> bool:
    """Active staff, whose session has shown the second factor where the settings ask for one.

    The session, not only the account: one that began with the password alone, before the second factor was set up,
    may be somebody else's.
    """
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    return not settings.STAFF_SECOND_FACTOR or (bool(is_mfa_enabled(user)) and has_shown_second_factor(request))


def has_shown_second_factor(request: HttpRequest) -> bool:
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def remember_second_factor(
    sender: object, *, request: HttpRequest, user: User, authenticator: Authenticator, **_more: object
) -> None:
    """Whoever sets it up has just typed its code: this session has shown it. See apps.py for who calls."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors encrypted, so that a copy of the database does not hold them.

    The key comes from SECRET_KEY; after a change of it the old one in SECRET_KEY_FALLBACKS still opens them.
    """

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("hierniet.second_factor", "key", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


class LogInLinkTokens(PasswordResetTokenGenerator):
    """Works once: the moment of the last log-in is part of what is signed."""

    key_salt = "hierniet.log_in_link"

    def _make_hash_value(self, user: AbstractBaseUser, timestamp: int) -> str:
        return f"{user.pk}{user.last_login}{timestamp}"


log_in_link_tokens = LogInLinkTokens()


def make_log_in_token(user: User) -> str:
    return f"{user.pk}-{log_in_link_tokens.make_token(user)}"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link that `make run` prints. Only there in debug mode: the settings decide, and this asks again."""
    if not settings.LOG_IN_LINKS:
        raise Http404
    number, _separator, signature = token.partition("-")
    user = User.objects.filter(pk=int(number), is_active=True).first() if number.isdecimal() else None
    is_valid = user is not None and log_in_link_tokens.check_token(user, signature)
    if request.method == "POST" and user is not None and is_valid:
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"is_valid": is_valid, "user_name": user.get_username() if user and is_valid else ""}
    return render(request, "back_office/log_in_link.html", context, status=200 if is_valid else 410)
