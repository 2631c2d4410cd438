"""Looks over the visitor's shoulder: what a page complains about, what it asks for, and from whom."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

NOT_FETCHED = ("data:", "blob:", "about:")


@dataclass
class Watch:
    """Complaints are console errors and warnings (a refused script by the CSP is one), script errors, and strangers."""

    address: str
    expected_statuses: tuple[int, ...] = ()
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if any(f"status of {status}" in message.text for status in self.expected_statuses):
            return
        self.complaints.append(f"{message.type} on {message.page.url if message.page else '?'}: {message.text}")

    def _see(self, request: Request) -> None:
        if request.url.startswith(NOT_FETCHED):
            return
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"a request to a third party: {request.url}")
