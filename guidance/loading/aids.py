"""Decision aids: their shape in `aid.toml`, their words in a file a language.

An aid is loaded whole or not at all: half of our shape and half of an editor's might be no tree.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from guidance.content_files import ContentFileError, naming, read_toml
from guidance.loading.links import Links
from guidance.loading.put import Report, put_owner, put_text
from guidance.models import Aid, AidText, Outcome, OutcomeText, Question, QuestionText
from guidance.trees import Tree
from hierniet.languages import LANGUAGES

Facts = Mapping[str, Any]
FACTS = ("position", "first", "checked_on", "owner", "sources", "to_verify")


def load_aids(folders: Sequence[Path], links: Links, report: Report) -> Links:
    """Those that go together with what editors made of them; each of the others stays as it is, for somebody to look at.

    Gives the links as they lead then. Files that are wrong by themselves are an error, as everywhere.
    """
    attempt = Report()
    folder = Path()
    try:
        with transaction.atomic():
            for folder in folders:
                _load_aid(folder, links, attempt)
    except ContentFileError as error:
        aid = Aid.objects.filter(key=folder.name).first()
        _require_sound_files(folders, links)
        if aid is None:  # there is nothing of it that could stay: its address is taken by another, say
            raise
        report.kept.append(f"{aid}, all of it: the new one does not go together with it ({error})")
        others = [other for other in folders if other != folder]
        return load_aids(others, links.to_aid(aid), report)
    report.add(attempt)
    return links


def _require_sound_files(folders: Sequence[Path], links: Links) -> None:
    """Whether what ships would load where no editor has been; tried, and taken back."""
    with transaction.atomic():
        Aid.objects.all().delete()
        for folder in folders:
            _load_aid(folder, links, Report())
        transaction.set_rollback(True)


def _load_aid(folder: Path, links: Links, report: Report) -> None:
    with naming(folder / "aid.toml"):
        shape = read_toml(folder / "aid.toml")
        _require_sound(_tree(shape))
        facts = {name: shape[name] for name in FACTS}
        aid = put_owner(Aid, folder.name, facts, report, is_published=True)
        questions = {facts["key"]: _question(aid, facts, report) for facts in shape["question"]}
        outcomes = {facts["key"]: _outcome(aid, facts, report) for facts in shape["outcome"]}
        _require_sound(aid.tree())
    for language in LANGUAGES:
        path = folder / f"{language}.toml"
        words = read_toml(path)
        with naming(path):
            content = {name: words[name] for name in AidText.content_fields}
            put_text(AidText, {"aid": aid}, language, content, report)
        for facts in shape["question"]:
            with naming(f"{path}, question {facts['key']}"):
                content = _question_words(words["question"][facts["key"]], facts, links, language)
                put_text(QuestionText, {"question": questions[facts["key"]]}, language, content, report)
        for key, outcome in outcomes.items():
            with naming(f"{path}, outcome {key}"):
                content = _resolved(words["outcome"][key], OutcomeText.content_fields, links, language)
                put_text(OutcomeText, {"outcome": outcome}, language, content, report)
    with naming(folder / "aid.toml"):
        _require_as_many_answers(aid)


def _tree(shape: Facts) -> Tree:
    targets = {facts["key"]: [answer["to"] for answer in facts["answers"]] for facts in shape["question"]}
    return Tree(shape["first"], targets, frozenset(facts["key"] for facts in shape["outcome"]))


def _require_sound(tree: Tree) -> None:
    """Of what the files say, and then of what is in the database."""
    if problems := tree.problems():
        raise ValidationError([f"{one.kind}: {one.step} {one.target}".rstrip() for one in problems])


def _require_as_many_answers(aid: Aid) -> None:
    """Answers that an editor wrote, beside places to which ours lead, would have no place of their own."""
    texts: Any = QuestionText.objects.all()
    for text in texts.filter(question__aid=aid, question__is_used=True).select_related("question"):
        if len(text.answers) != len(text.question.targets):
            raise ValidationError(f"{text.question.key} ({text.language}) has not as many answers as targets")


def _question(aid: Aid, facts: Facts, report: Report) -> Question:
    given = {"targets": [answer["to"] for answer in facts["answers"]]}
    return put_owner(Question, facts["key"], given, report, within={"aid": aid}, is_used=True)


def _outcome(aid: Aid, facts: Facts, report: Report) -> Outcome:
    given = {
        "is_stop": facts["stop"],
        "evidence": facts["evidence"],
        "moves": facts["moves"],
        "rule_keys": facts["rules"],
        "tones": facts["tones"],
        "helpline_keys": facts["helplines"],
        "article_keys": facts["articles"],
    }
    return put_owner(Outcome, facts["key"], given, report, within={"aid": aid}, is_used=True)


def _question_words(words: Facts, facts: Facts, links: Links, language: str) -> dict[str, Any]:
    return {
        "slug": words["slug"],
        "short": words["short"],
        "text": words["question"],
        "help": links.resolve(words["help"].strip(), language),
        "answers": [words["answers"][answer["key"]] for answer in facts["answers"]],
    }


def _resolved(words: Facts, names: tuple[str, ...], links: Links, language: str) -> dict[str, str]:
    return {name: links.resolve(words[name].strip(), language) for name in names}
