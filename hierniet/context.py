"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from hierniet.languages import LOCALES, SITE_NAMES


def site(request: HttpRequest) -> dict[str, object]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    if language not in SITE_NAMES:
        language = settings.LANGUAGE_CODE
    name = SITE_NAMES[language]
    return {
        "site": {
            "name": name,
            "locale": LOCALES[language],
            "wordmark": name.lower(),
            "reference_host": settings.REFERENCE_HOSTS[language],
            "contact_address": settings.CONTACT_ADDRESS,
            "is_debug": settings.DEBUG,
        }
    }
