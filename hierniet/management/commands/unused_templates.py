from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hierniet.used_templates import unused_templates


class Command(BaseCommand):
    help = "Fail when a template exists that nothing uses."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if unused := unused_templates():
            raise CommandError("Nothing uses " + ", ".join(unused))
