"""For tests that start a program of ours beside themselves."""

import os
import time
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from django.conf import settings
from django.db import connection

Value = TypeVar("Value")


def database_url() -> str:
    """Of the database that this test writes in."""
    facts = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
    login = facts["USER"] + (f":{facts['PASSWORD']}" if facts["PASSWORD"] else "")
    # The host may be the folder of a socket, which has slashes in it and no port.
    place = facts["HOST"] + (f":{facts['PORT']}" if facts["PORT"] else "")
    return f"postgresql://{login}@{place}/{facts['NAME']}"


def environment(**more: str) -> dict[str, str]:
    """What a program needs to find the same database and to read the same signatures."""
    ours = {
        "DATABASE_URL": database_url(), "SECRET_KEY": settings.SECRET_KEY, "DEBUG": "false", "LOCAL_SERVE": "true",
    }  # fmt: skip
    return {**os.environ, **ours, **more}


def until(look: Callable[[], Value], is_right: Callable[[Value], bool], seconds: float = 60) -> Value:
    """Look again and again, until what is seen is right."""
    deadline = time.monotonic() + seconds
    while not is_right(seen := look()):
        assert time.monotonic() < deadline, f"still {seen!r} after {seconds} seconds"
        time.sleep(0.02)
    return seen
