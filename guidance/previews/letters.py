"""What of a text can be drawn: the letters of our own face, which knows Latin and nothing else.

Whatever hides, turns around or looks like another letter is not among them, so that none of it reaches a picture.
"""

import re
import unicodedata

# What guidance/previews/fonts holds; tests/guidance/test_previews.py looks whether each has a shape of its own.
ACCENTED = (
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĀāĂăĄąĆćĊċČčĎďĐđĒēĖėĘęĚěĞğĠġĢģĦħĨĩĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŊŋŌōŐőŒœŔŕŖŗŘřŚśŞşŠšŤť"
    "ŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžȘșȚțẀẁẂẃẄẅỲỳẞ"
)
SIGNS = "¡¢£¥¦§©ª«®°±²³µ¶·¹º»¼½¾¿×÷–—‘’‚“”„•…‰‹›€™"
TOGETHER = "\N{NO-BREAK SPACE}"
BLANKS = re.compile(r"[ \u00a0]+")
DRAWABLE = frozenset(map(chr, range(0x20, 0x7F))) | {TOGETHER} | frozenset(ACCENTED + SIGNS)
# What stands in for a sign that the face lacks; a letter has itself without its accents.
ALIKE = {"\u2010": "-", "\u2011": "-", "\u2212": "–", "\u02bc": "’", "\u02b9": "’", "\u00b4": "’"}


def clean(text: str) -> str:
    """In one line, of letters that can be drawn: others lose their accents, and what still cannot be drawn goes."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_drawn(letter) for letter in composed)
    return BLANKS.sub(lambda blanks: TOGETHER if TOGETHER in blanks[0] else " ", kept).strip(f" {TOGETHER}")


def glue(text: str) -> str:
    """A mark never begins a line: `Harceler ?`, also where an editor typed a plain blank."""
    return re.sub(r" ([?!:;»])", rf"{TOGETHER}\1", text)


def can_be_drawn(text: str) -> bool:
    """Whether every letter and figure of it is there: of `Аcme` with a Cyrillic A only `cme` would be left."""
    composed = unicodedata.normalize("NFC", text)
    return bool(clean(text)) and all(_drawn(letter) for letter in composed if letter.isalnum())


def _drawn(letter: str) -> str:
    if letter in DRAWABLE:
        return letter
    if letter.isspace():
        return TOGETHER if letter == "\N{NARROW NO-BREAK SPACE}" else " "
    plain = ALIKE.get(letter) or unicodedata.normalize("NFD", letter)
    return "".join(part for part in plain if part in DRAWABLE)
