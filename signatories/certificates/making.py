import io
import logging
from typing import TYPE_CHECKING

from django.utils import timezone

from signatories.enums import Ground, LogoState
from signatories.logos import storage
from signatories.models import Logo, Signatory
from signatories.previews.strips import DARK

from .words import certificate_of

if TYPE_CHECKING:
    from .drawing import Logo as DrawnLogo


logger = logging.getLogger(__name__)


def make_certificate(signatory: Signatory) -> bytes:
    """A PDF of today, in the language that is active, for one who is in the list. It has no contact person in it."""
    from . import drawing  # noqa: PLC0415  fonts and pictures: a web process that draws none does without

    logo = Logo.objects.filter(signatory=signatory, state=LogoState.USED).first()
    return drawing.draw(certificate_of(signatory), _read(logo) if logo else None, timezone.now())


def _read(logo: Logo) -> "DrawnLogo | None":
    """The widest there is, for paper. None for a file that is lost, damaged or out of reach: the name stands there anyway."""
    from PIL import Image  # noqa: PLC0415  see above

    from .drawing import Logo as DrawnLogo  # noqa: PLC0415  see above

    try:
        content = storage.read(logo.file(max(logo.widths), "png"))
        picture = Image.open(io.BytesIO(content or b""), formats=["PNG"]).convert("RGBA")
    except (OSError, ValueError, SyntaxError, storage.NotKeptError):
        logger.warning("a certificate goes without its logo", exc_info=True)
        return None
    return DrawnLogo(picture, DARK if logo.ground == Ground.DARK else None)
