"""What a machine can tell about accessibility: no violation of WCAG 2.2 AA on any type of page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .applying import address, send
from .places import form_places, missing_places, public_places

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
OPTIONS = RULES | {"resultTypes": ["violations"], "preload": False}
AXE = Axe().axe_script
# axe brings styles and requests of its own; that the pages keep to the policy is seen elsewhere.
FOR_AXE = {"bypass_csp": True, "watched": False}
LOOKS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]
# In the other languages the same templates; these have the most words of their own.
IN_OTHER_LANGUAGES = ("home", "rule", "directory", "join", "page charter")


def violations(page: Page, looks: list[tuple[int, str]]) -> list[str]:
    """Puts axe into the page once, and lets it look at the page in each look."""
    found = []
    page.evaluate(AXE)
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")  # half-way colours have no contrast
        for violation in page.evaluate("async (options) => (await axe.run(options)).violations", OPTIONS):
            nodes = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
            found.append(f"{width} {scheme} {violation['id']}: {nodes}")
    return found


def problems_of(page: Page, places: dict[str, str], looks: list[tuple[int, str]]) -> dict[str, list[str]]:
    found = {}
    for name, path in places.items():
        page.goto(path)
        found[name] = violations(page, looks)
    return {name: problems for name, problems in found.items() if problems}


@pytest.mark.parametrize("half", [0, 1])
def test_public_pages(open_page, half):
    """Two halves, for two processes."""
    places = dict(list(public_places("nl").items())[half::2])

    assert problems_of(open_page(**FOR_AXE), places, LOOKS) == {}


def test_pages_with_a_form_and_pages_behind_a_link(open_page):
    assert problems_of(open_page(**FOR_AXE), form_places("nl") | missing_places("nl"), LOOKS) == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_other_languages(open_page, language):
    places = public_places(language) | form_places(language)
    some = {name: places[name] for name in IN_OTHER_LANGUAGES}

    assert problems_of(open_page(language=language, **FOR_AXE), some, [(320, "light"), (1280, "dark")]) == {}


def test_forms_with_errors(open_page):
    page = open_page(**FOR_AXE)
    found = {}

    for name in ("signatories:join", "signatories:confirm_code"):
        page.goto(address(name, "nl"))
        send(page)
        found[name] = violations(page, LOOKS)

    assert found == {"signatories:join": [], "signatories:confirm_code": []}


def test_the_open_menu_of_a_phone(open_page):
    page = open_page("/nl/", width=320, **FOR_AXE)

    page.locator("[popovertarget]").click()

    assert page.locator("[popover]").is_visible()
    assert violations(page, [(320, "light"), (320, "dark")]) == []
