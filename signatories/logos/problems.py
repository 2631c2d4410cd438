"""What can be wrong with a file, and what can be said of a logo. Their sentences stand in sentences.py."""

from enum import StrEnum


class Problem(StrEnum):
    """Why nothing can be made of a file."""

    NO_FILE = "no_file"
    EMPTY_FILE = "empty_file"
    FILE_TOO_BIG = "file_too_big"
    UNREADABLE_FORM = "unreadable_form"
    IS_SVG = "is_svg"
    OTHER_KIND = "other_kind"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MUCH_WORK = "too_much_work"
    NOTHING_TO_SEE = "nothing_to_see"
    TOO_SMALL = "too_small"
    TOO_STRETCHED = "too_stretched"
    BUSY = "busy"
    TOO_OFTEN = "too_often"
    NOT_KEPT = "not_kept"


class Remark(StrEnum):
    """What the preview says about a logo that can be used all the same."""

    SMALL = "small"
    WIDE = "wide"
    TALL = "tall"
    NOT_SHARP = "not_sharp"
    WEAK_ON_LIGHT = "weak_on_light"
    WEAK_ON_DARK = "weak_on_dark"
    WEAK_ON_BOTH = "weak_on_both"


class UnusableError(Exception):
    """Nothing can be made of this file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
