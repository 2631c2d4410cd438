"""House rules: the lines that must not be crossed, each with short words of its own that lead to it."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidance.enums import Language
from guidance.words import as_word, validate_word

from .facts import CheckedFact
from .publishing import Publishable, published
from .rule_versions import RuleVersion, RuleVersionQuerySet, RuleWords
from .texts import BESIDE_THE_WORDS, TextQuerySet, TranslatedText, lags_behind_another
from .version import BumpsContentVersion, ContentVersion


class HouseRule(CheckedFact, Publishable):
    """One line that must not be crossed; its words live in `RuleText`, one for each language."""

    key = models.SlugField(_("key"), unique=True, help_text=_("A short English name; it never changes."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_serious = models.BooleanField(
        _("serious"),
        default=False,
        help_text=_("Often unlawful: refer, and remove. A reference link alone is not enough here."),
    )

    texts_follow = False  # a form saves the rule first; set while its texts are still to be saved

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Brings the versions of its texts in step with whether it is published now, and from when on."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not self.texts_follow:
                self.keep_versions()

    @transaction.atomic
    def keep_versions(self) -> None:
        ContentVersion.lock()
        changed = [text for text in RuleText.objects.filter(rule=self) if text.keep_version()]
        if changed:
            ContentVersion.bump()

    def read_from(self) -> datetime | None:
        """From when on its texts are read as they are now; None for a draft."""
        now = timezone.now()
        return max(now, self.publish_at or now) if self.is_published else None


class RuleTextQuerySet(TextQuerySet["RuleText"]):
    def public(self) -> Self:
        return self.filter(published("rule__")).select_related("rule").order_by("rule__position", "rule__key")


class RuleText(RuleWords, TranslatedText):
    """A house rule in one language: everything its page shows."""

    markdown_fields = RuleWords.rendered_fields
    content_fields = ("slug", *RuleWords.word_fields)

    rule = models.ForeignKey(HouseRule, models.CASCADE, related_name="texts", verbose_name=_("house rule"))
    slug = models.CharField(
        _("short word"),
        max_length=40,
        validators=[validate_word],
        help_text=_("Stands in the address, as in hierniet.be/schelden. An old one keeps working for ever."),
    )
    cited_digest = models.CharField(max_length=64, blank=True, editable=False)  # see is_due_for_a_version
    change_note = ""  # what the next version says of itself: set before saving
    is_correction = False  # only a typing error, and no new version: set before saving

    history = HistoricalRecords(excluded_fields=[*BESIDE_THE_WORDS, "cited_digest"])
    objects = RuleTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "language"], name="one_rule_text_a_language"),
            lags_behind_another("rule_text"),
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
        """Also keeps the short word, so that an address that was ever given out works for ever, and the version."""
        with transaction.atomic():
            ContentVersion.lock()  # before what is read here: see RuleVersion.publish
            if not self._state.adding:  # somebody else may have saved it since it was read
                self.refresh_from_db(fields=["cited_digest"])
            super().save(*args, **kwargs)
            RuleWord.objects.get_or_create(word=self.slug, language=self.language, defaults={"rule": self.rule})
            self.keep_version()
        self.change_note, self.is_correction = "", False

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            ContentVersion.lock()  # before its versions
            self._versions().waiting().delete()
            return super().delete(*args, **kwargs)

    def keep_version(self) -> bool:
        """Bring its versions in step, after a change of the words or of when the rule is public; says if words settled."""
        cited = self._settle(HouseRule.objects.get(pk=self.rule_id).read_from())
        if cited == self.cited_digest:
            return False
        self.cited_digest = cited
        # A note to ourselves, on no page and in no history; saving it would begin all this again.
        type(self)._base_manager.filter(pk=self.pk).update(cited_digest=cited)
        return True

    def is_due_for_a_version(self) -> bool:
        """Whether the public is to read what no version and no correction of one holds yet."""
        return self.rule.is_published and self.words_digest() != self.cited_digest

    def words_digest(self) -> str:
        """Without the short word: another address is no other rule."""
        return self.digest(self.word_fields)

    def changes_what_was_read(self) -> bool:
        """Whether readers must be told why. Of a version that still waits they were told when it was made."""
        return self._versions().public().exists() and not self._versions().waiting().exists()

    def _versions(self) -> RuleVersionQuerySet:
        return RuleVersion.objects.of(self.rule_id, self.language)

    def _settle(self, at: datetime | None) -> str:
        """Make the version that is read from then on, if one is due; gives the digest of the words that are settled."""
        words, waiting = self.words_digest(), self._versions().waiting()
        if waiting.exists():
            return self._settle_again(at, words, waiting)
        if at is None or words == self.cited_digest:
            return self.cited_digest
        if not (self.is_correction and self.cited_digest):
            self._publish_version(at)
        return words

    def _settle_again(self, at: datetime | None, words: str, waiting: RuleVersionQuerySet) -> str:
        """Take back, move or replace what nobody has read yet."""
        last = self._versions().public().newest_first().first()
        last_read = RuleText(**last.words()).words_digest() if last else ""
        if at is None or words == last_read:
            waiting.delete()
            return last_read
        if words == self.cited_digest:
            waiting.exclude(published_at=at).update(published_at=at)
        else:
            self._publish_version(at)
        return words

    def _publish_version(self, at: datetime) -> None:
        RuleVersion.publish(
            rule_id=self.rule_id,
            language=self.language,
            words=self.words(),
            note=self.change_note or self._shipped_note(),
            at=at,
        )

    def _shipped_note(self) -> str:
        with translation.override(self.language):
            is_first = not self._versions().public().exists()
            return "" if is_first or self.is_changed_by_editor else gettext("Brought up to date with the site itself.")

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


class RuleWord(BumpsContentVersion):
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
