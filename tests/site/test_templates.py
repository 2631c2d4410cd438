"""Every template can be read, is used, and says which block it closes."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.template.loader import get_template

from hierniet import used_templates
from hierniet.used_templates import unused_templates

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
BLOCK = re.compile(r"{%\s*(block|endblock)\b\s*([\w]*)")


def test_every_template_can_be_read():
    assert len(TEMPLATES) > 100
    for name in TEMPLATES:
        get_template(name)


def test_every_template_is_used():
    assert unused_templates() == []


def test_template_that_nobody_uses_is_named(tmp_path: Path, monkeypatch):
    (tmp_path / "verlaten.html").touch()
    (tmp_path / "base.html").touch()
    monkeypatch.setattr(used_templates, "FOLDER", tmp_path)

    with pytest.raises(CommandError, match=r"Nothing uses verlaten\.html$"):
        call_command("unused_templates")


def test_block_of_more_than_one_line_is_closed_by_name():
    wrong = []
    for name in TEMPLATES:
        opened: list[tuple[str, int]] = []
        for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").splitlines(), start=1):
            for kind, given in BLOCK.findall(line):
                if kind == "block":
                    opened.append((given, number))
                    continue
                block, since = opened.pop()
                if given not in ({block} if since < number else {block, ""}):
                    wrong.append(f"{name}:{number}")

    assert wrong == []


def test_text_with_places_in_it_is_trimmed():
    """Else its line breaks and blanks would be part of what translators see."""
    wrong = [
        name
        for name in TEMPLATES
        for opened in re.findall(r"{%\s*blocktrans(?:late)?\b([^%]*)%}", (FOLDER / name).read_text(encoding="utf-8"))
        if "trimmed" not in opened.split()
    ]

    assert wrong == []
