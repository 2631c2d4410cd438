"""Sets text: how wide it is, where it breaks, and how large it can be in the room there is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
Colour = tuple[int, int, int]
Width = Callable[[str], float]


@dataclass(frozen=True)
class Face:
    """A font at a size; `tracking` is what is added after each letter, in parts of the size."""

    file: str
    size: int
    tracking: float = 0.0

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        return _load(self.file, self.size)

    def width(self, text: str) -> float:
        return self.font.getlength(text) + self.tracking * self.size * len(text)

    def draw(self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: Colour) -> float:
        """Letter by letter, for the tracking; `at` is the left end of the base line. Returns where the text ends."""
        x, y = at
        for number, letter in enumerate(text):
            before = self.font.getlength(text[: number + 1]) - self.font.getlength(letter)  # with the kerning
            draw.text((x + before + self.tracking * self.size * number, y), letter, colour, self.font, anchor="ls")
        return x + self.width(text)


def display(size: int) -> Face:
    """As the headings of the site; smaller letters need more air."""
    return Face("display-800.ttf", size, -0.02 if size > 90 else -0.008 if size > 48 else 0.0)


def plain(size: int) -> Face:
    return Face("text-500.ttf", size)


@lru_cache(maxsize=64)
def _load(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / file, size)


def wrap(words: Sequence[str], width: Width, most: float) -> list[str]:
    """As few lines as possible; a word that is too wide has one of its own, and sticks out."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balance(words: Sequence[str], width: Width, most: float) -> list[str]:
    """The same number of lines, as even as they can be."""
    lines = wrap(words, width, most)
    for narrower in range(int(most), 0, -12):
        tried = wrap(words, width, narrower)
        if len(tried) > len(lines) or max(map(width, tried)) > narrower:
            break
        lines = tried
    return lines


def fits(lines: Iterable[str], width: Width, most: float) -> bool:
    return all(width(line) <= most for line in lines)


def shorten(text: str, width: Width, most: float) -> str:
    """Cut at its end, with an ellipsis, until it is narrow enough."""
    if width(text) <= most:
        return text
    while text and width(f"{text}…") > most:
        text = text[:-1].rstrip()
    return f"{text}…"
