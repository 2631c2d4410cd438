"""Pictures of shared pages: which letters reach them, how they are set, and how two halves become one file."""

import io
import re
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from guidance.previews import drawing, joining, lettering, letters, png
from guidance.previews.pieces import DESIGN, Headline, Strip, stamp
from hierniet.languages import LANGUAGES, SITE_NAMES
from hierniet.whole_files import WholeFiles

SIZE = (1200, 630)
MOST_BYTES = 60 * 1024
BIDI = "\u202e\u2066\u200f"
UNSEEN = "\u200b\u00ad\ufeff\x00\x07\x1b"


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=["PNG"])
    image.load()
    return image


def picture(question: str, label: str = "op de pagina van", words: str = "Voorbeeld") -> bytes:
    return png.join(Headline(question, "Hier niet", "hierniet.be", "schelden").draw(), Strip(label, words).draw())


def right_edge(image: Image.Image, ground: tuple[int, int, int]) -> int:
    """Up to where anything stands on this ground."""
    box = ImageChops.difference(image, Image.new("RGB", image.size, ground)).getbbox()
    return box[2] if box else 0


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Dupont & Fils", "Dupont & Fils"),
        ("  twee \t\r\n  blanks ", "twee blanks"),
        (f"Goed{BIDI}kwaad", "Goedkwaad"),
        (f"on{UNSEEN}zichtbaar", "onzichtbaar"),
        ("<b>&amp;</b>%00\r\nSet-Cookie: x", "<b>&amp;</b>%00 Set-Cookie: x"),
        ("Harceler\u00a0?", "Harceler\u00a0?"),
        ("Harceler\u202f?", "Harceler\u00a0?"),
        ("Ệxtra Ĉeĥa", "Extra Ceha"),
        ("e\u0301t\u0301e\u0301", "été"),
        ("Vis 🐟 en friet", "Vis en friet"),
        ("Аcme", "cme"),
        ("東京", ""),
    ],
)
def test_clean_keeps_only_what_can_be_drawn(typed, drawn):
    assert letters.clean(typed) == drawn


@given(st.text(max_size=200))
def test_clean_leaves_no_letter_that_the_face_lacks(text):
    cleaned = letters.clean(text)

    assert set(cleaned) <= letters.DRAWABLE
    assert letters.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("name", "can"),
    [("Łódź & Şişli", True), ("Vis 🐟", True), ("Ệxtra", True), ("Аcme", False), ("東京", False), ("🐟", False), ("", False), ("ＡＣＭＥ", False)],
)  # fmt: skip
def test_name_with_a_letter_of_another_script_cannot_be_drawn(name, can):
    assert letters.can_be_drawn(name) is can


@pytest.mark.parametrize("face", [lettering.display(90), lettering.plain(40)])
def test_every_letter_has_a_shape_of_its_own(face):
    """No empty box stands in for one."""
    box = bytes(face.font.getmask("\ue000"))

    lacking = [letter for letter in letters.DRAWABLE if letter.strip() and bytes(face.font.getmask(letter)) == box]

    assert lacking == []
    assert box != bytes(face.font.getmask(" "))


@pytest.mark.parametrize("question", ["Haat ?", "Des données privées ?", "Une question plus longue que les autres ?"])
def test_mark_never_begins_a_line(question):
    assert letters.glue(question).split(" ")[-1].endswith("\u00a0?")


HARD = {
    "short": ("Ja?", "V"),
    "usual": ("Schelden?", "Voorbeeldbedrijf"),
    "long": ("Iemands adres of foto delen zonder het te vragen, en dan nog wel overal?", "Koninklijke Vereniging voor de Bescherming van Community Managers en hun Organisaties in België en Luxemburg"),
    "wide": ("W" * 80, "W" * 120),
    "many wide": (" ".join(["WWWWWWWWWWWW"] * 12), " ".join(["WWWWWWWWWW"] * 11)),
    "empty": ("", ""),
    "hostile": (f"\x00\r\n{BIDI}🐟<script>?", f"{BIDI}%00<img src=x>🐟"),
}  # fmt: skip


@pytest.mark.parametrize("case", HARD)
def test_picture_has_its_size_and_is_light_whatever_is_said(case):
    content = picture(HARD[case][0], words=HARD[case][1])

    image = opened(content)
    assert (image.size, image.format, image.mode, image.info) == (SIZE, "PNG", "RGB", {})
    assert len(content) <= MOST_BYTES


@pytest.mark.parametrize("case", HARD)
def test_nothing_is_cut_off_at_the_edge(case):
    image = opened(picture(HARD[case][0], words=HARD[case][1]))
    headline, strip = image.crop((0, 0, 1200, png.UPPER_HEIGHT)), image.crop((0, png.UPPER_HEIGHT, *SIZE))

    assert right_edge(headline, drawing.PAPER) <= 1200 - drawing.MARGIN + 4
    assert right_edge(strip, drawing.INK) <= 1200 - drawing.MARGIN + 4
    assert headline.crop((0, 0, 1200, 40)).getcolors() == [(1200 * 40, drawing.PAPER)]
    assert strip.crop((0, strip.height - 10, 1200, strip.height)).getcolors() == [(1200 * 10, drawing.INK)]


@pytest.mark.parametrize("case", HARD)
def test_every_picture_has_its_dot(case):
    """One round spot of the signal colour, also where the question had to be cut."""
    image = opened(picture(HARD[case][0]))

    spot = image.point([255 * (value > 150) for value in range(256)] + [255 * (value < 80) for value in range(256)] * 2)
    red = ImageChops.multiply(ImageChops.multiply(*spot.split()[:2]), spot.split()[2])
    left, top, right, bottom = red.getbbox()
    assert abs((right - left) - (bottom - top)) <= 2
    assert right - left >= 16


def test_hidden_marks_change_nothing_in_the_picture():
    assert picture(f"Schel{BIDI}{UNSEEN}den?") == picture("Schelden?")


def test_headline_is_as_large_as_a_thumbnail_needs():
    """In a list of links it is a quarter as wide: the small letters of the headline are then ten pixels high."""
    sizes = {
        question: drawing._set_headline(letters.glue(question).split(" "), "Hier\u00a0niet")[0].size
        for question in ("Haat?", "Schelden?", "Des données privées ?", "Iemands adres?")
    }

    assert min(sizes.values()) >= 88


@pytest.mark.parametrize("question", ["W" * 80 + "?", f"{'W' * 80} en nog?", " ".join(["WWWWWWWWWWWW"] * 12)])
def test_question_that_is_too_long_loses_its_end_only(question):
    _face, lines = drawing._set_headline(question.split(" "), "Hier\u00a0niet")

    assert lines[0].startswith("WWWWWWWWWWWW")
    assert "…" in " ".join(lines)
    assert lines[-1].endswith("Hier\u00a0niet")


def test_colours_are_those_of_the_site():
    tokens = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text(encoding="utf-8")
    light = dict(reversed(re.findall(r"--([a-z-]+): #([0-9a-f]{6});", tokens)))

    names = {"paper": drawing.PAPER, "ink": drawing.INK, "muted": drawing.MUTED, "signal": drawing.SIGNAL, "deep": drawing.INK, "on-deep": drawing.ON_DEEP, "on-deep-muted": drawing.ON_DEEP_MUTED}  # fmt: skip
    assert {name: light[name] for name in names} == {name: bytes(colour).hex() for name, colour in names.items()}


# Two halves


def halves() -> tuple[Image.Image, Image.Image]:
    upper = Image.effect_noise((1200, png.UPPER_HEIGHT), 90).convert("RGB")
    lower = Image.effect_noise((1200, png.LOWER_HEIGHT), 90).convert("RGB")
    return upper, lower


def test_any_two_halves_become_one_picture():
    uppers, lowers = zip(halves(), halves(), strict=True)

    for upper in uppers:
        for lower in lowers:
            image = opened(png.join(png.pack_upper(upper), png.pack_lower(lower)))
            assert image.crop((0, 0, 1200, png.UPPER_HEIGHT)).tobytes() == upper.tobytes()
            assert image.crop((0, png.UPPER_HEIGHT, *SIZE)).tobytes() == lower.tobytes()


def test_joined_file_is_sound_down_to_its_check_sums():
    content = picture("Schelden?")

    chunks, at = [], len(png.SIGNATURE)
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + data) == int.from_bytes(content[at + 8 + length : at + 12 + length], "big")
        chunks.append((kind, data))
        at += 12 + length
    assert [kind for kind, _data in chunks] == [b"IHDR", b"IDAT", b"IDAT", b"IDAT", b"IEND"]
    stream = zlib.decompressobj()
    rows = stream.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    assert (len(rows), stream.eof, stream.unused_data) == (630 * 3601, True, b"")  # zlib itself has checked Adler's sum


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_check_sums_are_combined_as_zlib_does(first, second):
    assert png._combined(zlib.adler32(first), zlib.adler32(second), len(second)) == zlib.adler32(first + second)


@pytest.mark.parametrize("damage", [lambda piece: piece[:-20], lambda piece: piece[:50] + b"x" + piece[51:], lambda piece: b"", lambda piece: b"x" * 100])  # fmt: skip
def test_damaged_half_is_refused(damage):
    upper, lower = Headline("A", "B", "c", "d").draw(), Strip("a", "b").draw()

    with pytest.raises(png.BrokenPieceError):
        png.join(damage(upper), lower)
    with pytest.raises(png.BrokenPieceError):
        png.join(upper, damage(lower))


# Names


def test_address_changes_with_whatever_is_drawn():
    first = Headline("Schelden?", "Hier niet", "hierniet.be", "schelden")
    others = [
        Headline("Vloeken?", "Hier niet", "hierniet.be", "schelden"),
        Headline("Schelden?", "Hier niet", "hierniet.be", "vloeken"),
        Headline("Schelden?", "Hier niet", "elders.be", "schelden"),
        Strip("a", "b"), Strip("a", "c"), Strip("b", "b"), Strip("ab", ""),
    ]  # fmt: skip

    assert len({piece.digest for piece in (first, *others)}) == len(others) + 1
    assert first.digest == Headline("Schelden?", "Hier niet", "hierniet.be", "schelden").digest
    assert stamp(first, others[3]) != stamp(first, others[4])


def test_new_design_has_new_names(monkeypatch):
    old = Strip("a", "b").digest

    monkeypatch.setattr("guidance.previews.pieces.DESIGN", DESIGN + 1)

    assert Strip("a", "b").digest != old


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_that_ship_are_those_that_would_be_drawn(language):
    """After a change of words or design: `manage.py draw_site_previews`. Another FreeType may smooth otherwise."""
    with translation.override(language):
        drawn = opened(png.join(Headline.of_site(language).draw(), Strip.of_site().draw()))
        says = str(Headline.of_site(language))

    shipped = opened(joining.of_site(language))
    apart = ImageChops.difference(shipped, drawn).convert("L").point(lambda value: 255 * (value > 64))
    assert apart.histogram()[255] < 0.002 * 1200 * 630
    assert says.endswith(f"{SITE_NAMES[language]}.")
    assert len(joining.of_site(language)) <= MOST_BYTES


def test_command_writes_what_ships(monkeypatch, tmp_path):
    monkeypatch.setattr(
        "guidance.management.commands.draw_site_previews.shipped", lambda language: tmp_path / f"{language}.png"
    )

    call_command("draw_site_previews")

    assert {path.stem: opened(path.read_bytes()).size for path in tmp_path.iterdir()} == dict.fromkeys(LANGUAGES, SIZE)


# The folder


def test_file_is_whole_or_not_there(monkeypatch, tmp_path):
    store = WholeFiles(location=tmp_path, allow_overwrite=True)
    store.save("a/piece", ContentFile(b"old"))

    monkeypatch.setattr(Path, "replace", lambda *_names: (_ for _ in ()).throw(OSError("killed just before")))
    with pytest.raises(OSError, match="killed"):
        store.save("a/piece", ContentFile(b"new"))

    assert (tmp_path / "a" / "piece").read_bytes() == b"old"


def test_file_of_the_same_name_is_replaced(tmp_path):
    store = WholeFiles(location=tmp_path, allow_overwrite=True)

    names = [store.save("a/piece", ContentFile(content)) for content in (b"old", b"new")]

    assert names == ["a/piece", "a/piece"]
    assert [path.read_bytes() for path in (tmp_path / "a").iterdir()] == [b"new"]
