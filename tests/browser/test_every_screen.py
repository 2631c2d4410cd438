"""Every screen of moderators: usable by keyboard and on a phone, by night and by day, and never a complaint."""

import pytest
from django.contrib.auth.models import User
from django.urls import resolve
from playwright.sync_api import Page

from tests import factories
from tests.site.roles import LOOK, MODELS
from tests.site.test_back_office_access import CUSTOM

from .moderating import let_in
from .screens import Screen, make_screens
from .test_accessibility import FOR_AXE, violations
from .test_join_form import FOCUS_IS_SEEN

WIDTHS = (360, 1280)
# What a page is made of depends on its width, and its colours on the scheme: two looks show both.
LOOKS = list(zip(WIDTHS, ("light", "dark"), strict=True))
MOST_PRESSES = 150
# Come to by pressing on another screen; a file to download; a mail in its frame.
NO_SCREEN_OF_ITS_OWN = {
    "signatories_signatory_decide", "signatories_signatory_bulk", "signatories_event_file", "signatories_outgoingmail_html",
}  # fmt: skip
# Sentences about what does not fit or is hard to hit. Of links in words, axe knows which may be smaller (WCAG 2.5.8).
PROBLEMS = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const small = [...document.querySelectorAll("button, summary, select, input:not([type=hidden]), a.press, a.button")]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }) && !target.closest("[aria-hidden=true]"))
    .filter((target) => {
      const boxes = [target, ...(target.labels ?? [])].map((box) => box.getBoundingClientRect());
      return boxes[0].width && !boxes.some(({ width, height }) => width >= 24 && height >= 24);
    })
    .map((target) => `too small: ${target.outerHTML.slice(0, 120)}`);
  return [...(scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px too wide`] : []), ...small];
}"""


@pytest.fixture
def screens(site) -> dict[str, Screen]:
    return make_screens(factories.create_moderator())


def enter(page: Page, address: str) -> Page:
    let_in(page.context, address, User.objects.get(username="Mo"))
    return page


def go(page: Page, screen: Screen) -> None:
    page.goto(screen.path)
    for press in screen.presses:
        page.locator(press).first.click()
        page.wait_for_load_state()


def only_found(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: problems for name, problems in found.items() if problems}


def test_no_screen_of_moderators_is_forgotten(screens):
    custom = {name for name, (groups, methods) in CUSTOM.items() if "moderators" in groups and "GET" in methods}
    lists = {f"{model}_changelist" for model, rights in MODELS.items() if LOOK in rights.get("moderators", ())}
    there = {resolve(screen.path.partition("?")[0]).url_name for screen in screens.values()}

    assert (custom | lists) - NO_SCREEN_OF_ITS_OWN - there == set()


@pytest.mark.parametrize("half", [0, 1])
def test_every_screen_is_accessible_and_fits_a_phone(open_page, site, screens, half):
    """Two halves, for two processes."""
    page = enter(open_page(**FOR_AXE), site.address)
    found = {}

    for name, screen in list(screens.items())[half::2]:
        go(page, screen)
        found[name] = violations(page, LOOKS)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            found[name] += [f"{width}: {problem}" for problem in page.evaluate(PROBLEMS)]

    assert only_found(found) == {}


@pytest.mark.parametrize("half", [0, 1])
def test_main_button_of_every_screen_is_reached_with_tab_and_the_focus_is_seen_all_the_way(
    open_page, site, screens, half
):
    """`open_page` fails the test when the console complains on any screen, those without a button too."""
    page = enter(open_page(width=360, height=740), site.address)
    found = {}

    for name, screen in list(screens.items())[half::2]:
        go(page, screen)
        found[name] = tab_to(page, screen.button) if screen.button else []

    assert only_found(found) == {}


def tab_to(page: Page, button: str) -> list[str]:
    """What goes wrong on the way, if anything. Within the frame of a mail the browser itself shows where one is."""
    page.locator(button).first.wait_for()
    page.wait_for_load_state()  # On a page whose style sheets are still to come, nothing can have the focus.
    page.evaluate("document.activeElement.blur()")
    for _press in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # Nothing has the focus yet, or the bar of the browser has it.
        if not page.evaluate(f"document.activeElement.matches('iframe') || ({FOCUS_IS_SEEN})()"):
            return [f"nothing shows the focus on {page.evaluate('document.activeElement.outerHTML.slice(0, 120)')}"]
        if page.evaluate("button => document.activeElement.matches(button)", button):
            return []
    return [f"{button} cannot be reached with the Tab key"]
