from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hierniet.frames import mail_response, may_hold_frame

from .mailbox import LocalMail, find_mail, mails


@login_not_required
@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    _only_in_debug_mode()
    return render(request, "local_mail/mailbox.html", {"mails": mails()})


@login_not_required
@never_cache
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    return may_hold_frame(render(request, "local_mail/mail.html", {"mail": _find(key)}))


@login_not_required
@never_cache
@require_safe
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    """The mail as a mail program shows it; its links open in a tab of their own, so that one can follow them."""
    return mail_response(_find(key).html, may_open_links=True)


def _find(key: str) -> LocalMail:
    _only_in_debug_mode()
    found = find_mail(key)
    if found is None:
        raise Http404
    return found


def _only_in_debug_mode() -> None:
    if not settings.DEBUG:
        raise Http404
