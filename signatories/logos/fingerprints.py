"""A number that stays nearly the same when a picture is scaled, saved again or put on another background."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 9, 8


def fingerprint(grey: "Image") -> str:
    """Of 64 pairs of neighbours, which one is lighter (a “difference hash”), as 16 hexadecimal digits."""
    pixels = grey.convert("L").resize((WIDTH, HEIGHT), resample=4).tobytes()  # 4: each pixel the mean of its box
    bits = 0
    for row in range(HEIGHT):
        for column in range(WIDTH - 1):
            here = row * WIDTH + column
            bits = bits << 1 | (pixels[here] > pixels[here + 1])
    return f"{bits:016x}"


def distance(one: str, other: str) -> int:
    """In how many of the 64 pairs two pictures differ: 0 the same, up to about 8 the same logo, about 32 strangers."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
