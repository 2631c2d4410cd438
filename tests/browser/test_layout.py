"""What people see on small screens, zoomed in, on paper, and when they want things to hold still."""

import pytest
from playwright.sync_api import Page

from .places import LANGUAGES, form_places, missing_places, public_places

# Text that ends beyond the right edge, unless it is hidden from eyes or its box scrolls by itself.
CUT_TEXT = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const escapes = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.visibility === "hidden" || style.display === "none" || style.clipPath !== "none") return false;
      if (box.getAttribute("aria-hidden") === "true" || /auto|scroll/.test(style.overflowX)) return false;
    }
    return true;
  };
  while (walker.nextNode()) {
    if (!walker.currentNode.textContent.trim()) continue;
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    const isBeside = box.right > innerWidth + 1 || box.left < -1;
    if (box.width && isBeside && escapes(walker.currentNode.parentElement)) found.push(walker.currentNode.textContent.trim());
  }
  return found;
}"""
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll("button, summary, input:not([type=hidden]), select, a.button")]
  .filter((target) => target.checkVisibility({visibilityProperty: true}) && !target.closest("[aria-hidden=true]"))
  .map((target) => target.closest("label") ?? target)
  .filter((target) => {
    const box = target.getBoundingClientRect();
    return box.width && (box.height < 43.5 || box.width < 43.5);
  }).map((target) => target.outerHTML)"""


MOVES = """() => document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 50).length > 0
  || getComputedStyle(document.documentElement).scrollBehavior === 'smooth'"""
SMALLEST = {"width": 320, "height": 256}
BACKGROUND = "getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number)"


def every_place(language: str) -> dict[str, str]:
    return public_places(language) | form_places(language) | missing_places(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_the_smallest_screen(open_page, language):
    """320 CSS pixels: a small phone, and also 1280 at 400 % zoom (WCAG 1.4.10)."""
    page = open_page(language=language, **SMALLEST, reduced_motion="reduce", expects=(404,))
    found = {}

    for name, path in every_place(language).items():
        page.goto(path)
        found[name] = problems_on(page)

    assert {name: problems for name, problems in found.items() if problems} == {}


def problems_on(page: Page) -> list[str]:
    page.emulate_media(color_scheme="light")
    problems = ["scrolls sideways"] if page.evaluate(SCROLLS_SIDEWAYS) else []
    problems += [f"cut off: {text[:60]!r}" for text in page.evaluate(CUT_TEXT)]
    problems += [f"small target: {text[:60]!r}" for text in page.evaluate(SMALL_TARGETS)]
    problems += ["moves although rest was asked for"] if page.evaluate(MOVES) else []
    page.emulate_media(color_scheme="dark")
    problems += ["is light in the dark"] if sum(page.evaluate(BACKGROUND)) > 300 else []
    return problems + problems_with_large_letters(page)


def problems_with_large_letters(page: Page) -> list[str]:
    """Text alone at 130 %, which many have set in their phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("document.documentElement.style.fontSize = '130%'")
    problems = [f"large letters: {text[:60]!r}" for text in page.evaluate(CUT_TEXT)]
    problems += ["scrolls sideways with large letters"] if page.evaluate(SCROLLS_SIDEWAYS) else []
    page.set_viewport_size(SMALLEST)
    return problems


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
