from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidance.editing.forms import MindfulForm
from guidance.models import ContentVersion
from guidance.words import fold
from signatories import actions
from signatories.enums import EventKind, Status
from signatories.form_fields import SocialAccountsField
from signatories.forms import NameField
from signatories.models import FormerSlug, Signatory
from signatories.moderation import (
    batches,
    keeping_views,
    logos,
    look_views,
    mandate,
    merge_views,
    numbers,
    preferences,
    views,
)
from signatories.moderation.addresses import decision_urls
from signatories.validators import complete_web_address

EDITABLE = ["name", "kind", "website", "social_accounts", "slug"]
TAGS = {"approved": "good", "submitted": "unsure", "quarantined": "unsure", "changes_asked": "unsure"}


class CorrectionForm(MindfulForm):
    """Corrects what the public sees. Everything else about a signatory changes through decisions only."""

    name = NameField(label=gettext_lazy("Name"), max_length=120)
    website = forms.CharField(label=gettext_lazy("Website"), max_length=200, required=False)

    social_accounts = SocialAccountsField(
        label=gettext_lazy("Social media accounts"),
        required=False,
        help_text=gettext_lazy("One web address a line, at most eight."),
    )

    def clean_website(self) -> str:
        return complete_web_address(self.cleaned_data["website"])

    def clean_slug(self) -> str:
        """Links with a former short name lead to whoever goes on; nobody else gets it."""
        slug: str = self.cleaned_data["slug"]
        if slug and FormerSlug.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another signatory has this short name already."), code="former")
        return slug


def _shown(value: object) -> object:
    return ", ".join(value) if isinstance(value, list) else value


class ChangeFilter(admin.SimpleListFilter):
    title = gettext_lazy("proposed change")
    parameter_name = "change"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", gettext_lazy("waits for a decision"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(changes__state="waiting") if self.value() == "waiting" else queryset


@admin.register(Signatory)
class SignatoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Find and correct. Judging happens on the pages of moderation, which live under the same address."""

    form = CorrectionForm
    actions = None
    change_form_template = "back_office/signatory_form.html"
    change_list_template = "back_office/signatory_list.html"
    list_display_links = None  # a name leads to its page of moderation, which leads to this form
    list_display = ["tick", "name_or_number", "kind", "language", "state", "submitted_at", "receipt_number"]
    list_filter = ["status", "kind", "language", ChangeFilter]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["search_text", "receipt_number", "contact_email", "enterprise_number"]
    ordering = ["search_text", "pk"]
    view_on_site = False  # most have no public page; the page of moderation links to it when there is one

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """`Liège` is found as `liege` too, and an enterprise number with its dots."""
        without_dots = search_term.replace(".", "") if search_term.replace(".", "").isdecimal() else search_term
        return super().get_search_results(request, queryset, fold(without_dots))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return EDITABLE

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A short name that was ever public stands in links that people have given out: it stays."""
        return ["slug"] if obj is None or obj.approved_at else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What has been erased stays empty."""
        return super().has_change_permission(request, obj) and (obj is None or bool(obj.name))

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Signatory, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Writes the corrected fields only: a decision that fell meanwhile must not be undone by the way."""
        if not form.changed_data:
            return
        Signatory.objects.select_for_update(of=("self",)).get(pk=obj.pk)
        obj.save(update_fields=form.changed_data)
        # Which fields; the values stand in the log, where they can be erased.
        why = ", ".join(form.changed_data)
        actions.record(obj, by=cast(User, request.user), what=EventKind.CORRECTION, why=why)
        if obj.is_public:
            ContentVersion.bump()

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """The old and the new value; the history says which fields, and this what stood there."""
        return "; ".join(
            _("%(field)s: “%(old)s” → “%(new)s”")
            % {
                "field": form.fields[name].label,
                "old": _shown(form.initial[name]),
                "new": _shown(form.cleaned_data[name]),
            }
            for name in form.changed_data
        )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("queue/", wrap(views.queue), name="signatories_signatory_queue"),
            path("numbers/", wrap(numbers.numbers), name="signatories_signatory_numbers"),
            path("<int:pk>/ask-second/", wrap(mandate.ask_second), name="signatories_signatory_ask_second"),
            path("contacts/", wrap(keeping_views.contacts), name="signatories_signatory_contacts"),
            path("<int:pk>/invite-contact/", wrap(keeping_views.invite_contact), name="signatories_signatory_invite"),
            path(
                "contacts/<int:pk>/<slug:name>/",
                wrap(keeping_views.decide_contact),
                name="signatories_signatory_decide_contact",
            ),
            path("<int:pk>/still-true/", wrap(keeping_views.still_true), name="signatories_signatory_still_true"),
            path("<int:pk>/review/", wrap(views.review), name="signatories_signatory_review"),
            path("<int:pk>/decide/<slug:name>/", wrap(views.decide), name="signatories_signatory_decide"),
            path(
                "<int:pk>/decide/<slug:name>/mail/", wrap(views.decide_mail), name="signatories_signatory_decide_mail"
            ),
            path("logos/", wrap(logos.waiting_logos), name="signatories_signatory_logos"),
            path("<int:pk>/logo/approve/", wrap(logos.approve_logo), name="signatories_signatory_approve_logo"),
            path("<int:pk>/logo/refuse/", wrap(logos.refuse_logo), name="signatories_signatory_refuse_logo"),
            path("<int:pk>/compare/<int:other_pk>/", wrap(merge_views.compare), name="signatories_signatory_compare"),
            path("<int:pk>/look-again/", wrap(look_views.look_again), name="signatories_signatory_look_again"),
            *decision_urls(wrap),
            path("groups/", wrap(batches.by_domain), name="signatories_signatory_groups"),
            path("groups/work/", wrap(batches.work_through), name="signatories_signatory_work_through"),
            path("lane/", wrap(batches.lane), name="signatories_signatory_lane"),
            path("<int:pk>/look-first/", wrap(batches.look_first), name="signatories_signatory_look_first"),
            path("<int:pk>/take-look-back/", wrap(batches.take_look_back), name="signatories_signatory_take_look_back"),
            path("digest/", wrap(preferences.digest), name="signatories_signatory_digest"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("Choose"))
    def tick(self, signatory: Signatory) -> SafeString:
        """For several at once; see moderation/bulk.py. Whoever does not wait cannot be chosen."""
        if signatory.status not in Status.waiting:
            return SafeString("")
        return render_to_string("back_office/bulk/box.html", {"signatory": signatory})

    @admin.display(description=gettext_lazy("Name"), ordering="search_text")
    def name_or_number(self, signatory: Signatory) -> SafeString:
        address = reverse("admin:signatories_signatory_review", args=[signatory.pk])
        return format_html('<a href="{}">{}</a>', address, signatory)

    @admin.display(description=gettext_lazy("Status"), ordering="status")
    def state(self, signatory: Signatory) -> SafeString:
        level = TAGS.get(signatory.status, "none")
        return format_html('<span class="tag tag--{}">{}</span>', level, signatory.get_status_display())
