from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from guidance.editing.content_admin import ContentAdmin, FactsFilter, LanguageInline, LanguagesFilter
from guidance.editing.formsets import LanguageFormSet
from guidance.models import Page, PageText


class PageTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        return bool(self.instance.is_published)


class PageTextInline(LanguageInline):
    model = PageText
    formset = PageTexts


@admin.register(Page)
class PageAdmin(ContentAdmin):
    inlines = [PageTextInline]
    list_display = ["key", "name_here", "position", "is_published", "languages_state", "facts_state"]
    list_filter = ["is_published", LanguagesFilter, FactsFilter]
    fieldsets = [
        (None, {"fields": ["key", ("position", "is_published")]}),
        (_("Facts"), {"fields": [("checked_on", "owner"), "sources"]}),
    ]
