"""How every page of a file is opened: by its signed link, kept by nobody, told to nobody."""

import functools
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guidance.alternates import alternates_of, page_context
from signatories import tokens
from signatories.models import Signatory
from signatories.tokens import Purpose
from signatories.views import by_link

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Signatory, Parameters], HttpResponse]


def to_read(view: View[Parameters]) -> by_link.View:
    """A page of a file that changes nothing."""
    return by_link.to_read(_opened(view))


def to_change(view: View[Parameters]) -> by_link.View:
    """A page of a file with a form."""
    return by_link.to_change(_opened(view))


def _opened(view: View[Parameters]) -> by_link.View:
    @functools.wraps(view)
    def opened(request: HttpRequest, *, token: str, **kwargs: Any) -> HttpResponse:
        signatory = tokens.find_signatory(token, Purpose.FILE)
        if signatory is None:
            others = page_context(alternates_of("signatories:my_file", token=token))
            return render(request, "signatories/my_file_unknown.html", others, status=404)
        if view.__name__ != "my_file" and (not signatory.is_proven or signatory.is_contested):
            # The mailbox may be a stranger's: it learns how the application stands, and nothing that stands in it.
            return redirect("signatories:my_file", token=token)
        return view(request, signatory, **kwargs)  # type: ignore[call-arg]

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
