"""House rules as they read: every published change is a version with a number, a date and a note, for ever.

A rule that becomes public at a set time has one that waits for it. Nobody sees it before, and until then it follows
whatever is changed: the words, the time, or that the rule is taken back. From that second on it is like any other.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from guidance.days import BRUSSELS, end_of
from guidance.enums import Language
from hierniet.languages import site_address


class RuleWords(models.Model):
    """What a house rule says in one language: today in `RuleText`, and as it once read in `RuleVersion`."""

    rendered_fields: ClassVar[tuple[str, ...]] = (
        "what_it_is", "what_happens_next", "say_it_differently", "mistake", "law",
    )  # fmt: skip
    word_fields: ClassVar[tuple[str, ...]] = (
        "name", "question", "summary", "lead", "welcome", "unwelcome", *rendered_fields,
    )  # fmt: skip

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

    class Meta:
        abstract = True

    def words(self) -> dict[str, Any]:
        """What a visitor reads, as it was written and as it was rendered."""
        names = (*self.word_fields, *(f"{name}_html" for name in self.rendered_fields))
        return {name: getattr(self, name) for name in names}


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def of(self, rule_id: int, language: str) -> Self:
        return self.filter(rule=rule_id, language=language)

    def public(self) -> Self:
        return self.filter(published_at__lte=timezone.now())

    def waiting(self) -> Self:
        """At most one of a rule and a language, and its number is the last."""
        return self.filter(published_at__gt=timezone.now())

    def as_on(self, day: date) -> Self:
        """The newest at the end of that day in Brussels, first."""
        return self.public().filter(published_at__lt=end_of(day)).newest_first()

    def newest_first(self) -> Self:
        return self.order_by("-number")

    def without_words(self) -> Self:
        """For lists and links."""
        return self.only("rule", "language", "number", "published_at", "note")


class CitedVersionsNeverChangeError(Exception):
    """Somebody has quoted this version by its number."""


class RuleVersion(RuleWords):
    """A house rule in one language as it read from one publication to the next.

    Written by `RuleText.save` in the same transaction as the change. Once its time has come it never changes again;
    the database refuses it too.
    """

    rule = models.ForeignKey(
        "guidance.HouseRule", models.PROTECT, related_name="versions", verbose_name=_("house rule")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language)
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    note = models.TextField(_("what changed and why"), max_length=400, blank=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        ordering = ["rule", "language", "number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "language", "number"], name="one_rule_version_a_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="rule_versions_count_from_one"),
        ]
        verbose_name = _("version of a house rule")
        verbose_name_plural = _("versions of house rules")

    def __str__(self) -> str:
        return f"{self.rule_id} {self.language} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise CitedVersionsNeverChangeError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise CitedVersionsNeverChangeError

    @classmethod
    def publish(
        cls, *, rule_id: int, language: str, words: Mapping[str, Any], note: str, at: datetime
    ) -> "RuleVersion":
        """The next number; one that still waits gives up its own.

        Who calls holds the lock of the content version until the commit, so that no number is given twice.
        """
        waiting = cls.objects.of(rule_id, language).waiting().first()
        cls.objects.of(rule_id, language).waiting().delete()
        last = cls.objects.of(rule_id, language).aggregate(number=models.Max("number"))["number"] or 0
        return cls.objects.create(
            rule_id=rule_id,
            language=language,
            number=last + 1,
            note=note or (waiting.note if waiting else "") or usual_note(language, last),
            published_at=at,
            **words,
        )

    @property
    def published_on(self) -> date:
        return timezone.localdate(self.published_at, BRUSSELS)

    def address(self, slug: str) -> str:
        """Below the address that the rule has today."""
        with translation.override(self.language):
            return reverse("guidance:rule_version", kwargs={"slug": slug, "number": self.number})

    def citation(self, slug: str) -> str:
        """The address to quote, with its host, as people type it."""
        return site_address(self.language).partition("://")[2] + self.address(slug)


def usual_note(language: str, last: int) -> str:
    """What a version says of itself when nobody wrote a note. The form asks for one; a program might not."""
    with translation.override(language):
        if last:
            return pgettext("note of a version", "Nobody noted what changed: compare it with the version before.")
        return pgettext("note of a version", "The first version of this rule.")
