"""Two questions of a monitor: does this process answer, and can it do its work?"""

import logging
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import Error as AnyDatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from signatories import daily, history, retention
from signatories.delivery import age_of_queue

logger = logging.getLogger(__name__)
OLDEST_MAIL = timedelta(hours=1)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process is alive; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 when visitors cannot be served; `attention` (with 200) when the worker lags but pages are fine.

    A slow mail server must not make a load balancer take every web process out, so only the database and its
    migrations decide about the status code; a monitor watches the word.
    """
    try:
        must = {"database": _database(), "migrations": _migrations()}
        should = {"mail": _mail(), "retention": _retention(), "daily jobs": _daily_jobs()} if all(must.values()) else {}
        proof = {"history": _history()} if all(must.values()) else {}
    except AnyDatabaseError:
        logger.exception("the database does not answer")
        must, should, proof = {"database": False}, {}, {}
    is_fine = all((must | should).values()) and set(proof.values()) <= {"ok"}
    word = "ready" if is_fine else "attention" if all(must.values()) else "unavailable"
    checks = {name: "ok" if fine else "failing" for name, fine in (must | should).items()} | proof
    return JsonResponse({"status": word, "checks": checks}, status=200 if all(must.values()) else 503)


def _database() -> bool:
    connection.ensure_connection()
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _mail() -> bool:
    return age_of_queue() < OLDEST_MAIL


def _retention() -> bool:
    return not retention.is_late()


def _history() -> str:
    """`tampered` is never to be waited out, and never to be mistaken for a worker that lags."""
    is_intact = history.is_intact_lately(history.last_check())
    if is_intact is False or not history.newest_are_intact():
        logger.error("the history was tampered with: run verify_history")
        return "tampered"
    return "ok" if is_intact else "failing"


def _daily_jobs() -> bool:
    return not any(daily.is_late(job) for job in daily.JOBS)
