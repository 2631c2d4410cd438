"""A mail shown inside one of our pages: with the styles in its tags that mails need, and cut off from everything else."""

from django.http import HttpResponse

MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
OPEN_LINKS = " allow-popups allow-popups-to-escape-sandbox"


def mail_response(html: str, *, may_open_links: bool = False) -> HttpResponse:
    """The content of the frame. Where links may be opened, they open in a tab of their own."""
    policy = MAIL_POLICY + OPEN_LINKS if may_open_links else MAIL_POLICY
    content = html.replace("<head>", '<head><base target="_blank">', 1) if may_open_links else html
    return HttpResponse(content, headers={"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"})


def may_hold_frame(response: HttpResponse) -> HttpResponse:
    """Lets this page hold such a frame; the policy of the site allows none."""
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]  # what django-csp reads
    return response
