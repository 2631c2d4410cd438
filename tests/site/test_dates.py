"""Dates that are written out: “1er janvier” in French, wherever they stand."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import docx
import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from guidance.maker.choice import Choice
from guidance.maker.word import as_word
from guidance.maker.words import blocks
from guidance.maker.writing import council_text, web_text
from hierniet.dates import written
from signatories import emails
from signatories.enums import Status
from signatories.models.signatory import confirmation_period
from tests import factories
from tests.site.documents import Document

FIRST, SECOND = date(2027, 1, 1), date(2027, 1, 2)
AT = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Belgium
BASE = Path(settings.BASE_DIR)


@pytest.mark.parametrize(
    ("language", "day", "form", "expected"),
    [
        ("fr", FIRST, "j F Y", "1er janvier 2027"),
        ("fr", SECOND, "j F Y", "2 janvier 2027"),
        ("fr", date(2027, 1, 11), "j F Y", "11 janvier 2027"),
        ("fr", date(2027, 1, 21), "j F Y", "21 janvier 2027"),
        ("fr", FIRST, "j F", "1er janvier"),
        ("fr", FIRST, "DATE_FORMAT", "1er janvier 2027"),
        ("fr", FIRST, r"l j F \à j", "vendredi 1er janvier à 1er"),
        ("fr", FIRST, r"\j j", "j 1er"),
        ("fr", FIRST, "Y-m-d", "2027-01-01"),
        ("fr", AT.replace(day=1, month=1, year=2027), "DATETIME_FORMAT", "1er janvier 2027 23:30"),
        ("nl", FIRST, "j F Y", "1 januari 2027"),
        ("en", FIRST, "j F Y", "1 January 2027"),
        ("en", FIRST, "DATE_FORMAT", "1 January 2027"),
    ],
)
def test_day_is_written_as_the_language_has_it(language: str, day: date, form: str, expected: str):
    with translation.override(language):
        assert written(day, form) == expected


@pytest.mark.parametrize(("language", "expected"), [("fr", "1er janvier 2027"), ("nl", "1 januari 2027")])
def test_templates_write_local_days(language: str, expected: str):
    template = Template("{% load hierniet %}{{ at|written }}{{ nothing|written }}")

    with translation.override(language):
        assert template.render(Context({"at": AT, "nothing": None})) == expected


@pytest.mark.parametrize(("day", "expected"), [(FIRST, "1er janvier 2027"), (SECOND, "2 janvier 2027")])
@pytest.mark.parametrize("write", [web_text, council_text])
def test_maker_writes_the_date_in_french(write, day: date, expected: str):
    choice = Choice(name="Commune", blocks=tuple(block.key for block in blocks()))

    text = write(choice, "fr", rules={}, day=day)

    assert f"ersion du {expected}." in text.markdown
    assert expected in "".join(part.text for part in docx.Document(io.BytesIO(as_word([text], author="x"))).paragraphs)


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "day"), [(AT, "1er janvier 2027"), (AT.replace(day=30), "31 décembre 2026")])
def test_pages_write_the_date_in_french(client: Client, time_machine, moment: datetime, day: str):
    time_machine.move_to(moment, tick=False)
    rule = factories.create_rule()
    address = rule.texts.get(language="fr").get_absolute_url()

    for path in ("", "versions/", "versions/1/"):
        page = Document(client.get(address + path).content.decode())
        assert day in page.main.text
        assert "1 janvier" not in page.main.text


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "day"), [(AT, "1er janvier 2027"), (AT + timedelta(days=1), "2 janvier 2027")])
def test_mails_write_the_date_in_french(time_machine, moment: datetime, day: str):
    time_machine.move_to(moment - confirmation_period(), tick=False)
    signatory = factories.create_signatory(status=Status.UNCONFIRMED, language="fr")

    mail = emails.preview_confirmation(signatory)

    assert f"avant le {day}" in " ".join(mail.text.split())
    assert mail.html.count(day) == 2


def test_nothing_writes_out_a_day_in_another_way():
    """Django's own would say “1 janvier”. What machines read and what has no day in it is free."""
    wrong = [
        f"{path.relative_to(BASE)}: {found[0]}"
        for folder in ("templates", "guidance", "signatories", "hierniet")
        for path in (BASE / folder).rglob("*")
        if path.suffix in (".html", ".txt", ".py") and path != BASE / "hierniet" / "dates.py"
        for found in re.finditer(
            r"""(\|date(:["'](?=[^"']*(?<!\\)j|[A-Z_]*DATE)| ?[|}%])|\bdate_format\([^)]*["'](?=[^"'\n]*j|[A-Z_]*DATE))[^"'\n]*""",
            path.read_text(encoding="utf-8"),
        )
    ]

    assert wrong == []
