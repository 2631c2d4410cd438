from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from guidance.previews import storage
from signatories.previews.rounds import Bench


class Command(BaseCommand):
    help = "Draw the preview pictures that are missing, and remove those that nobody asks for. The worker does it by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="Remove all first: when files are damaged.")

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        if anew:
            storage.remove(list(storage.paths()))
        Bench().draw_all()
        self.stdout.write(f"there: {len(list(storage.paths()))}")
