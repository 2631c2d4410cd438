"""The content that ships: all of it loads, again and again, and never over what an editor has changed."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from guidance.content_files import CONTENT_FOLDER, ContentFileError
from guidance.loading import load_content
from guidance.management.commands import load_content as command
from guidance.models import (
    Aid,
    Article,
    ArticleText,
    ContentVersion,
    Helpline,
    HouseRule,
    Outcome,
    Page,
    PageText,
    Question,
    Reply,
    RuleText,
    RuleWord,
)
from hierniet.languages import LANGUAGES
from tests import factories

pytestmark = pytest.mark.django_db

ARTICLES = {
    "code-of-conduct", "team-and-roles", "filters-and-settings", "ready-page-check", "public-bodies",
    "ladder", "first-hour", "when-not-to-engage", "criticism-or-slander", "answer-well", "report-to-platform", "danger",
    "pile-on", "keep-evidence", "care-for-people", "report-to-management", "file-a-complaint",
    "facebook", "instagram", "x", "tiktok", "linkedin", "youtube", "google-reviews", "bluesky",
}  # fmt: skip
HELPLINES = """
[[helpline]]
key = "1712"
need = "victims"
phone = "1712"
phone_link = "tel:1712"
website = "https://1712.be/"
languages = ["nl"]
checked_on = 2026-11-22
source_url = "https://1712.be/"
owner = "editors"
to_verify = false
nl = { name = "1712", what_for = "Voor wie geweld meemaakt.", hours = "9-17" }
fr = { name = "1712", what_for = "Pour les victimes.", hours = "9-17" }
en = { name = "1712", what_for = "For victims." }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One rule, one page and one helpline, to change and to break."""
    shutil.copytree(CONTENT_FOLDER / "rules" / "insults", tmp_path / "rules" / "insults")
    shutil.copytree(CONTENT_FOLDER / "pages" / "contact", tmp_path / "pages" / "contact")
    for name in ("articles", "aids", "replies"):
        (tmp_path / name).mkdir()
    (tmp_path / "helplines.toml").write_text(HELPLINES, encoding="utf-8")
    return tmp_path


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def load_by_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "load_content", partial(load_content, folder))
    call_command("load_content")


def rows() -> dict[str, object]:
    """Everything the content consists of, ids and times aside."""
    return {
        "rules": list(HouseRule.objects.values("key", "position", "is_published", "checked_on", "sources")),
        "rule texts": list(RuleText.objects.order_by("pk").values("language", *RuleText.content_fields)),
        "words": list(RuleWord.objects.values("language", "word", "rule__key")),
        "pages": list(Page.objects.values("key", "position", "is_published", "checked_on", "sources")),
        "page texts": list(PageText.objects.order_by("pk").values("language", *PageText.content_fields)),
        "helplines": list(Helpline.objects.values("key", "phone", "to_verify", "texts__name", "texts__language")),
    }


# What ships --------------------------------------------------------------------------------------------------------


@pytest.mark.whole
def test_everything_that_ships_is_loaded_in_three_languages_and_a_second_time_changes_nothing():
    report = load_content()
    once, version = rows(), ContentVersion.current()

    again = load_content()

    assert {rule.key for rule in HouseRule.objects.all()} == {
        "insults", "trolling", "hate", "racism", "sexual", "threats", "harassment", "private-data", "slander", "spam",
    }  # fmt: skip
    assert {page.key for page in Page.objects.all()} == {
        "sent-here", "charter", "about", "privacy", "accessibility", "press", "community-managers", "how-we-judge", "contact",
        "open-data",
    }  # fmt: skip
    assert {article.key for article in Article.objects.all()} == ARTICLES
    assert {aid.key for aid in Aid.objects.all()} == {"comment", "slander"}
    owners = [
        owner
        for model in (HouseRule, Page, Helpline, Article, Reply, Aid, Question, Outcome)
        for owner in model.objects.prefetch_related("texts")
    ]
    for owner in owners:
        assert sorted(text.language for text in owner.texts.all()) == sorted(LANGUAGES)
    assert report.created == 3 * len(owners)
    assert (report.updated, report.unchanged, report.kept) == (0, 0, [])
    assert (again.created, again.updated, again.unchanged, again.kept) == (0, 0, report.created, [])
    assert rows() == once
    assert ContentVersion.current() == version
    assert not PageText.objects.filter(body__contains="{")
    assert not ArticleText.objects.filter(body__regex=r"\]\((article|rule|page|aid|maker|checklist|replies|helplines):")


@pytest.mark.parametrize("link", ["article:bestaat-niet", "rule:facebook", "onzin:ladder", "helplines:101"])
def test_link_to_what_does_not_ship_is_named(folder, link):
    (folder / "articles" / "ladder").mkdir()
    (folder / "articles" / "ladder" / "article.toml").write_text(
        'moment = "during"\nposition = 1\nrules = []\nchecked_on = 2026-11-25\nowner = "x"\nto_verify = []\nsources = []\n',
        encoding="utf-8",
    )
    for language in LANGUAGES:
        (folder / "articles" / "ladder" / f"{language}.md").write_text(
            f'+++\nslug = "l"\ntitle = "T"\nlead = "L"\ndescription = "D"\n+++\n\n[hier]({link})\n', encoding="utf-8"
        )

    with pytest.raises(ContentFileError, match=f"ladder/nl.md: a link leads to {link}, which does not exist"):
        load_content(folder)


@pytest.mark.whole
@pytest.mark.parametrize("broken", ["dangling", "circular", "unreachable"])
def test_aid_that_is_no_tree_is_not_loaded(folder, broken):
    for name in ("aids", "articles", "rules", "pages"):
        shutil.copytree(CONTENT_FOLDER / name, folder / name, dirs_exist_ok=True)
    lines = {
        "dangling": ('to = "question:exposed" }', 'to = "question:nowhere" }'),
        "circular": ('{ key = "no", to = "question:core" }', '{ key = "no", to = "question:danger" }'),
        "unreachable": ('{ key = "spam", to = "outcome:spam" }', '{ key = "spam", to = "outcome:criticism" }'),
    }
    rewrite(folder / "aids" / "comment" / "aid.toml", *lines[broken])

    with pytest.raises(ContentFileError, match=rf"aids/comment/aid.toml: .*{broken}"):
        load_content(folder)
    assert not Aid.objects.exists()


def test_command_tells_what_it_did(folder, monkeypatch, capsys):
    load_by_command(folder, monkeypatch)
    text = RuleText.objects.get(language="nl")
    text.lead = "Door een redacteur."
    text.save()
    load_by_command(folder, monkeypatch)

    assert capsys.readouterr().out.splitlines() == [
        "Content: 9 new, 0 updated, 0 unchanged, 0 kept as an editor left them.",
        "Content: 0 new, 0 updated, 8 unchanged, 1 kept as an editor left them.",
        f"  kept: {text.name}",
    ]


# Whose word counts -------------------------------------------------------------------------------------------------


def test_changed_file_updates_a_text_that_nobody_touched(folder):
    load_content(folder)
    rewrite(folder / "rules" / "insults" / "nl.md", 'lead = "Boos', 'lead = "Heel boos')

    report = load_content(folder)

    assert (report.updated, report.unchanged, report.kept) == (1, 8, [])
    assert RuleText.objects.get(language="nl").lead.startswith("Heel boos")


def test_what_an_editor_wrote_stays_whatever_the_file_says(folder):
    load_content(folder)
    text = RuleText.objects.get(language="nl")
    text.what_it_is = "Door een *redacteur*."
    text.save()
    rewrite(folder / "rules" / "insults" / "nl.md", 'lead = "Boos', 'lead = "Heel boos')

    for _time in range(2):
        report = load_content(folder)

        text.refresh_from_db()
        assert report.kept == [text.name]
        assert text.what_it_is_html == "<p>Door een <em>redacteur</em>.</p>"
        assert not text.lead.startswith("Heel boos")


# What is older than its source -------------------------------------------------------------------------------------


def lags() -> dict[str, str]:
    return dict(RuleText.objects.exclude(older_than="").values_list("language", "older_than"))


def write_as_an_editor(language: str) -> RuleText:
    text = RuleText.objects.get(language=language)
    text.lead = "Door een redacteur."
    text.save()
    return text


def test_shipped_texts_do_not_age_among_themselves(folder):
    load_content(folder)
    rewrite(folder / "rules" / "insults" / "nl.md", 'lead = "Boos', 'lead = "Heel boos')

    report = load_content(folder)

    assert (report.updated, report.left_behind, lags()) == (1, [], {})


def test_text_that_an_editor_wrote_is_older_when_a_file_changes_another_language(folder, monkeypatch, capsys):
    load_by_command(folder, monkeypatch)
    kept = write_as_an_editor("fr")
    rewrite(folder / "rules" / "insults" / "nl.md", 'lead = "Boos', 'lead = "Heel boos')
    capsys.readouterr()

    load_by_command(folder, monkeypatch)

    assert lags() == {"fr": "nl"}
    kept.refresh_from_db()
    assert kept.older_since == RuleText.objects.get(language="nl").updated_at
    assert capsys.readouterr().out.splitlines()[-1] == f"  kept, and older than its source now: {kept.name} (fr)"


def test_loading_again_does_not_ask_again_what_an_editor_has_answered(folder):
    load_content(folder)
    kept = write_as_an_editor("fr")
    rewrite(folder / "rules" / "insults" / "nl.md", 'lead = "Boos', 'lead = "Heel boos')
    load_content(folder)
    kept.refresh_from_db()
    kept.confirm()

    assert load_content(folder).left_behind == []
    assert lags() == {}


def test_new_address_in_a_file_makes_nothing_older(folder):
    load_content(folder)
    write_as_an_editor("fr")
    rewrite(folder / "pages" / "contact" / "nl.md", 'slug = "contact"', 'slug = "contacteer-ons"')
    rewrite(folder / "rules" / "insults" / "nl.md", 'slug = "schelden"', 'slug = "vloeken"')

    assert load_content(folder).updated == 2
    assert lags() == {}


def test_shipped_text_that_an_editor_left_behind_stays_so_when_its_own_file_changes(folder):
    """The file knows nothing of what the editor wrote in the other language, nor that language of the file."""
    load_content(folder)
    kept = write_as_an_editor("fr")
    shipped = RuleText.objects.get(language="nl")
    shipped.fall_behind("fr", since=kept.updated_at)
    rewrite(folder / "rules" / "insults" / "nl.md", 'lead = "Boos', 'lead = "Heel boos')

    load_content(folder)

    assert lags() == {"nl": "fr", "fr": "nl"}


def test_language_that_a_file_adds_makes_nothing_older(folder):
    load_content(folder)
    write_as_an_editor("fr")
    RuleText.objects.get(language="nl").delete()

    assert load_content(folder).created == 1
    assert lags() == {}


def test_text_that_an_editor_put_back_is_updated_again(folder):
    load_content(folder)
    text = RuleText.objects.get(language="nl")
    shipped = text.lead
    for lead in ("Door een redacteur.", shipped):
        text.lead = lead
        text.save()
    rewrite(folder / "rules" / "insults" / "nl.md", 'lead = "Boos', 'lead = "Heel boos')

    assert load_content(folder).updated == 1


def test_corrected_facts_reach_what_nobody_touched(folder):
    load_content(folder)
    rewrite(folder / "helplines.toml", '"tel:1712"', '"tel:+321712"')
    rewrite(folder / "rules" / "insults" / "rule.toml", "position = 1", "position = 7")
    rewrite(folder / "pages" / "contact" / "page.toml", "2026-11-22", "2026-12-24")

    report = load_content(folder)

    assert (report.updated, report.kept) == (3, [])
    assert Helpline.objects.get().phone_link == "tel:+321712"
    assert HouseRule.objects.get().position == 7
    assert Page.objects.get().checked_on.isoformat() == "2026-12-24"


def test_facts_that_an_editor_changed_stay(folder):
    load_content(folder)
    helpline = Helpline.objects.get()
    helpline.phone, helpline.phone_link = "1713", "tel:1713"
    helpline.save()
    rewrite(folder / "helplines.toml", '"tel:1712"', '"tel:+321712"')

    report = load_content(folder)

    assert (report.updated, report.kept) == (0, ["1712"])
    assert Helpline.objects.get().phone_link == "tel:1713"


def test_what_an_editor_took_off_stays_off(folder):
    load_content(folder)
    HouseRule.objects.update(is_published=False)
    Page.objects.update(is_published=False)
    rewrite(folder / "rules" / "insults" / "rule.toml", "position = 1", "position = 7")

    load_content(folder)

    assert not HouseRule.objects.get().is_published
    assert not Page.objects.get().is_published


def test_new_word_in_a_file_is_added_and_no_old_one_is_taken_away(folder):
    load_content(folder)
    rewrite(folder / "rules" / "insults" / "nl.md", '"uitschelden"', '"vloeken"')

    load_content(folder)

    words = RuleWord.objects.filter(language="nl").values_list("word", flat=True)
    assert {"schelden", "uitschelden", "vloeken"} <= set(words)


def test_word_that_an_editor_gave_to_another_rule_stays_there(folder):
    other = factories.create_rule(key="other", words={"nl": "iets"})
    RuleWord.objects.create(rule=other, language="nl", word="uitschelden")

    report = load_content(folder)

    assert report.kept == ["/uitschelden (nl)"]
    assert RuleWord.objects.get(word="uitschelden").rule == other


# What is wrong in a file -------------------------------------------------------------------------------------------


def _remove(path: Path) -> None:
    path.unlink()


def _cut_in_two(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def _no_utf_8(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\xff\xfe")


BROKEN = [
    ("rules/insults/fr.md", _remove, "fr.md"),
    ("rules/insults/fr.md", _cut_in_two, "front matter"),
    ("rules/insults/fr.md", _no_utf_8, "fr.md"),
    ("rules/insults/nl.md", ("## mistake\n", ""), "mistake"),
    ("rules/insults/nl.md", ("## law\n", "## laws\n"), "laws"),
    ("rules/insults/nl.md", ("## law\n", "## mistake\n"), "mistake"),
    ("rules/insults/nl.md", ("## what-it-is\n", "Verloren woorden.\n\n## what-it-is\n"), "before its first heading"),
    ("rules/insults/nl.md", ('slug = "schelden"', 'slug = "Schelden!"'), "slug"),
    ("rules/insults/nl.md", ('slug = "schelden"', 'slug = "beheer"'), "slug"),
    ("rules/insults/nl.md", ('"uitschelden"', '"uit schelden"'), "word"),
    ("rules/insults/nl.md", ("words = ", "wordz = "), "'words'"),
    ("rules/insults/nl.md", ("summary = ", "sumary = "), "summary"),
    ("rules/insults/nl.md", ('name = "Schelden en beledigen"', "name = Schelden"), "not TOML"),
    ("rules/insults/nl.md", ('question = "Schelden?"', f'question = "{"Schelden" * 9}?"'), "question"),
    ("rules/insults/rule.toml", _remove, "rule.toml"),
    ("rules/insults/rule.toml", ("checked_on = 2026-11-22", 'checked_on = "gisteren"'), "checked_on"),
    ("rules/insults/rule.toml", ("position = 1", ""), "'position'"),
    ("rules/insults/rule.toml", ("https://www.unia.be", "javascript:"), "sources"),
    ("pages/contact/en.md", _remove, "en.md"),
    ("pages/contact/en.md", ("title = ", "titel = "), "title"),
    ("pages/contact/en.md", ('slug = "contact"', 'slug = "rules"'), "slug"),
    ("helplines.toml", _remove, "helplines.toml"),
    ("helplines.toml", ('key = "1712"', 'kee = "1712"'), "'key'"),
    ("helplines.toml", ("fr = {", "de = {"), "'fr'"),
    ("helplines.toml", ('"tel:1712"', '"javascript:1712"'), "phone_link"),
    ("helplines.toml", ('need = "victims"', 'need = "iets"'), "need"),
    ("helplines.toml", ("nl = { name", "nl = 1\nnr = { name"), "wrong kind"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "damage", "what"), BROKEN, ids=[f"{place}: {what}" for place, _d, what in BROKEN])
def test_broken_file_is_named_and_nothing_is_changed(folder, monkeypatch, place, damage, what):
    if callable(damage):
        damage(folder / place)
    else:
        rewrite(folder / place, *damage)

    with pytest.raises(CommandError) as refusal:
        load_by_command(folder, monkeypatch)

    assert str(folder / place) in str(refusal.value)
    assert what in str(refusal.value)
    assert not any(rows().values())
    assert not connection.needs_rollback


def test_one_word_for_two_rules_is_told(folder, monkeypatch):
    shutil.copytree(folder / "rules" / "insults", folder / "rules" / "other")

    with pytest.raises(CommandError) as refusal:
        load_by_command(folder, monkeypatch)

    assert "other/nl.md: slug" in str(refusal.value)
    assert not any(rows().values())


def test_folder_that_is_not_there_is_named(tmp_path, monkeypatch):
    with pytest.raises(CommandError) as refusal:
        load_by_command(tmp_path / "nergens", monkeypatch)

    assert str(tmp_path / "nergens" / "rules") in str(refusal.value)
