"""The outbox: what went out, what waits, what failed and what the server said."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from post_office.models import STATUS, Log

from hierniet.frames import mail_response, may_hold_frame
from signatories import actions, delivery, tokens
from signatories.forms import MailboxForm
from signatories.models import OutgoingMail

from .read_only import ReadOnlyAdmin

STATES = {
    STATUS.queued: ("unsure", gettext_lazy("waiting")),
    STATUS.requeued: ("unsure", gettext_lazy("postponed")),
    STATUS.failed: ("late", gettext_lazy("failed")),
    STATUS.sent: ("good", gettext_lazy("sent")),
}


def _failed(request: HttpRequest, chosen: QuerySet[OutgoingMail]) -> QuerySet[OutgoingMail]:
    """Of what was ticked on the page, and so seen: never of everything that a filter finds, however it was asked for."""
    ticked = [int(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if key.isdecimal()]
    return chosen.filter(email__status=STATUS.failed, pk__in=ticked)


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"
    unseen = "unseen"
    states = {
        "waiting": STATUS.queued,
        "postponed": STATUS.requeued,
        "failed": STATUS.failed,
        "sent": STATUS.sent,
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        every = [(name, STATES[status][1]) for name, status in self.states.items()]
        return [(self.unseen, _("failed, not looked at yet")), *every]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == self.unseen:
            return queryset & OutgoingMail.objects.for_moderators()
        status = self.states.get(self.value() or "")
        return queryset if status is None else queryset.filter(email__status=status)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    list_display = ["subject", "of", "state", "age", "tries", "last_answer"]
    list_display_links = ["subject"]
    list_filter = [StateFilter, "language"]
    list_select_related = ["email", "signatory"]
    search_fields = ["signatory__search_text", "signatory__receipt_number", "email__to"]
    change_form_template = "back_office/outgoing_mail.html"
    actions = ["send_chosen_again", "see_chosen"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingMail]:
        answers = Log.objects.filter(email=OuterRef("email")).order_by("-date", "-pk").values("message")
        everything: QuerySet[OutgoingMail] = super().get_queryset(request)
        return everything.annotate(answer=Subquery(answers[:1]), failures=Count("email__logs"))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/html/", wrap(require_safe(self.html)), name="signatories_outgoingmail_html"),
            path(
                "<int:pk>/send-again/", wrap(require_POST(self.send_again)), name="signatories_outgoingmail_send_again"
            ),
            path("<int:pk>/seen/", wrap(require_POST(self.see)), name="signatories_outgoingmail_see"),
            path(
                "<int:pk>/correct-address/",
                wrap(require_POST(self.correct_address)),
                name="signatories_outgoingmail_correct_address",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        logs = Log.objects.filter(email__outgoing_mail__pk=object_id if object_id.isdecimal() else None)
        may_send = self.has_decide_permission(request)
        context = (extra_context or {}) | {
            "logs": logs.order_by("-date", "-pk"),
            "may_send": may_send,
            "address_form": self._address_form(object_id) if may_send else None,
            "tries_at_most": settings.MAIL_TRIES,
        }
        return may_hold_frame(super().change_view(request, object_id, form_url, context))

    def html(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mail as its reader sees it, for the frame on its page."""
        mail = get_object_or_404(OutgoingMail.objects.select_related("email", "signatory"), pk=pk)
        if not self.has_view_permission(request, mail):
            raise PermissionDenied
        return mail_response(tokens.without_keys(mail.email.html_message, mail.signatory))

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("signatories.decide_signatory")

    @admin.action(permissions=["decide"], description=gettext_lazy("Send again the chosen ones that failed"))
    def send_chosen_again(self, request: HttpRequest, chosen: QuerySet[OutgoingMail]) -> None:
        """After the mail server was away for longer than the tries lasted."""
        number = sum(self._send_again(request, outgoing) for outgoing in _failed(request, chosen))
        words = ngettext("%(number)s mail goes out again.", "%(number)s mails go out again.", number)
        self._tell(request, words, number)

    @admin.action(permissions=["decide"], description=gettext_lazy("Mark the chosen ones that failed as seen"))
    def see_chosen(self, request: HttpRequest, chosen: QuerySet[OutgoingMail]) -> None:
        number = sum(self._see(request, outgoing) for outgoing in _failed(request, chosen))
        words = ngettext("%(number)s mail is marked as seen.", "%(number)s mails are marked as seen.", number)
        self._tell(request, words, number)

    def _tell(self, request: HttpRequest, words: str, number: int) -> None:
        if number:
            messages.success(request, words % {"number": number})
        else:
            messages.warning(request, _("Nothing was to be done: none of these has failed, or a colleague was faster."))

    def see(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_decide_permission(request):
            raise PermissionDenied
        if self._see(request, get_object_or_404(OutgoingMail, pk=pk)):
            messages.success(request, _("Seen. This mail is not on the first page any more."))
        else:
            messages.warning(request, _("A colleague has seen it already, or it has not failed."))
        return redirect("admin:signatories_outgoingmail_change", pk)

    def _see(self, request: HttpRequest, outgoing: OutgoingMail) -> bool:
        is_new = delivery.see_failure(outgoing)
        if is_new:
            self.log_change(request, outgoing, _("Seen."))
        return is_new

    def _send_again(self, request: HttpRequest, outgoing: OutgoingMail) -> bool:
        had_failed = delivery.send_again(outgoing.email_id)
        if had_failed:
            self.log_change(request, outgoing, _("Sent again."))
        return had_failed

    def send_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_decide_permission(request):
            raise PermissionDenied
        if self._send_again(request, get_object_or_404(OutgoingMail, pk=pk)):
            messages.success(request, _("The mail waits for the next round of the worker, within a few seconds."))
        else:
            messages.warning(request, _("This mail has not failed, so it is not sent again."))
        return redirect("admin:signatories_outgoingmail_change", pk)

    def _address_form(self, object_id: str) -> MailboxForm | None:
        """Only while nobody has confirmed the address may a colleague mend it."""
        mail = OutgoingMail.objects.select_related("signatory").filter(pk=object_id).first()
        if mail is None or not actions.can_correct_mailbox(mail.signatory):
            return None
        return MailboxForm(initial={"contact_email": mail.signatory.contact_email})

    def correct_address(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A mail went to a mistyped address: mend it, and send the mail that asks to confirm there."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        outgoing = get_object_or_404(OutgoingMail.objects.select_related("signatory"), pk=pk)
        form = MailboxForm(request.POST)
        if not form.is_valid():
            messages.warning(request, " ".join(str(error) for error in form.errors["contact_email"]))
            return redirect("admin:signatories_outgoingmail_change", pk)
        email = form.cleaned_data["contact_email"]
        try:
            actions.correct_mailbox(outgoing.signatory, email=email, by=cast(User, request.user))
        except actions.TransitionNotAllowedError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("The mail to %(address)s is on its way.") % {"address": email})
        return redirect("admin:signatories_signatory_review", outgoing.signatory_id)

    @admin.display(description=gettext_lazy("Subject"))
    def subject(self, mail: OutgoingMail) -> str:
        return mail.email.subject or mail.message

    @admin.display(description=gettext_lazy("Signatory"), ordering="signatory__search_text")
    def of(self, mail: OutgoingMail) -> SafeString:
        address = reverse("admin:signatories_signatory_review", args=[mail.signatory_id])
        return format_html('<a href="{}">{}</a>', address, mail.signatory)

    @admin.display(description=gettext_lazy("State"), ordering="email__status")
    def state(self, mail: OutgoingMail) -> SafeString:
        level, word = ("late", _("refused")) if mail.is_refused else STATES[mail.email.status]
        return format_html('<span class="tag tag--{}">{}</span>', level, word)

    @admin.display(description=gettext_lazy("Written"), ordering="email__created")
    def age(self, mail: OutgoingMail) -> str:
        return _("%(time)s ago") % {"time": timesince(mail.email.created, timezone.now(), depth=1)}

    @admin.display(description=gettext_lazy("Tries"))
    def tries(self, mail: OutgoingMail) -> int:
        return int(getattr(mail, "failures", 0)) + mail.is_sent

    @admin.display(description=gettext_lazy("Last answer of the server"))
    def last_answer(self, mail: OutgoingMail) -> str:
        return getattr(mail, "answer", "") or "–"
