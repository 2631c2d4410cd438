"""Pages: about, charter, privacy, accessibility, press and the like."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidance.enums import Language

from .facts import CheckedFact
from .publishing import Publishable, published
from .texts import BESIDE_THE_WORDS, TextQuerySet, TranslatedText, lags_behind_another

# A page that has an address of its own elsewhere: it is not served under its slug.
PLACED_ELSEWHERE = {"sent-here": "guidance:sent_here"}


class Page(CheckedFact, Publishable):
    """One page; its words live in `PageText`, one for each language."""

    key = models.SlugField(_("key"), unique=True, help_text=_("A short English name; it never changes."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return self.key


class PageTextQuerySet(TextQuerySet["PageText"]):
    def public(self) -> Self:
        return self.filter(published("page__")).select_related("page").order_by("page__position", "page__key")


class PageText(TranslatedText):
    """A page in one language."""

    markdown_fields = ("body",)
    content_fields = ("slug", "title", "lead", "description", "body")

    page = models.ForeignKey(Page, models.CASCADE, related_name="texts", verbose_name=_("page"))
    slug = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=90)
    lead = models.TextField(_("lead"), max_length=400, blank=True)
    description = models.CharField(_("description"), max_length=170, help_text=_("For search engines and previews."))
    body = models.TextField(_("text"), blank=True)
    body_html = models.TextField(editable=False, blank=True)

    history = HistoricalRecords(excluded_fields=BESIDE_THE_WORDS)
    objects = PageTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "language"], name="one_page_text_a_language"),
            lags_behind_another("page_text"),
            models.UniqueConstraint(
                fields=["language", "slug"], name="page_slug_is_unique_in_its_language",
                violation_error_message=_("Another page has this address already."),
            ),
        ]  # fmt: skip
        verbose_name = _("page text")
        verbose_name_plural = _("page texts")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """An address that another page has or had, or that is the site's own, would never lead here."""
        super().clean()
        if PageAddress.objects.filter(slug=self.slug, language=self.language).exclude(page=self.page_id).exists():
            raise ValidationError({"slug": _("Another page has this address already.")})
        if self.slug and self.page.key not in PLACED_ELSEWHERE and self._is_shadowed():
            raise ValidationError({"slug": _("“%(word)s” is an address of the site itself.") % {"word": self.slug}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also keeps the address, so that a renamed page redirects for ever."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            PageAddress.objects.get_or_create(slug=self.slug, language=self.language, defaults={"page": self.page})

    def get_absolute_url(self) -> str:
        with translation.override(self.language):
            if self.page.key in PLACED_ELSEWHERE:
                return reverse(PLACED_ELSEWHERE[self.page.key])
            return reverse("guidance:page", kwargs={"slug": self.slug})

    def _is_shadowed(self) -> bool:
        with translation.override(self.language):
            try:
                return resolve(f"/{self.language}/{self.slug}/").view_name != "guidance:page"
            except Resolver404:
                return True


class PageAddress(models.Model):
    """An address that a page has or once had."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="addresses")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    slug = models.SlugField(_("address"), max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "language"], name="one_page_an_address")]
        verbose_name = _("page address")
        verbose_name_plural = _("page addresses")

    def __str__(self) -> str:
        return self.slug
