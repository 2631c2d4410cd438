from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guidance import views
from guidance.editing.content_admin import ContentAdmin, FactsFilter, LanguageInline, LanguagesFilter, PublicFilter
from guidance.editing.formsets import LanguageFormSet
from guidance.models import Page, PageText
from guidance.models.pages import PLACED_ELSEWHERE
from guidance.page_cache import bare


class PageTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        return bool(self.instance.is_published)


class PageTextInline(LanguageInline):
    model = PageText
    formset = PageTexts


@admin.register(Page)
class PageAdmin(ContentAdmin):
    inlines = [PageTextInline]
    list_display = ["key", "name_here", "languages_state", "position", "public_state", "facts_state"]
    list_filter = [PublicFilter, LanguagesFilter, FactsFilter]
    fieldsets = [
        (None, {"fields": ["key", ("position", "is_published", "publish_at")]}),
        (_("Facts"), {"fields": [("checked_on", "owner"), "sources"]}),
    ]

    def public_page(self, request: HttpRequest, obj: Any, text: Any) -> HttpResponse:
        if obj.key in PLACED_ELSEWHERE:
            return bare(views.sent_here)(request)
        return bare(views.page)(request, slug=text.slug)
