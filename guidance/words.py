"""Short words in addresses: how they are folded, and which ones are taken by the site itself."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# First parts of real addresses, in every language; a rule's word or a signatory's name must not shadow them.
RESERVED_WORDS = frozenset(
    """
    a-propos about accessibilite accessibility admin aide aids antwoorden api badge beheer beslissen
    bewijslijst charte charter chiffres cijfers comment-nous-jugeons componenten contact de decide decider donnees-ouvertes
    en evidence-checklist favicon fr generateur-de-regles gids guide healthz helplines house-rules-maker
    how-we-judge huisregelmaker hulplijnen join liste-des-preuves login logo logout media meedoen mijn-dossier
    mon-dossier my-file nl numbers ondertekenaars open-data over participer pers post press presse preview privacy readyz
    recherche regels regles replies reponses robots rules search security sent-here signataires signatories
    sitemap static toegankelijkheid versies versions well-known zoeken
    """.split()
)
WORD_PART = re.compile(r"[a-z0-9]+")
WORD_SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def fold(text: str) -> str:
    """`Détestable ` → `detestable`: small letters without accents, so that typing errors of habit still arrive.

    What cannot be seen goes too: chat programs slip zero-width marks into links, and PostgreSQL refuses a NUL.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in decomposed if not _is_mark(letter)).strip()


def _is_mark(letter: str) -> bool:
    """An accent, or a control or format character other than a blank."""
    is_unseen = unicodedata.category(letter).startswith("C") and not letter.isspace()
    return is_unseen or bool(unicodedata.combining(letter))


def as_word(text: str) -> str:
    """`Privé gegevens.` → `prive-gegevens`: the short word that somebody meant; empty when nothing is left of it."""
    return text if WORD_SHAPE.fullmatch(text) else "-".join(WORD_PART.findall(fold(text)))


def validate_word(word: str) -> None:
    """Refuses a word that cannot stand in an address or that the site uses itself."""
    if not WORD_SHAPE.fullmatch(word):
        raise ValidationError(_("Use small letters without accents, figures and hyphens only."), code="shape")
    if word in RESERVED_WORDS:
        raise ValidationError(_("“%(word)s” is an address of the site itself."), code="reserved", params={"word": word})
