"""Looking after the history: once a day all of it, and its newest entries whenever somebody asks."""

from datetime import timedelta

from django.utils import timezone

from signatories.models import HistoryCheck

from .walk import Walk, newest_problems

CHECK_EVERY = timedelta(hours=20)
NO_LATER_THAN = timedelta(days=2)
REMEMBERED = 50
NEWEST = 50


def check_and_remember() -> HistoryCheck:
    begun, walk = timezone.now(), Walk()
    findings = list(walk.findings())
    return HistoryCheck.objects.create(
        started_at=begun,
        finished_at=timezone.now(),
        events=walk.events,
        findings=[finding.as_data() for finding in findings[:REMEMBERED]],
        findings_in_all=len(findings),
    )


def last_check() -> HistoryCheck | None:
    return HistoryCheck.objects.first()


def check_is_due() -> bool:
    last = last_check()
    return last is None or timezone.now() - last.started_at > CHECK_EVERY


def is_intact_lately(check: HistoryCheck | None) -> bool | None:
    """Of the last check: False when it found something; None when there is none, or one that is too old to tell."""
    if check is not None and not check.is_clean:
        return False
    return True if check is not None and timezone.now() - check.started_at < NO_LATER_THAN else None


def newest_are_intact() -> bool:
    """One question, however much there is: cheap enough for a monitor that asks every few seconds."""
    return not newest_problems(NEWEST)
