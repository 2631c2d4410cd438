"""Serves the files of logos. Only what we drew ourselves can be there, and it is sent as nothing but a picture."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from signatories.logos import storage
from signatories.models import Logo

FILE = re.compile(r"(?P<name>[0-9a-f]{32})-(?P<width>[0-9]{1,4})\.(?P<ending>webp|png)")
# A name is never given out twice, so browsers need not ask again. Proxies must: who leaves is gone from them in a minute.
FOR_ALL = "public, max-age=31536000, s-maxage=60, immutable"
FOR_ONE = "private, no-store"
HEADERS = {
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@login_not_required
@require_safe
def logo_file(request: HttpRequest, file: str) -> HttpResponse:
    """For everybody while its signatory is public and it is in use; before and after that for moderators only."""
    logo = find_logo(file)
    if logo.is_public:
        return picture_response(file, FOR_ALL)
    if request.user.has_perm("signatories.view_signatory"):
        return picture_response(file, FOR_ONE)
    raise Http404


def find_logo(file: str) -> Logo:
    """The logo whose file this is; Http404 for a file that it does not have, before anybody looks on a disk."""
    match = FILE.fullmatch(file)
    logo = Logo.objects.select_related("signatory").filter(name=match["name"]).first() if match else None
    if logo is None or file not in logo.files:
        raise Http404
    return logo


def picture_response(file: str, cache_control: str) -> HttpResponse:
    try:
        content = storage.read(file)
    except storage.NotKeptError:
        return HttpResponse(status=503, headers={"Cache-Control": "no-store", "Retry-After": "60"})
    if content is None:
        raise Http404
    content_type = f"image/{file.rpartition('.')[2]}"
    return HttpResponse(content, content_type=content_type, headers=HEADERS | {"Cache-Control": cache_control})
