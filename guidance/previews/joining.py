"""Puts two stored pieces together. Nothing is drawn here: this is what runs while somebody waits."""

import logging
from functools import cache
from pathlib import Path

from django.conf import settings

from . import png, storage
from .pieces import Piece

logger = logging.getLogger(__name__)


def joined(headline: Piece, strip: Piece) -> bytes | None:
    """None when one of them is not drawn yet."""
    upper = storage.read(headline.digest)
    lower = storage.read(strip.digest) if upper else None
    if upper is None or lower is None:
        return None
    try:
        return png.join(upper, lower)
    except png.BrokenPieceError:
        logger.warning("a piece of a preview is broken", extra={"facts": {"pieces": [headline.digest, strip.digest]}})
        return None


@cache
def of_site(language: str) -> bytes:
    """The picture that ships with the site; `manage.py draw_site_previews` makes it."""
    return shipped(language).read_bytes()


def shipped(language: str) -> Path:
    return Path(settings.BASE_DIR) / "static" / "images" / f"preview-{language}.png"
