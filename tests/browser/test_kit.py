"""The kit in a browser: a code that a phone reads off the screen by night, and a link that is copied."""

import base64

import pytest
import zxingcpp
from PIL import Image

from signatories.enums import Status
from signatories.kit import codes
from tests import factories
from tests.signatories.questions import page_of


@pytest.mark.parametrize("ground", ["#fff", "#11162a"])
def test_code_as_svg_is_read_off_a_light_and_a_dark_screen(open_page, tmp_path, ground):
    page = open_page()
    picture = base64.b64encode(codes.as_svg("hierniet.be/schelden/voorbeeld")).decode()

    page.goto("about:blank")
    page.set_content(f'<img width="300" src="data:image/svg+xml;base64,{picture}">')
    page.add_style_tag(content=f"body {{ background: {ground} }}")
    page.screenshot(path=tmp_path / "screen.png")

    assert zxingcpp.read_barcode(Image.open(tmp_path / "screen.png")).text == "https://hierniet.be/schelden/voorbeeld"


def test_link_and_text_of_the_kit_are_copied_as_they_stand(open_page, site):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeldstad", slug="voorbeeldstad")
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(page_of(signatory, "my_kit"))

    page.locator(".kit-rule .address-copy").first.click()
    link = page.evaluate("navigator.clipboard.readText()")
    page.locator(".kit-text button").first.click()
    text = page.evaluate("navigator.clipboard.readText()")

    assert link == "https://hierniet.be/schelden/voorbeeldstad"
    assert text.startswith("Op onze pagina’s mag iedereen")
    assert "Voorbeeldstad staat mee achter HierNiet" in text
