"""House rules from ticks, as somebody in a municipality makes them: with script and without, and taken away as files."""

import io

import docx
import pytest
from playwright.sync_api import Page, expect

from .applying import address
from .places import LANGUAGES


def fill_in(page: Page, language: str) -> None:
    page.goto(address("guidance:maker", language))
    page.locator("[name=k]").select_option("municipality")
    page.locator("[name=n]").fill("Gemeente <b>Voorbeeld</b>")
    page.locator("[name=c][value=facebook]").check()
    page.locator("[name=m]").fill("klachten@voorbeeld.example")
    page.locator("[name=b][value=elections]").check()
    page.locator("[name=b][value=extra]").uncheck()
    page.locator("form.maker button[type=submit]").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_ticks_to_texts_and_a_word_file(open_page, language, script):
    page = open_page(language=language, script=script)

    fill_in(page, language)
    text = page.locator(f"#web-{language}")
    expect(text.locator("h3")).to_contain_text("Gemeente <b>Voorbeeld</b>")
    assert page.url.endswith("#texts")
    assert page.locator("[name=b][value=elections]").is_checked()
    assert not page.locator("[name=b][value=extra]").is_checked()
    titles = text.locator("h4").all_inner_texts()
    with page.expect_download() as download:
        page.locator("a[href*='/docx/']").click()
    file = docx.Document(io.BytesIO(download.value.path().read_bytes()))

    assert [one.text for one in file.paragraphs if one.style.name == "Heading 2"] == titles
    assert len(titles) == 12
    assert page.context.cookies() == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_version_to_vote_on_is_one_link_further_and_back(open_page, script):
    page = open_page(script=script)
    fill_in(page, "nl")

    page.locator("a[href*='v=council']").click()
    expect(page.locator("#council-nl")).to_contain_text("De gemeenteraad besluit:")
    page.locator("nav a", has_text="Formulier").click()

    expect(page.locator("[name=n]")).to_have_value("Gemeente <b>Voorbeeld</b>")


def test_copied_text_keeps_its_headings(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    fill_in(page, "nl")

    page.locator("[data-hn-copy-from=web-nl]").click()
    expect(page.locator("[data-hn-copy-from=web-nl]")).to_contain_text("Gekopieerd")
    kinds = page.evaluate("navigator.clipboard.read().then(async ([item]) => (await item.getType('text/html')).text())")
    plain = page.evaluate("navigator.clipboard.readText()")

    assert "Huisregels van Gemeente &lt;b&gt;Voorbeeld&lt;/b&gt;" in kinds
    assert "<h2" in kinds
    assert "<h4" not in kinds
    assert plain.startswith("Huisregels van Gemeente <b>Voorbeeld</b>")


def test_paper_has_the_texts_and_no_form(open_page):
    page = open_page()
    fill_in(page, "nl")

    page.emulate_media(media="print")

    assert page.locator("#web-nl").is_visible()
    assert not page.locator("form.maker").is_visible()
    assert not page.locator("a[href*='/docx/']").is_visible()
