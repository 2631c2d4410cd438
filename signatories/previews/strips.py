"""Whose page it is, as the lower half of a preview: a name, and a logo where there is one."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from guidance.previews import letters
from guidance.previews.pieces import Strip
from signatories.enums import Ground
from signatories.logos import storage
from signatories.models import Logo

if TYPE_CHECKING:
    from guidance.previews.drawing import Logo as DrawnLogo

# What lies behind a logo; the second one as in the site's dark set, see static/css/tokens.css.
LIGHT, DARK = (0xFF, 0xFF, 0xFF), (0x11, 0x16, 0x2A)
ENOUGH = 320  # pixels; the plate is no wider


@dataclass(frozen=True)
class SignedStrip(Strip):
    """`logo_file` is empty for who has none."""

    logo_file: str = ""
    is_dark: bool = False

    @classmethod
    def of(cls, name: str, slug: str, logo: Logo | None) -> "SignedStrip":
        """In the language that is active. A name that cannot be drawn whole shows as its short name, which always can."""
        label = pgettext("above a name, in a preview picture", "on the page of")
        words = name if letters.can_be_drawn(name) else slug
        if logo is None:
            return cls(label, words)
        width = min((width for width in logo.widths if width >= ENOUGH), default=max(logo.widths))
        return cls(label, words, logo.file(width, "png"), logo.ground == Ground.DARK)

    def draw(self) -> bytes:
        from guidance.previews import drawing, png  # noqa: PLC0415  only who draws needs Pillow, and web processes never do

        logo = self._read_logo() if self.logo_file else None
        return png.pack_lower(drawing.draw_strip(letters.clean(self.label), letters.clean(self.words), logo))

    def _read_logo(self) -> "DrawnLogo | None":
        """None for a file that is lost: the name stands there anyway."""
        from PIL import Image  # noqa: PLC0415  see above

        from guidance.previews.drawing import Logo as DrawnLogo  # noqa: PLC0415  see above

        content = storage.read(self.logo_file)
        if content is None:
            return None
        picture = Image.open(io.BytesIO(content), formats=["PNG"])
        return DrawnLogo(picture.convert("RGBA"), DARK if self.is_dark else LIGHT)
