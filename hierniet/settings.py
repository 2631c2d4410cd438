"""Every setting, in numbered sections; values that differ per place come from the environment.

`.env.example` lists them all. Production refuses to start insecurely: what has no safe default is asked for by name.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from hierniet import environment

environment.load_environment_file()

# 1. Where and how we run -------------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = environment.switch("DEBUG", default=False)
# Production settings on this machine only, over plain http: what `make serve` uses to show production's behaviour.
LOCAL_SERVE = environment.switch("LOCAL_SERVE", default=False)
IS_LOCAL = DEBUG or LOCAL_SERVE
SECRET_KEY = environment.text("SECRET_KEY")
if not IS_LOCAL and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is shorter than 50 characters. Make one with "
        "`python -c 'import secrets; print(secrets.token_urlsafe(64))'` and set it in the environment or in .env."
    )
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or (LOCAL_HOSTS if IS_LOCAL else [])
if IS_LOCAL and not set(ALLOWED_HOSTS) <= {*LOCAL_HOSTS, "testserver"}:
    raise ImproperlyConfigured(
        "DEBUG and LOCAL_SERVE are for this machine only, and ALLOWED_HOSTS names others: "
        f"{', '.join(ALLOWED_HOSTS)}. Take DEBUG and LOCAL_SERVE away in production, or ALLOWED_HOSTS here."
    )
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set. List the site's host names, parted by commas, in the environment or in .env."
    )
if not IS_LOCAL and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is *: then anybody can have links to another site mailed from here. "
        "List the site's host names, parted by commas, in the environment or in .env."
    )
ROOT_URLCONF = "hierniet.urls"
WSGI_APPLICATION = "hierniet.wsgi.application"

# 2. Addresses ------------------------------------------------------------------------------------------------------

SITE_ADDRESS = environment.web_address(
    "SITE_ADDRESS",
    environment.text("SITE_ADDRESS", "http://127.0.0.1:8000" if IS_LOCAL else None),
    only_https=not IS_LOCAL,
)
# A language can have its own host: `fr=https://pasici.be`. The others live at SITE_ADDRESS.
SITE_ADDRESSES = {
    language: environment.web_address("SITE_ADDRESSES", address, only_https=not IS_LOCAL)
    for language, address in environment.pairs("SITE_ADDRESSES").items()
}
# The name people type and say, without https://.
REFERENCE_HOSTS = {"nl": "hierniet.be", "fr": "pasici.be", "en": "hierniet.be"} | environment.pairs("REFERENCE_HOSTS")
# Which language `/` opens in on a host; on other hosts the browser decides.
HOST_LANGUAGES = environment.pairs(
    "HOST_LANGUAGES", "hierniet.be=nl, www.hierniet.be=nl, pasici.be=fr, www.pasici.be=fr"
)
CONTACT_ADDRESS = environment.text("CONTACT_ADDRESS", "hallo@hierniet.be")
SECURITY_ADDRESS = environment.text("SECURITY_ADDRESS", CONTACT_ADDRESS)

# 3. Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "hierniet.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "crispy_forms",
    "simple_history",
    "post_office",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "hierniet",
    "guidance",
    "signatories",
]

MIDDLEWARE = [
    "hierniet.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hierniet.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hierniet.staff.LogInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hierniet.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# 4. Database and cache ---------------------------------------------------------------------------------------------

DATABASES = {
    "default": environment.database(
        "DATABASE_URL",
        conn_max_age=environment.number("DATABASE_CONNECTION_SECONDS", 60),
        conn_health_checks=True,
    )
}
# A server that does not answer at all must not hold every thread for minutes.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# Nor may one that is overloaded, or one that waits for a lock which somebody forgot. The worker holds its transaction
# while it talks to a mail server, which may take EMAIL_TIMEOUT at each step.
DATABASE_STATEMENT_SECONDS = environment.number("DATABASE_STATEMENT_SECONDS", 30)
if DATABASE_STATEMENT_SECONDS:
    DATABASES["default"]["OPTIONS"].setdefault(
        "options",
        f"-c statement_timeout={DATABASE_STATEMENT_SECONDS}s -c lock_timeout=10s "
        "-c idle_in_transaction_session_timeout=5min",
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = environment.text("CACHE_URL", "")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
        if CACHE_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 2_000},
        }
    )
}
PAGE_CACHE_SECONDS = environment.number("PAGE_CACHE_SECONDS", 0 if DEBUG else 3600)

# 5. Languages and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["hierniet.formats"]  # English as Europeans write dates; Django's own is American
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# 6. Security -------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = not IS_LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else environment.number("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not IS_LOCAL
SECURE_HSTS_PRELOAD = not IS_LOCAL
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = not IS_LOCAL
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_NAME = "session" if IS_LOCAL else "__Host-session"
CSRF_COOKIE_SECURE = not IS_LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "csrf" if IS_LOCAL else "__Host-csrf"
CSRF_COOKIE_AGE = None  # ends with the browser session; only the back office sets it, see hierniet/strangers.py
CSRF_FAILURE_VIEW = "hierniet.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Only these may say who the visitor is through X-Forwarded-For: addresses, networks, or `unix` for a unix socket.
TRUSTED_PROXIES = environment.words("TRUSTED_PROXIES")
TRUSTED_PROXY_NETWORKS = environment.networks("TRUSTED_PROXIES")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# 7. Staff log-in ---------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "hierniet.staff.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, with an address the administrator knows
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
USERSESSIONS_TRACK_ACTIVITY = False
MFA_ADAPTER = "hierniet.staff.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "hierniet.second_factor.CountedAuthenticateForm",
    "reauthenticate": "hierniet.second_factor.CountedReauthenticateForm",
}
MFA_TOTP_ISSUER = "HierNiet"
# Accounts and their addresses are made by an administrator; whoever waits for a confirmation could not enter at all.
MFA_ALLOW_UNVERIFIED_EMAIL = True
STAFF_SECOND_FACTOR = environment.switch("STAFF_SECOND_FACTOR", default=not IS_LOCAL)
LOG_IN_LINKS = DEBUG  # one-time links for the back office, printed by `make run`; never in production

# 8. Mail -----------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = "post_office.EmailBackend"
EMAIL_HOST = environment.text("EMAIL_HOST", "127.0.0.1" if IS_LOCAL else None)
EMAIL_PORT = environment.number("EMAIL_PORT", 1025 if IS_LOCAL else 587, minimum=1)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.switch("EMAIL_USE_TLS", default=not IS_LOCAL)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", f"HierNiet <{CONTACT_ADDRESS}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The wait is constant: 288 tries, ten minutes apart, are two days.
MAIL_TRIES = 288
MAIL_RETRY_INTERVAL = timedelta(minutes=10)
POST_OFFICE: dict[str, Any] = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    "MAX_RETRIES": MAIL_TRIES,
    "RETRY_INTERVAL": MAIL_RETRY_INTERVAL,
    # A mail that goes out twice after a crash keeps its Message-ID, so that mail programs show it once.
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": CONTACT_ADDRESS.rpartition("@")[2],
    "DEFAULT_PRIORITY": "medium",
}
# Where `manage.py catch_mail` keeps what it caught; set by the local launcher, shown at /post/ in debug mode only.
LOCAL_MAIL_FOLDER = environment.text("LOCAL_MAIL_FOLDER", "")

# 9. Forms and limits -----------------------------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = "hierniet"
CRISPY_TEMPLATE_PACK = "hierniet"
CRISPY_FAIL_SILENTLY = False
CONFIRMATION_DAYS = 7
# So long the mail about a decision waits, and so long the decision can be undone. 0: neither.
UNDO_WINDOW = timedelta(minutes=environment.number("UNDO_MINUTES", 10, minimum=0))
BULK_LIMIT = environment.number("BULK_LIMIT", 25, minimum=1)
# Reminders and notices of one daily run: a cohort that signed on the same day is asked over several.
RENEWAL_MAILS_A_DAY = environment.number("RENEWAL_MAILS_A_DAY", 60, minimum=1)
MINIMUM_FILL_SECONDS = environment.number("MINIMUM_FILL_SECONDS", 3)
# Those of sign-ups are the first ones only: from then on moderators set them in the back office, see floods.py.
LIMITS_PER_HOUR = {
    "sign_up_from_address": environment.number("LIMIT_SIGN_UPS_PER_ADDRESS", 10, minimum=1),
    "sign_up_to_mailbox": environment.number("LIMIT_SIGN_UPS_PER_MAILBOX", 3, minimum=1),
    "sign_up_from_network": environment.number("LIMIT_SIGN_UPS_PER_NETWORK", 60, minimum=1),
    "sign_up_from_domain": environment.number("LIMIT_SIGN_UPS_PER_DOMAIN", 30, minimum=1),
    "sign_up_from_free_domain": environment.number("LIMIT_SIGN_UPS_PER_FREE_DOMAIN", 300, minimum=1),
    "contact_ask_from_address": 10,
    "contact_mail_to_mailbox": 3,
    "link_from_address": 10,
    "link_to_mailbox": 3,
    "code_from_address": 20,
    "code_for_receipt": 10,
    "log_in_from_address": 20,
    "log_in_as": 50,
    "second_factor_of": 10,
    "logos_of_signatory": 20,
}

# The worker asks the websites of applicants for their titles, for moderators; see signatories/websites.py.
WEBSITE_TITLES = environment.switch("WEBSITE_TITLES", default=not IS_LOCAL)

# 10. Static files --------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Pictures for who shares a page; the worker draws them, web processes read them.
PREVIEWS_FOLDER = Path(environment.text("PREVIEWS_FOLDER", str(BASE_DIR / "var" / "previews")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "logos": environment.store_of_logos(BASE_DIR / "var" / "media", only_https=not IS_LOCAL),
    "previews": environment.store_of_previews(PREVIEWS_FOLDER, only_https=not IS_LOCAL),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = BASE_DIR / "var" / "media"
WHITENOISE_MAX_AGE = 3600

# 11. Reference links ------------------------------------------------------------------------------------------------

# Where web processes note visits until the worker counts them, and where they find the way without a database.
REFERRALS_FOLDER = environment.text("REFERRALS_FOLDER", str(BASE_DIR / "var" / "referrals"))

# 12. Logs ----------------------------------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "hierniet.logs.JsonFormatter"}},
    "handlers": {"standard": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["standard"], "level": "WARNING"},
    "loggers": {
        "hierniet": {"level": "INFO"},
        "guidance": {"level": "INFO"},
        "signatories": {"level": "INFO"},
        # These would write addresses that carry a signed link; RequestLogMiddleware says the same without them.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.server": {"handlers": [], "propagate": False},
        "post_office": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
