"""The pages of moderation, inside the back office: the queue, one signatory, and each decision in two steps."""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
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

from hierniet.dates import written
from hierniet.frames import mail_response, may_hold_frame
from hierniet.languages import site_address
from signatories import actions, tokens
from signatories import queue as places
from signatories.enums import LogoReason, Status
from signatories.models import Signatory
from signatories.moderation import (
    asking,
    ease,
    evidence,
    groups,
    likeness,
    logos,
    mandate,
    precedents,
    rehearsal,
    trail,
    waiting,
)
from signatories.moderation.choices import BY_NAME, Choice, obstacles, open_choices
from signatories.moderation.forms import MailForm, words_form
from signatories.moderation.hands import say_who
from signatories.moderation.pages import review_address
from signatories.moderation.queue_form import (
    colleagues,
    current_tab,
    in_order,
    load_rows,
    narrowed,
    next_in_order,
)
from signatories.moderation.tabs import TABS, find_tab, tab_counts
from signatories.rewording import SecretError
from signatories.short_names import free_short_name

PER_PAGE = 25
may_see = permission_required("signatories.view_signatory", raise_exception=True)
may_decide = permission_required("signatories.decide_signatory", raise_exception=True)


@require_safe
@may_see
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; tabs, search, filters and order stand in the address."""
    tab = current_tab(request.GET)
    if tab is None:
        raise Http404
    form, rows = narrowed(request.GET, user=_user(request), colleagues=colleagues())
    page = Paginator(in_order(form, rows), PER_PAGE).get_page(request.GET.get("page"))
    shown = load_rows(page)
    marks, counts = ease.judge(shown), tab_counts()
    context = {
        "title": _("What waits for a decision"),
        "tab": tab,
        "tabs": [(each.key, each.label, counts[each.key]) for each in TABS],
        "form": form,
        "page_obj": page,
        "rows": [(signatory, waiting.age(signatory), marks[signatory.pk]) for signatory in shown],
        "address": request.GET.urlencode(),
    }
    return _page(request, "back_office/queue.html", context)


@require_safe
@may_see
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is needed to judge one signatory, and what can be decided."""
    signatory = get_object_or_404(
        Signatory.objects.select_related("assigned_to", "decided_by", "merged_into", "website_look").prefetch_related(
            "former_slugs", "merged", "reason__texts"
        ),
        pk=pk,
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
        "logos": logos.desk(signatory),
        "logo_reasons": LogoReason.choices,
        "second": mandate.describe_second_person(signatory),
        "likenesses": likeness.find_likenesses(signatory),
        "precedents": precedents.find_precedents(signatory, translation.get_language()),
        "look": getattr(signatory, "website_look", None),
        "trail": trail.tell(signatory, translation.get_language()),
        "mails": signatory.mails.select_related("email").prefetch_related("email__logs"),
        "choices": open_choices(signatory) if may_choose else [],
        "obstacles": obstacles(signatory) if may_choose else [],
        **asking.on_review(signatory),
        "next": _next(request, signatory),
        "address": request.GET.urlencode(),
        "group": groups.group_of(request, signatory),
    }
    return _page(request, "back_office/review.html", context)


def _next(request: HttpRequest, signatory: Signatory) -> Signatory | None:
    """Who comes next in the group or the view of the queue from which one came; by itself, in the tab of its status."""
    if signatory.status == Status.SUBMITTED and "tab" not in request.GET and groups.group_of(request, signatory):
        return groups.next_for(request, signatory, signatory.status)
    if not request.GET:
        return waiting.next_waiting(signatory, signatory.status) if find_tab(signatory.status) else None
    if current_tab(request.GET) is None:
        return None
    form, rows = narrowed(request.GET, user=_user(request), colleagues=colleagues())
    if form.easiest_first:
        return next_in_order(in_order(form, rows), signatory)
    return waiting.next_waiting(signatory, signatory.status, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
@sensitive_post_parameters("own_words", "why", "mail_subject", "mail_text")
def decide(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """First the words and the exact mail, then `confirm`. Who comes here by a link is sent to the page before."""
    choice, signatory = _find(pk, name)
    if request.method != "POST":
        return _to_review(request, pk)
    try:
        return _decide(request, choice, signatory)
    except actions.SecondPersonNeededError as error:
        actions.let_go(signatory, by=_user(request))
        messages.warning(request, str(error))
        return _to_review(request, pk)
    except actions.TransitionNotAllowedError:
        return _someone_was_faster(request, signatory)
    except (actions.AddressNotProvenError, actions.ShortNameTakenError) as error:
        messages.warning(request, str(error))
        return _to_review(request, pk)


def _decide(request: HttpRequest, choice: Choice, signatory: Signatory) -> HttpResponse:
    is_begin = "begin" in request.POST
    if is_begin:
        actions.hold(signatory, by=_user(request))
    form = words_form(choice, signatory, None if is_begin else request.POST)
    if (is_begin and choice.asks_first) or (form.is_bound and not form.is_valid()):
        return _step(request, choice, signatory, form)
    words = form.cleaned_data if form.is_bound else {}
    mail_form = MailForm(request.POST) if "mail_mark" in request.POST else None
    found: dict[str, object] = {}
    is_confirmed = "confirm" in request.POST or "silent" in request.POST
    if is_confirmed and (mail_form is None or mail_form.is_valid()):
        try:
            return _confirmed(request, choice, signatory, words, mail_form)
        except rehearsal.MailHasChangedError:
            found["has_changed"] = True
        except actions.HeldByColleagueError:
            found["is_held_back"] = True
        except SecretError:
            pass  # said beside the text, below
    mail = rehearse_edited(choice, signatory, by=_user(request), words=words, mail_form=mail_form)
    found |= {"mail": mail, "seen": rehearsal.seen_as(signatory, mail), "mail_form": _shown_mail_form(mail, mail_form)}
    return _step(request, choice, signatory, form, **found)


def rehearse_edited(
    choice: Choice, signatory: Signatory, *, by: User, words: Mapping[str, Any], mail_form: MailForm | None
) -> rehearsal.RehearsedMail | None:
    """With the moderator's own words, unless something is wrong with them: then the form says what."""
    if mail_form is not None and mail_form.is_valid():
        try:
            return rehearsal.rehearse(choice, signatory, by=by, words=words, edit=mail_form.edit())
        except SecretError as error:
            mail_form.add_error("mail_text", str(error))
    return rehearsal.rehearse(choice, signatory, by=by, words=words)


def _shown_mail_form(mail: rehearsal.RehearsedMail | None, typed: MailForm | None) -> MailForm | None:
    if mail is None or (typed is not None and typed.errors):
        return typed if mail else None
    draft = mail.draft
    return MailForm(
        initial={"mail_subject": draft.subject, "mail_text": draft.text, "mail_mark": mail.usual.mark}, auto_id="id_%s"
    )


@require_POST
@may_decide
@sensitive_post_parameters("own_words", "why", "mail_subject", "mail_text")
def decide_mail(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The HTML of the mail that a decision would send, for the frame on its page."""
    choice, signatory = _find(pk, name)
    form = words_form(choice, signatory, request.POST)
    if not form.is_valid():
        sentence = _("First choose a reason.")
        return mail_response(f"<p>{escape(sentence)}</p>")
    mail_form = MailForm(request.POST) if "mail_mark" in request.POST else None
    try:
        mail = rehearse_edited(choice, signatory, by=_user(request), words=form.cleaned_data, mail_form=mail_form)
    except (actions.TransitionNotAllowedError, actions.AddressNotProvenError, actions.ShortNameTakenError) as error:
        # Shown in a frame, beside a page on which the colleague may just have pressed the button.
        return mail_response(f"<p>{escape(str(error))}</p>")
    return mail_response(tokens.without_keys(mail.html, signatory) if mail else "")


def _confirmed(
    request: HttpRequest, choice: Choice, signatory: Signatory, words: Mapping[str, Any], mail_form: MailForm | None
) -> HttpResponse:
    was, despite = signatory.status, request.POST.get("despite", "")
    mail = rehearsal.carry_out(
        choice,
        signatory,
        by=_user(request),
        words=words,
        seen=request.POST.get("seen", ""),
        edit=mail_form.edit() if mail_form else None,
        sends_mail="silent" not in request.POST,
        despite=int(despite) if despite.isdecimal() and len(despite) < 10 else None,
    )
    is_told = mail is not None and not ("silent" in request.POST and choice.may_be_silent)
    messages.success(
        request, f"{choice.done % {'name': signatory}} {_mail_sentence(signatory, choice, is_told=is_told)}"
    )
    following = _next(request, signatory) if was in Status.waiting else signatory
    if following is None:
        messages.info(request, _("Nothing waits here any more."))
        return redirect("admin:signatories_signatory_queue")
    return _to_review(request, following.pk)


def _mail_sentence(signatory: Signatory, choice: Choice, *, is_told: bool) -> str:
    if not is_told:
        return _("No mail goes out.")
    address = {"address": signatory.contact_email}
    if not choice.is_undoable or not settings.UNDO_WINDOW:
        return _("The mail to %(address)s is on its way.") % address
    until = written(timezone.localtime(timezone.now() + settings.UNDO_WINDOW), "TIME_FORMAT")
    return _("The mail to %(address)s leaves at %(time)s; until then this can be undone.") % (address | {"time": until})


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
    return _to_review(request, signatory.pk)


def _to_review(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(review_address(request, pk))


def _step(request: HttpRequest, choice: Choice, signatory: Signatory, form: Form, **more: object) -> HttpResponse:
    reading = actions.held_by_another(signatory, _user(request))
    context = {
        "title": choice.question,
        "subtitle": str(signatory),
        "choice": choice,
        "signatory": signatory,
        "reading": reading,
        "who_reads": say_who(reading) if reading else "",
        "undo_minutes": int(settings.UNDO_WINDOW.total_seconds()) // 60 if choice.is_undoable else 0,
    }
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
    slug = signatory.slug or free_short_name(signatory)
    with translation.override(signatory.language):
        return site_address(signatory.language) + reverse("signatories:signatory", kwargs={"slug": slug})


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _page(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    return render(request, template, admin.site.each_context(request) | {"opts": Signatory._meta} | dict(context))
