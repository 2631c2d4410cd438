"""Draws a certificate as PDF: one upright page of A4, on white, for any printer. Lengths in millimetres, sizes in points.

The colours, the letters and the dot are those of previews.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import segno
from fpdf import FPDF
from PIL import Image

from guidance.previews.drawing import ASCENT, DOT_GAP, DOT_RADIUS, INK, MUTED, SIGNAL
from guidance.previews.lettering import FONTS, Colour, balance, fits, shorten
from signatories.kit import codes

from .words import Certificate

LINE: Colour = (0xE0, 0xD6, 0xC6)

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 210.0, 297.0, 24.0
ROOM = PAGE_WIDTH - 2 * MARGIN
MILLIMETRES = 25.4 / 72  # in a point
LEADING = 1.06  # in parts of the size
SITE_SIZE, SITE_BASE = 62, 52.0
# Up to which size a name may stand in so many lines; in one of the smallest it is cut.
LARGEST_IN_LINES = {1: 50, 2: 38, 3: 28}
NAME_SIZES, PROMISE_SIZES = range(50, 17, -2), range(36, 17, -1)
MOST_PROMISE_LINES = 4
STATEMENT_SIZE = 18
LOGO_ROOM = (62.0, 28.0)
LOGO_TOP, NAME_TOP = 68.0, 106.0
STATEMENT_GAP = 11.0
CODE_SIDE, CODE_TOP = 36.0, 234.0
RULE_TOP = CODE_TOP - 11
PROMISE_GAP, BAR_GAP, BAR_WIDTH, BAR_HEIGHT = 16.0, 10.0, 18.0, 1.6
QUESTION_SIZE, FOOT_SIZE = 15, 10.5


@dataclass(frozen=True)
class Style:
    face: str
    size: float
    colour: Colour


@dataclass(frozen=True)
class Logo:
    """A picture that we drew ourselves, and the colour that must lie behind it, if it cannot be the paper."""

    picture: Image.Image
    plate: Colour | None


def draw(certificate: Certificate, logo: Logo | None, made_at: datetime) -> bytes:
    sheet = _open_sheet(certificate, made_at)
    _draw_site_name(sheet, certificate.site_name)
    if logo:
        _draw_logo(sheet, logo)
    base = _draw_name(sheet, certificate.name, NAME_TOP if logo else LOGO_TOP)
    _write(sheet, (MARGIN, base + STATEMENT_GAP), certificate.statement, Style("text", STATEMENT_SIZE, MUTED))
    _draw_promise(sheet, certificate.promise)
    _draw_foot(sheet, certificate)
    return bytes(sheet.output() or b"")


def _open_sheet(certificate: Certificate, made_at: datetime) -> FPDF:
    sheet = FPDF(format="A4", unit="mm")
    sheet.set_auto_page_break(auto=False)
    sheet.set_creation_date(made_at)
    sheet.set_title(certificate.title)
    sheet.set_author("HierNiet")
    sheet.set_lang(certificate.language)
    sheet.add_font("display", fname=FONTS / "display-800.ttf")
    sheet.add_font("text", fname=FONTS / "text-500.ttf")
    sheet.add_page()
    return sheet


def _draw_site_name(sheet: FPDF, site_name: str) -> None:
    _write(sheet, (MARGIN, SITE_BASE), site_name, Style("display", SITE_SIZE, INK))
    size = SITE_SIZE * MILLIMETRES
    radius = DOT_RADIUS * size
    sheet.set_fill_color(*SIGNAL)
    sheet.circle(MARGIN + sheet.get_string_width(site_name) + DOT_GAP * size + radius, SITE_BASE - radius, radius, "F")


def _draw_logo(sheet: FPDF, logo: Logo) -> None:
    """At the left, as large as there is room."""
    width, height = logo.picture.size
    scale = min(LOGO_ROOM[0] / width, LOGO_ROOM[1] / height)
    across, down = width * scale, height * scale
    padding = 4.0 if logo.plate else 0.0
    top = LOGO_TOP + LOGO_ROOM[1] - down - padding
    if logo.plate:
        sheet.set_fill_color(*logo.plate)
        sheet.rect(MARGIN, top - padding, across + 2 * padding, down + 2 * padding, "F", round_corners=True)
    sheet.image(logo.picture, MARGIN + padding, top, across, down)


def _draw_name(sheet: FPDF, name: str, top: float) -> float:
    """As large as it can be in few lines. Returns its last base line."""
    size, lines = _set(sheet, name, NAME_SIZES, LARGEST_IN_LINES)
    return _write_lines(sheet, top, lines, size)


def _draw_promise(sheet: FPDF, promise: str) -> None:
    """Above the foot: whatever the name, it hangs at the same height."""
    size, lines = _set(sheet, promise, PROMISE_SIZES, dict.fromkeys(range(1, MOST_PROMISE_LINES + 1), PROMISE_SIZES[0]))
    top = RULE_TOP - PROMISE_GAP - (ASCENT + (len(lines) - 1) * LEADING) * size * MILLIMETRES
    sheet.set_fill_color(*SIGNAL)
    sheet.rect(MARGIN, top - BAR_GAP, BAR_WIDTH, BAR_HEIGHT, "F")
    _write_lines(sheet, top, lines, size)


def _draw_foot(sheet: FPDF, certificate: Certificate) -> None:
    code = codes.code_of_url(certificate.check_url)
    module = CODE_SIDE / code.symbol_size(border=0)[0]
    sheet.set_draw_color(*LINE)
    sheet.line(MARGIN, RULE_TOP, PAGE_WIDTH - MARGIN, RULE_TOP)
    _draw_code(sheet, code, module)
    sheet.link(MARGIN, CODE_TOP, CODE_SIDE, CODE_SIDE, certificate.check_url, certificate.question)
    left = MARGIN + CODE_SIDE + codes.QUIET_ZONE * module + 4
    _write(sheet, (left, CODE_TOP + 5), certificate.question, Style("display", QUESTION_SIZE, INK))
    y = CODE_TOP + 13
    for text in (certificate.answer, certificate.dates):
        y = _write_paragraph(sheet, (left, y), text) + 3


def _draw_code(sheet: FPDF, code: segno.QRCode, module: float) -> None:
    """Squares, not pixels: sharp at any size."""
    sheet.set_fill_color(0, 0, 0)
    for row, modules in enumerate(code.matrix):
        for start, length in _runs(modules):
            sheet.rect(MARGIN + start * module, CODE_TOP + row * module, length * module, module, "F")


def _runs(modules: Sequence[int]) -> list[tuple[int, int]]:
    """Where dark ones begin, and how many there are side by side."""
    runs: list[tuple[int, int]] = []
    for place, is_dark in enumerate(modules):
        if is_dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((place, 1))
    return runs


def _set(sheet: FPDF, text: str, sizes: Sequence[int], largest_in_lines: dict[int, int]) -> tuple[int, list[str]]:
    """The largest size in which it fits; what fits in none is cut at its end."""
    words, most_lines = text.split(" "), max(largest_in_lines)
    for size in sizes:
        sheet.set_font("display", size=size)
        lines = balance(words, sheet.get_string_width, ROOM)
        if size <= largest_in_lines.get(len(lines), 0) and fits(lines, sheet.get_string_width, ROOM):
            return size, lines
    lines = balance(words, sheet.get_string_width, ROOM)
    whole = [*lines[: most_lines - 1], " ".join(lines[most_lines - 1 :])]
    return sizes[-1], [shorten(line, sheet.get_string_width, ROOM) for line in whole if line]


def _write_lines(sheet: FPDF, top: float, lines: Sequence[str], size: int) -> float:
    """Returns the last base line."""
    height, base = size * MILLIMETRES, top + size * MILLIMETRES * ASCENT
    for number, line in enumerate(lines):
        _write(sheet, (MARGIN, base + number * height * LEADING), line, Style("display", size, INK))
    return base + (len(lines) - 1) * height * LEADING


def _write_paragraph(sheet: FPDF, at: tuple[float, float], text: str) -> float:
    """Broken in the room that is left at its right; a long address anywhere. Returns the next base line."""
    left, y = at
    sheet.set_font("text", size=FOOT_SIZE)
    sheet.set_text_color(*MUTED)
    sheet.set_xy(left, y - FOOT_SIZE * MILLIMETRES)
    sheet.c_margin = 0
    sheet.multi_cell(PAGE_WIDTH - MARGIN - left, FOOT_SIZE * MILLIMETRES * 1.4, text, align="L")
    return float(sheet.get_y()) + FOOT_SIZE * MILLIMETRES


def _write(sheet: FPDF, at: tuple[float, float], text: str, style: Style) -> None:
    """`at` is the left end of the base line."""
    sheet.set_font(style.face, size=style.size)
    sheet.set_text_color(*style.colour)
    sheet.text(*at, text)
