"""The one style sheet that visitors fetch is what its parts give."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from hierniet import style_sheet

# Linked by themselves: the component gallery and the back office.
BY_THEMSELVES = {"site.css", "gallery.css", "back-office.css"}

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def test_style_sheet_is_what_its_parts_give():
    assert style_sheet.is_current(), "run `make fix`"


def test_every_part_is_in_it_once():
    listed = [part.relative_to(style_sheet.FOLDER).as_posix() for part in style_sheet.parts()]
    there = {path.relative_to(style_sheet.FOLDER).as_posix() for path in style_sheet.FOLDER.rglob("*.css")}

    assert len(listed) == len(set(listed))
    assert {name for name in there if not name.startswith("back-office/")} - BY_THEMSELVES == set(listed)


def test_parts_follow_each_other_in_the_order_of_the_list(tmp_path: Path, monkeypatch):
    (tmp_path / "b.css").write_text("b{}\n\n", encoding="utf-8")
    (tmp_path / "a.css").write_text("\na{}", encoding="utf-8")
    (tmp_path / "parts.txt").write_text("b.css\na.css\n", encoding="utf-8")
    for name, value in {"FOLDER": tmp_path, "ORDER": tmp_path / "parts.txt", "TARGET": tmp_path / "site.css"}.items():
        monkeypatch.setattr(style_sheet, name, value)

    with pytest.raises(CommandError, match="make fix"):
        call_command("build_css", check=True)
    call_command("build_css")
    call_command("build_css", check=True)

    assert style_sheet.TARGET.read_text(encoding="utf-8").splitlines()[1:] == ["b{}", "", "a{}"]
    (tmp_path / "a.css").write_text("a{color:red}", encoding="utf-8")
    assert not style_sheet.is_current()


def test_every_bracket_is_closed():
    """Else everything after it counts only where the rule before it does."""
    sheets = sorted((settings.BASE_DIR / "static" / "css").rglob("*.css"))
    texts = {sheet.name: COMMENT.sub("", sheet.read_text(encoding="utf-8")) for sheet in sheets}

    assert [name for name, text in texts.items() if text.count("{") != text.count("}")] == []
