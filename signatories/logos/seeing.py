"""What can be seen of a logo: on light, on dark, and whether it is sharp. Measured on what is shown, not guessed."""

from PIL import Image, ImageChops, ImageFilter, ImageOps

from .problems import Remark

# See also --paper in static/css/tokens.css, in both of its sets.
PAPER = (0xFD, 0xF8, 0xF0)
DARK = (0x11, 0x16, 0x2A)
LEAST_CONTRAST = 1.5
# From this share of its outline on, a logo loses its shape.
MOST_LOST = 0.35
MEASURED_WIDTH = 160
SOLID = 128
# Made four times smaller and larger again, a sharp edge loses more than this part of the picture's own contrast; one that was
# enlarged five times or more does not.
SMALLER, LEAST_DETAIL = 4, 0.12


def _linear(value: int) -> float:
    part = value / 255
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


LINEAR = tuple(_linear(value) for value in range(256))


def luminance(red: int, green: int, blue: int) -> float:
    return 0.2126 * LINEAR[red] + 0.7152 * LINEAR[green] + 0.0722 * LINEAR[blue]


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def lost_on(picture: Image.Image) -> tuple[float, float]:
    """Which share of the outline cannot be told from a light and from a dark page.

    The outline decides: white letters inside a blue disc are read on any page, a white word by itself is not.
    """
    colours = _outline(picture)
    light, dark = luminance(*PAPER), luminance(*DARK)
    on_light = sum(contrast(found, light) < LEAST_CONTRAST for found in colours)
    on_dark = sum(contrast(found, dark) < LEAST_CONTRAST for found in colours)
    return on_light / max(len(colours), 1), on_dark / max(len(colours), 1)


def _outline(picture: Image.Image) -> list[float]:
    """The luminance of every solid pixel that lies beside one that is not."""
    small = picture.copy()
    small.thumbnail((MEASURED_WIDTH, MEASURED_WIDTH))
    small = ImageOps.expand(small, border=2, fill=(0, 0, 0, 0))
    solid = small.getchannel("A").point([255 if value >= SOLID else 0 for value in range(256)])
    outline = ImageChops.subtract(solid, solid.filter(ImageFilter.MinFilter(3))).tobytes()
    red, green, blue = (small.getchannel(name).tobytes() for name in "RGB")
    return [luminance(red[at], green[at], blue[at]) for at, is_in in enumerate(outline) if is_in]


def ground_for(picture: Image.Image, *, is_opaque: bool) -> tuple[str, list[Remark]]:
    """On which ground it must stand (`any`, `light`, `dark`), and what to say about that."""
    if is_opaque:  # it brings its own
        return "any", []
    on_light, on_dark = lost_on(picture)
    if on_light >= MOST_LOST and on_dark >= MOST_LOST:
        return ("light" if on_light <= on_dark else "dark"), [Remark.WEAK_ON_BOTH]
    if on_light >= MOST_LOST:
        return "dark", [Remark.WEAK_ON_LIGHT]
    return ("light", [Remark.WEAK_ON_DARK]) if on_dark >= MOST_LOST else ("any", [])


def is_sharp(grey: Image.Image) -> bool:
    size = (max(grey.width // SMALLER, 1), max(grey.height // SMALLER, 1))
    smaller = grey.resize(size, Image.Resampling.BOX)
    lost = ImageChops.difference(grey, smaller.resize(grey.size, Image.Resampling.BICUBIC))
    values = [value for value, number in enumerate(grey.histogram()) if number]
    return _strongest(lost) >= LEAST_DETAIL * (values[-1] - values[0])


def _strongest(differences: Image.Image) -> int:
    """The difference that only one pixel in five hundred passes: a speck does not make a picture sharp."""
    left = differences.width * differences.height // 500
    for value, number in reversed(list(enumerate(differences.histogram()))):
        left -= number
        if left < 0:
            return value
    return 0
