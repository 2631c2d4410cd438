from typing import Any

from django.core.management.base import BaseCommand

from signatories.referrals import counting


class Command(BaseCommand):
    help = "Count the visits by reference links that this machine noted. The worker does it; this is for machines without one."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(counting.count_notes()))
