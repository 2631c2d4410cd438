"""What moderators and administrators set: limits, lists, and their way of working."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from guidance.editing.forms import MindfulForm
from signatories.enums import LimitScope, Listing
from signatories.models import Limit, Listed, ModerationSettings
from signatories.moderation import false_alarms


class AgreedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Whoever saves second is told what the first one changed, and the log keeps the old and the new value."""

    form = MindfulForm
    actions = None
    change_form_template = "back_office/agreed_form.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def is_here(self, request: HttpRequest) -> bool:
        """Every page of the back office asks for every permission: only ours pay for the query."""
        match = request.resolver_match
        return match is not None and (match.url_name or "").startswith(f"signatories_{self.opts.model_name}_")

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:  # noqa: FBT001, FBT002  Django's signature
        if add:
            return super().construct_change_message(request, form, formsets, add)
        return "; ".join(
            _("%(field)s: “%(old)s” → “%(new)s”")
            % {"field": form.fields[name].label, "old": form.initial[name], "new": form.cleaned_data[name]}
            for name in form.changed_data
        )


@admin.register(Limit)
class LimitAdmin(AgreedAdmin):
    change_list_template = "back_office/limit_list.html"
    list_display = ["scope", "burst", "sustained", "is_active", "comment"]
    fields = [
        "scope", ("burst_number", "burst_minutes"), ("sustained_number", "sustained_hours"), "is_active", "comment",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        may_add = super().has_add_permission(request) and self.is_here(request)
        return may_add and Limit.objects.count() < len(LimitScope)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["scope"] if obj else []

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, (extra_context or {}) | {"alarms": false_alarms.count()})

    @admin.display(description=gettext_lazy("In a short time"))
    def burst(self, limit: Limit) -> str:
        number, minutes = limit.burst_number, limit.burst_minutes
        return _("%(number)s in %(minutes)s minutes") % {"number": number, "minutes": minutes}

    @admin.display(description=gettext_lazy("In a long time"))
    def sustained(self, limit: Limit) -> str:
        sentence = ngettext("%(number)s in %(hours)s hour", "%(number)s in %(hours)s hours", limit.sustained_hours)
        return sentence % {"number": limit.sustained_number, "hours": limit.sustained_hours}


@admin.register(Listed)
class ListedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The log names the entry without its value: that is erased with it."""

    form = MindfulForm
    actions = None
    change_form_template = "back_office/agreed_form.html"
    change_list_template = "back_office/listed_list.html"
    list_display = ["value", "what", "list_name", "comment", "ends", "by", "created_at"]
    list_filter = ["listing", "what"]
    list_select_related = ["by"]
    list_per_page = 50
    search_fields = ["value", "comment"]
    fields = ["listing", "what", "value", "comment", "until"]

    def save_model(self, request: HttpRequest, obj: Listed, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        if not change:
            obj.by = request.user  # type: ignore[assignment]  # nobody else comes here
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("List"), ordering="listing")
    def list_name(self, listed: Listed) -> SafeString:
        level = "good" if listed.listing == Listing.ALLOW else "late"
        word = _("allowed") if listed.listing == Listing.ALLOW else _("blocked")
        return format_html('<span class="tag tag--{}">{}</span>', level, word)

    @admin.display(description=pgettext_lazy("entry of a list", "Until"), ordering="until", empty_value="–")
    def ends(self, listed: Listed) -> Any:
        return listed.until if listed.is_in_force else _("ended")


@admin.register(ModerationSettings)
class ModerationSettingsAdmin(AgreedAdmin):
    fieldsets = [
        (gettext_lazy("When there are many"), {"fields": ["burst", "burst_threshold", "second_look_in_burst"]}),
        (gettext_lazy("Every day"), {"fields": ["digest_hour"]}),
        (gettext_lazy("Who may sign"), {"fields": ["parties_may_sign"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        may_add = super().has_add_permission(request) and self.is_here(request)
        return may_add and not ModerationSettings.objects.exists()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one row, so there is no list."""
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request)
        if ModerationSettings.objects.exists():
            return redirect(reverse("admin:signatories_moderationsettings_change", args=[1]))
        return redirect("admin:signatories_moderationsettings_add")
