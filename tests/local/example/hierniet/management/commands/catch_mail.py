import signal
from typing import Any

from django.core.management import BaseCommand


class Command(BaseCommand):
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        signal.pause()
