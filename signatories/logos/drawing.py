"""Draws a logo anew: decoded, trimmed, centred, and encoded from its pixels alone.

Nothing of the file it came from is left: no metadata, no second picture, no text behind the end. Runs in a process of its
own; see child.py, and workshop.py for its limits.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageOps

from .fingerprints import fingerprint
from .made import Made
from .problems import Problem, Remark, UnusableError
from .seeing import DARK, ground_for, is_sharp
from .sniffing import sniff

MOST_PIXELS = 24_000_000
LONGEST_SIDE = 12_000
WIDTHS = (160, 320, 640)
# Where it is judged and trimmed; four times the pixels that are shown.
WORKING_SIDE = 1_280
PADDING = 0.06
SMALLEST, SMALL = 120, 320
MOST_STRETCHED, STRETCHED = 12, 6
# The canvas: from a square to three times as wide as high, so that a row of logos looks like one.
WIDEST_CANVAS = 3
SPECK = 8
SAME_COLOUR = 24
ORIENTATION = 0x0112
WHITE = (255, 255, 255)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True)
class Trimmed:
    """What is left when the border is gone, and the colour of that border when it was opaque."""

    picture: Image.Image
    background: Colour | None
    is_opaque: bool


def draw(data: bytes) -> Made:
    trimmed = _trim(_decode(data))
    remarks = _judge_size(trimmed.picture)
    canvas, inner = _center(trimmed)
    ground, seen = ground_for(inner, is_opaque=trimmed.is_opaque)
    grey = _flat(inner, WHITE if ground != "dark" else DARK)
    if not is_sharp(grey):
        remarks.append(Remark.NOT_SHARP)
    return Made(
        width=canvas.width,
        height=canvas.height,
        ground=ground,
        remarks=tuple(remark.value for remark in (*remarks, *seen)),
        fingerprint=fingerprint(grey),
        files=_encode(canvas),
    )


def _decode(data: bytes) -> Image.Image:
    """The first frame, upright. How large it is stands in its head, and is asked before anything is unpacked."""
    kind = sniff(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _load(Image.open(io.BytesIO(data), formats=[kind]))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnusableError(Problem.TOO_MANY_PIXELS) from None
    except MemoryError:
        raise UnusableError(Problem.TOO_MUCH_WORK) from None
    except UnusableError:
        raise
    except Exception as error:  # decoders raise whatever they like at a broken file
        raise UnusableError(Problem.DAMAGED) from error


def _load(image: Image.Image) -> Image.Image:
    if max(image.size) > LONGEST_SIDE or image.width * image.height > MOST_PIXELS:
        raise UnusableError(Problem.TOO_MANY_PIXELS)
    turn = TURNS.get(_orientation(image))
    image.load()
    picture = _focus(_as_rgba(image))
    return picture.transpose(turn) if turn is not None else picture


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(ORIENTATION)
    except Exception:  # noqa: BLE001  what cannot be read turns nothing
        return 1
    return found if isinstance(found, int) else 1


def _as_rgba(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA":
        return image
    if image.mode.startswith("I"):  # sixteen bits a pixel: the upper eight are what screens show
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA")


def _focus(picture: Image.Image) -> Image.Image:
    """Small enough to work with. A small logo on a large sheet is cut out first, so that it stays sharp."""
    factor = max(-(-max(picture.size) // WORKING_SIDE), 1)
    if factor == 1:
        return picture
    reduced = picture.reduce(factor)
    left, top, right, bottom = _visible_box(reduced)[0]
    if max(right - left, bottom - top) * 2 > max(reduced.size):
        return reduced
    margin = factor * 2
    box = (
        max(left * factor - margin, 0),
        max(top * factor - margin, 0),
        min(right * factor + margin, picture.width),
        min(bottom * factor + margin, picture.height),
    )
    cut = picture.crop(box)
    return cut.reduce(max(-(-max(cut.size) // WORKING_SIDE), 1))


def _trim(picture: Image.Image) -> Trimmed:
    box, background, is_opaque = _visible_box(picture)
    return Trimmed(picture.crop(box), background, is_opaque)


def _visible_box(picture: Image.Image) -> tuple[Box, Colour | None, bool]:
    """Without a transparent border, and then without an opaque one of one colour."""
    solid = picture.getchannel("A").point([255 if value > SPECK else 0 for value in range(256)])
    outer = solid.getbbox()
    if outer is None:
        raise UnusableError(Problem.NOTHING_TO_SEE)
    inner = picture.crop(outer)
    lowest, _highest = inner.getchannel("A").getextrema()
    is_opaque = isinstance(lowest, int | float) and lowest > 255 - SPECK
    colour = _border_colour(inner) if is_opaque else None
    if colour is None:
        return outer, None, is_opaque
    box = _different_from(inner, colour)
    if box is None:
        raise UnusableError(Problem.NOTHING_TO_SEE)
    return (outer[0] + box[0], outer[1] + box[1], outer[0] + box[2], outer[1] + box[3]), colour, True


def _border_colour(picture: Image.Image) -> Colour | None:
    """The colour that all four corners share, if they do."""
    right, bottom = picture.width - 1, picture.height - 1
    corners = [picture.getpixel(at) for at in ((0, 0), (right, 0), (0, bottom), (right, bottom))]
    colours = [corner[:3] for corner in corners if isinstance(corner, tuple)]
    spread = max(max(values) - min(values) for values in zip(*colours, strict=True))
    return (colours[0][0], colours[0][1], colours[0][2]) if spread <= SAME_COLOUR else None


def _different_from(picture: Image.Image, colour: Colour) -> Box | None:
    difference = ImageChops.difference(picture.convert("RGB"), Image.new("RGB", picture.size, colour))
    strongest = difference.getchannel("R")
    for name in "GB":
        strongest = ImageChops.lighter(strongest, difference.getchannel(name))
    return strongest.point([255 if value > SAME_COLOUR else 0 for value in range(256)]).getbbox()


def _judge_size(picture: Image.Image) -> list[Remark]:
    """Refuses what nobody could read, and remarks on what is hard to."""
    longest, stretch = max(picture.size), picture.width / picture.height
    if longest < SMALLEST:
        raise UnusableError(Problem.TOO_SMALL)
    if not 1 / MOST_STRETCHED <= stretch <= MOST_STRETCHED:
        raise UnusableError(Problem.TOO_STRETCHED)
    remarks = [Remark.SMALL] if longest < SMALL else []
    if stretch > STRETCHED:
        remarks.append(Remark.WIDE)
    return [*remarks, Remark.TALL] if stretch < 1 / STRETCHED else remarks


def _center(trimmed: Trimmed) -> tuple[Image.Image, Image.Image]:
    """The canvas, and what was put on it. Nothing is ever enlarged."""
    picture = trimmed.picture
    # A picture that fills its own rectangle gets no border of air: it has an edge already.
    has_edge = trimmed.is_opaque and trimmed.background is None
    padding = 0 if has_edge else round(max(picture.size) * PADDING)
    width, height = picture.width + 2 * padding, picture.height + 2 * padding
    width, height = max(width, height), max(height, -(-width // WIDEST_CANVAS))
    scale = min(WIDTHS[-1] / width, 1)
    size = (max(round(picture.width * scale), 1), max(round(picture.height * scale), 1))
    inner = picture.resize(size, Image.Resampling.LANCZOS) if scale < 1 else picture
    fill = (*trimmed.background, 255) if trimmed.background else (0, 0, 0, 0)
    canvas = Image.new("RGBA", (round(width * scale), max(round(height * scale), inner.height)), fill)
    canvas.alpha_composite(inner, ((canvas.width - inner.width) // 2, (canvas.height - inner.height) // 2))
    return canvas, inner


def _flat(picture: Image.Image, colour: Colour) -> Image.Image:
    ground = Image.new("RGBA", picture.size, (*colour, 255))
    ground.alpha_composite(picture)
    return ImageOps.grayscale(ground.convert("RGB"))


def _encode(canvas: Image.Image) -> dict[tuple[int, str], bytes]:
    files = {}
    for width in sorted({canvas.width, *(width for width in WIDTHS if width < canvas.width)}):
        height = max(round(canvas.height * width / canvas.width), 1)
        picture = canvas if width == canvas.width else canvas.resize((width, height), Image.Resampling.LANCZOS)
        plain = picture.convert("RGB") if picture.getchannel("A").getextrema() == (255, 255) else picture
        files[width, "png"] = _saved(plain, format="PNG", optimize=True)
        # Of flat colours the exact form is smaller, of photographs the other one.
        exact = _saved(plain, format="WEBP", lossless=True, method=4)
        files[width, "webp"] = min(exact, _saved(plain, format="WEBP", quality=85, method=4), key=len)
    return files


def _saved(picture: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, **options)  # type: ignore[arg-type]  # each format has options of its own
    return buffer.getvalue()
