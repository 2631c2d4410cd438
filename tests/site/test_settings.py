"""Production refuses to start insecurely, and says what is missing."""

import runpy
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from hierniet import environment

SETTINGS = environment.ENVIRONMENT_FILE.parent / "hierniet" / "settings.py"
PRODUCTION = {
    "SECRET_KEY": "k3-" * 20,
    "ALLOWED_HOSTS": "hierniet.example, pasici.example",
    "SITE_ADDRESS": "https://hierniet.example/",
    "DATABASE_URL": "postgresql://hierniet:geheim@db.example/hierniet",
    "EMAIL_HOST": "smtp.example",
}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch):
    """The settings as they come out of these variables alone."""

    def _read(**variables: str | None) -> dict[str, Any]:
        monkeypatch.setattr(environment, "load_environment_file", lambda: None)
        monkeypatch.setattr(
            environment.os, "environ", {name: value for name, value in variables.items() if value is not None}
        )
        return runpy.run_path(str(SETTINGS))

    return _read


def test_production_is_secure_without_being_told(read):
    settings = read(**PRODUCTION)

    expected = {
        "DEBUG": False,
        "IS_LOCAL": False,
        "ALLOWED_HOSTS": ["hierniet.example", "pasici.example"],
        "SITE_ADDRESS": "https://hierniet.example",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_AGE": None,
        "STAFF_SECOND_FACTOR": True,
        "LOG_IN_LINKS": False,
        "EMAIL_USE_TLS": True,
        "EMAIL_PORT": 587,
        "TRUSTED_PROXIES": [],
        "TRUSTED_PROXY_NETWORKS": [],
        "PAGE_CACHE_SECONDS": 3600,
        "CRISPY_FAIL_SILENTLY": False,
    }
    assert {name: settings[name] for name in expected} == expected
    assert "SECURE_PROXY_SSL_HEADER" not in settings
    assert settings["STORAGES"]["staticfiles"]["BACKEND"] == "whitenoise.storage.CompressedManifestStaticFilesStorage"
    assert settings["DATABASES"]["default"]["OPTIONS"] == {
        "connect_timeout": 5,
        "options": ("-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=5min"),
    }


def test_times_of_the_database_can_be_left_to_it_or_to_its_address(read):
    own = "postgresql://hierniet@db.example/hierniet?options=-c%20statement_timeout%3D5s"

    without = read(**PRODUCTION | {"DATABASE_STATEMENT_SECONDS": "0"})["DATABASES"]["default"]["OPTIONS"]
    of_address = read(**PRODUCTION | {"DATABASE_URL": own})["DATABASES"]["default"]["OPTIONS"]

    assert without == {"connect_timeout": 5}
    assert of_address == {"connect_timeout": 5, "options": "-c statement_timeout=5s"}


@pytest.mark.parametrize("name", PRODUCTION)
@pytest.mark.parametrize("value", [None, ""])
def test_what_has_no_safe_default_is_asked_for(read, name, value):
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} .*in the environment or in \.env"):
        read(**PRODUCTION | {name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "x" * 49),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "hierniet.example, *"),
        ("ALLOWED_HOSTS", " , "),
        ("SITE_ADDRESS", "http://hierniet.example"),
        ("SITE_ADDRESS", "hierniet.example"),
        ("SITE_ADDRESSES", "fr=http://pasici.example"),
        ("SITE_ADDRESSES", "https://pasici.example"),
        ("DATABASE_URL", "sqlite:///hierniet.sqlite3"),
        ("DATABASE_URL", "hierniet"),
        ("DEBUG", "misschien"),
        ("STAFF_SECOND_FACTOR", "nee"),
        ("TRUSTED_PROXIES", "nginx"),
        ("EMAIL_PORT", "0"),
        ("LIMIT_SIGN_UPS_PER_ADDRESS", "0"),
        ("HSTS_SECONDS", "lang"),
        ("HOST_LANGUAGES", "hierniet.example"),
    ],
)
def test_what_is_wrong_or_insecure_is_refused_by_name(read, name, value):
    with pytest.raises(ImproperlyConfigured, match=rf"^{name}\b.*(\.env|python -c)"):
        read(**PRODUCTION | {name: value})


def test_secret_is_never_quoted(read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**PRODUCTION | {"SECRET_KEY": "kort-maar-geheim"})

    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize("name", ["STAFF_SECOND_FACTOR", "EMAIL_USE_TLS", "DEBUG", "LOCAL_SERVE", "HSTS_SECONDS"])
def test_empty_variable_switches_nothing_off(read, name):
    assert read(**PRODUCTION, **{name: ""})["STAFF_SECOND_FACTOR"] is True
    assert read(**PRODUCTION, **{name: ""})["SECURE_HSTS_SECONDS"] == 31_536_000
    assert read(**PRODUCTION, **{name: ""})["EMAIL_USE_TLS"] is True


def test_word_of_a_proxy_on_https_is_taken_only_when_there_is_one(read):
    settings = read(**PRODUCTION, TRUSTED_PROXIES="unix, 10.0.0.0/8")

    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert [str(network) for network in settings["TRUSTED_PROXY_NETWORKS"]] == ["10.0.0.0/8"]


def test_languages_with_a_host_of_their_own(read):
    settings = read(**PRODUCTION, SITE_ADDRESSES="fr=https://pasici.example/", REFERENCE_HOSTS="en=nothere.example")

    assert settings["SITE_ADDRESSES"] == {"fr": "https://pasici.example"}
    assert settings["REFERENCE_HOSTS"] == {"nl": "hierniet.be", "fr": "pasici.be", "en": "nothere.example"}


@pytest.mark.parametrize("switch", ["DEBUG", "LOCAL_SERVE"])
def test_local_site_needs_little(read, switch):
    settings = read(SECRET_KEY="kort", DATABASE_URL="postgresql://x@localhost/x", **{switch: "true"})

    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert settings["SITE_ADDRESS"] == "http://127.0.0.1:8000"
    assert settings["LOG_IN_LINKS"] is (switch == "DEBUG")
    assert settings["SECURE_SSL_REDIRECT"] is False


@pytest.mark.parametrize("switch", ["DEBUG", "LOCAL_SERVE"])
def test_what_is_for_this_machine_only_answers_to_no_other_name(read, switch):
    """One word left in the environment must not open a public site."""
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS"):
        read(**PRODUCTION | {switch: "true"})
