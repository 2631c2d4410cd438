from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guidance.editing.content_admin import ContentAdmin, FactsFilter, LanguageInline, LanguagesFilter
from guidance.editing.formsets import LanguageFormSet
from guidance.models import HouseRule, RuleText, RuleWord


class RuleTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        return bool(self.instance.is_published)


class RuleTextInline(LanguageInline):
    model = RuleText
    formset = RuleTexts


class RuleWordInline(admin.TabularInline):  # type: ignore[type-arg]
    """Words can be added, never changed or taken away: somebody has printed them."""

    model = RuleWord
    template = "back_office/words.html"
    extra = 3
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[RuleWord]:
        """Only new ones are in the form; the page lists the others."""
        return super().get_queryset(request).none()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(HouseRule)
class HouseRuleAdmin(ContentAdmin):
    inlines = [RuleTextInline, RuleWordInline]
    list_display = ["key", "name_here", "position", "is_serious", "is_published", "languages_state", "facts_state"]
    list_filter = ["is_published", LanguagesFilter, FactsFilter]
    fieldsets = [
        (None, {"fields": ["key", ("position", "is_serious", "is_published")]}),
        (_("Facts"), {"fields": [("checked_on", "owner"), "sources"]}),
    ]
