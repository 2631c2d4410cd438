"""Which of our templates nobody asks for."""

import re
from pathlib import Path

from django.conf import settings

from signatories.enums import Status

FOLDER = Path(settings.BASE_DIR) / "templates"
CODE_FOLDERS = ("hierniet", "guidance", "signatories", "templates")
# Asked for by Django, allauth and crispy-forms by names of their own.
FOR_LIBRARIES = ("400.html", "403.html", "404.html", "500.html", "account/", "admin/", "allauth/", "django/", "hierniet/",
                 "mfa/", "simple_history/", "usersessions/")  # fmt: skip
# Asked for by a name that is put together: mails (see their system check), and one file a status or state.
STATES = "|".join([*Status.values, "ready", "done", "late", "not_me", "unknown", "refused", "left", "ended"])
CONTACT_STATES = "ready|done|elsewhere|waits|stopped|objected"
PUT_TOGETHER = re.compile(
    rf"emails/(nl|fr|en)/|signatories/(status|confirm|second_person)/({STATES})\.html"
    r"|signatories/badge/wordmark_(nl|fr|en)\.svg"
    rf"|signatories/(renew|accept_contact|object_contact)/({CONTACT_STATES})\.html"
)


def unused_templates() -> list[str]:
    """Names of templates that no Python file and no other template mentions."""
    mentioned = _everything_written()
    return [name for name in _names() if not name.startswith(FOR_LIBRARIES) and not _is_used(name, mentioned)]


def _names() -> list[str]:
    return sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


def _is_used(name: str, mentioned: str) -> bool:
    return bool(PUT_TOGETHER.match(name)) or f'"{name}"' in mentioned or f"'{name}'" in mentioned


def _everything_written() -> str:
    files = (
        path
        for folder in CODE_FOLDERS
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
    )
    return "\n".join(path.read_text(encoding="utf-8") for path in files)
