"""Forms of people we do not know: no session speaks for them, so they need no cookie. What stands here guards them instead.

For views under `csrf_exempt` only; see docs/decisions/0018-forms-for-strangers-without-cookies.md.
"""

import logging
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def accepts(form: forms.Form, request: HttpRequest) -> bool:
    """Whether the form was sent, from our own page, and nothing is wrong with it; what is wrong, the form says.

    Whoever is refused finds everything typed on our own page, and only has to send it from there. What people do not
    see of a form (its `unseen`) is made anew on the way: another site may have chosen it.
    """
    if form.is_bound and is_from_another_site(request):
        logger.warning("a form was refused that another site sent")
        _refuse(form, typed=request.POST.copy())
    return form.is_valid()


def _refuse(form: forms.Form, *, typed: QueryDict) -> None:
    form.add_error(
        None,
        _(
            "This form came to us through another website, so it has not been sent yet. "
            "Everything you typed is still here: check it, and send it once more."
        ),
    )
    for name in getattr(form, "unseen", ()):
        typed[name] = form[name].initial or ""
    form.data = typed


def is_from_another_site(request: HttpRequest) -> bool:
    """Whether the browser names another site than ours as the one that sent this: the first sign that says anything counts.

    `Origin: null` names no site, and is passed over as if it were absent. Pages of others can bring it about, by a sandbox
    or a `no-referrer` of their own; then today's browsers still say `Sec-Fetch-Site: cross-site`, which no page can
    change. Of our own pages those whose address is a key cause it (views/by_link.py), and extensions, strict
    settings and some in-app browsers do; those people could never send our forms. Where nothing names a site, as in
    old browsers, the form is taken: there is no session to misuse, and a lost application is worse than one more for the
    limits to deal with.
    """
    origin = _host_in(request.headers.get("Origin", ""))
    if origin:
        return origin != _our_host(request)
    relation = request.headers.get("Sec-Fetch-Site", "")
    if relation:
        return relation == "cross-site"
    referer = _host_in(request.headers.get("Referer", ""))
    return bool(referer) and referer != _our_host(request)


def _our_host(request: HttpRequest) -> str:
    return _host_in(f"//{request.get_host()}")


def _host_in(address: str) -> str:
    """Without scheme and port: proxies change both on the way, and what shares a host with us is no other site."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
