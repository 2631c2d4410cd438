"""What both kinds of the badge share, in pixels of the page it stands on. See also templates/signatories/badge.svg."""

from dataclasses import dataclass

WIDTH, HEIGHT, ROUND = 240, 76, 16
START, GAP = 18, 7  # where the name of the site begins, and how far the middle of the dot stands behind it
NAME_BASE, WORDS_BASE, WORDS_SIZE = 39, 60, 13
DOT_MIDDLE, DOT_RADIUS = 34.5, 4.5


@dataclass(frozen=True)
class Colours:
    ground: str
    ink: str
    quiet: str
    line: str
    dot: str


THEMES = {
    "light": Colours(ground="#fdf8f0", ink="#16203a", quiet="#4b5573", line="#e0d6c6", dot="#d21f3c"),
    "dark": Colours(ground="#11162a", ink="#f5efe4", quiet="#b9c0d8", line="#36406a", dot="#ff6b76"),
}
