from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from signatories.models import Event

from .read_only import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Every change of status there ever was."""

    list_display = ["at", "of", "from_status", "to_status", "by", "why"]
    list_filter = ["to_status", "at", ("by", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["signatory", "by"]
    search_fields = ["signatory__search_text", "signatory__receipt_number", "why"]
    ordering = ["-at", "-pk"]

    @admin.display(description=_("Signatory"), ordering="signatory__search_text")
    def of(self, event: Event) -> SafeString:
        address = reverse("admin:signatories_signatory_review", args=[event.signatory_id])
        return format_html('<a href="{}">{}</a>', address, event.signatory)
