from typing import Any

from django.core.management.base import BaseCommand

from guidance.search import index


class Command(BaseCommand):
    help = "Make the search entries anew from the texts; load_content does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Search: {index.rebuild()} entries.")
