"""The list of what went wrong elsewhere names tests that are there."""

import re

from django.conf import settings


def test_every_incident_has_its_tests():
    listed = (settings.BASE_DIR / "docs" / "incidents.md").read_text(encoding="utf-8")
    files = (settings.BASE_DIR / "tests").rglob("test_*.py")
    there = {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)}
    rows = [line for line in listed.splitlines() if line.startswith("| ") and "---" not in line][1:]

    assert all(re.search(r"`test_\w+`", row) for row in rows)
    assert set(re.findall(r"`(test_\w+)`", listed)) - there == set()
