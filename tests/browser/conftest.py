"""The site in Chromium: one browser and one server for all tests, a fresh visitor and a fresh database for each."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page

from deploy.local.browser import candidates
from guidance.loading import load_content
from signatories.content_loading import load_signatories

from . import arriving, post, rows
from .rows import Kept
from .server import collect_static_files, serving
from .watch import Watch

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Whatever a page or the browser itself asks for elsewhere is not found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PATIENCE = 10_000  # milliseconds; on a busy machine everything arrives, but later
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    path = os.environ.get("CHROMIUM") or next(iter(candidates()), "") or shutil.which("chromium-headless-shell")
    if not path:
        pytest.fail("There is no Chromium here; `make test` says how to get one, CHROMIUM=/path/to/it names one.")
    return {"executable_path": path, "args": [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]}


@pytest.fixture(scope="session")
def _static_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    base = tmp_path_factory.getbasetemp()
    return collect_static_files((base.parent if hasattr(request.config, "workerinput") else base) / "static")


def forgiving() -> list[dict[str, object]]:
    """Template settings without pytest-django's look-out for undefined variables: Django's admin has many of them, and
    each costs milliseconds. The tests without a browser look out."""
    return [{**engine, "OPTIONS": engine["OPTIONS"] | {"string_if_invalid": ""}} for engine in settings.TEMPLATES]


@dataclass(frozen=True)
class Site:
    address: str
    content: Kept


@pytest.fixture(scope="package")
def site(
    browser: Browser,
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    _static_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """The site with everything it ships, served until the last browser test; then the database is as it was."""
    folder = tmp_path_factory.mktemp("post")
    answered = logging.getLogger("hierniet.requests")
    level = answered.level
    answered.setLevel(logging.WARNING)  # or each failure is buried under what was answered
    with django_db_blocker.unblock():
        with rows.kept("before_browser"):
            load_content()
            load_signatories()
            with (
                rows.kept("with_content") as content,
                post.catching_mail(folder) as mail_settings,
                serving(_static_folder, PAGE_CACHE_SECONDS=3600, TEMPLATES=forgiving(), **mail_settings) as address,
            ):
                yield Site(address, content)
        answered.setLevel(level)
        # While Playwright's loop runs Django keeps connections apart from those before and after; nobody else closes them.
        connections.close_all()


@pytest.fixture(autouse=True)
def transactional_db(site: Site, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Takes the place of pytest-django's, which empties and refills the database after each test, in seconds.

    By this name pytest-django knows that the tests here need a test database. Torn down after all pages are closed, so
    that nobody writes meanwhile.
    """
    with django_db_blocker.unblock():
        yield
        rows.bring_back(site.content)
        post.empty()


@pytest.fixture
def open_page(
    browser: Browser, site: Site, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenPage]:
    """Opens pages for visitors; afterwards nothing may have complained.

    `page = open_page("/nl/", width=320)`; `script`, `scheme`, `language` and everything that a Playwright context
    takes may be given. `expects` names the error statuses that belong to the test; what a test itself puts into pages may
    complain when it is not `watched`.
    """
    arriving.make_them_wait(monkeypatch)
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_(
        path: str = "",
        *,
        language: str = "nl",
        script: bool = True,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        expects: tuple[int, ...] = (),
        watched: bool = True,
        **more: object,
    ) -> Page:
        context = browser.new_context(
            base_url=site.address,
            locale=f"{language}-BE",
            java_script_enabled=script,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            **more,
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(site.address, expected_statuses=expects)
        if watched:
            watch.over(context)
        contexts.append(context)
        watches.append(watch)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    complaints = dict.fromkeys(complaint for watch in watches for complaint in watch.complaints)
    assert not complaints, "\n".join(complaints)
