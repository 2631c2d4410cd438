"""Pages whose address is the key to them: a mail carried it, and whoever has it may press their buttons."""

import functools
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

View = Callable[..., HttpResponse]


def to_read(view: View) -> View:
    """A page that changes nothing, kept by nobody and told to nobody."""
    return login_not_required(never_cache(require_safe(_untold(view))))


def to_change(view: View) -> View:
    """A page with a form: a look changes nothing, for mail scanners open every link; the button does.

    No cookie is asked for, which browsers inside mail programs often refuse. The link is the proof: who could forge a
    press for somebody else would have to know it, and could press the button too.
    """
    answers = require_http_methods(["GET", "HEAD", "POST"])
    served = login_not_required(never_cache(answers(_untold(view))))
    return csrf_exempt(served)  # no session, so no cookie: the link is the proof; see hierniet/strangers.py


def _untold(view: View) -> View:
    """Not even our own pages and logs hear of the address when somebody clicks on."""

    @functools.wraps(view)
    def untold(*args: object, **kwargs: object) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return untold
