from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from signatories import demo
from signatories.enums import Status

MOST = 20_000


class Command(BaseCommand):
    help = "Add plainly fictitious signatories in every status, with their history and mails; never in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--signatories", type=int, default=200, metavar="N", help="How many (200).")
        parser.add_argument("--seed", default="voorbeeld", help="Another seed makes others; the same one the same.")
        parser.add_argument("--only", choices=Status.values, help="All of them in this one status.")

    def handle(self, *args: Any, signatories: int, seed: str, only: str | None, **options: Any) -> None:
        if not 1 <= signatories <= MOST:
            raise CommandError(f"--signatories is {signatories}; it must be a number from 1 to {MOST}.")
        try:
            report = demo.load(number=signatories, seed=seed, only=Status(only) if only else None)
        except demo.NotLocalError as error:
            raise CommandError(
                "This site can be read by the public (DEBUG and LOCAL_SERVE are both off): it gets no fictitious "
                "signatories. Use demo_data on a site of your own, such as the one of `make run`."
            ) from error
        self.stdout.write(self._sentence(report))

    def _sentence(self, report: demo.Report) -> str:
        new = report.added.total()
        statuses = ", ".join(f"{report.added[status]} {status}" for status in Status if report.added[status])
        sentence = f"{new} fictitious signatories added ({statuses})." if new else "Nothing added."
        if report.already_there:
            sentence += f" {report.already_there} were there already; another --seed makes others."
        return sentence
