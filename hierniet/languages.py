"""The three languages: their order, their names of the site, and which one an address opens in."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES = ("nl", "fr", "en")
# As Facebook writes them.
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "en": "en_GB"}
SITE_NAMES = {"nl": "Hier niet", "fr": "Pas ici", "en": "Not here"}


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but an unknown `/word` stays a 404: Django would first try it as the name of a page.

    A view that says itself in which language it answers says on what that depends too.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.has_header("Content-Language"):
            return response
        if not translation.get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        return response


def readers_language(
    request: HttpRequest, available: Iterable[str], *, else_of: Iterable[str], asks_browser: bool = True
) -> str:
    """The first of the browser's that is `available`; a reader who has none of them gets that of `else_of`.

    Of several there, that of the host comes first; always one of `available`.
    """
    choices = [language for language in LANGUAGES if language in available]
    wanted = _browser_languages(request) if asks_browser else []
    by_browser = next((language for language in wanted if language in choices), "")
    fitting = [language for language in choices if language in else_of]
    by_host = _host_language(request)
    return by_browser or (by_host if by_host in fitting else "") or (fitting or choices)[0]


def preferred_language(request: HttpRequest, available: Iterable[str] = LANGUAGES) -> str:
    """The language of the host, else of the browser, else the first in our order; always one of `available`."""
    choices = [language for language in LANGUAGES if language in available]
    by_host = _host_language(request)
    wanted = [by_host] if by_host else []
    wanted += [language for language in _browser_languages(request) if language in LANGUAGES]
    return next((language for language in wanted if language in choices), choices[0])


def site_address(language: str) -> str:
    """Scheme and host under which this language is published, without a slash at the end."""
    return str(settings.SITE_ADDRESSES.get(language, settings.SITE_ADDRESS))


def _host_language(request: HttpRequest) -> str:
    return str(settings.HOST_LANGUAGES.get(request.get_host().partition(":")[0].lower(), ""))


def _browser_languages(request: HttpRequest) -> list[str]:
    header = request.headers.get("Accept-Language", "")[:500]
    accepted = parse_accept_lang_header(header)
    return [language.partition("-")[0] for language, quality in accepted if quality > 0]
