from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from guidance.previews import png
from guidance.previews.joining import shipped
from guidance.previews.pieces import Headline, Strip
from hierniet.languages import LANGUAGES


class Command(BaseCommand):
    help = "For developers: draw the pictures of pages that have none of their own, which ship in static/images."

    def handle(self, *args: Any, **options: Any) -> None:
        for language in LANGUAGES:
            with translation.override(language):
                upper, lower = Headline.of_site(language).draw(), Strip.of_site().draw()
            shipped(language).write_bytes(png.join(upper, lower))
