"""Jobs that are due every day. Each leaves a row behind when it runs; `/readyz` looks whether each came to its end lately."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from signatories import renewal_round
from signatories.models import JobRun

EVERY = timedelta(hours=20)
LATE = timedelta(days=2)


@dataclass(frozen=True)
class DailyJob:
    """`run` does what is due and returns how many of each; it can be stopped and started again at any moment."""

    name: str
    run: Callable[[], dict[str, int]]


JOBS = (DailyJob("renewals", renewal_round.enforce),)


def is_due(job: DailyJob) -> bool:
    """The last run that came to its end counts: one that was killed is begun anew."""
    started = JobRun.last_start(job.name)
    return started is None or timezone.now() - started > EVERY


def run(job: DailyJob) -> dict[str, int]:
    row = JobRun.objects.create(name=job.name)
    result = job.run()
    row.result, row.finished_at = result, timezone.now()
    row.save()
    return result


def is_late(job: DailyJob) -> bool:
    started = JobRun.last_start(job.name)
    return started is None or timezone.now() - started >= LATE
