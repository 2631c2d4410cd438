from typing import Any

from django.core.management import BaseCommand, CommandParser


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action")

    def handle(self, *args: Any, **options: Any) -> None:
        """There is nothing to compile."""
