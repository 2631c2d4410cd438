"""Is it the same name? Folds away what people write differently: legal forms, accents, “Stad”, the other language.

What comes out is for comparing only and is shown to nobody. It must not change lightly: it is stored with every
signatory (see `Signatory.name_key`), so a change here needs a migration that computes it anew.
"""

import re
import unicodedata

from guidance.words import fold

from .place_names import CANONICAL, CANONICAL_SETS

WORD = re.compile(r"[^\W_]+")
# `n.v.` and `A.S.B.L.` are one word; `www.voorbeeld` is not.
DOTTED = re.compile(r"(?<![^\W_])(?:[^\W_]\.){1,7}[^\W_](?![^\W_])")
ACRONYM_OF = re.compile(r"(?P<letters>[^\s()]+)\s*\((?P<full>[^()]+)\)")
LETTERS_OF_THEIR_OWN = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})

LEGAL_FORMS = frozenset(
    """
    ag aisbl asbl bv bvba comm commv cv cvba cvoa eesv ev eg ek esv fup gcv geie gie gmbh inc ivzw kg llc llp ltd maatschap
    ngo nv ong ou plc private pty sa sagl sarl sas sc sca scri scrl scs se sep snc sprl srl stichting fondation foundation
    vof von vzw vsobvba
    """.split()
)  # fmt: skip
# Written in two words; both go, in whatever order.
LEGAL_PAIRS = (frozenset({"comm", "v"}), frozenset({"comm", "va"}), frozenset({"e", "v"}), frozenset({"g", "cv"}))
# Articles and what joins words, in our languages; what a city or a group calls itself; and where all of us are.
EMPTY_WORDS = frozenset(
    """
    a an and au aux d da das de den der des die dos du een el en et het in l la le les of op s t te ten ter the und van
    vd von voor pour for y
    stad stadsbestuur stadt gemeente gemeentebestuur ville commune communale communal administration city municipality
    town village gemeinde bestuur
    be belgie belgien belgique belgium belgian belge belgisch belgische benelux groep group groupe gruppe holding
    """.split()
)
MOST_MARKS = 12
SHORTEST_ACRONYM, LONGEST_ACRONYM = 2, 8
KEY_LENGTH = 240


def name_key(name: str) -> str:
    """`Ville d'Anvers` and `Stad ANTWERPEN` → `antwerpen`; empty only when no letter or figure is left of a name."""
    words = frozenset(_words(name))
    without_forms = _without_legal_forms(words) or words
    core = without_forms - EMPTY_WORDS or without_forms
    return " ".join(sorted(_in_one_language(core)))[:KEY_LENGTH].strip()


def name_marks(name: str) -> list[str]:
    """What a name can be found by when it is not quite the same: see `seek_marks`, which asks for them.

    `^` the first letters of the key, `$` its last ones, `=` its longest words; `@` an acronym as written, `~` the
    initials.
    """
    key = name_key(name)
    if not key:
        return []
    marks = [f"^{key[:4]}", f"${key[-4:]}", *(f"={word}" for word in _longest_words(key))]
    marks += [f"@{letters}" for letters in written_acronyms(name)]
    initials = make_initials(name)
    return [*marks, f"~{initials}"][:MOST_MARKS] if initials else marks[:MOST_MARKS]


def seek_marks(name: str) -> list[str]:
    """The marks of others that may mean this name. Initials alone say nothing: somebody must have written them."""
    own = name_marks(name)
    plain = [mark for mark in own if not mark.startswith("~")]
    written = [f"~{mark[1:]}" for mark in own if mark.startswith("@")]
    return [*plain, *written, *(f"@{mark[1:]}" for mark in own if mark.startswith("~"))]


def are_close(key: str, other: str) -> bool:
    """A letter or two differ, but not in short names, where every letter counts."""
    shortest = min(len(key), len(other))
    if key == other or shortest < 5:
        return False
    return _is_within(key, other, 1 if shortest < 10 else 2)


def share_acronym(name: str, other: str) -> bool:
    """`VRT` and `Vlaamse Radio- en Televisieomroep`, whichever is written here or there."""
    mine, theirs = written_acronyms(name), written_acronyms(other)
    return bool(mine & ({make_initials(other)} | theirs) or make_initials(name) in theirs)


def written_acronyms(name: str) -> frozenset[str]:
    """`Voorbeeld (VZ)`, `VZ - Voorbeeld` and plain `VZ`; a name in capitals throughout is no acronym."""
    tokens = [_undotted(token).strip(".") for token in re.split(r"[\s()\[\]/,;:–—-]+", name.strip()) if token]
    proper = [token for token in tokens if WORD.fullmatch(token) and _plain(token) not in LEGAL_FORMS]
    if len(proper) > 1 and all(token.isupper() for token in proper):
        return frozenset()
    found = (_plain(token) for token in proper if token.isupper() or len(proper) == 1)
    return frozenset(
        letters
        for letters in found
        if SHORTEST_ACRONYM <= len(letters) <= LONGEST_ACRONYM and letters not in EMPTY_WORDS and letters.isalpha()
    )


def key_in_brackets(name: str) -> str:
    """Of `VB (Voorbeeldbond)` the key of what the letters stand for; empty where no acronym comes before it."""
    found = ACRONYM_OF.fullmatch(name.strip())
    return name_key(found["full"]) if found and written_acronyms(found["letters"]) else ""


def is_part_of(key: str, other: str) -> bool:
    """Every word of one is in the other, which has more of them; short words say too little."""
    few, many = sorted((set(key.split()), set(other.split())), key=len)
    return few < many and any(len(word) >= 5 for word in few)


def make_initials(name: str) -> str:
    """Of the words that carry meaning, in their order; empty for fewer than two or more than eight."""
    words = [word for word in _words(re.sub(r"\(.*?\)", " ", name)) if word not in LEGAL_FORMS | EMPTY_WORDS]
    return "".join(word[0] for word in words) if SHORTEST_ACRONYM <= len(words) <= LONGEST_ACRONYM else ""


def _words(name: str) -> list[str]:
    return WORD.findall(_undotted(_plain(name)))


def _plain(text: str) -> str:
    """Also composed again: letters of other scripts come apart when their accents are taken off."""
    folded = fold(text).translate(LETTERS_OF_THEIR_OWN)
    return unicodedata.normalize("NFC", folded)


def _undotted(text: str) -> str:
    return DOTTED.sub(lambda match: match.group().replace(".", ""), text)


def _without_legal_forms(words: frozenset[str]) -> frozenset[str]:
    for pair in LEGAL_PAIRS:
        if pair <= words:
            words = words - pair
    return words - LEGAL_FORMS


def _in_one_language(words: frozenset[str]) -> frozenset[str]:
    words = frozenset(CANONICAL.get(word, word) for word in words)
    for several, one in CANONICAL_SETS:
        if several <= words:
            words = (words - several) | {one}
    return words


def _longest_words(key: str) -> list[str]:
    return sorted((word for word in key.split() if len(word) >= 5), key=len, reverse=True)[:2]


def _is_within(one: str, other: str, most: int) -> bool:
    """Whether so many letters put in, left out, changed or swapped make one of the other. Looks at a narrow band only."""
    if abs(len(one) - len(other)) > most:
        return False
    far = most + 1
    before: dict[int, int] = {}
    row = {column: column for column in range(min(len(other), most) + 1)}
    for line, letter in enumerate(one, start=1):
        before_that, before, row = before, row, {}
        for column in range(max(0, line - most), min(len(other), line + most) + 1):
            if column == 0:
                row[0] = line
                continue
            is_same = letter == other[column - 1]
            steps = min(
                before.get(column, far) + 1, row.get(column - 1, far) + 1, before.get(column - 1, far) + (not is_same)
            )
            is_swap = line > 1 and column > 1 and letter == other[column - 2] and one[line - 2] == other[column - 1]
            row[column] = min(steps, before_that.get(column - 2, far) + 1) if is_swap else steps
        if min(row.values()) > most:
            return False
    return row.get(len(other), far) <= most
