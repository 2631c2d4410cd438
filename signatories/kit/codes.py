"""A reference link as a QR code: for a sign at a counter, a slide, a printed newsletter."""

import io
from collections.abc import Callable

import segno

QUIET_ZONE = 4  # modules of white on each side, as ISO/IEC 18004 asks; readers fail without
PNG_SIDE = 1_200  # pixels, about: enough for ten centimetres in print
SVG_SCALE = 8
CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def code_of(address: str) -> segno.QRCode:
    """`hierniet.be/schelden/voorbeeld`, as it is typed."""
    return code_of_url(f"https://{address}")


def code_of_url(url: str) -> segno.QRCode:
    """A fifteenth of it may be dirty or torn (level M)."""
    return segno.make(url, error="m", micro=False)


def as_svg(address: str) -> bytes:
    """Black on white, also where the page around it is dark."""
    out = io.BytesIO()
    code_of(address).save(
        out, kind="svg", border=QUIET_ZONE, scale=SVG_SCALE, dark="#000", light="#fff", xmldecl=False, title=address
    )
    return out.getvalue()


def as_png(address: str) -> bytes:
    code, out = code_of(address), io.BytesIO()
    side = code.symbol_size(border=QUIET_ZONE)[0]
    code.save(out, kind="png", border=QUIET_ZONE, scale=max(1, PNG_SIDE // side), dark="#000", light="#fff")
    return out.getvalue()


MAKERS: dict[str, Callable[[str], bytes]] = {"svg": as_svg, "png": as_png}
