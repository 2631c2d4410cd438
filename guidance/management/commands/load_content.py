from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidance.content_files import ContentFileError
from guidance.loading import load_content


class Command(BaseCommand):
    help = "Load the shipped rules, pages and helplines; never overwrites what an editor has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_content()
        except ContentFileError as error:
            raise CommandError(f"The content was not loaded: {error}") from error
        self.stdout.write(f"Content: {report}.")
        for name in report.kept:
            self.stdout.write(f"  kept: {name}")
        for name in report.left_behind:
            self.stdout.write(f"  kept, and older than its source now: {name}")
