"""A text as the words that are looked for: folded, cut at apostrophes, and with the endings off for their stems."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from guidance.words import fold

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = "'’ʼ"
LONGEST = 60  # letters; what goes on longer is no word
STEM = "="  # stands before a stem, so that it is never taken for a word
TYPES_AS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"

# What says nothing about what somebody looks for. Folded; one letter each is left out too, but for X, the platform.
EMPTY_WORDS = {
    "nl": frozenset(
        """
        aan al als ben bij dan dat de deze die dit doe doen door een en er ge gij haar heb hebben heeft het hij hoe hun ik in
        is jij je jou jouw kan kunnen maar me mee met mij mijn moet moeten na naar niet nog nu of om onder onze ook op over
        te tegen tot u uit uw van veel voor waar waarom wanneer was wat we wel welke wie wij wil word worden wordt zal ze
        zich zij zijn zo zonder
        """.split()
    ),
    "fr": frozenset(
        """
        a ai as au aux avec ce ces cette comment dans de des doit dois du elle elles en est et etre eux faire fait il ils je
        la le les leur leurs lui ma mais me mes moi mon ne nos notre nous on ou par pas peut pour pourquoi quand que quel
        quelle qui quoi sa sans se ses si son sont sur ta te tes toi ton tu un une vos votre vous y
        """.split()
    ),
    "en": frozenset(
        """
        a about am an and are as at be been but by can could do does for from had has have he her him his how i if in into is
        it its me my no not of on or our she should so that the their them then there they this to up was we were what when
        where which who why will with would you your
        """.split()
    ),
}

# What people type and our texts call otherwise; only for words that do not occur. Folded.
SAME_AS: dict[str, dict[str, tuple[str, ...]]] = {
    "nl": {
        "screenshot": ("schermafdruk",), "screenshots": ("schermafdruk",), "schermafbeelding": ("schermafdruk",),
        "printscreen": ("schermafdruk",), "smaad": ("laster", "eerroof"), "deleten": ("verwijderen",),
        "wissen": ("verwijderen",), "blokken": ("blokkeren",), "comment": ("reactie",), "comments": ("reactie",),
        "mobbing": ("pesten",), "doxen": ("prive",), "stalking": ("belagen",), "stalken": ("belagen",),
        "reporten": ("melden",), "nepnieuws": ("vals", "leugen"), "bullying": ("pesten",),
    },
    "fr": {
        "screenshot": ("capture",), "screenshots": ("capture",), "report": ("signaler",), "reporter": ("signaler",),
        "deleter": ("supprimer",), "effacer": ("supprimer",), "gsm": ("telephone",), "pourriel": ("spam",),
        "bullying": ("harcelement",), "doxxing": ("privees",), "doxing": ("privees",), "stalking": ("harcelement",),
    },
    "en": {
        "defamation": ("slander",), "libel": ("slander",), "swear": ("insult",), "abuse": ("insult", "harassment"),
        "remove": ("delete",), "erase": ("delete",), "cops": ("police",), "moderator": ("moderate",),
        "screengrab": ("screenshot",), "mob": ("crowd",), "stalking": ("harassment",),
    },
}  # fmt: skip

# Endings that go, the longest first, and the fewest letters that must be left.
ENDINGS = {
    "nl": (3, ("ingen", "ing", "en", "e", "s", "t")),
    "fr": (4, (
        "issements", "issement", "ations", "ation", "ateurs", "ateur", "atrices", "atrice", "atoires", "atoire", "ements",
        "ement", "euses", "euse", "eurs", "eur", "eux", "ants", "ant", "ees", "ee", "es", "er", "ez", "e", "s", "x",
    )),
    "en": (3, ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "er", "ies", "es", "ed", "e", "s")),
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """One word of a text, folded, and where it stands in it."""

    word: str
    start: int
    end: int


def clean(text: str) -> str:
    """In one line, without what cannot be seen: the text in which the places of tokens hold."""
    composed = unicodedata.normalize("NFC", text)
    seen = (" " if letter.isspace() else letter for letter in composed if letter.isspace() or _is_seen(letter))
    return " ".join("".join(seen).split())


def _is_seen(letter: str) -> bool:
    return not unicodedata.category(letter).startswith("C")


def tokens(text: str) -> Iterator[Token]:
    """The words of a `clean` text. What an apostrophe cuts off says nothing: l’, qu’, ’s."""
    for found in WORD.finditer(text):
        start, end = found.span()
        touches = text[start - 1 : start] in APOSTROPHES if start else False
        touches = touches or text[end : end + 1] in APOSTROPHES if end < len(text) else touches
        if touches and end - start <= 2:
            continue
        word = folded(found.group())
        if word:
            yield Token(word, start, end)


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    letters = fold(word).translate(TYPES_AS)
    return "".join(letter for letter in letters if letter.isalnum())[:LONGEST]


def all_words(text: str) -> list[str]:
    return [token.word for token in tokens(clean(text))]


def meaningful(words: Iterable[str], language: str) -> list[str]:
    """Each word once, without the empty ones; of nothing but empty words all of them."""
    unique = list(dict.fromkeys(words))
    return [word for word in unique if word not in EMPTY_WORDS.get(language, ())] or unique


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """`bedreigingen`, `bedreigt` → `bedreig`. Rough, but the same for what is looked for and for what is found."""
    least, endings = ENDINGS.get(language, (3, ()))
    if language == "nl":
        return _dutch(word, least, endings)
    ending = next((one for one in endings if word.endswith(one) and len(word) - len(one) >= least), "")
    if ending == "s" and word.endswith(("ss", "us")):
        ending = ""
    if language == "fr" and word.endswith("aux") and not word.endswith("eaux") and len(word) > 4:
        return word[:-3] + "al"
    left = word.removesuffix(ending) if ending else word
    if language == "en":
        left = left + "i" if ending == "ies" else re.sub(r"y$", "i", left)
        left = re.sub(r"([bdgmnprt])\1$", r"\1", left)
    return left


def _dutch(word: str, least: int, endings: tuple[str, ...]) -> str:
    """Endings stack up (`reactie-s`, `belediging-en`), and the letters before them change (`haat`, `haten`; `bewijs`, `bewijzen`)."""
    left = word
    while ending := next((one for one in endings if left.endswith(one) and len(left) - len(one) >= least), ""):
        if ending == "t" and left[-2] in "aeiou":
            break
        left = left.removesuffix(ending)
        left = re.sub(r"v$", "f", re.sub(r"z$", "s", left))
    left = re.sub(r"gd$", "g", left)
    left = re.sub(r"([b-df-hj-np-tv-xz])\1$", r"\1", left)
    return re.sub(r"([aeou])\1([b-df-hj-np-tv-xz])$", r"\1\2", left)


def one_typo_away(word: str) -> set[str]:
    """Everything that becomes `word` by one letter too many, too few, wrong, or two that changed places."""
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    fewer = {left + right[1:] for left, right in parts if right}
    turned = {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    other = {left + letter + right[1:] for left, right in parts if right for letter in LETTERS}
    more = {left + letter + right for left, right in parts for letter in LETTERS}
    return (fewer | turned | other | more) - {word}


def halves(word: str) -> list[tuple[str, str]]:
    """`haatbericht` → …, (`haat`, `bericht`), …: Dutch writes words together that our texts may have apart."""
    return [(word[:place], word[place:]) for place in range(4, len(word) - 3)]
