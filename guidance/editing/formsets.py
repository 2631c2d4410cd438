"""The three languages of one thing, always all three, and the gate before publication."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from guidance.editing.completeness import field_label
from guidance.editing.forms import TextForm, standing_of
from guidance.models.texts import TranslatedText
from guidance.staleness import settle
from hierniet.languages import LANGUAGES


class LanguageFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """One form a language: those that exist, and an empty one for each that is missing."""

    def __init__(self, *args: Any, version: models.Model | None = None, as_public: str = "", **kwargs: Any) -> None:
        """`version`: a row of history whose words are put in the form, for the editor to save or not. `as_public`: the
        name of the address under which what is saved is shown as visitors will see it."""
        self.version = version
        self.as_public = as_public
        self.left_behind: list[str] = []  # languages that are older than another one because of what was saved
        super().__init__(*args, **kwargs)
        self.present = {text.language for text in self.get_queryset()}
        missing = [language for language in LANGUAGES if language not in self.present]
        self.initial_extra = [{"language": language} for language in missing]
        self.extra = len(missing)

    def is_shown(self) -> bool:
        """Whether the public is to see the owner of these texts, as the form on top says. A kind without such a choice
        is always shown: its texts have to be complete."""
        return True

    @property
    def text_forms(self) -> list[TextForm]:
        return cast(list[TextForm], self.forms)

    @property
    def by_language(self) -> list[TextForm]:
        order = {language: place for place, language in enumerate(LANGUAGES)}
        return sorted(self.text_forms, key=lambda form: order.get(form.text_language, len(order)))

    def _construct_form(self, i: int, **kwargs: Any) -> TextForm:
        form: TextForm = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if self.version is not None and form.instance.pk == self.version.id:  # type: ignore[attr-defined]
            form.initial.update({name: getattr(self.version, name) for name in form._meta.model.content_fields})
        return form

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Also notes which languages have to follow, and which have caught up."""
        known = {form.text_language: form for form in self.text_forms if form.locked is not None}
        before = {language: form.standing() for language, form in known.items()}
        changed = {language for language, form in known.items() if form.says_something_else()}
        confirmed = {language for language, form in known.items() if form.says_still_right()}
        others = self._added_meanwhile() if changed else []
        before |= {text.language: standing_of(text) for text in others}
        saved = super().save(commit)
        if commit:
            texts = [*(form.instance for form in known.values()), *others]
            self.left_behind = settle(texts, before, changed=changed, confirmed=confirmed)
        return saved

    def _added_meanwhile(self) -> list[TranslatedText]:
        """Languages that somebody else began since this form was opened: they say what the others said then."""
        forms = [form.instance.pk for form in self.text_forms if form.instance.pk is not None]
        texts: Any = self.fk.model._base_manager.select_for_update().filter(**{self.fk.name: self.instance})
        return list(texts.exclude(pk__in=forms))

    def clean(self) -> None:
        super().clean()
        if any(form.is_overtaken for form in self.text_forms):
            for form in self.text_forms:
                form.take_back_confirmation()
        if any(self._comes_late(form) for form in self.text_forms):
            raise ValidationError(
                _("Somebody else has added a language meanwhile. Copy what you typed, and open this page again.")
            )
        if self.is_shown():
            self._require_every_language()

    def _comes_late(self, form: TextForm) -> bool:
        """A new text in a language that there is by now, or that two forms claim."""
        if form.instance.pk is not None or not (form.has_changed() or self.is_shown()):
            return False
        same = [other for other in self.text_forms if other.text_language == form.text_language]
        return form.text_language in {"", *self.present} or len(same) > 1

    def _require_every_language(self) -> None:
        gaps = [gap for gap in (self._gap(form) for form in self.by_language) if gap]
        if gaps:
            raise ValidationError(
                _("Not published: every language must be complete first. Still missing: %(gaps)s."),
                params={"gaps": "; ".join(gaps)},
            )

    def _gap(self, form: TextForm) -> str:
        """What is missing in one language, in words; marks the fields on the way."""
        missing = form.missing()
        if not missing:
            return ""
        language = str(get_language_info(form.text_language)["name_translated"])
        if not form.is_started():
            return _("%(language)s (everything)") % {"language": language}
        for name in missing:
            form.add_error(name, _("Needed before this can be published."))
        labels = ", ".join(field_label(form._meta.model, name) for name in missing)
        return _("%(language)s (%(parts)s)") % {"language": language, "parts": labels}
