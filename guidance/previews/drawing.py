"""Draws both halves in the light colours of the site. Knows nothing of Django.

See also static/css/tokens.css, which must have the same colours, and static/css/components/dot.css for the dot.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from .lettering import Colour, Face, balance, display, fits, plain, shorten, wrap
from .letters import TOGETHER
from .png import LOWER_HEIGHT, UPPER_HEIGHT, WIDTH

PAPER: Colour = (0xFD, 0xF8, 0xF0)
INK: Colour = (0x16, 0x20, 0x3A)
MUTED: Colour = (0x4B, 0x55, 0x73)
SIGNAL: Colour = (0xD2, 0x1F, 0x3C)
ON_DEEP: Colour = PAPER
ON_DEEP_MUTED: Colour = (0xB9, 0xC0, 0xD8)

MARGIN = 72
ROOM = WIDTH - 2 * MARGIN
# The headline, in parts of its size.
LEADING = 0.98
ASCENT, DESCENT = 0.74, 0.22
DOT_RADIUS, DOT_GAP = 0.15, 0.065
HEADLINE_SIZES = range(156, 59, -4)
HEADLINE_TOP, HEADLINE_BOTTOM = 138, UPPER_HEIGHT - 34
ADDRESS_SIZE, ADDRESS_BASE = 44, 92
MOST_LINES = 3
LEAST_APART = 0.7
# The strip.
LABEL_SIZES = range(40, 27, -2)
WORDS_SIZES = range(76, 31, -4)
# Up to which size words may stand in so many lines.
LARGEST_IN_LINES = {1: 76, 2: 56, 3: 36}
PLATE, PLATE_ROUND, PLATE_PADDING = (330, 138), 20, 16
STRIP_GAP = 20
SMOOTH = 4


@dataclass(frozen=True)
class Logo:
    """A picture that we drew, see signatories/logos, and the colour that must lie behind it."""

    picture: Image.Image
    plate: Colour


def draw_headline(question: str, site_name: str, host: str, word: str) -> Image.Image:
    image = Image.new("RGB", (WIDTH, UPPER_HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    _draw_address(draw, host, word)
    face, lines = _set_headline(question.split(" "), site_name.replace(" ", TOGETHER))
    y = _first_base_line(face.size, len(lines))
    for number, line in enumerate(lines):
        base = y + number * face.size * LEADING
        end = face.draw(draw, (MARGIN, base), line, INK)
        if number == len(lines) - 1:
            _draw_dot(image, (end, base), face.size)
    return image


def draw_strip(label: str, words: str, logo: Logo | None = None) -> Image.Image:
    image = Image.new("RGB", (WIDTH, LOWER_HEIGHT), INK)
    room = ROOM if logo is None else ROOM - PLATE[0] - MARGIN // 2
    if logo:
        _draw_logo(image, logo)
    draw = ImageDraw.Draw(image)
    small = next((face for face in map(plain, LABEL_SIZES) if face.width(label) <= room), plain(LABEL_SIZES[-1]))
    face, lines = _set_words(words, room)
    small_height, large_height = small.size * ASCENT, face.size * (ASCENT + (len(lines) - 1) * LEADING)
    y = (LOWER_HEIGHT - small_height - STRIP_GAP - large_height) / 2 + small_height
    small.draw(draw, (MARGIN, y), shorten(label, small.width, room), ON_DEEP_MUTED)
    for number, line in enumerate(lines):
        base = y + STRIP_GAP + face.size * (ASCENT + number * LEADING)
        face.draw(draw, (MARGIN, base), line, ON_DEEP)
    return image


def _draw_address(draw: ImageDraw.ImageDraw, host: str, word: str) -> None:
    light, strong = plain(ADDRESS_SIZE), display(ADDRESS_SIZE)
    before = f"{host}/" if word else host
    end = light.draw(draw, (MARGIN, ADDRESS_BASE), before, MUTED)
    strong.draw(draw, (end + 1, ADDRESS_BASE), shorten(word, strong.width, WIDTH - MARGIN - end), INK)


def _set_headline(question: Sequence[str], site_name: str) -> tuple[Face, list[str]]:
    """In one line, else the answer on a line of its own where that costs little size, else as large as it can be."""
    flowing = _largest(lambda face: _lines(face, [*question, site_name]))
    apart = _largest(lambda face: [*_lines(face, question), site_name])
    if flowing is None:
        return _cut_headline(question, site_name)
    is_better = apart is not None and len(flowing[1]) > 1 and apart[0].size >= LEAST_APART * flowing[0].size
    return apart if apart and is_better else flowing


def _largest(set_in: Callable[[Face], list[str]]) -> tuple[Face, list[str]] | None:
    tried = ((face, set_in(face)) for face in map(display, HEADLINE_SIZES))
    return next(((face, lines) for face, lines in tried if _has_room(face, lines)), None)


def _cut_headline(question: Sequence[str], site_name: str) -> tuple[Face, list[str]]:
    """A question that fits in no size loses its end, never the name behind it."""
    face = display(HEADLINE_SIZES[-1])
    words = [shorten(word, face.width, ROOM - _dot_width(face.size)) for word in question]
    while words and not _has_room(face, _lines(face, [*words, site_name])):
        words = [*words[:-2], f"{words[-2].rstrip('…')}…"] if len(words) > 1 else []
    return face, _lines(face, [*words, site_name])


def _lines(face: Face, words: Sequence[str]) -> list[str]:
    return balance(words, face.width, ROOM - _dot_width(face.size))


def _has_room(face: Face, lines: Sequence[str]) -> bool:
    height = face.size * (ASCENT + DESCENT + (len(lines) - 1) * LEADING)
    is_narrow = fits(lines, face.width, ROOM - _dot_width(face.size))
    return is_narrow and len(lines) <= MOST_LINES and height <= HEADLINE_BOTTOM - HEADLINE_TOP


def _first_base_line(size: int, lines: int) -> float:
    """In the middle of the room below the address."""
    height = size * (ASCENT + DESCENT + (lines - 1) * LEADING)
    return HEADLINE_TOP + (HEADLINE_BOTTOM - HEADLINE_TOP - height) / 2 + size * ASCENT


def _dot_width(size: int) -> float:
    return size * (DOT_GAP + 2 * DOT_RADIUS)


def _draw_dot(image: Image.Image, end: tuple[float, float], size: int) -> None:
    """Round and solid, on the base line, as the full stop it is."""
    diameter = round(2 * DOT_RADIUS * size)
    large = Image.new("L", (diameter * SMOOTH, diameter * SMOOTH), 0)
    ImageDraw.Draw(large).ellipse((0, 0, diameter * SMOOTH - 1, diameter * SMOOTH - 1), 255)
    place = (round(end[0] + DOT_GAP * size), round(end[1]) - diameter)
    image.paste(SIGNAL, place, large.resize((diameter, diameter), Image.Resampling.BOX))


def _set_words(words: str, room: float) -> tuple[Face, list[str]]:
    """As large as possible in one line, smaller in two and three; what is longer still is cut."""
    for face in map(display, WORDS_SIZES):
        lines = balance(words.split(" "), face.width, room)
        if fits(lines, face.width, room) and face.size <= LARGEST_IN_LINES.get(len(lines), 0):
            return face, lines
    face, most = display(WORDS_SIZES[-1]), max(LARGEST_IN_LINES)
    lines = wrap(_broken(words, face, room), face.width, room)
    return face, [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), face.width, room)]


def _broken(words: str, face: Face, room: float) -> list[str]:
    """A word that is wider than a line is broken anywhere."""
    parts: list[str] = []
    for word in words.split(" "):
        left = word
        while face.width(left) > room:
            length = next(number for number in range(len(left), 0, -1) if face.width(left[:number]) <= room)
            parts.append(left[:length])
            left = left[length:]
        parts.append(left)
    return parts


def _draw_logo(image: Image.Image, logo: Logo) -> None:
    """On its plate, at the right."""
    picture = logo.picture.convert("RGBA")
    most = (PLATE[0] - 2 * PLATE_PADDING, PLATE[1] - 2 * PLATE_PADDING)
    scale = min(most[0] / picture.width, most[1] / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    plate = (size[0] + 2 * PLATE_PADDING, PLATE[1])
    left, top = WIDTH - MARGIN - plate[0], (LOWER_HEIGHT - PLATE[1]) // 2
    image.paste(logo.plate, (left, top), _rounded(plate))
    resized = picture.resize(size, Image.Resampling.LANCZOS)
    image.paste(resized, (left + PLATE_PADDING, top + (PLATE[1] - size[1]) // 2), resized)


def _rounded(size: tuple[int, int]) -> Image.Image:
    large = Image.new("L", (size[0] * SMOOTH, size[1] * SMOOTH), 0)
    ImageDraw.Draw(large).rounded_rectangle((0, 0, large.width - 1, large.height - 1), PLATE_ROUND * SMOOTH, 255)
    return large.resize(size, Image.Resampling.BOX)
