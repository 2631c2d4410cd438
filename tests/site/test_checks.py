"""System checks that keep us from forgetting: a mail in three languages, an end date for personal data."""

from dataclasses import replace

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from signatories import checks as ours
from signatories import retention

OF_PYTEST = "templates.E002"  # pytest-django's guard against unknown variables is no string


def run_checks(*tags: str) -> list[checks.CheckMessage]:
    return [found for found in checks.run_checks(tags=tags or None) if found.id != OF_PYTEST]


def test_nothing_is_forgotten():
    assert run_checks() == []


def test_missing_mail_is_found_in_every_language_and_shape(monkeypatch):
    monkeypatch.setattr(ours, "MESSAGES", ("confirm_address", "vergeten"))

    found = run_checks(checks.Tags.templates)

    assert {problem.id for problem in found} == {"signatories.E001"}
    assert sorted(problem.msg.split()[3] for problem in found) == [
        f"emails/{language}/vergeten{ending}"
        for language in ("en", "fr", "nl")
        for ending in (".html", ".subject.txt", ".txt")
    ]
    with pytest.raises(SystemCheckError):
        call_command("check")


def test_mail_that_cannot_be_read_is_found(monkeypatch, tmp_path, settings):
    for language in ("nl", "fr", "en"):
        folder = tmp_path / "emails" / language
        folder.mkdir(parents=True)
        for ending in (".subject.txt", ".txt", ".html"):
            (folder / f"stuk{ending}").write_text("{% if %}", encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    monkeypatch.setattr(ours, "MESSAGES", ("stuk",))

    found = run_checks(checks.Tags.templates)

    assert [problem.id for problem in found] == ["signatories.E002"] * 9


def test_personal_field_without_an_end_date_is_found(monkeypatch):
    shorter = [replace(line, fields=tuple(name for name in line.fields if name != "Signatory.contact_phone")) for line in retention.LINES]  # fmt: skip
    monkeypatch.setattr(retention, "LINES", shorter)

    found = run_checks(checks.Tags.models)

    assert [(problem.id, problem.msg.split()[0]) for problem in found] == [
        ("signatories.E003", "Signatory.contact_phone")
    ]


@pytest.mark.parametrize(("second_factor", "ids"), [(True, []), (False, ["signatories.W001"])])
def test_log_in_without_a_second_factor_is_told_before_deployment(settings, second_factor, ids):
    settings.STAFF_SECOND_FACTOR = second_factor

    found = ours.staff_need_a_second_factor()

    assert [problem.id for problem in found] == ids
