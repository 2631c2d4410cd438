"""Is it the same name? What people write differently is folded away, and no more than that."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from signatories.names import (
    EMPTY_WORDS,
    LEGAL_FORMS,
    are_close,
    make_initials,
    name_key,
    name_marks,
    seek_marks,
    share_acronym,
    written_acronyms,
)
from signatories.place_names import CANONICAL, CANONICAL_SETS

NAMES = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcdeéèïôçABCDE ’'-&.()0123"), st.characters(codec="utf-8", exclude_categories=["Cs", "Co"])
    ),
    max_size=60,
)
WORDS = st.lists(
    st.one_of(
        st.sampled_from(sorted(LEGAL_FORMS | EMPTY_WORDS | set(CANONICAL) | set(CANONICAL.values()))),
        st.text(alphabet="abcdefgéèüõ", min_size=1, max_size=9),
    ),
    min_size=1,
    max_size=6,
)


def has_letters(name: str) -> bool:
    return any(letter.isascii() and letter.isalnum() for letter in name)


@pytest.mark.parametrize(
    "same",
    [
        ["Voorbeeld NV", "VOORBEELD n.v.", "NV Voorbeeld", "S.A. Voorbeeld", "Voorbeeld bvba", "Voorbeeld Comm. V"],
        ["Stad Antwerpen", "Ville d'Anvers", "City of Antwerp", "antwerpen", "Stadsbestuur Antwerpen"],
        ["Gemeente Sint-Gillis", "Commune de Saint-Gilles", "St. Gillis", "Gemeentebestuur SINT GILLIS"],
        ["Ville de Liège", "Stad Luik", "Liege", "LIÈGE (Ville de)", "Stadt Lüttich"],
        ["Mons", "Stad Bergen", "Ville de Mons"],
        ["Provincie Oost-Vlaanderen", "Province de Flandre orientale", "Province of East Flanders"],
        ["Eigenbrakel", "Commune de Braine-l’Alleud", "Braine-l'Alleud"],
        ["OCMW Gent", "CPAS de Gand", "ocmw van Gent"],
        ["Lies & Zonen", "Lies en Zonen", "Zonen, Lies", "Lies et Zonen SRL", "Lies + Zonen"],
        ["L’Œuvre", "l'oeuvre asbl", "Oeuvre"],
        ["De Voorbeelden vzw", "Voorbeelden VZW", "Les Voorbeelden ASBL", "The Voorbeelden"],
        ["Voorbeeld Belgium", "Voorbeeld", "Groupe Voorbeeld", "Voorbeeld.be"],
    ],
)
def test_the_same_name_written_differently_has_one_key(same: list[str]) -> None:
    assert {name: name_key(name) for name in same} == dict.fromkeys(same, name_key(same[0]))
    assert name_key(same[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stad Antwerpen", "Provincie Antwerpen"),
        ("Stad Gent", "OCMW Gent"),
        ("Voorbeeld Noord", "Voorbeeld Zuid"),
        ("Universiteit Gent", "Stad Gent"),
        ("Voorbeeld 1", "Voorbeeld 2"),
        ("Oost-Vlaanderen", "West-Vlaanderen"),
    ],
)
def test_other_names_keep_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["NV", "De", "Stad", "De NV", "Stad vzw", "Comm V", "а", "東京", "!A!", "B&B", "'t"])
def test_a_name_of_nothing_but_empty_words_keeps_them(name: str) -> None:
    assert name_key(name)


@pytest.mark.parametrize("name", ["", "  ", "…", "&", "👍"])
def test_what_is_no_name_has_no_key_and_no_marks(name: str) -> None:
    assert (name_key(name), name_marks(name), seek_marks(name)) == ("", [], [])


@given(NAMES)
@example("Comm. V")
@example("Flandre Oost")
def test_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(WORDS)
@example(["oost", "flandre"])
@example(["braine", "bergen", "comte"])
def test_key_of_a_key_is_itself_for_the_words_that_we_know(words: list[str]) -> None:
    key = name_key(" ".join(words))

    assert name_key(key) == key != ""


@given(WORDS, st.randoms(use_true_random=False))
def test_order_does_not_matter(words: list[str], chance: object) -> None:
    mixed = list(words)
    chance.shuffle(mixed)

    assert name_key(" ".join(mixed)) == name_key(" ".join(words))


@given(WORDS)
def test_case_does_not_matter(words: list[str]) -> None:
    name = " ".join(words)

    assert name_key(name.upper()) == name_key(name.title()) == name_key(name)


@given(WORDS)
def test_accents_do_not_matter(words: list[str]) -> None:
    name = " ".join(words)
    bare = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))

    assert name_key(bare) == name_key(name)


@given(WORDS, st.sampled_from(sorted(LEGAL_FORMS)), st.booleans())
def test_a_legal_form_does_not_matter(words: list[str], form: str, in_front: bool) -> None:
    assume(not set(words) <= LEGAL_FORMS)
    assume(not {"comm", "v", "va", "e", "g"} & set(words))
    name = " ".join(words)

    assert name_key(f"{form.upper()} {name}" if in_front else f"{name} {form}") == name_key(name)


@given(NAMES)
def test_a_name_with_letters_has_a_key(name: str) -> None:
    assume(has_letters(name))

    assert name_key(name)


@given(NAMES)
def test_marks_are_few_and_short_enough_to_keep(name: str) -> None:
    marks = name_marks(name)

    assert len(marks) <= 12
    assert all(1 < len(mark) <= 241 for mark in marks)


def test_the_table_of_places_leads_nowhere_but_to_an_end() -> None:
    ends = set(CANONICAL.values()) | {one for _several, one in CANONICAL_SETS}

    assert not ends & set(CANONICAL)
    assert not ends & (LEGAL_FORMS | EMPTY_WORDS)
    assert not set(CANONICAL) & (LEGAL_FORMS | EMPTY_WORDS)
    for several, _one in CANONICAL_SETS:
        assert not several & (set(CANONICAL) | LEGAL_FORMS | EMPTY_WORDS)


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("Voorbeeldbedrijf", "Voorbeeldbedrjif", True),  # swapped
        ("Voorbeeldbedrijf", "Vorbeeldbedrijff", True),  # one out, one in
        ("Voorbeeldbedrijf", "Voorbeeldbedrijf", False),  # the same is not close
        ("Voorbeeldbedrijf", "Voorbeeldbedr", False),
        ("Acme", "Akme", False),  # too short to tell
        ("Nieuws", "Niuews", True),
        ("Nieuws", "Niews", True),
        ("Nieuws", "Neuzen", False),
        ("", "", False),
    ],
)
def test_close_names_differ_by_a_letter_or_two(one: str, other: str, close: bool) -> None:
    assert are_close(one.lower(), other.lower()) is close
    assert are_close(other.lower(), one.lower()) is close


@given(st.text(alphabet="abc", min_size=10, max_size=14), st.integers(0, 9), st.sampled_from("xyz"))
def test_one_wrong_letter_is_always_close(key: str, place: int, letter: str) -> None:
    assert are_close(key, key[:place] + letter + key[place + 1 :])
    assert are_close(key, key[:place] + letter + key[place:])
    assert are_close(key, key[:place] + key[place + 1 :])


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("VRT", "Vlaamse Radio- en Televisieomroep", True),
        ("vrt", "Vlaamse Radio- en Televisieomroep nv", True),
        ("Vlaamse Radio- en Televisieomroep (VRT)", "VRT", True),
        ("V.R.T.", "VRT - Vlaamse Radio- en Televisieomroep", True),
        ("Voorbeeld Radio Test", "Vlaamse Radio Televisie", False),  # nobody wrote the letters
        ("VOORBEELD BEDRIJF", "Voorbeeld", False),
        ("Gent", "Groep Europese Nieuwe Theaters", False),
        ("Voorbeeld NV", "Nieuwe Vereniging", False),
    ],
)
def test_acronyms_are_recognised(one: str, other: str, shared: bool) -> None:
    assert share_acronym(one, other) is shared
    assert share_acronym(other, one) is shared


def test_acronym_and_initials_are_kept_apart() -> None:
    assert written_acronyms("Vlaamse Radio- en Televisieomroep (VRT)") == {"vrt"}
    assert written_acronyms("VOORBEELD BEDRIJF") == frozenset()
    assert make_initials("Vlaamse Radio- en Televisieomroep nv") == "vrt"
    assert set(seek_marks("VRT")) & set(name_marks("Vlaamse Radio- en Televisieomroep"))
    assert set(seek_marks("Vlaamse Radio- en Televisieomroep")) & set(name_marks("VRT"))
