from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hierniet import style_sheet


class Command(BaseCommand):
    help = "Put static/css/site.css together from its parts."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Fail when site.css is not what its parts give.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            style_sheet.write()
        elif not style_sheet.is_current():
            raise CommandError("static/css/site.css is not what its parts give. Run `make fix` and commit it.")
