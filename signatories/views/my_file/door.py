"""How every page of a file is opened: by its signed link, kept by nobody, told to nobody."""

import functools
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from guidance.alternates import alternates_of, page_context
from signatories import tokens
from signatories.models import Signatory
from signatories.tokens import Purpose

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Signatory, Parameters], HttpResponse]
Served = Callable[..., HttpResponse]


def to_read(view: View[Parameters]) -> Served:
    """A page of a file that changes nothing."""
    return login_not_required(never_cache(require_safe(_opened(view))))


def to_change(view: View[Parameters]) -> Served:
    """A page with a form: a look changes nothing, for mail scanners open every link; the button does.

    No cookie is asked for. The link is the proof: who could forge a press for somebody else would have to know it, and
    could press the button too.
    """
    answers = require_http_methods(["GET", "HEAD", "POST"])
    # Without a session there is no cookie to compare with: the link is the proof, see hierniet/strangers.py.
    return csrf_exempt(login_not_required(never_cache(answers(_opened(view)))))


def _opened(view: View[Parameters]) -> Served:
    @functools.wraps(view)
    def opened(request: HttpRequest, *, token: str, **kwargs: Any) -> HttpResponse:
        signatory = tokens.find_signatory(token, Purpose.FILE)
        if signatory is None:
            return render(request, "signatories/my_file_unknown.html", status=404)
        if not signatory.is_proven and view.__name__ != "my_file":
            # The mailbox may be a stranger's: it learns how the application stands, and nothing that stands in it.
            return redirect("signatories:my_file", token=token)
        response = view(request, signatory, **kwargs)  # type: ignore[call-arg]
        # The address is the key: not even our own pages and logs hear of it when somebody clicks on.
        response["Referrer-Policy"] = "no-referrer"
        return response

    return opened


def show(
    request: HttpRequest, signatory: Signatory, template: str, context: Mapping[str, Any], **kwargs: Any
) -> HttpResponse:
    """The page whose template, view and address have one name."""
    token = tokens.make_token(signatory, Purpose.FILE)
    name = PurePosixPath(template).stem
    others = page_context(alternates_of(f"signatories:{name}", token=token, **kwargs))
    everything = {"signatory": signatory, "token": token, **others, **context}
    return render(request, template, everything)


def back_to_file(signatory: Signatory, done: str = "") -> HttpResponse:
    """To the file itself; `done` names the sentence there that says what happened, for there is no session to carry it."""
    response = redirect("signatories:my_file", token=tokens.make_token(signatory, Purpose.FILE))
    if done:
        response["Location"] += f"?done={done}"
    return response
