"""An aid that an editor reshaped and that a release does not fit: it stays, the rest loads, and the operator is told."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from django.core.management import call_command

from guidance.content_files import ContentFileError
from guidance.loading import Report, load_content
from guidance.management.commands import load_content as command
from guidance.models import Aid, AidText, ArticleText, ContentVersion, Outcome, Question, QuestionText, SearchEntry
from hierniet.languages import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.whole]  # all content, loaded again and again

Shape = Mapping[str, list[str]]
SHIPPED: Shape = {"first": ["outcome:insult", "question:kind"], "kind": ["outcome:spam", "outcome:criticism"]}
# The next release tells one more thing apart, where the editor has taken something away.
RELEASED: Shape = {"first": ["outcome:insult", "question:kind"], "kind": ["outcome:spam", "outcome:criticism", "outcome:flood"]}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two aids that lead to each other, and an article that leads to both."""
    for name in ("rules", "pages", "articles/ladder", "aids", "replies"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "helplines.toml").write_text("helpline = []\n", encoding="utf-8")
    write_aid(tmp_path, "comment", SHIPPED, leads_to="slander")
    write_aid(tmp_path, "slander", SHIPPED, leads_to="comment")
    (tmp_path / "articles" / "ladder" / "article.toml").write_text(
        'moment = "during"\nposition = 1\nrules = []\nchecked_on = 2026-11-25\nowner = "x"\nto_verify = []\nsources = []\n',
        encoding="utf-8",
    )
    for language in LANGUAGES:
        (tmp_path / "articles" / "ladder" / f"{language}.md").write_text(
            '+++\nslug = "l"\ntitle = "T"\nlead = "L"\ndescription = "D"\n+++\n\n[a](aid:comment) [b](aid:slander)\n',
            encoding="utf-8",
        )
    return tmp_path


def write_aid(folder: Path, key: str, shape: Shape, *, leads_to: str, slug: str = "", lead: str = "Lead.") -> None:
    place = folder / "aids" / key
    place.mkdir(exist_ok=True)
    outcomes = sorted({to.removeprefix("outcome:") for goals in shape.values() for to in goals if "outcome:" in to})
    lines = ['position = 1\nfirst = "first"\nchecked_on = 2026-11-25\nowner = "x"\nsources = []\nto_verify = []']
    for question, goals in shape.items():
        answers = ", ".join(f'{{ key = "a{number}", to = "{goal}" }}' for number, goal in enumerate(goals))
        lines.append(f'[[question]]\nkey = "{question}"\nanswers = [{answers}]')
    lines += [
        f'[[outcome]]\nkey = "{outcome}"\nstop = false\nevidence = "none"\nmoves = ["leave"]\nrules = []\ntones = []\n'
        "helplines = []\narticles = []"
        for outcome in outcomes
    ]
    (place / "aid.toml").write_text("\n".join(lines), encoding="utf-8")
    for language in LANGUAGES:
        words = [f'slug = "{slug or key}"\ntitle = "Title"\nlead = "{lead}"\ndescription = "D"']
        for question, goals in shape.items():
            words.append(f'[question.{question}]\nslug = "{question}"\nshort = "S"\nquestion = "Q?"\nhelp = ""')
            words.append(f"[question.{question}.answers]")
            words += [f'a{number} = "Answer {number}"' for number, _goal in enumerate(goals)]
        words += [
            f'[outcome.{outcome}]\nslug = "{outcome}"\nshort = "S"\ntitle = "T"\nwhat = "[x](aid:{leads_to})"\nnow = "1. N"\n'
            'law = ""'
            for outcome in outcomes
        ]
        (place / f"{language}.toml").write_text("\n".join(words), encoding="utf-8")


def reshape_as_editor(key: str = "comment") -> None:
    """No branch for spam any more, but one for praise: sound, but not ours."""
    aid = Aid.objects.get(key=key)
    question = aid.questions.get(key="kind")
    question.targets = ["outcome:insult", "outcome:criticism"]
    question.save()
    spam = aid.outcomes.get(key="spam")
    spam.is_used = False
    spam.save()
    assert aid.tree().problems() == []


def content() -> dict[str, list[object]]:
    return {
        "aids": list(Aid.objects.order_by("key").values("key", "first", "position")),
        "words": list(AidText.objects.order_by("pk").values("slug", "title", "lead")),
        "questions": list(Question.objects.order_by("pk").values("key", "targets", "is_used")),
        "answers": list(QuestionText.objects.order_by("pk").values("answers", "text")),
        "outcomes": list(Outcome.objects.order_by("pk").values("key", "is_used")),
    }


def link_texts() -> set[str]:
    return set(ArticleText.objects.filter(language="nl").values_list("body", flat=True))


def test_aid_that_an_editor_reshaped_stays_as_it_is_and_the_rest_loads(folder: Path):
    load_content(folder)
    reshape_as_editor()
    before = content()
    write_aid(folder, "comment", RELEASED, leads_to="slander", lead="Newer.")
    write_aid(folder, "slander", RELEASED, leads_to="comment", lead="Newer.")

    report = load_content(folder)

    comment, slander = Aid.objects.get(key="comment"), Aid.objects.get(key="slander")
    assert list(comment.questions.order_by("pk").values("key", "targets", "is_used")) == before["questions"][:2]
    assert not comment.outcomes.filter(key="flood").exists()
    assert {text.lead for text in comment.texts.all()} == {"Lead."}
    assert slander.questions.get(key="kind").targets == RELEASED["kind"]
    assert {text.lead for text in slander.texts.all()} == {"Newer."}
    (kept,) = report.kept
    assert kept.startswith("comment, all of it: ")
    assert "unreachable: outcome:flood" in kept
    assert (report.created, report.updated) == (3, 1 + 3 + 3)  # of the other aid: an outcome; a shape, questions, words


def test_same_release_again_says_it_again_and_changes_nothing(folder: Path):
    load_content(folder)
    reshape_as_editor()
    write_aid(folder, "comment", RELEASED, leads_to="slander")
    first = load_content(folder)
    before, version = content(), ContentVersion.current()

    again = load_content(folder)

    assert (again.created, again.updated, again.kept) == (0, 0, first.kept)
    assert (content(), ContentVersion.current()) == (before, version)


def test_aid_loads_again_when_the_editor_has_made_room_for_it(folder: Path):
    load_content(folder)
    reshape_as_editor()
    write_aid(folder, "comment", RELEASED, leads_to="slander")
    load_content(folder)
    question = Question.objects.get(aid__key="comment", key="kind")
    question.targets = SHIPPED["kind"]
    question.save()
    spam = Outcome.objects.get(aid__key="comment", key="spam")
    spam.is_used = True
    spam.save()

    report = load_content(folder)

    assert report.kept == []
    assert Question.objects.get(aid__key="comment", key="kind").targets == RELEASED["kind"]


def test_what_a_release_leaves_behind_in_an_aid_is_told(folder: Path):
    load_content(folder)
    text = AidText.objects.get(aid__key="comment", language="nl")
    text.lead = "Van de redactie."
    text.save()
    write_aid(folder, "comment", SHIPPED, leads_to="slander", lead="Newer.")

    report = load_content(folder)

    assert report.left_behind == ["Title (nl)"]
    assert AidText.objects.get(aid__key="comment", language="nl").older_than


def test_links_lead_to_the_aid_as_it_stayed(folder: Path):
    """Its new address exists nowhere, so that whoever followed a link to it would find nothing."""
    load_content(folder)
    assert link_texts() == {"[a](/nl/beslissen/comment/) [b](/nl/beslissen/slander/)"}
    reshape_as_editor()
    write_aid(folder, "comment", RELEASED, leads_to="slander", slug="comment-new")
    write_aid(folder, "slander", RELEASED, leads_to="comment", slug="slander-new")

    load_content(folder)

    assert link_texts() == {"[a](/nl/beslissen/comment/) [b](/nl/beslissen/slander-new/)"}
    flood = Outcome.objects.get(aid__key="slander", key="flood")
    assert "/nl/beslissen/comment/" in flood.texts.get(language="nl").what


def test_both_aids_can_stay(folder: Path):
    load_content(folder)
    for key in ("comment", "slander"):
        reshape_as_editor(key)
        write_aid(folder, key, RELEASED, leads_to="comment", slug=f"{key}-new")
    before = content()

    report = load_content(folder)

    assert content() == before
    assert [kept.split(",")[0] for kept in report.kept] == ["comment", "slander"]
    assert link_texts() == {"[a](/nl/beslissen/comment/) [b](/nl/beslissen/slander/)"}


def test_words_that_do_not_fit_the_answers_are_no_reason_to_stop_either(folder: Path):
    load_content(folder)
    text = QuestionText.objects.get(question__aid__key="comment", question__key="kind", language="nl")
    text.answers = ["Van de redactie", "Ook"]
    text.save()
    write_aid(folder, "comment", RELEASED, leads_to="slander")

    (kept,) = load_content(folder).kept

    assert "kind (nl) has not as many answers as targets" in kept
    assert Question.objects.get(aid__key="comment", key="kind").targets == SHIPPED["kind"]


def test_address_that_an_editor_gave_away_within_an_aid_keeps_that_aid_alone(folder: Path):
    load_content(folder)
    text = QuestionText.objects.get(question__aid__key="comment", question__key="kind", language="nl")
    text.slug = "flood"
    text.save()
    write_aid(folder, "comment", RELEASED, leads_to="slander")

    (kept,) = load_content(folder).kept

    assert kept.startswith("comment, all of it: ")
    assert not Outcome.objects.filter(key="flood").exists()


def test_new_aid_whose_address_is_taken_is_an_error(folder: Path):
    """Nothing of it could stay, and links to it would lead to another aid."""
    load_content(folder)
    for text in AidText.objects.filter(aid__key="comment"):
        text.slug = "new"
        text.save()
    write_aid(folder, "new", SHIPPED, leads_to="comment")
    before = content()

    with pytest.raises(ContentFileError, match="aids/new/nl.toml"):
        load_content(folder)

    assert content() == before


BROKEN: list[Shape] = [
    {"first": ["outcome:insult", "question:nowhere"]},
    {"first": ["outcome:insult", "question:kind"], "kind": ["question:first", "outcome:spam"]},
    {"first": ["outcome:insult", "outcome:spam"], "kind": ["outcome:insult", "outcome:spam"]},
]


@pytest.mark.parametrize("shape", BROKEN)
@pytest.mark.parametrize("is_reshaped", [True, False])
def test_files_that_are_wrong_by_themselves_load_nothing(folder: Path, shape: Shape, is_reshaped: bool):
    """Also beside an aid that could not be loaded anyway: nobody must take the one for the other."""
    load_content(folder)
    if is_reshaped:
        reshape_as_editor()
        write_aid(folder, "comment", RELEASED, leads_to="slander")
    before, version = content(), ContentVersion.current()
    write_aid(folder, "slander", shape, leads_to="comment")

    with pytest.raises(ContentFileError, match="aids/slander/aid.toml"):
        load_content(folder)

    assert (content(), ContentVersion.current()) == (before, version)


def test_two_aids_with_one_address_are_an_error_of_the_files(folder: Path):
    load_content(folder)
    for key in ("comment", "slander"):
        write_aid(folder, key, SHIPPED, leads_to="comment", slug="same")

    with pytest.raises(ContentFileError, match="aids/slander/nl.toml"):
        load_content(folder)


def test_search_finds_the_aid_that_stayed_as_it_is(folder: Path):
    load_content(folder)
    reshape_as_editor()
    before = set(SearchEntry.objects.filter(kind="outcome").values_list("source", "digest"))
    write_aid(folder, "comment", RELEASED, leads_to="slander", slug="comment-new")

    load_content(folder)

    assert set(SearchEntry.objects.filter(kind="outcome").values_list("source", "digest")) == before


def test_command_names_the_aid_and_the_reason(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    def load() -> Report:
        return load_content(folder)

    monkeypatch.setattr(command, "load_content", load)
    call_command("load_content")
    reshape_as_editor()
    write_aid(folder, "comment", RELEASED, leads_to="slander")
    capsys.readouterr()

    call_command("load_content")

    counts, kept = capsys.readouterr().out.splitlines()
    assert counts.endswith(", 1 kept as an editor left them.")
    assert kept.startswith("  kept: comment, all of it: the new one does not go together with it (")
    assert kept.endswith("aids/comment/aid.toml: unreachable: outcome:flood)")
