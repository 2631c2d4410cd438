from typing import Any

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guidance import views
from guidance.editing.content_admin import (
    ContentAdmin,
    FactsFilter,
    LanguageInline,
    LanguagesFilter,
    PublicFilter,
    VerifyFilter,
)
from guidance.editing.fields import LinesField, RuleKeysField, SourcesField
from guidance.editing.formsets import LanguageFormSet
from guidance.models import Article, ArticleText
from guidance.page_cache import bare


class ArticleTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        return bool(self.instance.is_published)


class ArticleTextInline(LanguageInline):
    model = ArticleText
    formset = ArticleTexts


@admin.register(Article)
class ArticleAdmin(ContentAdmin):
    inlines = [ArticleTextInline]
    list_display = ["key", "name_here", "languages_state", "moment", "position", "public_state", "facts_state"]
    list_filter = ["moment", PublicFilter, LanguagesFilter, FactsFilter, VerifyFilter]
    formfield_overrides = {
        models.JSONField: {"form_class": SourcesField},
        ArrayField: {"form_class": RuleKeysField},
    }
    fieldsets = [
        (None, {"fields": ["key", ("moment", "position", "is_published", "publish_at"), "rule_keys"]}),
        (_("Facts"), {"fields": [("checked_on", "owner"), "sources", "to_verify"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        """Sources are pairs, what is to be verified are plain lines; both are JSON."""
        if db_field.name == "to_verify":
            kwargs["form_class"] = LinesField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def public_page(self, request: HttpRequest, obj: Any, text: Any) -> HttpResponse:
        return bare(views.article)(request, slug=text.slug)
