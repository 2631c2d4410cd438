"""Articles of the guide: how-tos for community managers."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidance.enums import Moment
from guidance.markdown import Heading, headings

from .facts import CheckedFact
from .publishing import Publishable, published
from .rules import HouseRule
from .texts import BESIDE_THE_WORDS, TextQuerySet, TranslatedText, lags_behind_another

WORDS_A_MINUTE = 200  # for texts that one reads to act on; silent reading of prose is a little quicker


class Article(CheckedFact, Publishable):
    """One how-to; its words live in `ArticleText`, one for each language."""

    key = models.SlugField(_("key"), unique=True, help_text=_("A short English name; it never changes."))
    moment = models.CharField(_("moment"), max_length=20, choices=Moment)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    rule_keys = ArrayField(
        models.CharField(max_length=50), verbose_name=_("related house rules"), default=list, blank=True
    )
    to_verify = models.JSONField(
        _("to verify"), default=list, blank=True, help_text=_("Left out until somebody has found a source; one a line.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("guide article")
        verbose_name_plural = _("guide articles")

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        super().clean()
        known = set(HouseRule.objects.values_list("key", flat=True))
        if unknown := set(self.rule_keys) - known:
            raise ValidationError({"rule_keys": _("No house rule is called %(key)s.") % {"key": min(unknown)}})


class ArticleTextQuerySet(TextQuerySet["ArticleText"]):
    def public(self) -> Self:
        """In reading order: by moment, then by position."""
        moments = Case(*[When(article__moment=moment, then=Value(order)) for order, moment in enumerate(Moment)])
        return (
            self.filter(published("article__"))
            .select_related("article")
            .order_by(moments, "article__position", "article__key")
        )


class ArticleText(TranslatedText):
    """An article in one language."""

    markdown_fields = ("body",)
    content_fields = ("slug", "title", "lead", "description", "body")
    has_anchors = True

    article = models.ForeignKey(Article, models.CASCADE, related_name="texts", verbose_name=_("guide article"))
    slug = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=70)
    lead = models.TextField(_("lead"), max_length=300)
    description = models.CharField(_("description"), max_length=170, help_text=_("For search engines and previews."))
    body = models.TextField(_("text"))
    body_html = models.TextField(editable=False, blank=True)

    history = HistoricalRecords(excluded_fields=BESIDE_THE_WORDS)
    objects = ArticleTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="one_article_text_a_language"),
            lags_behind_another("article_text"),
            models.UniqueConstraint(
                fields=["language", "slug"], name="article_slug_is_unique_in_its_language",
                violation_error_message=_("Another article has this address already."),
            ),
        ]  # fmt: skip
        verbose_name = _("article text")
        verbose_name_plural = _("article texts")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """An old address goes on leading to the article that had it."""
        super().clean()
        once = ArticleText.history.filter(slug=self.slug, language=self.language).exclude(article=self.article_id)
        if self.slug and once.exists():
            raise ValidationError({"slug": _("Another article has this address already.")})

    def get_absolute_url(self) -> str:
        with translation.override(self.language):
            return reverse("guidance:article", kwargs={"slug": self.slug})

    @property
    def headings(self) -> list[Heading]:
        """The table of contents."""
        return headings(self.body_html)

    @property
    def reading_minutes(self) -> int:
        return max(1, round(len(self.body.split()) / WORDS_A_MINUTE))

    @classmethod
    def that_was_at(cls, slug: str, language: str) -> Any:
        """The public text whose address this once was, or None."""
        once = cls.history.filter(slug=slug, language=language).values("article")
        return cls.objects.public().in_language(language).filter(article__in=once).first()
