"""What the back office of every text in three languages shares."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from guidance import markdown
from guidance.editing.completeness import incomplete, language_name, mark_of, overdue, stale
from guidance.editing.fields import LinesField, LongTextField, MomentField, SourcesField
from guidance.editing.forms import MindfulForm, TextForm
from guidance.editing.formsets import LanguageFormSet
from guidance.editing.history import Version, since_it_lags, versions
from guidance.editing.widgets import MarkdownTextarea
from guidance.models.publishing import as_if_public, scheduled
from guidance.models.texts import TranslatedText
from guidance.models.version import ContentVersion
from hierniet.dates import written
from hierniet.languages import LANGUAGES

VERSIONS_SHOWN = 60


class LanguageInline(admin.StackedInline):  # type: ignore[type-arg]
    """The three languages of a text, beside one another."""

    model: type[TranslatedText]
    form = TextForm
    formset: type[LanguageFormSet]
    template = "back_office/languages.html"
    max_num = len(LANGUAGES)
    can_delete = False
    formfield_overrides = {
        models.TextField: {"form_class": LongTextField},
        models.JSONField: {"form_class": LinesField},
    }

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["language", *self.model.content_fields]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if db_field.name in self.model.markdown_fields:
            field.widget = MarkdownTextarea(preview=_preview_name(self.parent_model))
        elif isinstance(field, (LongTextField, LinesField)):
            field.widget.attrs["rows"] = 4
        return field


class ContentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Saved with nobody's work lost; never deleted, because addresses must not die; with a history to go back in."""

    form = MindfulForm
    change_form_template = "back_office/content_form.html"
    object_history_template = "back_office/content_history.html"
    actions = None
    text_inline: ClassVar[type[LanguageInline]]
    formfield_overrides = {models.JSONField: {"form_class": SourcesField}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("texts")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DateTimeField):
            kwargs |= {"form_class": MomentField}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["key"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        return super().render_change_form(
            request, context | {"places": self.places(obj) if obj else []}, *args, **kwargs
        )

    def places(self, obj: Any) -> list[tuple[str, str]]:
        """Links above the form, each a label and an address."""
        return []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Without a change there is nothing to write, no new version, and no page to render again."""
        if form.changed_data or not change:
            super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        super().save_formset(request, form, formset, change)
        if getattr(formset, "left_behind", None):
            languages = ", ".join(map(language_name, formset.left_behind))
            told = _("Older now than what you changed: %(languages)s. Look whether they are still right.")
            messages.info(request, told % {"languages": languages})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever saves takes the lock of the content version before any row, as everything else does that writes here."""
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic():
            ContentVersion.lock()
            return super().changeform_view(request, *args, **kwargs)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, LanguageInline) and self.has_public_page():
            kwargs["as_public"] = self._name("as_public")
        wanted = request.GET.get("version", "")
        if isinstance(inline, LanguageInline) and request.method == "GET" and wanted.isdecimal():
            kwargs["version"] = self._old_version(obj, int(wanted))
        return kwargs

    def _old_version(self, obj: Any, history_id: int) -> models.Model:
        for text in obj.texts.all():
            record: models.Model | None = text.history.filter(history_id=history_id).first()
            if record is not None:
                return record
        raise Http404

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        preview = path("preview/", wrap(require_POST(self.preview)), name=self._name("preview").removeprefix("admin:"))
        if not self.has_public_page():
            return [preview, *super().get_urls()]
        name = self._name("as_public").removeprefix("admin:")
        as_public = path("<int:pk>/as-public/<str:language>/", wrap(require_safe(self.as_public)), name=name)
        return [preview, as_public, *super().get_urls()]

    def _name(self, what: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}"

    def has_public_page(self) -> bool:
        return type(self).public_page is not ContentAdmin.public_page

    def previewed(self, obj: Any) -> dict[str, int]:
        """What counts as public while `obj` is previewed, by the names of as_if_public()."""
        return {self.opts.model_name or "": obj.pk}

    def public_page(self, request: HttpRequest, obj: Any, text: Any) -> HttpResponse:
        """The page on which visitors read `text`, in its language. Kinds that have such a page override this; the others
        have no address for it, see has_public_page."""
        raise Http404

    def as_public(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """What is saved, on the real page, for nobody but this editor."""
        obj = self.get_object(request, str(pk))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        text = next((text for text in obj.texts.all() if text.language == language), None)
        if text is None:
            raise Http404
        with translation.override(language), as_if_public(**self.previewed(obj)):
            try:
                response = self.public_page(request, obj, text)
            except (LookupError, RecursionError, Http404):  # half a tree, say
                message = _("This cannot be shown yet: something that belongs to it is still missing.")
                context = {
                    **self.admin_site.each_context(request),
                    "title": _("Preview"),
                    "html": message,
                    "language": "",
                }
                response = render(request, "back_office/preview.html", context)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What a visitor would see of the Markdown in the field that `preview` names; stores nothing."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        language = request.GET.get("language", "")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview"),
            "html": SafeString(markdown.render(request.POST.get(request.POST.get("preview", ""), ""))),
            "language": language if language in LANGUAGES else "",
        }
        template = "back_office/preview_part.html" if "part" in request.GET else "back_office/preview.html"
        return render(request, template, context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """All rows together. django-simple-history's own page shows one row, and puts it back behind the form's checks.

        `?since=fr` asks for what was changed in the other languages since the French lags behind; if it no longer does,
        for everything.
        """
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        told = versions(obj)
        lagging = next((text for text in _lagging(obj) if text.language == request.GET.get("since")), None)
        shown = since_it_lags(told, lagging) if lagging else told[: _number_shown(told, obj)]
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%(name)s”") % {"name": obj},
            "opts": self.opts,
            "object": obj,
            "versions": shown,
            "number_left_out": 0 if lagging else len(told) - len(shown),
            "lagging": language_name(lagging.language) if lagging else "",
            "lagging_since": lagging.older_since if lagging else None,
            "may_change": self.has_change_permission(request, obj),
        }
        return render(request, self.object_history_template, context)

    @admin.display(description=gettext_lazy("Name"))
    def name_here(self, obj: Any) -> str:
        """The name in the reader's language, as the site shows it."""
        texts = {text.language: str(text) for text in obj.texts.all()}
        return texts.get(translation.get_language() or "") or next(iter(texts.values()), obj.key)

    @admin.display(description=gettext_lazy("Languages"))
    def languages_state(self, obj: Any) -> SafeString:
        """In one word where all is well; else of each language what is there, missing, or older than its source."""
        texts = {text.language: text for text in obj.texts.all()}
        marks = {language: mark_of(texts.get(language)) for language in LANGUAGES}
        if all(mark.level == "good" for mark in marks.values()):
            return format_html('<span class="tag tag--good">{}</span>', _("complete"))
        lines = [
            (mark.level, language_name(language), language.upper(), mark.short or mark.words)
            for language, mark in marks.items()
        ]
        return format_html_join(
            "", '<span class="language-mark tag tag--{}"><abbr title="{}">{}</abbr> {}</span>', lines
        )

    @admin.display(description=gettext_lazy("Public"), ordering="publish_at")
    def public_state(self, obj: Any) -> SafeString:
        if obj.is_scheduled:
            return format_html('<span class="tag tag--unsure">{}</span>', from_moment(obj.publish_at))
        if obj.is_published:
            return format_html('<span class="tag tag--good">{}</span>', _("public"))
        return format_html('<span class="tag">{}</span>', _("draft"))

    @admin.display(description=gettext_lazy("Facts"), ordering="checked_on")
    def facts_state(self, obj: Any) -> SafeString:
        if obj.is_overdue:
            return format_html('<span class="tag tag--late">{}</span>', _("check again"))
        return format_html('<span class="tag tag--good">{}</span>', _("checked"))


class FactsFilter(admin.SimpleListFilter):
    """Facts whose check is overdue, or that nobody has ever checked."""

    title = gettext_lazy("facts")
    parameter_name = "facts"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("To be checked again"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(overdue()) if self.value() == "overdue" else queryset


class PublicFilter(admin.SimpleListFilter):
    """What visitors see now, will see, or do not see."""

    title = gettext_lazy("public")
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("Public")), ("later", _("At a set time")), ("no", _("Draft"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        conditions = {"now": Q(is_published=True) & ~scheduled(), "later": scheduled(), "no": Q(is_published=False)}
        condition = conditions.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)


class LanguagesFilter(admin.SimpleListFilter):
    """Things that lack something in a language, or in which a language is older than its source."""

    title = gettext_lazy("languages")
    parameter_name = "languages"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        each = [
            (f"stale-{language}", _("Older than its source: %(language)s") % {"language": language_name(language)})
            for language in LANGUAGES
        ]
        return [("incomplete", _("Missing or incomplete")), ("stale", _("Older than its source")), *each]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        state, _separator, language = (self.value() or "").partition("-")
        if state == "stale":
            return stale(queryset, *([language] if language else []))
        return incomplete(queryset) if state == "incomplete" else queryset


class VerifyFilter(admin.SimpleListFilter):
    """Things with facts that are left out until somebody has found a source."""

    title = gettext_lazy("to verify")
    parameter_name = "verify"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Something is to be verified"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.exclude(to_verify=[]) if self.value() == "yes" else queryset


def from_moment(moment: datetime) -> str:
    """When something becomes public: “from 3 December, 9:00”, with the year when it is another one."""
    local = timezone.localtime(moment)
    day = written(local, "j F" if local.year == timezone.localdate().year else "j F Y")
    return _("from %(day)s, %(time)s") % {"day": day, "time": date_format(local, "G:i")}


def _lagging(obj: Any) -> list[Any]:
    return [text for text in obj.texts.all() if text.older_since]


def _number_shown(told: Sequence[Version], obj: Any) -> int:
    """Never fewer than what somebody who brings a language up to date has to read."""
    debts = [len([version for version in told if version.at >= text.older_since]) for text in _lagging(obj)]
    return max([VERSIONS_SHOWN, *debts])


def _preview_name(model: type[models.Model]) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_preview"
