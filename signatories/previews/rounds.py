"""Keeps the store in step with what is public: draws what is missing, removes what nobody asks for any more.

What should be there follows from the rows, and what is there from the store. So nothing has to be remembered: a worker
that is killed begins anew and does what is left.
"""

import logging
import time
from collections.abc import Iterator

from django.utils import translation

from guidance.models import RuleText
from guidance.models.publishing import edition
from guidance.previews import storage
from guidance.previews.pieces import Headline, Piece, Strip
from hierniet.languages import LANGUAGES
from signatories.enums import LogoState
from signatories.logos.storage import NotKeptError
from signatories.models import Logo, Signatory

from .strips import SignedStrip

logger = logging.getLogger(__name__)
AT_ONCE = 20
# Somebody may have removed a file by hand.
LOOK_AGAIN_SECONDS = 24 * 3600.0
TRY_AGAIN_SECONDS = 600.0


class Bench:
    """One for each worker. Looks at everything only when something was published, or once a day."""

    def __init__(self) -> None:
        self.edition = ""
        self.look_again_at = 0.0
        self.waiting: list[Piece] = []

    def draw_some(self, most: int = AT_ONCE) -> bool:
        """False when nothing is left to do."""
        self._look()
        now, self.waiting = self.waiting[:most], self.waiting[most:]
        try:
            drawn = [_draw(piece) for piece in now]
        except Exception:
            self.edition = ""  # the store does not answer: what is missing by then is found again
            raise
        if not all(drawn):
            self.look_again_at = min(self.look_again_at, time.monotonic() + TRY_AGAIN_SECONDS)
        return bool(self.waiting)

    def draw_all(self) -> None:
        while self.draw_some():
            pass

    def _look(self) -> None:
        now = str(edition())
        if now == self.edition and time.monotonic() < self.look_again_at:
            return
        wanted = {storage.path_of(piece.digest): piece for piece in wanted_pieces()}
        there = set(storage.paths())
        storage.remove(there - set(wanted))
        self.waiting = [piece for path, piece in wanted.items() if path not in there]
        self.edition, self.look_again_at = now, time.monotonic() + LOOK_AGAIN_SECONDS
        if self.waiting:
            logger.info("previews to draw", extra={"facts": {"pieces": len(self.waiting)}})


def wanted_pieces() -> Iterator[Piece]:
    """The rules first, then signatories, the newest first. Three queries, whatever there is."""
    yield from (Headline.of_rule(text) for text in RuleText.objects.public())
    logos = {logo.signatory_id: logo for logo in Logo.objects.filter(state=LogoState.USED)}
    signatories = list(Signatory.objects.public().newest_first().values_list("pk", "name", "slug"))
    for language in LANGUAGES:
        with translation.override(language):
            own = [Strip.of_site(), *(SignedStrip.of(name, slug, logos.get(pk)) for pk, name, slug in signatories)]
        yield from own


def _draw(piece: Piece) -> bool:
    """What cannot be drawn leaves the plain picture in its place, and keeps no other piece waiting."""
    try:
        content = piece.draw()
    except (OSError, ValueError, SyntaxError, NotKeptError):  # a picture that is damaged, or cannot be read now
        logger.exception("a preview cannot be drawn", extra={"facts": {"piece": piece.digest}})
        return False
    storage.put(piece.digest, content)
    return True
