"""What people read about their logo: what is wrong, and what to do about it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from signatories.enums import Ground

from .problems import Problem, Remark

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

PROBLEM_SENTENCES: dict[Problem, "StrOrPromise"] = {
    Problem.NO_FILE: _("No file came along. Choose one first."),
    Problem.EMPTY_FILE: _("This file is empty. Save your logo anew and choose that file."),
    Problem.FILE_TOO_BIG: _(
        "This file is larger than 4 MB. A logo of 1,000 pixels wide is large enough: save it smaller."
    ),
    Problem.UNREADABLE_FORM: _("We could not read what your browser sent. Give the file a short name and try again."),
    Problem.IS_SVG: _(
        "This is an SVG. Your own browser can turn it into a PNG, but that takes JavaScript, and it did not happen here. "
        "Save your logo as a PNG of 1,000 pixels wide, and choose that file."
    ),
    Problem.OTHER_KIND: _(
        "This is not a PNG, JPEG or WebP, whatever its name says. Save your logo as a PNG and choose that file."
    ),
    Problem.DAMAGED: _("This file is damaged or not complete. Save your logo anew as a PNG and choose that file."),
    Problem.TOO_MANY_PIXELS: _(
        "This picture has too many pixels. A logo of 1,000 pixels wide is large enough: save it smaller."
    ),
    Problem.TOO_MUCH_WORK: _(
        "We could not draw this picture: it takes too much work. Save your logo anew as a PNG of 1,000 pixels wide."
    ),
    Problem.NOTHING_TO_SEE: _("There is nothing to see in this picture: it is transparent, or all of one colour."),
    Problem.TOO_SMALL: _(
        "This logo is too small to be sharp: it needs at least 120 pixels, and better 640. Ask whoever made it for a larger file."
    ),
    Problem.TOO_STRETCHED: _(
        "This logo is more than twelve times as long as it is high, or the other way round. Choose a more compact version."
    ),
    Problem.BUSY: _("Somebody else’s logo is being drawn. Try again in a minute."),
    Problem.TOO_OFTEN: _("You have tried many times in this hour. Nothing is lost: try again in an hour."),
    Problem.NOT_KEPT: _("We cannot keep files at the moment. Nothing is lost: try again in a few minutes."),
}
REMARK_SENTENCES: dict[Remark, "StrOrPromise"] = {
    Remark.SMALL: _("It is small. On sharp screens it looks a little blurred; 640 pixels wide is better."),
    Remark.WIDE: _("It is very wide, so its letters become small. Do you have a more compact version?"),
    Remark.TALL: _("It is very tall, so it becomes narrow. Do you have a more compact version?"),
    Remark.NOT_SHARP: _("It is not sharp, as if it was enlarged. Do you have the original file?"),
    Remark.WEAK_ON_LIGHT: _("On a light page it hardly shows. So there we put a dark plate behind it."),
    Remark.WEAK_ON_DARK: _("On a dark page it hardly shows. So there we put a light plate behind it."),
    Remark.WEAK_ON_BOTH: _(
        "Part of it hardly shows, on light and on dark. Do you have a version with a background of its own?"
    ),
}
GROUND_SENTENCES: dict[str, "StrOrPromise"] = {
    Ground.ANY: _("It can be seen on light and on dark."),
    Ground.LIGHT: _("It looks best on a light ground."),
    Ground.DARK: _("It looks best on a dark ground."),
}


def remark_sentences(remarks: Iterable[str]) -> list["StrOrPromise"]:
    """Also of a row that is older than a remark's name: what is not known any more is left out."""
    return [REMARK_SENTENCES[Remark(remark)] for remark in remarks if remark in set(Remark)]
