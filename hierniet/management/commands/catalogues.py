from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hierniet import catalogues


class Command(BaseCommand):
    help = "Interface texts: `extract` from the sources, `check` that all languages are complete, `compile`."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["extract", "check", "compile"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "extract":
            catalogues.update()
        elif what == "compile":
            catalogues.compile_all()
        elif found := catalogues.problems():
            lines = "\n".join(f"  {problem}" for problem in found)
            raise CommandError(f"{len(found)} texts are not in order:\n{lines}")
