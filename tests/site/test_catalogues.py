"""Interface texts: all found, all translated, compiled without help from outside."""

import gettext
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext as translated
from django.utils.translation import pgettext, trans_real

from hierniet import catalogues

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy, gettext_noop

HELLO = _("Hello")
ADDRESS = pgettext_lazy("address", "rules/")
NAMED = _("Dear %(name)s")  # noqa
def count(number):
    # Translators: how many apples
    return ngettext("%(number)s apple", "%(number)s apples", number)
LATER = gettext_noop("Later")
"""
TEMPLATE = """{% load i18n %}
<p title="{% translate 'In an attribute' %}">{% translate "Copy" context "button" %}</p>
{% blocktranslate trimmed with name=x %}
  Two
  lines for {{ name }}
{% endblocktranslate %}
{% blocktranslate trimmed count number=n %}{{ number }} pear{% plural %}{{ number }} pears{% endblocktranslate %}
{% if a %}{% translate "Within" as within %}{% endif %}
"""
TEXTS = {
    (None, "Hello"), ("address", "rules/"), (None, "Dear %(name)s"), (None, ("%(number)s apple", "%(number)s apples")),
    (None, "Later"), (None, "In an attribute"), ("button", "Copy"), (None, "Two lines for %(name)s"),
    (None, ("%(number)s pear", "%(number)s pears")), (None, "Within"),
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, settings) -> Path:
    """A small project of one Python file and one template, with catalogues that are complete."""
    (tmp_path / "guidance").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "guidance" / "words.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    settings.BASE_DIR = tmp_path
    catalogues.update()
    for language in ("nl", "fr", "en"):
        catalog = catalogues.read(language)
        for message in catalog:
            if message.id:
                message.string = message.id
        catalogues.write(language, catalog)
    return tmp_path


def change(project: Path, old: str, new: str, language: str = "nl") -> None:
    path = project / "locale" / language / "LC_MESSAGES" / "django.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# The real ones -----------------------------------------------------------------------------------------------------


@pytest.mark.whole
def test_three_languages_are_complete():
    assert [str(problem) for problem in catalogues.problems()] == []


def test_what_is_compiled_is_what_is_written():
    assert catalogues.compile_all() == 0
    with translation.override("fr"):
        assert pgettext("address", "rules/") == "regles/"
        assert translated("Skip to the content") != "Skip to the content"


@pytest.mark.whole
def test_texts_of_templates_forms_models_and_mails_are_found():
    found = {(message.context, message.id) for message in catalogues.collect()}

    assert {
        ("address", "rules/"),
        (None, "Skip to the content"),
        ("button", "Copy"),
        (None, "Set apart"),
        (None, "What are you signing for?"),
        (None, ("%(number)s signatory has promised not to let hate stand, and to let criticism stand.",
                "%(number)s signatories have promised not to let hate stand, and to let criticism stand.")),
    } <= found  # fmt: skip


# How they are kept -------------------------------------------------------------------------------------------------


def test_every_text_is_collected_once(project):
    collected = [(message.context, message.id) for message in catalogues.collect() if message.id]

    assert sorted(collected, key=str) == sorted(TEXTS, key=str)
    assert catalogues.problems() == []


def test_hint_for_translators_comes_along(project):
    assert catalogues.collect().get("%(number)s apple").auto_comments == ["Translators: how many apples"] or (
        catalogues.collect().get("%(number)s apple").auto_comments == ["how many apples"]
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "Hello"', 'msgstr ""', "nl: not translated: 'Hello'"),
        ('msgid "Hello"\nmsgstr "Hello"\n', "", "nl: missing: 'Hello'"),
        ('msgid "Hello"', 'msgid "Hallo"', "nl: not used any more: 'Hallo'"),
        ('msgstr "Dear %(name)s"', 'msgstr "Beste %(naam)s"', "nl: placeholders differ: 'Dear %(name)s'"),
        ('msgstr "Dear %(name)s"', 'msgstr "Beste"', "nl: placeholders differ: 'Dear %(name)s'"),
        ('msgid "Hello"', '#, fuzzy\nmsgid "Hello"', "nl: marked as unsure: 'Hello'"),
        ('msgstr[1] "%(number)s apples"', 'msgstr[1] ""', "nl: not translated: '%(number)s apple'"),
        ('msgstr[1] "%(number)s apples"', 'msgstr[1] "appels"', "nl: placeholders differ: '%(number)s apple'"),
        ('msgctxt "button"\nmsgid "Copy"', 'msgid "Copy"', "nl: missing: 'Copy'"),
    ],
)
def test_what_is_not_in_order_is_told(project, old, new, problem):
    change(project, old, new)

    assert problem in [str(found) for found in catalogues.problems()]
    with pytest.raises(CommandError, match="not in order"):
        call_command("catalogues", "check")


def test_new_text_comes_in_empty_known_ones_stay_and_old_ones_go(project):
    change(project, 'msgstr "Hello"', 'msgstr "Hallo"')
    (project / "guidance" / "words.py").write_text(CODE.replace('"Later"', '"Sooner"'), encoding="utf-8")

    call_command("catalogues", "extract")

    catalog = catalogues.read("nl")
    assert catalog.get("Hello").string == "Hallo"
    assert catalog.get("Sooner").string == ""
    assert catalog.get("Later") is None


def test_collecting_twice_changes_nothing(project):
    catalogues.update()
    before = {path: path.read_bytes() for path in project.rglob("*.po")}

    catalogues.update()

    assert {path: path.read_bytes() for path in project.rglob("*.po")} == before
    assert str(project) not in str(before.values())


def test_compiled_file_is_what_gettext_reads(project):
    change(project, 'msgstr "Hello"', 'msgstr "Hallo"')

    assert catalogues.compile_all() == 3
    assert catalogues.compile_all() == 0
    read = gettext.translation("django", project / "locale", ["nl"])
    assert read.gettext("Hello") == "Hallo"
    assert read.ngettext("%(number)s apple", "%(number)s apples", 2) == "%(number)s apples"
    assert sorted(path.name for path in (project / "locale" / "nl" / "LC_MESSAGES").iterdir()) == [
        "django.mo",
        "django.po",
    ]


def test_what_was_read_before_it_was_compiled_is_read_again(project, settings):
    settings.LOCALE_PATHS = [project / "locale"]
    change(project, 'msgstr "Hello"', 'msgstr "Hallo"')
    with translation.override("nl"):
        before = translated("Hello")

    catalogues.compile_all()

    with translation.override("nl"):
        after = translated("Hello")
    trans_real._translations = {}
    assert (before, after) == ("Hello", "Hallo")


def test_shipped_catalogues_have_the_plurals_of_their_language():
    forms = {}
    for language in ("nl", "fr", "en"):
        with catalogues.po_path(language).open("rb") as file:
            forms[language] = str(read_po(file).plural_forms).replace(" ", "")

    assert forms == {
        "nl": "nplurals=2;plural=(n!=1);",
        "fr": "nplurals=2;plural=(n>1);",
        "en": "nplurals=2;plural=(n!=1);",
    }
