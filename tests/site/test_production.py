"""The site as it runs in production, in a process of its own: started once, asked a few things."""

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django import VERSION
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

pytestmark = pytest.mark.program

# What a visitor gets, without content in the database; static files are not collected here, so names stay as they are.
ASK = """
import django, io, json, sys
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.WHITENOISE_AUTOREFRESH = True
django.setup()
from django.core.management import call_command
from django.test import Client
from django.urls import reverse, NoReverseMatch

def ask(address, client=None, **more):
    response = (client or Client(raise_request_exception=False)).get(address, **{"secure": True, "SERVER_NAME": "hierniet.example", **more})
    return {"status": response.status_code, "headers": dict(response.headers), "cookies": [morsel.OutputString() for morsel in response.cookies.values()]}

def has(name):
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False

checked = io.StringIO()
call_command("check", deploy=True, fail_level="WARNING", stdout=checked, stderr=checked)
print(json.dumps({
    "checks": checked.getvalue().strip(),
    "local": [name for name in ("gallery", "local_mail:mailbox") if has(name)],
    "home": ask("/nl/"),
    "join": ask("/nl/meedoen/"),
    "log in": ask("/beheer/account/login/"),
    "plain": ask("/nl/regels/?a=b", secure=False),
    "plain health": ask("/healthz", secure=False),
    "foreign": ask("/nl/", SERVER_NAME="example.org"),
    "post": ask("/post/"),
    "gallery": ask("/componenten/"),
    "log-in link": ask("/beheer/toegang/1-geheim-token/"),
    "unknown file": ask("/nl/mijn-dossier/geheim-token/"),
}))
"""


# What the next Django warns about is work for later: see .ci/run.
WARNINGS = "error" if VERSION < (6, 0) else "error,ignore::DeprecationWarning,ignore::PendingDeprecationWarning"


@pytest.fixture(scope="module")
def _started(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
    database = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    variables = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "hierniet.settings",
        "SECRET_KEY": "een-lange-sleutel-voor-deze-proef-0123456789-abcdefghijklmnop",
        "ALLOWED_HOSTS": "hierniet.example",
        "SITE_ADDRESS": "https://hierniet.example",
        "DATABASE_URL": database,
        "EMAIL_HOST": "smtp.example",
        "DEBUG": "false",
        "LOCAL_SERVE": "false",
        "PYTHONWARNINGS": WARNINGS,
    }
    ended = subprocess.run([sys.executable, "-c", ASK], env=variables, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=300, check=False)  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1]) | {"logs": ended.stderr}


@pytest.fixture
def production(_started: dict[str, Any], db: None) -> dict[str, Any]:
    """`db` has pytest-django make the database for tests, also when nothing else asks for it."""
    return _started


def test_deployment_checks_have_nothing_to_say(production):
    assert production["checks"] == "System check identified no issues (0 silenced)."


def test_browsers_are_told_to_use_https_only(production):
    assert production["home"]["status"] == 200
    assert production["home"]["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_plain_http_is_sent_to_https_except_for_monitors(production):
    assert production["plain"]["status"] == 301
    assert production["plain"]["headers"]["Location"] == "https://hierniet.example/nl/regels/?a=b"
    assert production["plain health"]["status"] == 200


def test_foreign_host_is_refused(production):
    assert production["foreign"]["status"] == 400


def test_cookies_are_for_this_host_over_https_out_of_reach_of_scripts(production):
    assert production["home"]["cookies"] == production["join"]["cookies"] == []
    (cookie,) = production["log in"]["cookies"]
    parts = {part.strip() for part in cookie.split(";")}
    assert cookie.startswith("__Host-csrf=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=Lax"} <= parts
    assert not [part for part in parts if part.lower().startswith(("domain", "expires", "max-age"))]


def test_nothing_of_a_developers_site_is_there(production):
    assert production["local"] == []
    assert [production[name]["status"] for name in ("post", "gallery")] == [404, 404]
    assert production["log-in link"]["status"] == 302
    assert production["log-in link"]["headers"]["Location"].startswith(("/beheer/account/login/", "/beheer/login/"))


def test_everything_that_is_written_is_one_json_object_a_line_without_a_token(production):
    written = [json.loads(line) for line in production["logs"].splitlines()]

    assert len(written) >= 10
    assert "geheim" not in production["logs"]
    assert {line["route"] for line in written if "route" in line} >= {
        "signatories:home",
        "signatories:my_file",
        "healthz",
    }
