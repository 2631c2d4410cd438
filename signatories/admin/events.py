from typing import Any

from django.contrib import admin
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from signatories.models import Event
from signatories.moderation import upkeep

from .read_only import ReadOnlyAdmin


class NewStatus(admin.ChoicesFieldListFilter):
    """The headings of filters begin with “By”, and “By to” says nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("new status")


class Moderator(admin.RelatedOnlyFieldListFilter):
    """See NewStatus."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = pgettext_lazy("heading of a filter", "moderator")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Every change of status there ever was."""

    change_list_template = "back_office/event_list.html"
    list_display = ["at", "number", "of", "from_status", "to_status", "by", "why"]
    list_filter = [("to_status", NewStatus), "at", ("by", Moderator)]
    list_select_related = ["signatory", "by"]
    search_fields = ["signatory__search_text", "signatory__receipt_number", "why"]
    ordering = ["-at", "-pk"]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("upkeep/", wrap(upkeep.upkeep), name="signatories_event_upkeep"),
            path("of/<int:pk>.<slug:ending>", wrap(upkeep.history_file), name="signatories_event_file"),
            *super().get_urls(),
        ]

    @admin.display(description=_("Signatory"), ordering="signatory__search_text")
    def of(self, event: Event) -> SafeString:
        address = reverse("admin:signatories_signatory_review", args=[event.signatory_id])
        return format_html('<a href="{}">{}</a>', address, event.signatory)
