from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from signatories import daily, renewal_round


class Command(BaseCommand):
    help = "Ask signatories whether they still sign, and keep to what comes of it. The worker does this every day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="List exactly who and what, and change nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self._list()
            return
        job = next(job for job in daily.JOBS if job.name == "renewals")
        for name, number in daily.run(job).items():
            self.stdout.write(f"{name}: {number}")

    def _list(self) -> None:
        plans = list(renewal_round.plan())
        for plan in plans:
            self.stdout.write(f"{plan.signatory.receipt_number}  {plan.signatory}  {plan.what}")
        self.stdout.write(f"{len(plans)} in all; nothing was changed.")
