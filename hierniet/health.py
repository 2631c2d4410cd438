"""Two questions of a monitor: does this process answer, and can it do its work?"""

import logging
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import Error as AnyDatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from signatories import daily
from signatories.delivery import age_of_queue
from signatories.models import RetentionRun

logger = logging.getLogger(__name__)
OLDEST_MAIL = timedelta(hours=1)
RETENTION_EVERY = timedelta(days=2)


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
    except AnyDatabaseError:
        logger.exception("the database does not answer")
        must, should = {"database": False}, {}
    word = "ready" if all((must | should).values()) else "attention" if all(must.values()) else "unavailable"
    checks = {name: "ok" if fine else "failing" for name, fine in (must | should).items()}
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
    last = RetentionRun.objects.filter(finished_at__isnull=False).first()
    return last is not None and timezone.now() - last.started_at < RETENTION_EVERY


def _daily_jobs() -> bool:
    return not any(daily.is_late(job) for job in daily.JOBS)
