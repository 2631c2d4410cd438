"""Files that people send as their logo: good ones, bad ones, and bombs. All drawn here; none is anybody's."""

import io
import struct
import zlib

from PIL import Image, ImageDraw, PngImagePlugin

Colour = tuple[int, ...]
CLEAR, WHITE, BLACK, TEAL = (0, 0, 0, 0), (255, 255, 255, 255), (0, 0, 0, 255), (10, 100, 112, 255)
SECRET = "<script>alert('51.0543N 3.7174E')</script>"


def picture(size: tuple[int, int] = (800, 400), colour: Colour = TEAL, ground: Colour = CLEAR) -> Image.Image:
    """A disc and two bars, with much air around them."""
    image = Image.new("RGBA", size, ground)
    width, height = size
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.1, height * 0.2, width * 0.1 + height * 0.6, height * 0.8), fill=colour)
    draw.rectangle((width * 0.5, height * 0.35, width * 0.9, height * 0.5), fill=colour)
    draw.rectangle((width * 0.5, height * 0.58, width * 0.8, height * 0.65), fill=colour)
    return image


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=kind, **options)
    return buffer.getvalue()


def png(**options: object) -> bytes:
    return encoded(picture(**options))


def with_secrets() -> bytes:
    """Text, XMP and the place where it was made, in every drawer that a PNG has."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET)
    info.add_itxt("XML:com.adobe.xmp", SECRET, zip=False)
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif[0x8825] = {1: "N", 2: (51.0, 3.0, 15.0)}
    return encoded(picture(), pnginfo=info, exif=exif) + SECRET.encode()


def bomb_of(pixels: tuple[int, int]) -> bytes:
    """A PNG of a few hundred bytes that says it is this large, with only its first rows inside."""
    head = struct.pack(">IIBBBBB", *pixels, 8, 6, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def many_scans() -> bytes:
    """A progressive JPEG in which the same scan comes again a thousand times."""
    plain = encoded(picture(ground=WHITE).convert("RGB"), "JPEG", progressive=True)
    start = plain.rindex(b"\xff\xda")
    return plain[:start] + plain[start:-2] * 1_000 + b"\xff\xd9"


def heavy_text() -> bytes:
    """A small picture with compressed texts that unpack to hundreds of megabytes."""
    plain = png()
    text = b"Comment\0\0" + zlib.compress(b"A" * 900_000, 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    return plain[:33] + chunk * 400 + plain[33:]


SVG = b"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>alert(1)</script></svg>"""
