"""Decision aids: the aid itself, its questions and its outcomes. A change that would break the tree is refused."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guidance import views
from guidance.editing.content_admin import (
    ContentAdmin,
    FactsFilter,
    LanguageInline,
    LanguagesFilter,
    PublicFilter,
    VerifyFilter,
)
from guidance.editing.fields import LinesField, RuleKeysField, SourcesField, TargetsField, TickBoxesField, keys_of
from guidance.editing.forms import MindfulForm
from guidance.editing.formsets import LanguageFormSet
from guidance.editing.reshaping import Reshaped, Steps, all_problems, is_in_use, lock_aid, reshape, steps_of
from guidance.enums import Move, Tone
from guidance.models import Aid, AidText, Article, Helpline, Outcome, OutcomeText, Question, QuestionText
from guidance.page_cache import bare
from guidance.trees import Tree


class ReshapingForm(MindfulForm):
    """A change to an aid or to one of its questions, with what it does to the tree."""

    take_out = forms.BooleanField(
        label=gettext_lazy("Take out what nothing leads to any more"),
        required=False,
        help_text=gettext_lazy("Its words are kept; its address then leads to the first question."),
    )
    reshaped = Reshaped()

    def require_sound(self, reshaped: Reshaped, field: str) -> None:
        """Refuse what would leave a visitor lost; remember the rest, for when the form is saved."""
        self.reshaped = reshaped
        for problem in reshaped.problems:
            self.add_error(field, problem)
        if reshaped.lost and not reshaped.problems and not self.cleaned_data.get("take_out"):
            names = ", ".join(step.key for step in reshaped.lost)
            self.add_error(
                "take_out",
                _("Nothing would lead to this any more: %(steps)s. Lead to it, or tick this box.") % {"steps": names},
            )


class AidForm(ReshapingForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if self.instance.pk is None:
            if cleaned["is_published"]:
                self.add_error("is_published", _("First write its questions and outcomes."))
        elif cleaned["is_published"] or is_in_use(self.instance):
            self.require_sound(reshape(self.instance, first=cleaned["first"], changed={}), "first")
        return cleaned


class StepForm(ReshapingForm):
    """Holds the lock on the aid before it looks at anything: see reshaping.py."""

    def clean(self) -> dict[str, Any]:
        if self.instance.pk is not None:
            self.aid = lock_aid(self.instance.aid_id)
            # Not what was read before the lock: it would be written back over what somebody else has just decided.
            self.instance.is_used = type(self.instance)._base_manager.get(pk=self.instance.pk).is_used
        return super().clean()


class QuestionForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and "targets" in self.fields:
            names = ", ".join(steps_of(self.instance.aid).by_target)
            self.fields["targets"].help_text += " " + _("There are: %(steps)s.") % {"steps": names}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk is not None and not self.errors and is_in_use(self.aid):
            changed = {self.instance.key: cleaned["targets"]}
            self.require_sound(
                reshape(self.aid, first=self.aid.first, changed=changed, except_for=self.instance), "targets"
            )
        return cleaned


class OutcomeForm(StepForm):
    take_out = None  # type: ignore[assignment]  # Django's way to leave out a field: an outcome leads nowhere


class AidTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        return bool(self.instance.is_published)


class StepTexts(LanguageFormSet):
    def is_shown(self) -> bool:
        return bool(self.instance.is_used)


class QuestionTexts(StepTexts):
    def clean(self) -> None:
        """Each answer leads somewhere, in every language to the same."""
        super().clean()
        wanted = len(self.instance.targets)
        for form in self.text_forms:
            answers = getattr(form, "cleaned_data", {}).get("answers")
            if answers and len(answers) != wanted:
                numbers = {"number": len(answers), "wanted": wanted}
                form.add_error("answers", _("%(number)s answers, but %(wanted)s places to which they lead.") % numbers)
                raise ValidationError(_("Every language needs an answer for each place to which one leads."))


class AidTextInline(LanguageInline):
    model = AidText
    formset = AidTexts


class QuestionTextInline(LanguageInline):
    model = QuestionText
    formset = QuestionTexts


class OutcomeTextInline(LanguageInline):
    model = OutcomeText
    formset = StepTexts


class TreeAdmin(ContentAdmin):
    """What an aid and its steps share: saved together with what follows for the tree."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        super().save_related(request, form, formsets, change)
        form.reshaped.carry_out()
        if form.reshaped.come:
            names = ", ".join(step.key for step in form.reshaped.come)
            messages.info(request, _("In use from now on: %(steps)s.") % {"steps": names})
        if form.reshaped.lost:
            names = ", ".join(step.key for step in form.reshaped.lost)
            messages.info(request, _("Taken out: %(steps)s.") % {"steps": names})

    def tree_address(self, aid_id: int) -> str:
        return reverse("admin:guidance_aid_tree", args=[aid_id])


class StepAdmin(TreeAdmin):
    list_display = ["key", "name_here", "languages_state", "aid", "is_used"]
    list_filter = ["aid", "is_used", LanguagesFilter]
    list_select_related = ["aid"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["aid", "key", "is_used"] if obj else ["is_used"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("aid")

    def places(self, obj: Any) -> list[tuple[str, str]]:
        return [(_("The tree as it is"), self.tree_address(obj.aid_id))]

    def previewed(self, obj: Any) -> dict[str, int]:
        """A step that is not in use yet stands among all others that are not: they may lead to one another."""
        return {"aid": obj.aid_id} if obj.is_used else {"aid": obj.aid_id, "steps_of_aid": obj.aid_id}

    def public_page(self, request: HttpRequest, obj: Any, text: Any) -> HttpResponse:
        aid = get_object_or_404(AidText, aid=obj.aid_id, language=text.language)
        if isinstance(obj, Question) and obj.key == obj.aid.first:
            return bare(views.aid)(request, slug=aid.slug)
        return bare(views.step)(request, aid=aid.slug, slug=text.slug)


@admin.register(Aid)
class AidAdmin(TreeAdmin):
    form = AidForm
    inlines = [AidTextInline]
    list_display = ["key", "name_here", "languages_state", "position", "public_state", "facts_state"]
    list_filter = [PublicFilter, LanguagesFilter, FactsFilter, VerifyFilter]
    formfield_overrides = {models.JSONField: {"form_class": SourcesField}}
    fieldsets = [
        (None, {"fields": ["key", ("position", "is_published", "publish_at")]}),
        (gettext_lazy("Tree"), {"fields": ["first", "take_out"]}),
        (gettext_lazy("Facts"), {"fields": [("checked_on", "owner"), "sources", "to_verify"]}),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "to_verify":
            kwargs["form_class"] = LinesField
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def places(self, obj: Any) -> list[tuple[str, str]]:
        return [(_("The tree as it is"), self.tree_address(obj.pk))]

    def previewed(self, obj: Any) -> dict[str, int]:
        """Before it is published for the first time nothing of it is in use."""
        return {"aid": obj.pk} if is_in_use(obj) else {"aid": obj.pk, "steps_of_aid": obj.pk}

    def public_page(self, request: HttpRequest, obj: Any, text: Any) -> HttpResponse:
        return bare(views.aid)(request, slug=text.slug)

    def get_urls(self) -> list[URLPattern]:
        tree = path(
            "<path:object_id>/tree/", self.admin_site.admin_view(require_safe(self.tree)), name="guidance_aid_tree"
        )
        return [tree, *super().get_urls()]

    def tree(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Every question with where its answers lead, and what is not in use; each a link to where it is changed."""
        aid = self.get_object(request, unquote(object_id))
        if aid is None:
            raise Http404
        if not self.has_view_or_change_permission(request, aid):
            raise PermissionDenied
        steps = steps_of(aid)
        public = AidText.objects.public().filter(aid=aid.pk, language=translation.get_language()).first()
        context = {
            **self.admin_site.each_context(request),
            "title": _("The tree of “%(name)s”") % {"name": self.name_here(aid)},
            "opts": self.opts,
            "aid": aid,
            "overview": reverse("guidance:aid_overview", kwargs={"slug": public.slug}) if public else "",
            "problems": list(all_problems(aid, steps)),
            "questions": _questions(aid, steps),
            "unused": [_shown(step) for step in steps.by_target.values() if not step.is_used],
        }
        return render(request, "back_office/aid_tree.html", context)


@admin.register(Question)
class QuestionAdmin(StepAdmin):
    form = QuestionForm
    inlines = [QuestionTextInline]
    formfield_overrides = {models.JSONField: {"form_class": TargetsField}}
    fieldsets = [
        (None, {"fields": [("aid", "key", "is_used")]}),
        (gettext_lazy("Tree"), {"fields": ["targets", "take_out"]}),
    ]


# What each array of an outcome is chosen from.
BOXES: dict[str, Any] = {
    "moves": Move.choices,
    "tones": Tone.choices,
    "helpline_keys": keys_of(Helpline),
    "article_keys": keys_of(Article),
}


@admin.register(Outcome)
class OutcomeAdmin(StepAdmin):
    form = OutcomeForm
    inlines = [OutcomeTextInline]
    formfield_overrides = {ArrayField: {"form_class": RuleKeysField}}
    fieldsets = [
        (None, {"fields": [("aid", "key", "is_used"), ("is_stop", "evidence"), "moves"]}),
        (gettext_lazy("What fits it"), {"fields": ["rule_keys", "tones", "helpline_keys", "article_keys"]}),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in BOXES:
            kwargs |= {"form_class": TickBoxesField, "choices": BOXES[db_field.name]}
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def _questions(aid: Aid, steps: Steps) -> list[dict[str, Any]]:
    """Those in use, in the order in which one comes to them if the tree is sound."""
    questions = {key: step for key, step in steps.questions.items() if step.is_used}
    tree = Tree(aid.first, {key: step.targets for key, step in questions.items()}, steps.outcomes)
    order = list(questions) if list(all_problems(aid, steps)) else tree.questions_in_order()
    return [_shown(questions[key]) | {"answers": _answers(questions[key], steps)} for key in order]


def _answers(question: Any, steps: Steps) -> list[tuple[str, dict[str, Any]]]:
    """Each answer with the step it leads to; what leads nowhere is told above the list."""
    words: list[str] = getattr(_words(question), "answers", [])
    found = []
    for number, target in enumerate(question.targets):
        if target in steps.by_target:
            found.append((words[number] if number < len(words) else "", _shown(steps.by_target[target])))
    return found


def _shown(step: Any) -> dict[str, Any]:
    """What the page says of one step: its kind and key, its words, and where it is changed."""
    return {
        "kind": step._meta.model_name,
        "key": step.key,
        "name": str(_words(step) or ""),
        "url": reverse(f"admin:guidance_{step._meta.model_name}_change", args=[step.pk]),
    }


def _words(step: Any) -> Any:
    """Its text in the reader's language, else in any."""
    texts = {text.language: text for text in step.texts.all()}
    return texts.get(translation.get_language() or "") or next(iter(texts.values()), None)
