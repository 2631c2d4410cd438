from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from signatories import retention


class Command(BaseCommand):
    help = "Erase personal data past their date. The worker does this every day; this is for by hand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count what would be erased, and change nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for name, number in retention.enforce(dry_run=dry_run).items():
            self.stdout.write(f"{name}: {number}")
