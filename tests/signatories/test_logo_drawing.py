"""What comes off the bench, whatever was put on it."""

import io
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from signatories.logos import drawing, seeing
from signatories.logos.drawing import draw
from signatories.logos.fingerprints import distance
from signatories.logos.made import Made
from signatories.logos.problems import Problem, Remark, UnusableError
from signatories.logos.sentences import GROUND_SENTENCES, PROBLEM_SENTENCES, REMARK_SENTENCES
from tests.signatories import logo_files
from tests.signatories.logo_files import BLACK, CLEAR, SECRET, TEAL, WHITE, encoded, picture, png


def opened(made: Made, width: int = 640, ending: str = "png") -> Image.Image:
    return Image.open(io.BytesIO(made.files[width, ending]))


def problem_of(data: bytes) -> Problem:
    with pytest.raises(UnusableError) as refused:
        draw(data)
    return refused.value.problem


def sixteen_bits() -> bytes:
    image = Image.new("I;16", (400, 300), 60_000)
    image.paste(9_000, (60, 80, 340, 130))
    image.paste(9_000, (60, 150, 300, 180))
    return encoded(image)


FORMS = {
    "png": png,
    "jpeg": lambda: encoded(picture(ground=WHITE).convert("RGB"), "JPEG", quality=75),
    "cmyk": lambda: encoded(picture(ground=WHITE).convert("CMYK"), "JPEG"),
    "webp": lambda: encoded(picture(), "WEBP"),
    "moving": lambda: encoded(picture(), "WEBP", save_all=True, append_images=[picture(colour=BLACK)]),
    "palette": lambda: encoded(picture().quantize(16)),
    "grey": lambda: encoded(picture().convert("LA")),
    "black and white": lambda: encoded(picture(ground=WHITE).convert("1")),
    "sixteen bits": sixteen_bits,
}


@cache
def form_of(name: str) -> bytes:
    """Drawn when a test asks for it: what is only collected costs nothing."""
    return FORMS[name]()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_becomes_webp_and_png_in_each_width(form):
    made = draw(form_of(form))

    assert made.widths[0] == 160
    assert set(made.files) == {(width, ending) for width in made.widths for ending in ("webp", "png")}
    for (width, ending), content in made.files.items():
        image = Image.open(io.BytesIO(content))
        assert (image.width, image.format) == (width, {"webp": "WEBP", "png": "PNG"}[ending])
    assert opened(made, made.widths[-1]).size == (made.width, made.height)


@pytest.mark.parametrize("form", [name for name in FORMS if name != "sixteen bits"])
def test_same_logo_has_nearly_the_same_fingerprint_in_every_form(form):
    assert distance(draw(form_of(form)).fingerprint, draw(form_of("png")).fingerprint) <= 6


def test_sixteen_bits_keep_their_greys():
    made = draw(sixteen_bits())

    image = opened(made, made.width).convert("L")
    assert image.getextrema()[0] < 60
    assert image.getpixel((1, 1)) > 220


def test_another_logo_has_another_fingerprint_and_a_white_one_is_no_blank():
    other = Image.new("RGBA", (600, 600), CLEAR)
    other.paste(TEAL, (0, 0, 600, 80))
    other.paste(TEAL, (260, 80, 340, 600))

    assert distance(draw(encoded(other)).fingerprint, draw(png()).fingerprint) > 12
    assert draw(png(colour=WHITE)).fingerprint != "0" * 16
    assert distance("0" * 16, "f" * 16) == 64


def test_nothing_of_the_file_is_left_but_its_pixels():
    sent = logo_files.with_secrets()
    assert SECRET.encode() in sent

    made = draw(sent)

    for content in made.files.values():
        image = Image.open(io.BytesIO(content))
        image.load()
        assert b"script" not in content
        assert not {
            name for name in image.info if name in ("exif", "xmp", "Comment", "icc_profile", "XML:com.adobe.xmp")
        }
        assert len(image.getexif()) == 0
    assert made.files == draw(png()).files


def test_border_is_trimmed_whatever_it_is_made_of_and_the_logo_stands_in_the_middle():
    close = draw(encoded(picture().crop(picture().getbbox())))

    for wide in (png(), encoded(picture((1_600, 1_200)).crop((0, 0, 1_600, 1_200)))):
        left, top, right, bottom = opened(draw(wide)).getchannel("A").getbbox()
        made = draw(wide)
        assert abs(left - (made.width - right)) <= 1
        assert abs(top - (made.height - bottom)) <= 1
        assert 0 < left < made.width // 10
    assert (close.width, close.height) == (draw(png()).width, draw(png()).height)


def test_one_coloured_border_is_trimmed_and_gives_the_canvas_its_colour():
    made = draw(encoded(picture(ground=(200, 30, 60, 255), colour=WHITE).convert("RGB")))

    image = opened(made)
    assert image.mode == "RGB"
    assert (image.getpixel((0, 0)), made.height) == ((200, 30, 60), draw(png()).height)


def test_see_through_stays_see_through():
    image = opened(draw(png()))

    assert (image.mode, image.getpixel((0, 0))[3]) == ("RGBA", 0)


def test_photo_is_turned_as_its_camera_says():
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = draw(encoded(picture((800, 500), ground=WHITE).convert("RGB"), "JPEG", exif=exif, quality=95))
    upright = draw(
        encoded(picture((800, 500), ground=WHITE).rotate(-90, expand=True).convert("RGB"), "JPEG", quality=95)
    )

    assert (turned.width, turned.height) == (upright.width, upright.height)
    assert distance(turned.fingerprint, upright.fingerprint) <= 4


def test_small_logo_on_a_large_sheet_stays_sharp():
    sheet = Image.new("RGBA", (5_000, 4_000), CLEAR)
    sheet.paste(picture((900, 450)), (3_000, 3_000))

    made = draw(encoded(sheet, compress_level=1))

    assert (made.width, made.remarks) == (640, ())


def test_canvas_is_at_least_a_third_as_high_as_wide_and_never_wider_than_the_logo_allows():
    made = draw(png(size=(2_000, 400)))
    small = draw(png(size=(300, 150)))

    assert made.height >= made.width // 3
    assert small.widths == [160, small.width]
    assert 160 < small.width < 320


@pytest.mark.parametrize(
    ("colour", "ground", "remarks"),
    [
        (WHITE, "dark", (Remark.WEAK_ON_LIGHT,)),
        ((255, 255, 150, 255), "dark", (Remark.WEAK_ON_LIGHT,)),
        (BLACK, "light", (Remark.WEAK_ON_DARK,)),
        ((22, 32, 58, 255), "light", (Remark.WEAK_ON_DARK,)),
        (TEAL, "any", ()),
    ],
)
def test_ground_is_where_its_outline_can_be_seen(colour, ground, remarks):
    made = draw(png(colour=colour))

    assert (made.ground, made.remarks) == (ground, remarks)


def test_light_letters_inside_a_dark_shape_are_seen_anywhere():
    image = Image.new("RGBA", (600, 300), CLEAR)
    image.paste(TEAL, (50, 50, 550, 250))
    image.paste(WHITE, (100, 90, 500, 210))
    image.paste(TEAL, (200, 120, 260, 180))

    assert draw(encoded(image)).ground == "any"


def test_half_white_and_half_black_is_weak_on_both():
    image = picture((800, 400), WHITE)
    image.paste(BLACK, (0, 0, 400, 400), picture((800, 400)).crop((0, 0, 400, 400)))

    assert draw(encoded(image)).remarks == (Remark.WEAK_ON_BOTH,)


def test_logo_with_its_own_background_can_stand_anywhere():
    made = draw(encoded(picture(ground=WHITE, colour=BLACK).convert("RGB")))

    assert (made.ground, made.remarks) == ("any", ())


@pytest.mark.parametrize(
    ("make", "remark"),
    [
        (lambda: png(size=(300, 150)), Remark.SMALL),
        (lambda: encoded(picture((3_000, 500))), Remark.WIDE),
        (lambda: encoded(picture((3_000, 500)).rotate(90, expand=True)), Remark.TALL),
        (lambda: encoded(picture((60, 30)).resize((1_000, 500), Image.Resampling.BILINEAR)), Remark.NOT_SHARP),
    ],
)
def test_what_can_be_better_is_said(make, remark):
    assert draw(make()).remarks == (remark,)


PROBLEMS = {
    "nothing": (lambda: b"", Problem.EMPTY_FILE),
    "svg": (lambda: logo_files.SVG, Problem.IS_SVG),
    "svg with a mark": (lambda: b"\xef\xbb\xbf  " + logo_files.SVG, Problem.IS_SVG),
    "svg in utf-16": (lambda: logo_files.SVG.decode().encode("utf-16"), Problem.IS_SVG),
    "gif": (lambda: encoded(picture().convert("P"), "GIF"), Problem.OTHER_KIND),
    "bmp": (lambda: encoded(picture().convert("RGB"), "BMP"), Problem.OTHER_KIND),
    "tiff": (lambda: encoded(picture(), "TIFF"), Problem.OTHER_KIND),
    "pdf": (lambda: b"%PDF-1.7 ...", Problem.OTHER_KIND),
    "html": (lambda: b"<!doctype html><script>alert(1)</script>", Problem.OTHER_KIND),
    "html that begins as a gif": (lambda: b"GIF89a/*<script>*/=1;", Problem.OTHER_KIND),
    "zip": (lambda: b"PK\x03\x04" + png(), Problem.OTHER_KIND),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", Problem.OTHER_KIND),
    "letters": (lambda: b"A" * 8_192, Problem.OTHER_KIND),
    "head of a png": (lambda: png()[:20], Problem.DAMAGED),
    "half a png": (lambda: png()[: len(png()) // 2], Problem.DAMAGED),
    "half a jpeg": (lambda: form_of("jpeg")[: len(form_of("jpeg")) // 2], Problem.DAMAGED),
    "half a webp": (lambda: form_of("webp")[: len(form_of("webp")) // 2], Problem.DAMAGED),
    "html behind the head of a png": (lambda: b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", Problem.DAMAGED),
    "html behind the head of a webp": (lambda: b"RIFF\xff\0\0\0WEBPVP8 <script>alert(1)</script>", Problem.DAMAGED),
    "a hundred megapixels": (lambda: logo_files.bomb_of((10_000, 10_000)), Problem.TOO_MANY_PIXELS),
    "four thousand megapixels": (lambda: logo_files.bomb_of((65_000, 65_000)), Problem.TOO_MANY_PIXELS),
    "a line": (lambda: logo_files.bomb_of((20_000, 1)), Problem.TOO_MANY_PIXELS),
    "thousands of scans": (logo_files.many_scans, Problem.TOO_MUCH_WORK),
    "heavy text": (logo_files.heavy_text, Problem.DAMAGED),
    "see-through": (lambda: encoded(Image.new("RGBA", (500, 500), CLEAR)), Problem.NOTHING_TO_SEE),
    "one colour": (lambda: encoded(Image.new("RGB", (500, 500), TEAL[:3])), Problem.NOTHING_TO_SEE),
    "a pixel": (lambda: encoded(Image.new("RGB", (1, 1))), Problem.NOTHING_TO_SEE),
    "small": (lambda: png(size=(100, 50)), Problem.TOO_SMALL),
    "a stripe": (lambda: encoded(picture((6_000, 200)).crop((550, 0, 5_450, 200))), Problem.TOO_STRETCHED),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_cannot_be_used_is_refused_with_the_right_problem(name):
    make, problem = PROBLEMS[name]

    assert problem_of(make()) == problem


def test_size_is_refused_before_anything_is_unpacked(monkeypatch):
    large = encoded(Image.new("L", (6_000, 4_100)), compress_level=1)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: pytest.fail("it was unpacked"))

    assert problem_of(large) == Problem.TOO_MANY_PIXELS


def test_a_file_that_is_also_something_else_comes_back_as_a_picture_only():
    """Valid as a PNG and, for whoever opens it so, as a ZIP, as HTML or as a script."""
    for tail in (b"PK\x05\x06" + b"\0" * 18, b"<script>alert(1)</script>", b"*/alert(1)//"):
        assert draw(png() + tail).files == draw(png()).files


@given(st.binary(max_size=300), st.sampled_from(sorted(FORMS)), st.floats(0, 1))
def test_no_bytes_bring_anything_about_but_a_refusal_or_a_logo(noise, form, place):
    data = form_of(form)
    cut = int(len(data) * place)
    try:
        made = draw(data[:cut] + noise + data[cut + len(noise) :])
    except UnusableError:
        return
    assert made.files


def test_everything_that_can_be_said_has_its_words():
    assert set(PROBLEM_SENTENCES) == set(Problem)
    assert set(REMARK_SENTENCES) == set(Remark)
    assert set(GROUND_SENTENCES) == {"any", "light", "dark"}


def test_grounds_are_those_of_the_style_sheet():
    from pathlib import Path

    tokens = Path("static/css/tokens.css").read_text(encoding="utf-8")

    assert [f"#{bytes(colour).hex()}" in tokens for colour in (seeing.PAPER, seeing.DARK)] == [True, True]


def test_pillow_never_takes_more_than_we_allow():
    assert Image.MAX_IMAGE_PIXELS == drawing.MOST_PIXELS == 24_000_000
