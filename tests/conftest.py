"""What every test gets: its database, compiled texts, and three people who stand at the door."""

import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.storage import storages
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from deploy.local import testing
from hierniet import catalogues
from signatories.referrals import destinations
from tests import factories, migrated, protected

CLIENTS = {"client", "admin_client", "moderator_client", "editor_client"}
NOT_UNIT = set(testing.ONLY_UNIT_TESTS.split()) - {"and", "not"}

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of live_server


def pytest_configure(config: pytest.Config) -> None:
    if "DATABASE_URL" not in os.environ:
        raise pytest.UsageError("DATABASE_URL is not set. `make test` starts a server for the tests and sets it.")
    # Before any test module is read: some ask for addresses while they are, and Django then keeps those for good.
    catalogues.compile_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        database = item.get_closest_marker("django_db")
        if database and database.kwargs.get("transaction"):
            item.add_marker(pytest.mark.committing)
        if CLIENTS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.pages)


def pytest_collection_finish() -> None:
    """Whatever was imported stays until the end: Python need not look through it for garbage again and again."""
    gc.freeze()


@pytest.fixture(scope="session")
def _has_template(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker) -> bool:
    with django_db_blocker.unblock():
        return migrated.use_template()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_has_template: bool) -> None:
    """pytest-django asks for this before it makes the test database."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, _has_template: bool, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        protected.let_be_emptied()
        if not _has_template:
            migrated.keep_template()


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    destinations.forget()
    translation.deactivate()  # the last page that somebody asked for may have been in another language
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _no_picture_kept() -> None:
    """A store in memory of its own for each test; made at once, or threads that start together would each make one."""
    for name in ("logos", "previews"):
        storages._storages.pop(name, None)
        storages[name]


@pytest.fixture(autouse=True)
def _no_program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts one says so, or `make unit` would grow slow unseen."""
    if not any(request.node.get_closest_marker(name) for name in ("program", "browser", "html")):
        monkeypatch.setattr(subprocess.Popen, "__init__", _refuse_program)


def _refuse_program(_process: "subprocess.Popen[bytes]", command: object, *_rest: object, **_options: object) -> None:
    pytest.fail(f"This test starts {command}; mark it with @pytest.mark.program.")


@pytest.fixture(autouse=True)
def _no_page(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for whoever asks for pages without one of the clients below."""
    if not any(request.node.get_closest_marker(name) for name in NOT_UNIT):
        monkeypatch.setattr(Client, "request", _refuse_page)


def _refuse_page(_client: Client, **environment: object) -> None:
    pytest.fail(f"This test asks for {environment.get('PATH_INFO')}; mark it with @pytest.mark.pages.")


@pytest.fixture
def moderator(db: None) -> User:
    return factories.create_moderator()


@pytest.fixture
def editor(db: None) -> User:
    return factories.create_editor()


@pytest.fixture
def visitor(db: None) -> User:
    return factories.create_visitor()


@pytest.fixture
def moderator_client(moderator: User) -> Client:
    client = Client()
    client.force_login(moderator)
    return client


@pytest.fixture
def editor_client(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def mail_folder(tmp_path: Path, settings: object) -> Path:
    settings.LOCAL_MAIL_FOLDER = str(tmp_path)  # type: ignore[attr-defined]
    return tmp_path
