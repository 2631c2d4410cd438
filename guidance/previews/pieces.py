"""The two halves of a preview, as what they say; and how they are drawn."""

import hashlib
import json
from dataclasses import astuple, dataclass
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from guidance.models import RuleText
from hierniet.languages import SITE_NAMES

from . import letters

# Raise it whenever something is drawn in another way: then all is drawn anew, under other names.
DESIGN = 1


class Piece(Protocol):
    """`digest` is its name: the same words in the same design have the same one."""

    @property
    def digest(self) -> str: ...

    def draw(self) -> bytes: ...


@dataclass(frozen=True)
class _Words:
    @property
    def digest(self) -> str:
        said = json.dumps([DESIGN, type(self).__name__, *astuple(self)])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Headline(_Words):
    """The upper half: `Schelden? Hier niet.`, and where that stands."""

    question: str
    site_name: str
    host: str
    word: str = ""

    @classmethod
    def of_rule(cls, text: RuleText) -> "Headline":
        return cls(text.question, SITE_NAMES[text.language], settings.REFERENCE_HOSTS[text.language], text.slug)

    @classmethod
    def of_site(cls, language: str) -> "Headline":
        """Call it with this language active."""
        return cls(_("Hate online?"), SITE_NAMES[language], settings.REFERENCE_HOSTS[language])

    def __str__(self) -> str:
        return f"{self.question} {self.site_name}."

    def draw(self) -> bytes:
        from . import drawing, png  # noqa: PLC0415  only who draws needs Pillow, and web processes never do

        question, host = letters.glue(letters.clean(self.question)), letters.clean(self.host)
        return png.pack_upper(drawing.draw_headline(question, self.site_name, host, letters.clean(self.word)))


@dataclass(frozen=True)
class Strip(_Words):
    """The lower half: a line in small letters, and one in large ones."""

    label: str
    words: str

    @classmethod
    def of_site(cls) -> "Strip":
        """For pages that nobody in particular refers to. In the language that is active."""
        return cls(_("Belgian organisations together against hate on social media"), _("Criticism stays welcome."))

    def draw(self) -> bytes:
        from . import drawing, png  # noqa: PLC0415  see above

        return png.pack_lower(drawing.draw_strip(letters.clean(self.label), letters.clean(self.words)))


def stamp(headline: Piece, strip: Piece) -> str:
    """Stands in the address of the whole: another one as soon as anything in the picture is."""
    return hashlib.sha256(f"{headline.digest} {strip.digest}".encode()).hexdigest()[:12]
