from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guidance import views
from guidance.editing.content_admin import ContentAdmin, FactsFilter, LanguageInline, LanguagesFilter, PublicFilter
from guidance.editing.fields import LongTextField
from guidance.editing.forms import TextForm
from guidance.editing.formsets import LanguageFormSet
from guidance.models import ContentVersion, HouseRule, RuleText, RuleWord
from guidance.page_cache import bare


class RuleTextForm(TextForm):
    """The words of a rule, and what the version that they make says of itself. See also RuleText.save."""

    fields_after = ("change_note", "is_correction")

    change_note = LongTextField(
        label=_("What changed and why"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody can read it in the list of versions."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_note"].widget.attrs["lang"] = self.text_language
        if "is_correction" in self.fields:
            self.fields["is_correction"].help_text = _("Makes no new version, and the other languages need not follow.")

    def mind_the_version(self) -> None:
        """Whoever quoted the rule must be able to read why it changed, and no note may get lost without a version."""
        text, data = self.instance, self.cleaned_data
        is_due = self.is_started() and text.is_due_for_a_version()
        if data.get("change_note") and (data.get("is_correction") or not is_due):
            self.add_error("change_note", _("No new version comes of this, so nobody would read the note."))
        elif is_due and text.changes_what_was_read() and not data.get("change_note") and not data.get("is_correction"):
            self.add_error("change_note", _("Say what changed and why, or tick that it is only a typing error."))

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """The note or the tick may be about words of a draft: they were saved before, and the rule is published now."""
        text, writes_words = self.instance, self.writes_words()
        text.change_note = self.cleaned_data["change_note"]
        text.is_correction = self.cleaned_data.get("is_correction", False)
        saved = super().save(commit)
        if commit and not writes_words and text.keep_version():
            ContentVersion.bump()
        return saved


class RuleTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        return bool(self.instance.is_published)

    def clean(self) -> None:
        super().clean()
        for form in self.text_forms:
            form.instance.rule = self.instance  # as this form leaves it: published or not
            if not form.errors and isinstance(form, RuleTextForm):
                form.mind_the_version()


class RuleTextInline(LanguageInline):
    model = RuleText
    form = RuleTextForm
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
    list_display = ["key", "name_here", "languages_state", "position", "is_serious", "public_state", "facts_state"]
    list_filter = [PublicFilter, LanguagesFilter, FactsFilter]
    fieldsets = [
        (None, {"fields": ["key", ("position", "is_serious", "is_published", "publish_at")]}),
        (_("Facts"), {"fields": [("checked_on", "owner"), "sources"]}),
    ]

    def previewed(self, obj: Any) -> dict[str, int]:
        return {"rule": obj.pk}

    def public_page(self, request: HttpRequest, obj: Any, text: Any) -> HttpResponse:
        return bare(views.rule)(request, slug=text.slug)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Its texts are saved after it: what they still said before this form is not to become a version."""
        obj.texts_follow = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        super().save_related(request, form, formsets, change)
        form.instance.texts_follow = False
        form.instance.keep_versions()
