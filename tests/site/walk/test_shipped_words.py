"""Every short word that ships leads where it should: these are printed, and stand under comments for years."""

from django.urls import resolve

from guidance.words import RESERVED_WORDS, WORD_SHAPE
from tests.site.walk.visits import Reference, Visit


def test_every_word_leads_in_one_step_to_its_rule_in_its_language(references: list[Reference], visits: list[Visit]):
    rules = {(visit.variant, visit.language): visit.address for visit in visits if visit.name == "guidance:rule"}
    expected = {
        reference: (
            302,
            rules[reference.rule, reference.language] + ("bijzonder/" if reference.address.count("/") > 1 else ""),
        )
        for reference in references
    }

    assert len({reference.word for reference in references}) > 100
    assert {found.address: found for found, want in expected.items() if (found.status, found.target) != want} == {}


def test_where_every_word_leads_answers(references: list[Reference], visits: list[Visit]):
    answered = {visit.address for visit in visits if visit.status == 200}

    assert {reference.target.removesuffix("bijzonder/") for reference in references} - answered == set()


def test_no_word_is_one_of_the_sites_own(references: list[Reference]):
    words = {reference.word for reference in references}

    assert words & RESERVED_WORDS == set()
    assert {word for word in words if not WORD_SHAPE.fullmatch(word)} == set()
    assert {resolve(f"/{word}").view_name for word in words} == {"refer"}
    assert {resolve(f"/{word}/").view_name for word in words} == {"refer"}


def test_one_word_belongs_to_one_rule(references: list[Reference]):
    rules: dict[str, set[str]] = {}
    for reference in references:
        rules.setdefault(reference.word, set()).add(reference.rule)

    assert {word: found for word, found in rules.items() if len(found) > 1} == {}


def test_every_rule_has_a_word_in_every_language(references: list[Reference]):
    assert {(reference.rule, reference.language) for reference in references} == {
        (rule, language) for rule in {reference.rule for reference in references} for language in ("nl", "fr", "en")
    }
