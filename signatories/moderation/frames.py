"""A mail shown inside one of our pages: with the styles in its tags that mails need, and cut off from everything else."""

from django.http import HttpResponse

MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


def mail_response(html: str) -> HttpResponse:
    """The content of the frame."""
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY, "X-Frame-Options": "SAMEORIGIN"})


def may_hold_frame(response: HttpResponse) -> HttpResponse:
    """Lets this page hold such a frame; the policy of the site allows none."""
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]  # what django-csp reads
    return response
