from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guidance.editing.content_admin import ContentAdmin, LanguageInline, LanguagesFilter
from guidance.editing.formsets import LanguageFormSet
from signatories.models import Reason, ReasonText


class ReasonTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        """A reason in use must have words for every applicant."""
        return bool(self.instance.is_active)


class ReasonTextInline(LanguageInline):
    model = ReasonText
    formset = ReasonTexts


@admin.register(Reason)
class ReasonAdmin(ContentAdmin):
    inlines = [ReasonTextInline]
    list_display = ["key", "name_here", "languages_state", "decision", "position", "is_active"]
    list_filter = ["decision", "is_active", LanguagesFilter]
    fieldsets = [(_("Where it is used"), {"fields": ["key", ("decision", "position", "is_active")]})]
