import logging
import platform
import signal
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from hierniet.bench import load, run, servers, table


class Command(BaseCommand):
    is_stopped = False
    help = "Measure requests per second and queries, cold and cached, in ratios to a static file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="Few requests and few signatories: does it work?")

    def handle(self, *args: Any, quick: bool, **options: Any) -> None:
        if not settings.IS_LOCAL:
            raise CommandError(
                "bench fills a database and both cores: run it on a machine of your own, as `make bench`."
            )
        if settings.DEBUG:
            raise CommandError("bench measures what production does, without debug mode: run it as `make bench`.")
        logging.disable(logging.INFO)
        for number in (signal.SIGTERM, signal.SIGINT):  # either way everything is put away first
            signal.signal(number, self._stop)
        begun = time.monotonic()
        try:
            rows = run.run(run.QUICK if quick else run.Effort(), say=self.say)
        except KeyboardInterrupt:
            raise CommandError("Stopped; nothing is left behind.", returncode=130) from None
        except (load.UnexpectedAnswerError, servers.DidNotStartError, DatabaseError, OSError) as error:
            raise CommandError(f"Not measured: {error}") from error
        finally:
            logging.disable(logging.NOTSET)
        self.say("", table.draw(rows), "", *self._explanation(time.monotonic() - begun))

    def _explanation(self, seconds: float) -> list[str]:
        python, workers, connections = platform.python_version(), servers.WORKERS, load.CONNECTIONS
        return [
            f"Python {python}, {workers} workers, {connections} connections from the same machine, {seconds:.0f} s in all.",
            "ratio: how many of this page are served in the time of one static file.",
        ]

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Python drops an interruption that comes while it collects garbage: then the next thing said is the end."""
        self.is_stopped = True
        signal.default_int_handler(number, frame)

    def say(self, *lines: str) -> None:
        if self.is_stopped:
            raise KeyboardInterrupt
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()
