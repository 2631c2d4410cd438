"""What people see on small screens, zoomed in, on paper, and when they want things to hold still."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .places import LANGUAGES, form_places, missing_places, public_places

# Returns sentences about what is wrong with the page in the window that it now has.
PROBLEMS = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8").partition("\n")[2]


def every_place(language: str) -> dict[str, str]:
    return public_places(language) | form_places(language) | missing_places(language)


def problems_on(page: Page, places: dict[str, str]) -> dict[str, list[str]]:
    found = {}
    for name, path in places.items():
        page.goto(path)
        found[name] = page.evaluate(PROBLEMS)
    return {name: problems for name, problems in found.items() if problems}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_the_smallest_screen(open_page, language):
    """320 CSS pixels: a small phone, and also 1280 at 400 % zoom (WCAG 1.4.10). Here at night, by who wants no motion."""
    page = open_page(language=language, width=320, height=256, scheme="dark", reduced_motion="reduce", expects=(404,))

    assert problems_on(page, every_place(language)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_fit_the_smallest_screen_before_their_letters_arrive(open_page, language):
    """A slow line, or a reader who blocks them: other letters are wider."""
    page = open_page(language=language, width=320, height=256, scheme="dark", reduced_motion="reduce", watched=False)
    page.route("**/*.woff2", lambda route: route.abort())

    assert problems_on(page, public_places(language)) == {}


def test_every_page_fits_a_phone_with_large_letters(open_page):
    """Text alone at 130 %, which many have set in their phone."""
    page = open_page(width=360, height=740)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '130%' })"
    )

    assert problems_on(page, public_places("nl")) == {}


def test_a_rule_answers_within_the_first_screen_of_a_phone(open_page):
    """Where am I, which line was crossed, and what is still welcome."""
    found = {}
    for language in LANGUAGES:
        page = open_page(public_places(language)["rule"], language=language, width=360, height=740)
        lowest = {
            "wordmark": page.locator("header").first,
            "line": page.locator("main h1"),
            "lead": page.locator("main .lead"),
        }
        bottoms = {name: bottom_of(locator) for name, locator in lowest.items()}
        welcome = page.locator("main section").first.locator("h3").first
        bottoms["welcome begins"] = bottom_of(welcome)
        found |= {f"{language} {name}": bottom for name, bottom in bottoms.items() if bottom > 740}

    assert found == {}


def bottom_of(locator) -> float:
    box = locator.bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_rule_holds_the_text_and_its_address_without_navigation(open_page, language):
    page = open_page(public_places(language)["rule"], language=language)
    page.emulate_media(media="print")

    assert page.locator("main h1").is_visible()
    assert page.locator("main .lead").is_visible()
    assert not any(nav.is_visible() for nav in page.locator("nav").all())
    assert not any(button.is_visible() for button in page.locator("button").all())
    folded = page.locator("details")
    assert all(
        part.evaluate("it => it.innerText.length > it.querySelector('summary').innerText.length")
        for part in folded.all()
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    }
    assert len(page.pdf(format="A4")) > 10_000
