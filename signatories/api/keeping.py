"""Whether who asks holds the answer already, and what everybody else may keep of it."""

import hashlib
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import parse_etags

from .asked import Asked


def tag(request: HttpRequest, asked: Asked, *basis: str) -> str:
    """Of this address, question, language and form. Weak, because compressing it makes other bytes of the same."""
    question = urlencode(sorted(request.GET.items()))
    parts = (request.path, question, asked.language, asked.form, settings.SITE_ADDRESS, *basis)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    return f'W/"{digest}"'


def holds(request: HttpRequest, tag: str) -> bool:
    """`*` says of no answer that it is held."""
    return tag in parse_etags(request.headers.get("If-None-Match", ""))
