"""Clicks and keys that end when the page they lead to is there.

Playwright's own end as soon as that page begins to arrive: what a test counts or reads at once may be half of it, or nothing.
"""

import functools
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator


def make_them_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("click", "press"):
        monkeypatch.setattr(Locator, name, _and_arrive(getattr(Locator, name)))


def _and_arrive(act: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(act)
    def wrapped(locator: Locator, *args: Any, **kwargs: Any) -> None:
        act(locator, *args, **kwargs)
        if not kwargs.get("no_wait_after"):
            locator.page.wait_for_load_state()

    return wrapped
