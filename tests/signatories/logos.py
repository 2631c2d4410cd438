"""Logos for tests: rows with small files, without drawing each anew."""

from functools import cache

from signatories.enums import LogoReason, LogoState
from signatories.logos import storage
from signatories.logos.drawing import draw
from signatories.logos.made import Made
from signatories.models import Logo, Signatory

from .logo_files import png


@cache
def made(colour: tuple[int, ...] = (10, 100, 112, 255)) -> Made:
    return draw(png(colour=colour, size=(400, 200)))


def create_logo(
    signatory: Signatory, state: LogoState = LogoState.USED, *, has_files: bool = True, **facts: object
) -> Logo:
    drawn = made()
    reason = {"reason": LogoReason.UNREADABLE} if state == LogoState.REFUSED else {}
    logo = Logo.objects.create(
        signatory=signatory, state=state, widths=drawn.widths, width=drawn.width, height=drawn.height,
        fingerprint=drawn.fingerprint, **({"ground": drawn.ground} | reason | facts),
    )  # fmt: skip
    if has_files:
        storage.put({logo.file(*kind): content for kind, content in drawn.files.items()})
    return logo


def kept(logo: Logo) -> list[bool]:
    """Of each file whether it is there."""
    return [storage.store().exists(storage.path_of(file)) for file in logo.files]
