"""The logo bench, for whoever holds the signed link to the file: bring one, look at it on every ground, use it or not."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from signatories import limits, tokens
from signatories.actions import TransitionNotAllowedError, logos
from signatories.enums import LogoState
from signatories.logos import storage, upload, workshop
from signatories.logos.problems import Problem, UnusableError
from signatories.logos.sentences import GROUND_SENTENCES, PROBLEM_SENTENCES, remark_sentences
from signatories.models import Signatory
from signatories.tokens import Purpose

from .logo_file import FOR_ONE, find_logo, picture_response
from .my_file.door import back_to_file, show, to_change

PRESSES: dict[str, Callable[[Signatory, str], object]] = {"use": logos.use, "take_back": logos.take_back}


@to_change
def logo(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """What is sent comes back as a preview; only the second press uses it. A press without a file names its logo."""
    if not logos.may_bring_logo(signatory):
        return back_to_file(signatory)
    if request.method != "POST":
        return _page(request, signatory)
    try:
        _act(request, signatory)
    except UnusableError as error:
        return _page(request, signatory, problem=error.problem)
    except (logos.LogoGoneError, TransitionNotAllowedError) as error:
        return _page(request, signatory, sentence=str(error))
    return redirect(request.path)


@login_not_required
@require_safe
def logo_of_mine(request: HttpRequest, token: str, file: str) -> HttpResponse:
    """A file of a logo that is not public, or not yet, for its own signatory."""
    signatory = tokens.find_signatory(token, Purpose.FILE)
    if signatory is None or signatory.is_contested or find_logo(file).signatory_id != signatory.pk:
        raise Http404
    return picture_response(file, FOR_ONE)


def _act(request: HttpRequest, signatory: Signatory) -> None:
    upload.take_in(request)
    press = PRESSES.get(request.POST.get("action", ""))
    if press:
        press(signatory, request.POST.get("name", ""))
    else:
        _draw(upload.content(request), signatory)


def _draw(content: bytes, signatory: Signatory) -> None:
    if limits.is_over("logos_of_signatory", str(signatory.public_id)):
        raise UnusableError(Problem.TOO_OFTEN)
    made = workshop.make(content)
    try:
        logos.keep_draft(signatory, made)
    except storage.NotKeptError:
        raise UnusableError(Problem.NOT_KEPT) from None


def _page(
    request: HttpRequest, signatory: Signatory, *, problem: Problem | None = None, sentence: str = ""
) -> HttpResponse:
    by_state = {found.state: found for found in signatory.logos.all()}
    draft = by_state.get(LogoState.DRAFT)
    context = {
        "draft": draft,
        "waiting": by_state.get(LogoState.WAITING),
        "used": by_state.get(LogoState.USED),
        "refused": by_state.get(LogoState.REFUSED),
        "remarks": remark_sentences(draft.remarks) if draft else [],
        "ground": GROUND_SENTENCES[draft.ground] if draft else "",
        "is_judged_apart": signatory.status in logos.JUDGED_APART,
        "sentence": PROBLEM_SENTENCES[problem] if problem else sentence,
        "most_bytes": upload.MOST_BYTES,
    }
    return show(request, signatory, "signatories/logo.html", context)
