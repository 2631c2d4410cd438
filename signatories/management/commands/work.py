import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from signatories import actions, daily, digest, history, retention, websites
from signatories.delivery import deliver_due_mails
from signatories.models import RetentionRun
from signatories.previews.rounds import Bench
from signatories.referrals import counting

logger = logging.getLogger("signatories.worker")
PAUSE_SECONDS = 2
PAUSE_AFTER_TROUBLE_SECONDS = 30
PAUSE_BETWEEN_LOOKS_SECONDS = 10
RETENTION_AGAIN_SECONDS = 3600
DIGEST_AGAIN_SECONDS = 600
STEP_AGAIN_SECONDS = 300
COUNT_AGAIN_SECONDS = 10
RETENTION_EVERY = timedelta(hours=20)


class Command(BaseCommand):
    help = "Do what comes round by itself, until stopped: mails, retention, history, summaries, counts, previews. One runs beside the web processes."

    no_retention_before = 0.0
    no_digest_before = 0.0
    no_count_before = 0.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.no_job_before: dict[str, float] = {}
        self.no_step_before: dict[str, float] = {}
        self.bench = Bench()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, and end.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        self.stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: self.stopping.set())
        if not once:
            # Beside the mails, so that neither a website which is slow to answer nor many pictures keep one waiting.
            self._do_beside("websites", self._look_at_a_website)
            self._do_beside("previews", self._draw_previews)
        while not self.stopping.is_set():
            pause = self._work()
            if once:
                self._look_at_a_website()
                while self._draw_previews():
                    pass
                return
            self.stopping.wait(pause)

    def _work(self) -> float:
        """One round; returns how long to rest. The database may go away and come back: then we wait for it."""
        try:
            close_old_connections()
            done = deliver_due_mails()
            for step in (
                actions.answer_link_requests, self._keep_retention_periods, self._look_after_history,
                self._send_digests, self._do_daily_jobs, self._count_referrals,
            ):  # fmt: skip
                self._try(step)
        except (DatabaseError, InterfaceError):  # the second one: a connection that is found closed
            logger.exception("the database does not answer")
            return PAUSE_AFTER_TROUBLE_SECONDS
        if done.server_is_down:
            return PAUSE_AFTER_TROUBLE_SECONDS
        return 0 if done.did_something else PAUSE_SECONDS

    def _try(self, step: Callable[[], object]) -> None:
        """What goes wrong in one step must stop neither the others nor the mails; it rests for a while. See `/readyz`."""
        if time.monotonic() < self.no_step_before.get(step.__name__, 0.0):
            return
        try:
            step()
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            self.no_step_before[step.__name__] = time.monotonic() + STEP_AGAIN_SECONDS
            logger.exception("a step of the worker failed", extra={"facts": {"step": step.__name__}})

    def _do_beside(self, name: str, work: Callable[[], bool]) -> None:
        """In a thread of its own, again and again; it rests when there was nothing to do."""

        def go_on() -> None:
            while not self.stopping.is_set():
                self.stopping.wait(0 if work() else PAUSE_BETWEEN_LOOKS_SECONDS)

        threading.Thread(target=go_on, name=name, daemon=True).start()

    def _draw_previews(self) -> bool:
        """False when all are there, or when the store or the database does not answer."""
        try:
            close_old_connections()
            return self.bench.draw_some()
        except Exception:  # each kind of store has errors of its own; what is missing is found again
            logger.exception("previews could not be drawn")
        return False

    def _look_at_a_website(self) -> bool:
        """False when there was nothing to look at, or no database to note it in."""
        try:
            close_old_connections()
            return websites.look_at_next()
        except (DatabaseError, InterfaceError):
            logger.exception("the database does not answer")
        except Exception:  # whatever a website does, the next ones are looked at all the same
            logger.exception("a look at a website failed")
        return False

    def _keep_retention_periods(self) -> None:
        """A job that fails is tried again in an hour; mails go on in the meantime, and `/readyz` tells."""
        if not self._retention_is_due() or time.monotonic() < self.no_retention_before:
            return
        self.no_retention_before = time.monotonic() + RETENTION_AGAIN_SECONDS
        logger.info("retention enforced", extra={"facts": retention.enforce()})

    def _look_after_history(self) -> None:
        """Once a day: seal what is new, then walk through everything. `/readyz` and the back office tell what was found."""
        if history.seal_is_due():
            history.make_seal()
        if history.check_is_due():
            check = history.check_and_remember()
            facts = {"seal": str(history.newest_seal()), "events": check.events, "findings": check.findings_in_all}
            logger.log(logging.INFO if check.is_clean else logging.ERROR, "history checked", extra={"facts": facts})

    def _send_digests(self) -> None:
        """Once in ten minutes is often enough to ask; who has had today's gets no other."""
        if time.monotonic() < self.no_digest_before:
            return
        self.no_digest_before = time.monotonic() + DIGEST_AGAIN_SECONDS
        number = digest.send_due()
        if number:
            logger.info("daily summaries written", extra={"facts": {"mails": number}})

    def _count_referrals(self) -> None:
        """Not at every round: each takes a file away, and leaves a row."""
        if time.monotonic() < self.no_count_before:
            return
        self.no_count_before = time.monotonic() + COUNT_AGAIN_SECONDS
        number = counting.count_notes()
        if number:
            logger.info("visits counted", extra={"facts": {"visits": number}})

    def _do_daily_jobs(self) -> None:
        """The same for every other job of the day; each has its own hour to wait after trouble."""
        for job in daily.JOBS:
            if not daily.is_due(job) or time.monotonic() < self.no_job_before.get(job.name, 0.0):
                continue
            self.no_job_before[job.name] = time.monotonic() + RETENTION_AGAIN_SECONDS
            logger.info("daily job done", extra={"facts": {"job": job.name, **daily.run(job)}})

    def _retention_is_due(self) -> bool:
        last = RetentionRun.objects.filter(finished_at__isnull=False).first()
        return last is None or timezone.now() - last.started_at > RETENTION_EVERY
