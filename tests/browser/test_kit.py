"""The kit in a browser: a code that a phone reads off the screen by night, and a link that is copied."""

import base64
import re
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from signatories import actions
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


def copied(page: Page, button: Locator) -> str:
    """What lies in the clipboard when the button says so; before that it may be what lay there before."""
    button.click()
    expect(button).to_contain_text("Gekopieerd")
    return page.evaluate("navigator.clipboard.readText()")


def test_link_and_text_of_the_kit_are_copied_as_they_stand(open_page, site):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeldstad", slug="voorbeeldstad")
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(page_of(signatory, "my_kit"))

    link = copied(page, page.locator(".kit-rule .address-copy").first)
    text = copied(page, page.locator(".kit-text button").first)

    assert link == "https://hierniet.be/schelden/voorbeeldstad"
    assert text.startswith("Op onze pagina’s mag iedereen")
    assert "Voorbeeldstad staat mee achter HierNiet" in text


@pytest.mark.parametrize("script", [True, False])
def test_certificate_is_taken_along_and_its_code_opened_on_a_phone(open_page, site, script):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeldstad", slug="voorbeeldstad")
    page = open_page(script=script)
    page.goto(page_of(signatory, "my_kit"))

    with page.expect_download() as taken:
        page.get_by_role("link", name="Certificaat (PDF)").click()
    paper = pypdfium2.PdfDocument(taken.value.path())[0].render(scale=2).to_pil()
    code = urlsplit(zxingcpp.read_barcode(paper).text)
    phone = open_page(width=360, height=740, script=script)
    phone.goto(code.path)

    assert taken.value.suggested_filename == "hierniet-certificaat-voorbeeldstad.pdf"
    assert phone.locator("h1").inner_text() == "Dit klopt."
    assert "Voorbeeldstad staat in onze lijst" in phone.locator("main").inner_text()
    phone.get_by_role("link", name="Bekijk hun vermelding").click()
    assert phone.locator("h1").inner_text() == "Voorbeeldstad."


def test_badge_of_who_left_leads_to_a_page_that_says_so(open_page, site):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeldstad", slug="voorbeeldstad")
    kit = open_page()
    kit.goto(page_of(signatory, "my_kit"))
    link = urlsplit(re.search(r'<a href="([^"]+)"', kit.locator("pre").first.inner_text())[1])
    actions.withdraw(signatory, by=None)

    visitor = open_page(expects=(404,))
    visitor.goto(link.path)

    assert "uit de lijst gestapt" in visitor.locator("main").inner_text()
    assert "Voorbeeldstad" not in visitor.locator("main").inner_text()
