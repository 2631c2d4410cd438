"""The pages of moderation, inside the back office: the queue, one signatory, and each decision in two steps."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hierniet.frames import mail_response, may_hold_frame
from hierniet.languages import site_address
from signatories import actions, tokens
from signatories import queue as places
from signatories.emails import RenderedMail
from signatories.enums import Status
from signatories.models import Signatory
from signatories.moderation import asking, evidence, likeness, rehearsal, trail, waiting
from signatories.moderation.choices import BY_NAME, Choice, obstacles, open_choices
from signatories.moderation.forms import words_form

PER_PAGE = 25
may_see = permission_required("signatories.view_signatory", raise_exception=True)
may_decide = permission_required("signatories.decide_signatory", raise_exception=True)


@require_safe
@may_see
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; `?tab=quarantined` shows what was set apart."""
    tab = request.GET.get("tab", Status.SUBMITTED)
    if tab not in Status.waiting:
        raise Http404
    page = Paginator(waiting.waiting(tab), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("What waits for a decision"),
        "tab": tab,
        "tabs": [(status, Status(status).label, number) for status, number in waiting.waiting_counts().items()],
        "page_obj": page,
        "rows": [(signatory, waiting.age(signatory)) for signatory in page],
    }
    return _page(request, "back_office/queue.html", context)


@require_safe
@may_see
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is needed to judge one signatory, and what can be decided."""
    signatory = get_object_or_404(
        Signatory.objects.select_related("decided_by").prefetch_related("reason__texts"), pk=pk
    )
    may_choose = request.user.has_perm("signatories.decide_signatory")
    context = {
        "title": signatory.name or signatory.receipt_number,
        "signatory": signatory,
        "age": waiting.age(signatory) if signatory.status in Status.waiting else None,
        "reason_label": _reason_label(signatory),
        "position": places.position(signatory),
        "public_address": _public_address(signatory),
        "mailbox": evidence.match_mailbox(signatory),
        "likenesses": likeness.find_likenesses(signatory),
        "trail": trail.tell(signatory, translation.get_language()),
        "mails": signatory.mails.select_related("email").prefetch_related("email__logs"),
        "choices": open_choices(signatory) if may_choose else [],
        "obstacles": obstacles(signatory) if may_choose else [],
        **asking.on_review(signatory),
        "next": waiting.next_waiting(signatory, signatory.status) if signatory.status in Status.waiting else None,
    }
    return _page(request, "back_office/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
@sensitive_post_parameters("own_words", "why")
def decide(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """First the words and the exact mail, then `confirm`. Who comes here by a link is sent to the page before."""
    choice, signatory = _find(pk, name)
    if request.method != "POST":
        return redirect("admin:signatories_signatory_review", pk=pk)
    try:
        return _decide(request, choice, signatory)
    except actions.TransitionNotAllowedError:
        return _someone_was_faster(request, signatory)
    except actions.AddressNotProvenError as error:
        messages.warning(request, str(error))
        return redirect("admin:signatories_signatory_review", pk=pk)


def _decide(request: HttpRequest, choice: Choice, signatory: Signatory) -> HttpResponse:
    is_begin = "begin" in request.POST
    form = words_form(choice, signatory, None if is_begin else request.POST)
    if (is_begin and choice.begins_with_words) or (form.is_bound and not form.is_valid()):
        return _step(request, choice, signatory, form)
    words = form.cleaned_data if form.is_bound else {}
    has_changed = False
    if "confirm" in request.POST:
        try:
            return _confirmed(request, choice, signatory, words)
        except rehearsal.MailHasChangedError:
            has_changed = True
    mail = rehearsal.rehearse(choice, signatory, by=_user(request), words=words)
    return _step(request, choice, signatory, form, mail=mail, seen=rehearsal.digest(mail), has_changed=has_changed)


@require_POST
@may_decide
@sensitive_post_parameters("own_words", "why")
def decide_mail(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The HTML of the mail that a decision would send, for the frame on its page."""
    choice, signatory = _find(pk, name)
    form = words_form(choice, signatory, request.POST)
    if not form.is_valid():
        raise Http404
    try:
        mail = rehearsal.rehearse(choice, signatory, by=_user(request), words=form.cleaned_data)
    except (actions.TransitionNotAllowedError, actions.AddressNotProvenError) as error:
        # Shown in a frame, beside a page on which the colleague may just have pressed the button.
        return mail_response(f"<p>{escape(str(error))}</p>")
    return mail_response(tokens.without_keys(mail.html, signatory) if mail else "")


def _confirmed(request: HttpRequest, choice: Choice, signatory: Signatory, words: Mapping[str, Any]) -> HttpResponse:
    was = signatory.status
    seen = request.POST.get("seen", "")
    mail = rehearsal.carry_out(choice, signatory, by=_user(request), words=words, seen=seen)
    messages.success(request, f"{choice.done % {'name': signatory}} {_mail_sentence(signatory, mail)}")
    following = waiting.next_waiting(signatory, was) if was in Status.waiting else signatory
    if following is None:
        messages.info(request, _("Nothing waits here any more."))
        return redirect("admin:signatories_signatory_queue")
    return redirect("admin:signatories_signatory_review", pk=following.pk)


def _mail_sentence(signatory: Signatory, mail: RenderedMail | None) -> str:
    if mail is None:
        return _("No mail goes out.")
    return _("The mail to %(address)s is on its way.") % {"address": signatory.contact_email}


def _someone_was_faster(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """Tells who did what, so that nobody has to ask around."""
    event = trail.who_was_faster(signatory)
    signatory.refresh_from_db()
    label = Status(signatory.status).label
    if event is not None and event.by == request.user:
        messages.info(request, _("You had decided this already: the status is “%(status)s”.") % {"status": label})
    else:
        facts = {
            "who": trail.person(event.by if event else None),
            "status": label,
            "time": date_format(timezone.localtime(event.at if event else None), "TIME_FORMAT"),
        }
        messages.warning(
            request, _("Someone was faster: %(who)s, at %(time)s. The status is now “%(status)s”.") % facts
        )
    return redirect("admin:signatories_signatory_review", pk=signatory.pk)


def _step(request: HttpRequest, choice: Choice, signatory: Signatory, form: Form, **more: object) -> HttpResponse:
    context = {"title": choice.question, "subtitle": str(signatory), "choice": choice, "signatory": signatory}
    context |= asking.on_decision(choice, signatory)
    return may_hold_frame(_page(request, "back_office/decide.html", context | {"form": form} | more))


def _find(pk: int, name: str) -> tuple[Choice, Signatory]:
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name], get_object_or_404(Signatory, pk=pk)


def _reason_label(signatory: Signatory) -> str:
    return signatory.reason.text(translation.get_language()).label if signatory.reason else ""


def _public_address(signatory: Signatory) -> str:
    """Where it stands, or will stand, in its own language."""
    slug = signatory.slug or places.free_slug(signatory)
    with translation.override(signatory.language):
        return site_address(signatory.language) + reverse("signatories:signatory", kwargs={"slug": slug})


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _page(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    return render(request, template, admin.site.each_context(request) | {"opts": Signatory._meta} | dict(context))
