import signal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hierniet.local_mail.catcher import start_catcher


class Command(BaseCommand):
    help = "Catch every mail the local site sends, so that it can be read at /post/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.EMAIL_HOST)
        parser.add_argument("--port", type=int, default=settings.EMAIL_PORT)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        folder = Path(settings.LOCAL_MAIL_FOLDER or settings.BASE_DIR / "var" / "mail")
        try:
            controller = start_catcher(folder, host=host, port=port)
        except OSError as error:
            raise CommandError(
                f"Mail cannot be caught on {host}:{port}: {error}. Set EMAIL_PORT to a free port."
            ) from error
        self.stdout.write(f"Catching mail on {host}:{port}, kept in {folder}.")
        try:
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
        finally:
            controller.stop()
