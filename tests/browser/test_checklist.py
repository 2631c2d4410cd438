"""The evidence checklist and the incident note: filled in, printed, saved, kept and wiped, and nothing leaves the device."""

import csv
import io
import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.guidance.test_checklist import COPYING

from .applying import address
from .places import LANGUAGES
from .test_accessibility import FOR_AXE, LOOKS, violations

SITUATIONS = ("comment", "exposed", "minor")
WRITTEN = {
    "date": "2026-03-12",
    "time": "20:14",
    "channel": "Facebook; bericht over de “wegenwerken”",
    "link": "https://www.facebook.com/voorbeeldstad/posts/1?comment_id=2&x=é",
    "facts": "Eerst dit.\nDan \"dat\"; en nog iets.",
    "text": "=HYPERLINK(\"https://kwaad.example\";\"klik\")",
    "done": "-verborgen\n+gemeld",
    "done_when": "@20.25 u.",
    "done_by": "webredactie, wachtdienst",
    "witnesses": "",
    "effect": "schrik 😟",
    "wish": "met twee van wacht",
    "drawn_up": "2026-03-13",
}  # fmt: skip
KEPT = "localStorage.getItem('hierniet-note')"


def open_checklist(open_page, language: str = "nl", **more: object) -> Page:
    page = open_page(address("guidance:checklist", language), language=language, **more)
    if more.get("script", True):
        expect(page.locator("[data-hn-offline-ready]")).to_be_visible()
    return page


def fill_in(page: Page) -> None:
    page.check("#about-comment")
    for key, text in WRITTEN.items():
        page.fill(f"#note-{key}", text)
    page.select_option("#note-rule", "insults")
    page.check("#tick-comment-link")
    page.check("#tick-comment-own")


def values_of(page: Page) -> set[str]:
    fields = "[...document.querySelectorAll('[data-hn-note] :is(input:not([type=radio], [type=checkbox]), select, textarea)')]"
    return set(page.evaluate(f"{fields}.map((field) => field.value)"))


def ticked(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('[data-hn-note] :checked:not(option)')].map((one) => one.id)")


def save_csv(page: Page) -> tuple[str, str]:
    with page.expect_download() as download:
        page.click("[data-hn-csv]")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes().decode("utf-8")


def wipe(page: Page) -> None:
    page.click("[data-hn-wipe]")
    page.click("[data-hn-ask-yes]")
    expect(page.locator("[data-hn-note-status]")).not_to_be_empty()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_answer_shows_its_own_list_and_that_of_minors_copies_nothing(open_page, language, script):
    page = open_checklist(open_page, language, script=script)
    lists = {situation: page.locator(f"section.for-{situation}") for situation in SITUATIONS}
    assert not any(one.is_visible() for one in lists.values())

    shown = {}
    for situation in SITUATIONS:
        page.check(f"#about-{situation}")
        shown[situation] = [name for name, one in lists.items() if one.is_visible()]

    assert shown == {situation: [situation] for situation in SITUATIONS}
    to_tick = page.locator(".ticks:visible")
    assert to_tick.count() == 1
    assert not re.search(COPYING[language], to_tick.inner_text().lower())
    assert not page.locator("#note-text").is_visible()
    assert page.locator("#note-link").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_name_is_asked_only_from_who_wants_to_give_it(open_page, script):
    page = open_checklist(open_page, script=script)
    page.check("#about-comment")
    names = [page.locator("#note-done_by_name"), page.locator("#note-worker")]
    before = [name.is_visible() for name in names]

    page.check("#note-done_by_named")
    page.check("#note-agreed")

    assert (before, [name.is_visible() for name in names]) == ([False, False], [True, True])


@pytest.mark.parametrize("script", [True, False])
def test_filling_in_and_pressing_enter_asks_no_server_for_anything(open_page, script):
    page = open_checklist(open_page, script=script)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))

    fill_in(page)
    for key in ("channel", "link", "done_by", "time", "rule"):
        page.focus(f"#note-{key}")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
    for box in ("#about-comment", "#tick-comment-link"):
        page.focus(box)
        page.keyboard.press("Enter")
    if script:
        page.check("#keep")
        save_csv(page)
        page.emulate_media(media="print")
        page.pdf()
    page.wait_for_timeout(300)

    assert [url for url in asked if not url.startswith("blob:")] == []
    assert page.url.endswith("/nl/bewijslijst/")
    assert page.input_value("#note-facts") == WRITTEN["facts"]


def test_even_a_script_that_wanted_to_could_send_nothing(open_page):
    page = open_checklist(open_page, watched=False)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))

    refused = page.evaluate("fetch('/nl/').then(() => 'sent', () => 'refused')")
    page.evaluate(
        "() => { const form = document.createElement('form'); form.action = '/nl/'; document.body.append(form); form.submit() }"
    )
    page.wait_for_timeout(300)

    assert (refused, asked) == ("refused", [])
    assert page.url.endswith("/nl/bewijslijst/")


def test_table_gives_back_what_went_in_and_holds_no_formula(open_page):
    page = open_checklist(open_page)
    fill_in(page)

    name, text = save_csv(page)

    assert text.startswith("\ufeff")
    head, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    labels = {key: page.locator(f"label[for=note-{key}]").inner_text().strip() for key in WRITTEN}
    found = dict(zip(head, row, strict=True))
    assert {key: found[label].removeprefix("'") for key, label in labels.items()} == WRITTEN
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert found["Wat voor reactie?"] == page.locator("#note-rule option:checked").inner_text()
    assert found["Bewijs en stappen"].count("|") == 1
    assert name == "incidentnota-2026-03-12.csv"
    assert len(head) == len(set(head))


@pytest.mark.parametrize("situation", ["exposed", "minor"])
def test_text_typed_before_the_answer_changed_is_neither_saved_nor_kept_nor_printed(open_page, situation):
    page = open_checklist(open_page)
    fill_in(page)
    page.check("#keep")

    page.check(f"#about-{situation}")

    assert "HYPERLINK" not in save_csv(page)[1]
    assert "HYPERLINK" not in page.evaluate(KEPT)
    page.emulate_media(media="print")
    assert "HYPERLINK" not in page.inner_text("body")


def test_nothing_is_kept_unless_asked_and_then_it_comes_back(open_page):
    page = open_checklist(open_page)
    fill_in(page)
    before = page.evaluate("localStorage.length")
    page.check("#keep")
    page.fill("#note-wish", "een moderator ’s avonds")
    written, marks = values_of(page), ticked(page)

    page.reload()

    assert before == 0
    assert values_of(page) == written
    assert ticked(page) == marks
    assert page.locator("#note-text").is_visible()
    page.uncheck("#keep")
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    assert values_of(page) == {""}


@pytest.mark.parametrize(
    "kept", ["old", "{", '{"until": 9e15}', '{"until": 9e15, "texts": [["x", 1]], "marks": ["y"]}']
)
def test_what_is_too_old_or_broken_does_not_come_back(open_page, kept):
    page = open_checklist(open_page)
    old = json.dumps({"until": (time.time() - 1) * 1000, "texts": [["note-facts", "oud"]], "marks": ["about-comment"]})

    page.evaluate("(kept) => localStorage.setItem('hierniet-note', kept)", old if kept == "old" else kept)
    page.reload()

    assert values_of(page) == {""}
    if '"y"' not in kept:
        assert page.evaluate("localStorage.length") == 0


def test_kept_note_ends_thirty_days_after_the_last_change_not_after_the_last_look(open_page):
    page = open_checklist(open_page)
    page.check("#about-comment")
    page.check("#keep")
    until = page.evaluate(f"JSON.parse({KEPT}).until")

    page.reload()

    assert abs(until / 1000 - time.time() - 30 * 86_400) < 60
    assert page.evaluate(f"JSON.parse({KEPT}).until") == until


def test_wiping_asks_once_more_and_leaves_nothing(open_page):
    page = open_checklist(open_page)
    fill_in(page)
    page.check("#keep")
    page.click("[data-hn-wipe]")
    page.click("[data-hn-ask-no]")
    assert page.input_value("#note-facts") == WRITTEN["facts"]

    wipe(page)

    assert (values_of(page), ticked(page)) == ({""}, [])
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert "".join(page.locator(".note-printed").all_text_contents()) == ""
    page.reload()
    assert values_of(page) == {""}


def test_wiping_works_without_script(open_page):
    page = open_checklist(open_page, script=False)
    fill_in(page)

    page.click("[data-hn-wipe]")

    assert (values_of(page), ticked(page)) == ({""}, [])
    assert not page.locator("[data-hn-csv]").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_without_internet_once_it_was_open(open_page, language):
    page = open_checklist(open_page, language, watched=False)
    page.check("#about-comment")
    page.fill("#note-facts", "zonder internet")
    page.check("#keep")

    page.context.set_offline(True)
    page.reload()

    assert page.input_value("#note-facts") == "zonder internet"
    assert page.evaluate("document.fonts.load('800 20px Display').then((found) => found.length)") > 0
    assert page.locator("[data-hn-csv]").is_visible()
    assert "zonder internet" in save_csv(page)[1]
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):  # and nothing else was kept
        page.goto(f"/{language}/")


def test_worker_keeps_nothing_but_the_page_and_its_files(open_page):
    page = open_checklist(open_page)
    page.reload()
    page.goto("/nl/")
    page.go_back()

    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname))))"
    )
    scopes = page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))")

    assert len(kept) == 1
    assert len(kept[0]) == 7
    assert [path for path in kept[0] if not path.startswith("/static/")] == ["/nl/bewijslijst/"]
    assert [scope.partition("/nl/")[2] for scope in scopes] == ["bewijslijst/"]


@pytest.mark.parametrize("script", [True, False])
def test_paper_holds_the_statement_only_with_lines_where_nothing_stands(open_page, script):
    page = open_checklist(open_page, script=script)
    fill_in(page)

    page.emulate_media(media="print")

    assert page.locator(".statement-title").is_visible()
    hidden = ("h1", ".masthead", ".footer", "button", ".notice", "#about-comment", ".field-hint")
    assert [one for one in hidden if any(found.is_visible() for found in page.locator(one).all())] == []
    assert page.locator("#note-witnesses ~ .note-lines").is_visible()
    assert not page.locator("#note-facts ~ .note-lines").is_visible()
    if script:
        assert page.locator("#note-facts ~ .note-printed").inner_text() == WRITTEN["facts"]
        assert page.locator("#note-date ~ .note-printed").inner_text() == "12 maart 2026"


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [("fr", "2027-01-01", "1er janvier 2027"), ("fr", "2027-01-02", "2 janvier 2027"), ("fr", "2027-01-11", "11 janvier 2027"),
     ("nl", "2027-01-01", "1 januari 2027")],
)  # fmt: skip
def test_paper_writes_the_day_as_the_language_has_it(open_page, language, day, written):
    page = open_checklist(open_page, language)

    page.check("#about-comment")
    page.fill("#note-date", day)

    assert page.locator("#note-date ~ .note-printed").text_content() == written


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_statement_fits_one_sheet(open_page, language, script):
    page = open_checklist(open_page, language, script=script)

    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))

    assert page.locator(".note-lines").first.is_visible() is False  # on the screen
    assert sheets == 1


def test_accessible_after_each_answer_and_while_asking(open_page):
    page = open_page(address("guidance:checklist", "nl"), **FOR_AXE)
    found = {}

    for situation in SITUATIONS:
        page.check(f"#about-{situation}")
        found[situation] = violations(page, LOOKS)
    page.click("[data-hn-wipe]")
    found["asking"] = violations(page, LOOKS[:2])

    assert found == {situation: [] for situation in (*SITUATIONS, "asking")}
