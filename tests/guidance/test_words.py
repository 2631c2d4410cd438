"""Short words: what is forgiven, what is refused, and what the site keeps for itself."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.words import RESERVED_WORDS, WORD_SHAPE, as_word, fold, validate_word
from hierniet.urls import local_patterns


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Détestable ", "detestable"),
        ("SCHELDEN", "schelden"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ﬁets", "fiets"),
        ("Merk™", "merktm"),
        ("ｓｃｈｅｌｄｅｎ", "schelden"),
        ("sche\u200blden\u200f", "schelden"),
        ("\ufeffschelden", "schelden"),
        ("nul\x00teken", "nulteken"),
        ("twee  woorden", "twee  woorden"),
        ("пример", "пример"),
        ("", ""),
    ],
)
def test_fold(typed, folded):
    assert fold(typed) == folded


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text())
def test_fold_twice_is_fold_once_and_leaves_nothing_unseen(text):
    folded = fold(text)

    assert fold(folded) == folded
    assert not [letter for letter in folded if unicodedata.category(letter)[0] == "C" and not letter.isspace()]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Privé gegevens", "prive-gegevens"),
        ("prive_gegevens", "prive-gegevens"),
        ("--prive -- gegevens.", "prive-gegevens"),
        ("schelden).", "schelden"),
        ("l’insulte", "l-insulte"),
        ("../../etc/passwd", "etc-passwd"),
        ("\x00", ""),
        ("…", ""),
        ("пример", ""),
    ],
)
def test_as_word(typed, word):
    assert as_word(typed) == word


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text())
def test_as_word_gives_a_word_or_nothing(text):
    word = as_word(text)

    assert word == "" or WORD_SHAPE.fullmatch(word)


@pytest.mark.parametrize("word", ["schelden", "vie-privee", "2026", "a"])
def test_good_word(word):
    validate_word(word)


@pytest.mark.parametrize("word", ["", "Schelden", "privé", "twee woorden", "-schelden", "schelden-", "a--b", "a/b", "a.b", "a\n", "schelden\x00"])  # fmt: skip
def test_word_of_another_shape_is_refused(word):
    with pytest.raises(ValidationError) as refusal:
        validate_word(word)

    assert refusal.value.code == "shape"


@pytest.mark.parametrize("word", ["nl", "beheer", "api", "static", "join", "meedoen", "robots"])
def test_word_of_the_site_itself_is_refused(word):
    with pytest.raises(ValidationError) as refusal:
        validate_word(word)

    assert refusal.value.code == "reserved"


def test_first_part_of_every_real_address_is_reserved():
    """Whoever adds an address without a language prefix adds its word to the list."""
    patterns = [*get_resolver().url_patterns, *local_patterns]
    firsts = {_first_word(pattern) for pattern in patterns if "(?P<word>" not in str(pattern.pattern)}

    assert firsts - {""} == {
        "healthz",
        "readyz",
        "robots",
        "well-known",
        "sitemap",
        "beheer",
        "componenten",
        "post",
        "logo",
        "api",
        "badge",
        "nl",
    }
    assert firsts - {""} <= RESERVED_WORDS
    assert {"nl", "fr", "en", "static", "media", "favicon", "api", "badge", "preview"} <= RESERVED_WORDS


def _first_word(pattern: URLPattern | URLResolver) -> str:
    return str(pattern.pattern).lstrip("^/.").partition("/")[0].partition(".")[0]
