from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict

from guidance import views
from guidance.editing.content_admin import ContentAdmin, LanguageInline, LanguagesFilter, PublicFilter
from guidance.editing.formsets import LanguageFormSet
from guidance.models import Reply, ReplyText
from guidance.page_cache import bare


class ReplyTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        return bool(self.instance.is_published)


class ReplyTextInline(LanguageInline):
    model = ReplyText
    formset = ReplyTexts


@admin.register(Reply)
class ReplyAdmin(ContentAdmin):
    inlines = [ReplyTextInline]
    list_display = ["rule", "tone", "languages_state", "public_state"]
    list_filter = ["rule", "tone", PublicFilter, LanguagesFilter]
    list_select_related = ["rule"]
    fieldsets = [(None, {"fields": [("rule", "tone", "is_published", "publish_at")]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("rule")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["rule", "tone"] if obj else []

    def previewed(self, obj: Any) -> dict[str, int]:
        return {"reply": obj.pk, "rule": obj.rule_id}

    def public_page(self, request: HttpRequest, obj: Any, text: Any) -> HttpResponse:
        """In the finder, as if this rule and this tone had been chosen there."""
        chosen = QueryDict(mutable=True)
        chosen.update({"rule": obj.rule.key, "tone": obj.tone})
        request.GET = chosen  # type: ignore[assignment]
        return bare(views.replies)(request)
