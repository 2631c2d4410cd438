"""What the launcher goes through, as data. `python` stands for the virtual environment's Python."""

from dataclasses import dataclass, field

# Before the site is served, in this order, in one process of Django. Each may be run again at any time.
PREPARE = (
    ("catalogues", "compile"),  # first, because some of what is loaded is written in the words of each language
    ("migrate", "--no-input"),
    ("load_content",),
    ("load_signatories",),
)
PREPARE_TO_RUN = (*PREPARE, ("login_link",))  # what the last one writes is shown
PREPARE_TO_SERVE = (*PREPARE, ("collectstatic", "--no-input"))
PREPARE_TO_BENCH = (("catalogues", "compile"),)  # it fills a database of its own

# Beside the site.
WORKER = ("python", "manage.py", "work")
MAIL_CATCHER = ("python", "manage.py", "catch_mail")

# The site itself; {address} is 127.0.0.1:8000.
DEVELOPMENT_SERVER = ("python", "manage.py", "runserver", "{address}")
PRODUCTION_SERVER = (
    "python",
    "-m",
    "gunicorn",
    "--config=deploy/web_server.py",
    "--bind={address}",
    "hierniet.wsgi",
)


@dataclass(frozen=True)
class Step:
    """One thing to check: it holds when `command` ends with 0."""

    name: str
    command: tuple[str, ...]
    mend: str
    as_production: bool = field(default=False)


CHECKS = (
    Step("requirements", ("python", "-m", "pip", "check"), "make lock, and commit requirements*.txt"),
    Step("lint", ("python", "-m", "ruff", "check", "."), "make fix mends most of it; the rest says what is meant"),
    Step("format", ("python", "-m", "ruff", "format", "--check", "."), "make fix"),
    Step("types", ("python", "-m", "mypy"), "add or correct the annotations that are named"),
    Step("templates", ("python", "-m", "djlint", "templates", "--lint", "--quiet"), "mend the lines that are named"),
    Step(
        "unused templates",
        ("python", "manage.py", "unused_templates"),
        "remove the templates that are named, or use them",
    ),
    Step("style sheet", ("python", "manage.py", "build_css", "--check"), "make fix, and commit static/css/site.css"),
    Step(
        "translations",
        ("python", "manage.py", "catalogues", "check"),
        "make messages, then translate what is empty or fuzzy in locale/*/LC_MESSAGES/django.po",
    ),
    Step(
        "migrations",
        ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
        "make manage ARGS='makemigrations --name what_changes'",
    ),
    Step("settings here", ("python", "manage.py", "check", "--fail-level=WARNING"), "the hints say what is meant"),
    Step(
        "settings in production",
        ("python", "manage.py", "check", "--deploy", "--fail-level=WARNING"),
        "the hints say what is meant; production must not start insecurely",
        as_production=True,
    ),
)

FIXES = (
    ("python", "-m", "ruff", "check", "--fix", "--quiet", "."),
    ("python", "-m", "ruff", "format", "--quiet", "."),
    ("python", "manage.py", "build_css"),
)

MESSAGES = (
    ("python", "manage.py", "catalogues", "extract"),
    ("python", "manage.py", "catalogues", "compile"),
)

BENCH = ("python", "manage.py", "bench")

# Written for every machine and Python that we support; the comment at their head must not hold a path of this one.
LOCK = (
    *("python", "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version=3.11"),
    *("--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command=make lock"),
)
LOCKED = ("requirements", "requirements-dev")
