"""The whole bench in a real browser: an SVG that would like to be a program, a PNG without script, and a moderator."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from signatories import tokens
from signatories.enums import Kind, LogoState, Status
from signatories.logos import storage
from signatories.models import Logo, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.logo_files import png
from tests.signatories.logos import create_logo

from .applying import address
from .moderating import let_in, review_address

PICTURE = "main [type=file]"
SHOW = "main form[enctype] button"
# Whatever an SVG can try: scripts, handlers, pictures, fonts and styles from elsewhere, a whole page inside.
HOSTILE = """<?xml version="1.0"?><?xml-stylesheet href="/fetched-style.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 80">
  <script>top.document.title = "ran"; fetch("/fetched-by-script")</script>
  <style>@import url("/fetched-import.css"); circle { fill: #d21f3c; }</style>
  <image xlink:href="/fetched-picture.png" width="0" height="0"/>
  <use href="/fetched-use.svg#x"/>
  <foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><img src="/fetched-foreign.png" alt=""/></body></foreignObject>
  <circle cx="40" cy="40" r="30" onload="document.title = 'ran'"><set attributeName="r" onbegin="fetch('/fetched-set')"/></circle>
  <rect x="80" y="25" width="110" height="14" fill="#0a6470"/><rect x="80" y="46" width="80" height="8" fill="#0a6470"/>
</svg>"""


def bench(signatory: Signatory, language: str = "nl") -> str:
    return address("signatories:logo", language, token=tokens.make_token(signatory, Purpose.FILE))


def choose(page: Page, name: str, kind: str, content: bytes) -> None:
    page.set_input_files(PICTURE, {"name": name, "mimeType": kind, "buffer": content})


def red_in(logo: Logo) -> float:
    """Which part of it is red, as only the style sheet within the SVG says that the disc is."""
    picture = Image.open(io.BytesIO(storage.read(logo.file(160, "png")) or b"")).convert("RGBA")
    pixels = picture.tobytes()
    red = sum(pixels[at] > 180 and pixels[at + 1] < 60 and pixels[at + 3] > 200 for at in range(0, len(pixels), 4))
    return red / (picture.width * picture.height)


def shown(page: Page) -> bool:
    """Whether every picture on the page has arrived."""
    return page.evaluate("[...document.images].every((it) => it.complete && it.naturalWidth > 0)")


def test_an_svg_is_drawn_here_judged_there_and_shown_to_everybody(open_page, site):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeldstad", kind=Kind.MUNICIPALITY)
    page = open_page(bench(signatory))
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    title = page.title()

    choose(page, "logo.svg", "image/svg+xml", HOSTILE.encode())
    page.locator(SHOW).click()  # at once: the press waits for the drawing
    page.locator("button[value=use]").wait_for(timeout=30_000)  # as long as the site itself gives a drawing

    assert (page.title(), [url for url in asked if "fetched" in url]) == (title, [])
    assert page.locator(".ground").count() == 3
    assert shown(page)
    draft = signatory.logos.get()
    assert (draft.state, draft.width) == (LogoState.DRAFT, 640)
    assert red_in(draft) > 0.05
    page.locator("button[value=use]").click()
    assert signatory.logos.get().state == LogoState.WAITING

    moderator = open_page()
    let_in(moderator.context, site.address, factories.create_moderator())
    moderator.goto(reverse("admin:signatories_signatory_logos"))
    assert shown(moderator)
    moderator.locator(f"a[href^='{review_address(signatory)}']").click()
    moderator.locator("form[action$='/logo/approve/'] button").click()

    visitor = open_page(address("signatories:signatory", "nl", slug=signatory.slug), scheme="dark")
    logo = visitor.locator("main img")
    expect(logo).to_have_attribute("alt", "Voorbeeldstad")
    assert shown(visitor)
    assert logo.evaluate("it => it.currentSrc").endswith(".webp")


def test_without_script_a_png_goes_all_the_way_and_an_svg_is_explained(open_page):
    signatory = factories.create_signatory(status=Status.SUBMITTED)
    page = open_page(bench(signatory), script=False)

    choose(page, "logo.svg", "image/svg+xml", HOSTILE.encode())
    page.locator(SHOW).click()
    explained = page.get_by_role("alert").inner_text()
    choose(page, "logo.png", "image/png", png())
    page.locator(SHOW).click()
    page.locator("button[value=use]").click()

    assert "SVG" in explained
    assert "JavaScript" in explained
    assert page.get_by_role("alert").count() == 0
    assert signatory.logos.get().state == LogoState.USED


@pytest.mark.parametrize("content", ["<svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "not one"])
def test_an_svg_that_cannot_be_drawn_is_told_at_once_and_not_sent(open_page, content):
    page = open_page(bench(factories.create_signatory(status=Status.SUBMITTED)))

    choose(page, "logo.svg", "image/svg+xml", content.encode())

    said = page.locator("[data-hn-logo-said]")
    expect(said).to_have_text(page.locator("[data-hn-failed]").get_attribute("data-hn-failed") or "")
    assert page.evaluate("!document.querySelector('main [type=file]').checkValidity()")


def test_a_lost_file_leaves_the_name_in_its_place(open_page):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeldstad")
    storage.remove(create_logo(signatory).files)

    page = open_page(address("signatories:signatory", "nl", slug=signatory.slug), expects=(404,))

    box = page.locator("main img").bounding_box()
    assert box
    assert (box["width"] > 60, box["height"] > 10) == (True, True)
