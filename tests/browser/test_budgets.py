"""What a page may cost its reader: bytes, requests, cookies; and nothing goes to strangers."""

import time

import pytest
from playwright.sync_api import Page

from .places import LANGUAGES, form_places, public_places

MOST_BYTES = 60_000
MOST_REQUESTS = 8
MOST_HTML = 15_000


class Bill:
    """What a first visit costs as it goes over the wire, headers too; the browser keeps nothing from the visit before."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sizes: dict[str, float | None] = {}
        self.documents: set[str] = set()
        self.address = ""
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.send("Network.setCacheDisabled", {"cacheDisabled": True})
        client.on("Network.requestWillBeSent", self._ask)
        client.on("Network.loadingFinished", self._finish)

    def _ask(self, event: dict) -> None:
        """Each document begins a new bill: the page before may ask for its icon while we leave it, and never gets it."""
        if event.get("type") == "Document":
            self._begin(event)
        if event["documentURL"] == self.address and not event["request"]["url"].startswith("data:"):
            self.sizes[event["requestId"]] = None

    def _finish(self, event: dict) -> None:
        if event["requestId"] in self.sizes:
            self.sizes[event["requestId"]] = event["encodedDataLength"]

    def _begin(self, event: dict) -> None:
        if event["requestId"] not in self.documents:  # else it was redirected
            self.sizes, self.documents = {}, {event["requestId"]}
        self.address = event["documentURL"]

    def settle(self) -> None:
        """Wait for what is still under way; a font may come after the page has loaded."""
        deadline = time.monotonic() + 10
        while None in self.sizes.values() and time.monotonic() < deadline:
            self.page.wait_for_timeout(5)
        assert None not in self.sizes.values(), "something never arrived"

    @property
    def total(self) -> float:
        return sum(filter(None, self.sizes.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_stays_within_its_budget_and_leaves_no_cookie(open_page, language):
    page = open_page(language=language)
    bill = Bill(page)
    found = {}

    for name, path in (public_places(language) | form_places(language)).items():
        found[name] = visit(page, bill, path)

    assert {name: problems for name, problems in found.items() if problems} == {}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def visit(page: Page, bill: Bill, path: str) -> list[str]:
    """What is too much about a first visit."""
    response = page.goto(path)
    html = int(response.headers["content-length"])  # as it was sent; the headers count in the bytes of everything
    bill.settle()
    problems = {
        f"{bill.total:.0f} bytes": bill.total > MOST_BYTES,
        f"{html} bytes of HTML": html > MOST_HTML,
        f"{len(bill.sizes)} requests": len(bill.sizes) > MOST_REQUESTS,
        "a cookie": page.context.cookies() != [],
        "varies with the cookie": "cookie" in response.headers.get("vary", "").lower(),
    }
    return [problem for problem, is_one in problems.items() if is_one]


def test_a_reference_link_leaves_no_cookie(open_page):
    page = open_page("/schelden")

    assert "/nl/regels/schelden/" in page.url
    assert page.context.cookies() == []
