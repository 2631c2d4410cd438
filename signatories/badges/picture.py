"""The badge as PNG, for newsletters and signatures of mails, which show no SVG.

It has no name in it, so there are few: what it can say, in three languages and two themes. Each is drawn once in a
process, when somebody asks for it.
"""

import io
from functools import lru_cache

from .look import (
    DOT_MIDDLE,
    DOT_RADIUS,
    GAP,
    HEIGHT,
    NAME_BASE,
    ROUND,
    START,
    THEMES,
    WIDTH,
    WORDS_BASE,
    WORDS_SIZE,
)
from .words import Badge

SHARP = 2  # pixels of the picture for one of the page: screens of phones have as many, and paper wants more
SMOOTH = 4  # drawn so many times larger still: edges of shapes are not smoothed by Pillow itself
NAME_SIZE = 30
RING = 3  # halves of a pixel of the page
COLOURS_KEPT = 128  # five, and what lies between them at the edges of letters
MOST_KEPT = 128


@lru_cache(maxsize=MOST_KEPT)
def as_png(badge: Badge, site_name: str, theme: str) -> bytes:
    """480 × 152 pixels, its corners transparent, to be shown at half that size."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  most web processes never draw one

    from guidance.previews.lettering import display, plain  # noqa: PLC0415  see above

    scale, colours = SHARP * SMOOTH, THEMES[theme]
    image = Image.new("RGBA", (WIDTH * scale, HEIGHT * scale), f"{colours.ground}00")
    draw = ImageDraw.Draw(image)
    corner = (WIDTH * scale - 1, HEIGHT * scale - 1)
    draw.rounded_rectangle((0, 0, *corner), ROUND * scale, _rgb(colours.ground), _rgb(colours.line), scale)
    name = display(NAME_SIZE * scale)
    end = name.draw(draw, (START * scale, NAME_BASE * scale), site_name, _rgb(colours.ink))
    # Solid for who is in the list, a ring for who is not: the difference is not in the colour alone.
    fill, outline = (_rgb(colours.dot), None) if badge.is_signed else (None, _rgb(colours.quiet))
    draw.circle((end + GAP * scale, DOT_MIDDLE * scale), DOT_RADIUS * scale, fill, outline, RING * scale // 2)
    words = plain(WORDS_SIZE * scale)
    words.draw(draw, (START * scale, WORDS_BASE * scale), badge.words, _rgb(colours.quiet))
    out = io.BytesIO()
    small = image.resize((WIDTH * SHARP, HEIGHT * SHARP), Image.Resampling.BOX)
    small.quantize(COLOURS_KEPT, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
