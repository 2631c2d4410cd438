"""The walk through the site is made once for all tests that look at it; nothing of it stays in the database."""

import logging
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.site.walk.visits import Reference, Visit, walk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.whole)


@pytest.fixture(scope="session")
def _walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[list[Visit], list[Reference]]:
    logging.disable(logging.WARNING)  # one line a visit would drown what a failing test has to say
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        made = walk()
        cache.clear()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    return made


# `db` has pytest-django make the database for tests, also when nothing else asks for it.


@pytest.fixture
def visits(_walk: tuple[list[Visit], list[Reference]], db: None) -> list[Visit]:
    return _walk[0]


@pytest.fixture
def references(_walk: tuple[list[Visit], list[Reference]], db: None) -> list[Reference]:
    """Every short word that ships, followed."""
    return _walk[1]


@pytest.fixture
def pages(visits: list[Visit]) -> list[Visit]:
    """Those that answer with a page of ours, the friendly error pages included."""
    return [visit for visit in visits if visit.status in (200, 403, 404)]
