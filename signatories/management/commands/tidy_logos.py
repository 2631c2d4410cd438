from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from signatories.logos import sweeping


class Command(BaseCommand):
    help = "List logos whose files are lost, and files older than a day that no logo names. Changes nothing by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="Delete the files that no logo names.")

    def handle(self, *args: Any, delete: bool, **options: Any) -> None:
        for logo, files in sweeping.find_lost():
            self.stdout.write(f"lost: {logo.signatory.receipt_number}, {logo.state}: {', '.join(files)}")
        orphans = sweeping.find_orphans()
        for path in orphans.paths:
            self.stdout.write(f"without a logo: {path}")
        if delete:
            self.stdout.write(f"deleted: {sweeping.delete_orphans(orphans)}")
