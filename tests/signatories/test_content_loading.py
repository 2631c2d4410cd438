"""The reasons and the launch signatories that ship with the site."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

from guidance.models import ContentVersion
from guidance.words import validate_word
from hierniet.languages import LANGUAGES
from signatories import actions
from signatories.content_loading import load_signatories
from signatories.enums import Decision, Status
from signatories.models import Event, Reason, ReasonText, Signatory
from tests import factories

pytestmark = pytest.mark.django_db

REASON = """
[[reason]]
key = "mandate-contested"
for = "suspend"
position = 1
nl = { label = "Betwist", explanation = "Er is twijfel." }
fr = { label = "Contesté", explanation = "Il y a un doute." }
en = { label = "Contested", explanation = "There is doubt." }
"""
SIGNATORY = """
[[signatory]]
name = "Stad Gent"
slug = "stad-gent"
kind = "municipality"
language = "nl"
source_url = "https://bron.example/"
evidence = "signed"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One reason and one signatory, as they would ship."""
    (tmp_path / "decline_reasons.toml").write_text(REASON)
    (tmp_path / "launch_signatories.toml").write_text(SIGNATORY)
    return tmp_path


def rows_of(*models: type[Model]) -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.whole
def test_what_ships_is_public_sourced_and_complete_and_loads_once(capsys):
    version = ContentVersion.current()
    call_command("load_signatories")
    before = rows_of(Signatory, Event, Reason, ReasonText)

    call_command("load_signatories")

    assert "Signatories: 0 new." in capsys.readouterr().out
    assert rows_of(Signatory, Event, Reason, ReasonText) == before
    assert ContentVersion.current() > version
    assert Signatory.objects.approved().count() == Signatory.objects.count() > 10
    for signatory in Signatory.objects.all():
        signatory.full_clean()
        validate_word(signatory.slug)
        assert signatory.source_url.startswith("https://")
        assert signatory.source_says
        assert signatory.contact_email == ""
        assert signatory.events.get().why == signatory.source_url
    for decision in Decision:
        reasons = Reason.objects.filter(decision=decision, is_active=True).prefetch_related("texts")
        assert len(reasons) >= 3
        for reason in reasons:
            assert {text.language for text in reason.texts.all() if text.label and text.explanation} == set(LANGUAGES)


def test_loading_again_brings_nobody_back_and_keeps_what_an_editor_wrote(moderator, folder):
    load_signatories(folder)
    gone = Signatory.objects.get()
    actions.suspend(gone, by=moderator, reason=Reason.objects.get())
    text = ReasonText.objects.get(language="nl")
    text.explanation = "Zoals de redactie het wil."
    text.save()

    load_signatories(folder)

    gone.refresh_from_db()
    text.refresh_from_db()
    assert gone.status == Status.SUSPENDED
    assert text.explanation == "Zoals de redactie het wil."


def test_loading_leaves_the_place_to_who_signed_up_under_the_same_name_before(folder):
    own = factories.create_signatory(status=Status.APPROVED, name="Stad Gent", slug="stad-gent")

    _report, new = load_signatories(folder)

    assert new == 0
    assert Signatory.objects.get() == own


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('source_url = "https://bron.example/"\n', "", "source_url"),
        ('kind = "municipality"', 'kind = "party"', "party"),
        ('slug = "stad-gent"', 'slug = "Stad Gent"', "small letters|kleine letters"),
        ("[[signatory]]", "[[signatory]", "launch_signatories.toml"),
    ],
)
def test_a_fault_in_a_file_is_named_and_nothing_is_loaded(folder, monkeypatch, old, new, error):
    (folder / "launch_signatories.toml").write_text(SIGNATORY.replace(old, new))
    command = "signatories.management.commands.load_signatories.load_signatories"
    monkeypatch.setattr(command, lambda: load_signatories(folder))

    with pytest.raises(CommandError, match=error):
        call_command("load_signatories")

    assert not Signatory.objects.exists()
    assert not Reason.objects.exists()
