import logging
import signal
import threading
import time
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from signatories import actions, retention
from signatories.delivery import deliver_due_mails
from signatories.models import RetentionRun

logger = logging.getLogger("signatories.worker")
PAUSE_SECONDS = 2
PAUSE_AFTER_TROUBLE_SECONDS = 30
RETENTION_AGAIN_SECONDS = 3600
RETENTION_EVERY = timedelta(hours=20)


class Command(BaseCommand):
    help = "Deliver mails and keep the retention periods, until stopped. One of these runs beside the web processes."

    no_retention_before = 0.0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, and end.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        self.stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: self.stopping.set())
        while not self.stopping.is_set():
            pause = self._work()
            if once:
                return
            self.stopping.wait(pause)

    def _work(self) -> float:
        """One round; returns how long to rest. The database may go away and come back: then we wait for it."""
        try:
            close_old_connections()
            actions.answer_link_requests()
            done = deliver_due_mails()
            self._keep_retention_periods()
        except (DatabaseError, InterfaceError):  # the second one: a connection that is found closed
            logger.exception("the database does not answer")
            return PAUSE_AFTER_TROUBLE_SECONDS
        if done.server_is_down:
            return PAUSE_AFTER_TROUBLE_SECONDS
        return 0 if done.did_something else PAUSE_SECONDS

    def _keep_retention_periods(self) -> None:
        """A job that fails is tried again in an hour; mails go on in the meantime, and `/readyz` tells."""
        if not self._retention_is_due() or time.monotonic() < self.no_retention_before:
            return
        self.no_retention_before = time.monotonic() + RETENTION_AGAIN_SECONDS
        logger.info("retention enforced", extra={"facts": retention.enforce()})

    def _retention_is_due(self) -> bool:
        last = RetentionRun.objects.filter(finished_at__isnull=False).first()
        return last is None or timezone.now() - last.started_at > RETENTION_EVERY
