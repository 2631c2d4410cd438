"""The reasons and the launch signatories that ship with the site."""

import pytest
from django.core.management import CommandError, call_command

from guidance.models import ContentVersion
from guidance.words import validate_word
from hierniet.languages import LANGUAGES
from signatories import actions
from signatories.content_loading import CONTENT_FOLDER, load_signatories
from signatories.enums import Decision, Status
from signatories.models import Event, Reason, ReasonText, Signatory
from tests import factories

pytestmark = pytest.mark.django_db


def test_launch_signatories_are_public_each_with_its_source():
    version = ContentVersion.current()

    load_signatories()

    assert ContentVersion.current() > version
    launched = Signatory.objects.approved()
    assert launched.count() > 10
    for signatory in launched:
        signatory.full_clean()
        assert signatory.source_url.startswith("https://")
        assert signatory.source_says
        assert signatory.contact_email == ""
        assert signatory.events.get().why == signatory.source_url
        validate_word(signatory.slug)


def test_reasons_are_there_for_both_decisions_in_three_languages():
    load_signatories()

    for decision in Decision:
        reasons = Reason.objects.filter(decision=decision, is_active=True)
        assert reasons.count() >= 3
        for reason in reasons:
            assert {text.language for text in reason.texts.all()} == set(LANGUAGES)
            assert all(text.label and text.explanation for text in reason.texts.all())


def test_loading_again_changes_nothing(capsys):
    call_command("load_signatories")
    before = [list(model.objects.order_by("pk").values()) for model in (Signatory, Event, Reason, ReasonText)]

    call_command("load_signatories")

    assert [list(model.objects.order_by("pk").values()) for model in (Signatory, Event, Reason, ReasonText)] == before
    assert "Signatories: 0 new." in capsys.readouterr().out


def test_loading_again_brings_nobody_back_and_keeps_what_an_editor_wrote(moderator):
    load_signatories()
    gone = Signatory.objects.approved().first()
    actions.suspend(gone, by=moderator, reason=Reason.objects.filter(decision=Decision.SUSPEND).first())
    text = ReasonText.objects.first()
    text.explanation = "Zoals de redactie het wil."
    text.save()

    load_signatories()

    gone.refresh_from_db()
    text.refresh_from_db()
    assert gone.status == Status.SUSPENDED
    assert text.explanation == "Zoals de redactie het wil."


def test_loading_leaves_the_place_to_who_signed_up_under_the_same_name_before():
    load_signatories()
    shipped = Signatory.objects.approved().first()
    total = Signatory.objects.count()
    shipped.events.all().delete()
    shipped.delete()
    own = factories.create_signatory(status=Status.APPROVED, name=shipped.name, slug=shipped.slug)

    _report, new = load_signatories()

    assert new == 0
    assert Signatory.objects.count() == total
    assert Signatory.objects.get(slug=shipped.slug) == own


def test_loading_with_a_fault_in_a_file_loads_nothing(tmp_path):
    for name in ("decline_reasons.toml", "launch_signatories.toml"):
        (tmp_path / name).write_text((CONTENT_FOLDER / name).read_text())
    with (tmp_path / "launch_signatories.toml").open("a") as file:
        file.write('\n[[signatory]]\nname = "Zonder bron"\nslug = "zonder-bron"\nkind = "company"\nlanguage = "nl"\n')

    with pytest.raises(KeyError):
        load_signatories(tmp_path)

    assert not Signatory.objects.exists()
    assert not Reason.objects.exists()


def test_command_says_what_is_wrong_in_a_sentence(monkeypatch):
    def fail() -> None:
        raise KeyError("source_url")

    monkeypatch.setattr("signatories.management.commands.load_signatories.load_signatories", fail)

    with pytest.raises(CommandError, match="source_url"):
        call_command("load_signatories")
