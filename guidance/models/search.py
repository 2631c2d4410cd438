"""What search looks in: one row for each public text, and the words that occur. Both are made from the texts, see guidance/search.

A text that is public from a set time on is there already, with that time: it is found from then on, without any job.
"""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from guidance.enums import Language, SearchKind

from .publishing import has_come


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def public(self) -> Self:
        return self.filter(has_come("public_from"))


class SearchEntry(models.Model):
    """One text that is public, or will be without anybody doing anything. It is gone as soon as the text is taken off.

    The vectors hold folded words and, behind a mark, their stems: `vector` all of them, weighted A in the title, B in
    what stands on top and D below; `title_vector` those of the title alone, small enough to be read for every row.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=SearchKind)
    source = models.PositiveBigIntegerField(_("text"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    route = models.CharField(max_length=60)
    parts = models.JSONField(default=dict, blank=True)
    after = models.CharField(max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    title_vector = SearchVectorField()
    vector = SearchVectorField()
    public_from = models.DateTimeField(_("public from"), null=True)  # the latest of its own and of what it waits for
    digest = models.CharField(max_length=64, editable=False)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source"], name="one_search_entry_a_text")]
        indexes = [GinIndex(fields=["vector"], name="search_entry_vector", fastupdate=False)]
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Made when it is shown: the words of addresses stand in the catalogues, and may have changed since."""
        with translation.override(self.language):
            return reverse(self.route, kwargs=self.parts) + self.after


class SearchWordQuerySet(models.QuerySet["SearchWord"]):
    def public_in(self, language: str) -> Self:
        return self.filter(has_come("public_from"), language=language)


class SearchWord(models.Model):
    """A word, or behind its mark a stem, that occurs in some entry of this language: for typing errors and parts of words."""

    language = models.CharField(_("language"), max_length=2, choices=Language)
    word = models.CharField(_("word"), max_length=61, db_collation="C")  # so that its index finds beginnings too
    public_from = models.DateTimeField(_("public from"), null=True)  # the earliest of the entries that have it

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="search_word_once_a_language")]
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word
