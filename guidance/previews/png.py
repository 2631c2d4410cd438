"""Writes a picture as a PNG in two halves, which fit together without being drawn or packed again.

The pixels of a PNG are one stream of packed rows. The upper half ends at a point where the packer forgets what came
before, so any lower half can follow. Each half is a whole IDAT chunk with its own check sum; a third one ends the stream.
"""

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

WIDTH, HEIGHT = 1200, 630
UPPER_HEIGHT = 436
LOWER_HEIGHT = HEIGHT - UPPER_HEIGHT
SIGNATURE = b"\x89PNG\r\n\x1a\n"
ZLIB_HEADER = b"\x78\xda"
ROW = 1 + 3 * WIDTH
ADLER_BASE = 65_521
CHECK_SIZE = 4


class BrokenPieceError(Exception):
    """These bytes are no half of a picture, or not all of one."""


def pack_upper(image: "Image.Image") -> bytes:
    return _pack(image, (WIDTH, UPPER_HEIGHT), ZLIB_HEADER, zlib.Z_FULL_FLUSH)


def pack_lower(image: "Image.Image") -> bytes:
    return _pack(image, (WIDTH, LOWER_HEIGHT), b"", zlib.Z_FINISH)


def join(upper: bytes, lower: bytes) -> bytes:
    """The whole file. Only check sums are computed."""
    chunks = [_chunk_of(upper), _chunk_of(lower)]
    check = _combined(_check_of(upper), _check_of(lower), ROW * LOWER_HEIGHT)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"".join(
        (SIGNATURE, _chunk(b"IHDR", head), *chunks, _chunk(b"IDAT", struct.pack(">I", check)), _chunk(b"IEND", b""))
    )


def _pack(image: "Image.Image", size: tuple[int, int], start: bytes, end: int) -> bytes:
    """The chunk, and behind it the check sum of the rows."""
    assert image.size == size
    rows = _rows(image)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    packed = start + packer.compress(rows) + packer.flush(end)
    return _chunk(b"IDAT", packed) + struct.pack(">I", zlib.adler32(rows))


def _rows(image: "Image.Image") -> bytes:
    """Each as it is (filter 0): large even areas pack best so, and no row leans on one of the other half."""
    pixels = image.convert("RGB").tobytes()
    length = ROW - 1
    return b"".join(b"\0" + pixels[start : start + length] for start in range(0, len(pixels), length))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _chunk_of(piece: bytes) -> bytes:
    chunk = piece[:-CHECK_SIZE]
    if len(chunk) < 12 or chunk != _chunk(b"IDAT", chunk[8:-4]):
        raise BrokenPieceError
    return chunk


def _check_of(piece: bytes) -> int:
    return int.from_bytes(piece[-CHECK_SIZE:], "big")


def _combined(first: int, second: int, length: int) -> int:
    """The Adler-32 of two texts one after the other; `length` is that of the second. As zlib's adler32_combine()."""
    sum_of_first, sums_of_first = first & 0xFFFF, first >> 16
    sum_of_second, sums_of_second = second & 0xFFFF, second >> 16
    total = (sum_of_first + sum_of_second - 1) % ADLER_BASE
    totals = (sums_of_first + sums_of_second + length * (sum_of_first - 1)) % ADLER_BASE
    return totals << 16 | total
