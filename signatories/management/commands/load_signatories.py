from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from guidance.content_files import ContentFileError
from signatories.content_loading import load_signatories


class Command(BaseCommand):
    help = "Load the reasons, and the signatories that public sources name; leaves present ones as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report, new = load_signatories()
        except (ContentFileError, ValidationError, KeyError) as error:
            raise CommandError(f"The signatories were not loaded: {error}") from error
        self.stdout.write(f"Reasons: {report}. Signatories: {new} new.")
