"""House rules: the lines that must not be crossed, each with short words of its own that lead to it."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidance.enums import Language
from guidance.words import as_word, validate_word

from .facts import CheckedFact
from .texts import TextQuerySet, TranslatedText


class HouseRule(CheckedFact):
    """One line that must not be crossed; its words live in `RuleText`, one for each language."""

    key = models.SlugField(_("key"), unique=True, help_text=_("A short English name; it never changes."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_serious = models.BooleanField(
        _("serious"),
        default=False,
        help_text=_("Often unlawful: refer, and remove. A reference link alone is not enough here."),
    )
    is_published = models.BooleanField(_("published"), default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")

    def __str__(self) -> str:
        return self.key


class RuleTextQuerySet(TextQuerySet["RuleText"]):
    def public(self) -> Self:
        return self.filter(rule__is_published=True).select_related("rule").order_by("rule__position", "rule__key")


class RuleText(TranslatedText):
    """A house rule in one language: everything its page shows."""

    markdown_fields = ("what_it_is", "what_happens_next", "say_it_differently", "mistake", "law")
    content_fields = (
        "slug", "name", "question", "summary", "lead", "welcome", "unwelcome", *markdown_fields,
    )  # fmt: skip

    rule = models.ForeignKey(HouseRule, models.CASCADE, related_name="texts", verbose_name=_("house rule"))
    slug = models.CharField(
        _("short word"),
        max_length=40,
        validators=[validate_word],
        help_text=_("Stands in the address, as in hierniet.be/schelden. An old one keeps working for ever."),
    )
    name = models.CharField(_("name"), max_length=80)
    question = models.CharField(
        _("headline"), max_length=30, help_text=_("Comes just before “Hier niet.”, as in “Schelden? Hier niet.”")
    )
    summary = models.CharField(_("summary"), max_length=160, help_text=_("One sentence; search engines show it too."))
    lead = models.TextField(
        _("lead"), max_length=260, help_text=_("Which line was crossed, and what stays welcome; seen first on a phone.")
    )
    welcome = models.JSONField(_("still welcome"), default=list, help_text=_("Example comments, one a line."))
    unwelcome = models.JSONField(
        _("over the line"), default=list, help_text=_("Example comments, one a line, with the worst letters masked.")
    )
    what_it_is = models.TextField(_("what it is"))
    what_happens_next = models.TextField(_("what happens next"), help_text=_("A numbered list of three steps."))
    say_it_differently = models.TextField(_("how to say it differently"))
    mistake = models.TextField(_("was this a mistake?"))
    law = models.TextField(_("what the law says"), blank=True)
    what_it_is_html = models.TextField(editable=False)
    what_happens_next_html = models.TextField(editable=False)
    say_it_differently_html = models.TextField(editable=False)
    mistake_html = models.TextField(editable=False)
    law_html = models.TextField(editable=False, blank=True)

    history = HistoricalRecords(excluded_fields=["shipped_digest"])
    objects = RuleTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "language"], name="one_rule_text_a_language"),
            models.UniqueConstraint(
                fields=["language", "slug"], name="rule_slug_is_unique_in_its_language",
                violation_error_message=_("Another house rule has this word already."),
            ),
        ]  # fmt: skip
        verbose_name = _("rule text")
        verbose_name_plural = _("rule texts")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if RuleWord.objects.filter(word=self.slug).exclude(rule=self.rule_id).exists():
            raise ValidationError({"slug": _("Another house rule has this word already.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also keeps the short word, so that an address that was ever given out works for ever."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            RuleWord.objects.get_or_create(word=self.slug, language=self.language, defaults={"rule": self.rule})

    def get_absolute_url(self) -> str:
        with translation.override(self.language):
            return reverse("guidance:rule", kwargs={"slug": self.slug})

    @property
    def reference_address(self) -> str:
        """What people read aloud and type: `hierniet.be/schelden`."""
        return f"{settings.REFERENCE_HOSTS[self.language]}/{self.slug}"

    @property
    def reference_url(self) -> str:
        return reverse("refer", kwargs={"word": self.slug})


class RuleWordQuerySet(models.QuerySet["RuleWord"]):
    def spelt(self, word: str) -> Self:
        """Forgives capitals, accents, blanks where a hyphen stands, and a full stop at the end of the sentence."""
        return self.filter(word=as_word(word))


class RuleWord(models.Model):
    """A short word that leads to a rule in one language. Kept for ever, also when the rule gets another word."""

    rule = models.ForeignKey(HouseRule, models.CASCADE, related_name="words", verbose_name=_("house rule"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    word = models.CharField(_("word"), max_length=40, validators=[validate_word])

    objects = RuleWordQuerySet.as_manager()

    class Meta:
        ordering = ["language", "word"]
        constraints = [
            models.UniqueConstraint(
                fields=["word", "language"], name="one_rule_a_word_and_language",
                violation_error_message=_("Another house rule has this word already."),
            ),
        ]  # fmt: skip
        verbose_name = _("short word")
        verbose_name_plural = _("short words")

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """A word may stand in two languages (“spam”), but never for two rules."""
        super().clean()
        if RuleWord.objects.filter(~Q(rule=self.rule_id), word=self.word).exists():
            raise ValidationError({"word": _("Another house rule has this word already.")})
