from collections import Counter
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from signatories.demo import NotLocalError, rush
from signatories.demo.rush.applicants import Numbers
from signatories.demo.rush.report import Report, report_on


class Command(BaseCommand):
    help = (
        "Send a month of made-up applications through the real form, and tell what became of them; never in production."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--applications", type=int, default=500, metavar="N", help="How many in all (500).")
        parser.add_argument("--seed", default="voorbeeld", help="Another seed makes others; the same one the same.")

    def handle(self, *args: Any, applications: int, seed: str, **options: Any) -> None:
        tenth = applications // 50
        numbers = Numbers(everybody=applications, doubles=4 * tenth, spam=2 * tenth, hostile=tenth)
        if numbers.honest < 1:
            raise CommandError("--applications is too small: ask for 50 or more.")
        began = perf_counter()
        try:
            outcomes = list(rush.send_all(rush.make_applicants(numbers, seed=seed)))
        except NotLocalError as error:
            raise CommandError("This site can be read by the public: it gets no made-up applications.") from error
        seconds = perf_counter() - began
        self.stdout.write(f"{len(outcomes)} applications sent in {seconds:.0f} s.")
        self._tell(report_on(outcomes))

    def _tell(self, report: Report) -> None:
        for nature, fates in report.fates.items():
            self.stdout.write(f"{nature}: {_sentence(fates)}")
        self.stdout.write(f"Doubles found: {len(report.found)} of {len(report.found) + len(report.missed)}.")
        for guise, name, other in report.missed:
            self.stdout.write(f"  missed ({guise}): {name} = {other}")
        self.stdout.write(f"Honest ones with at least one look-alike beside them: {len(report.false_alarms)}.")
        for nature, guise, words in report.refused:
            self.stdout.write(f"  refused by the form ({nature}, {guise}): {words}")


def _sentence(fates: Counter[str]) -> str:
    return ", ".join(f"{number} {fate}" for fate, number in fates.most_common())
