"""One style sheet from its parts: visitors fetch a single file, we keep one file per component."""

from pathlib import Path

from django.conf import settings

FOLDER = settings.BASE_DIR / "static" / "css"
TARGET = FOLDER / "site.css"
ORDER = FOLDER / "parts.txt"


def parts() -> list[Path]:
    """In the order of parts.txt: later ones may rely on earlier ones."""
    return [FOLDER / line for line in ORDER.read_text(encoding="utf-8").split()]


def put_together() -> str:
    head = (
        "/* Put together by `manage.py build_css` from the files that parts.txt names. Change those, not this one. */\n"
    )
    return head + "\n".join(part.read_text(encoding="utf-8").strip() + "\n" for part in parts())


def is_current() -> bool:
    return TARGET.is_file() and TARGET.read_text(encoding="utf-8") == put_together()


def write() -> None:
    TARGET.write_text(put_together(), encoding="utf-8")
