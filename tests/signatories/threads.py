"""Runs things at the same moment, each with a database connection of its own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections, transaction


def together(*actions: Callable[[], Any]) -> list[Any]:
    """What each action returned, or the exception that it raised; all start at once."""
    barrier = threading.Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        try:
            connections["default"].ensure_connection()
            barrier.wait(timeout=60)
            return action()
        except Exception as error:  # noqa: BLE001  the test judges
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(actions)) as pool:
        return list(pool.map(run, actions))


def somebody_waits_for_me(seconds: float = 5) -> bool:
    """Until another connection waits for a lock of the transaction that asks; False when none ever did."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone():
                return True
        time.sleep(0.01)
    return False


def first_then(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """`second` begins when `first` has done everything and not committed it yet, and has to wait for that."""
    is_done = threading.Event()

    def go_first() -> Any:
        try:
            with transaction.atomic():
                result = first()
                is_done.set()
                assert somebody_waits_for_me(), "they do not meet"
                return result
        finally:
            is_done.set()

    def follow() -> Any:
        assert is_done.wait(timeout=20)
        return second()

    return together(go_first, follow)
