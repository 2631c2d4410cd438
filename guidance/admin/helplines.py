from typing import Any

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidance import views
from guidance.editing.content_admin import ContentAdmin, FactsFilter, LanguageInline, LanguagesFilter
from guidance.editing.fields import LongTextField, RegionsField, SourcesField, SpokenLanguagesField
from guidance.editing.forms import MindfulForm
from guidance.editing.formsets import LanguageFormSet
from guidance.models import Helpline, HelplineText
from guidance.page_cache import bare


class HelplineForm(MindfulForm):
    def clean(self) -> dict[str, Any]:
        """Who tells people in need where to turn, says when that was checked."""
        cleaned = super().clean()
        if cleaned.get("to_verify") is False and "checked_on" in cleaned and not cleaned["checked_on"]:
            self.add_error("checked_on", _("A helpline is shown only with the date on which it was checked."))
        return cleaned


class HelplineTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        return not self.instance.to_verify


class HelplineTextInline(LanguageInline):
    model = HelplineText
    formset = HelplineTexts


@admin.register(Helpline)
class HelplineAdmin(ContentAdmin):
    form = HelplineForm
    inlines = [HelplineTextInline]
    formfield_overrides = {
        models.JSONField: {"form_class": SourcesField},
        ArrayField: {"form_class": SpokenLanguagesField},
        models.TextField: {"form_class": LongTextField},
        models.URLField: {"assume_scheme": "https"},
    }
    list_display = ["key", "name_here", "languages_state", "need", "phone", "is_urgent", "to_verify", "facts_state"]  # fmt: skip
    list_filter = ["to_verify", "need", LanguagesFilter, FactsFilter]
    fieldsets = [
        (None, {"fields": ["key", ("need", "position"), ("is_urgent", "to_verify")]}),
        (
            gettext_lazy("How to reach it"),
            {"fields": [("phone", "phone_link"), "website", "languages", "regions", "opening"]},
        ),
        (gettext_lazy("Facts"), {"fields": [("checked_on", "owner"), "sources"]}),
    ]

    def public_page(self, request: HttpRequest, obj: Any, text: Any) -> HttpResponse:
        return bare(views.helplines)(request)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Languages and regions are both arrays."""
        if db_field.name == "regions":
            kwargs["form_class"] = RegionsField
        return super().formfield_for_dbfield(db_field, request, **kwargs)
