"""Ready replies: what a community manager can put under a comment, by house rule, tone and length."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidance.enums import Length, Tone
from guidance.lengths import LENGTHS, LINK

from .publishing import Publishable, published
from .rules import HouseRule, RuleText
from .texts import BESIDE_THE_WORDS, TextQuerySet, TranslatedText, lags_behind_another

# A cell of a spreadsheet that begins with one of these is a formula: what we export must never be one.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Reply(Publishable):
    """What to answer to a comment that breaks one rule, in one tone; its words live in `ReplyText`."""

    rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="replies", verbose_name=_("house rule"))
    tone = models.CharField(_("tone"), max_length=10, choices=Tone)

    history = HistoricalRecords()

    class Meta:
        ordering = ["rule__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "tone"], name="one_reply_a_rule_and_tone",
                violation_error_message=_("This rule has a reply in this tone already."),
            ),
        ]  # fmt: skip
        verbose_name = _("ready reply")
        verbose_name_plural = _("ready replies")

    def __str__(self) -> str:
        return f"{self.rule} – {self.get_tone_display()}"

    @property
    def key(self) -> str:
        return f"{self.rule.key}-{self.tone}"


class ReplyTextQuerySet(TextQuerySet["ReplyText"]):
    def public(self) -> Self:
        """With the address and the name of the rule beside it, in the same query."""
        tones = Case(*[When(reply__tone=tone, then=Value(order)) for order, tone in enumerate(Tone)])
        shown = self.filter(published("reply__"), published("reply__rule__"))
        named = shown.filter(reply__rule__texts__language=F("language")).annotate(
            rule_slug=F("reply__rule__texts__slug"), rule_name=F("reply__rule__texts__name")
        )
        return named.select_related("reply__rule").order_by("reply__rule__position", "reply__rule__key", tones)


class ReplyText(TranslatedText):
    """A reply in one language, in three lengths; `{link}` stands where the reference address comes."""

    content_fields = ("short", "medium", "long")

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="texts", verbose_name=_("ready reply"))
    short = models.TextField(
        _("short"), help_text=_("At most 150 characters with the address; {link} once, where the address comes.")
    )
    medium = models.TextField(_("medium"), help_text=_("At most 280 characters, with 23 for the address; {link} once."))
    long = models.TextField(_("long"), help_text=_("At most 1,000 characters with the address; {link} once."))

    history = HistoricalRecords(excluded_fields=BESIDE_THE_WORDS)
    objects = ReplyTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "language"], name="one_reply_text_a_language"),
            lags_behind_another("reply_text"),
        ]
        verbose_name = _("reply text")
        verbose_name_plural = _("reply texts")

    def __str__(self) -> str:
        return f"{self.reply} ({self.language})"

    def clean(self) -> None:
        super().clean()
        rule = RuleText.objects.filter(rule=self.reply.rule_id, language=self.language).first()
        address = rule.reference_address if rule else ""
        problems = {length.value: problem_with(getattr(self, length), length, address) for length in Length}
        if found := {field: problem for field, problem in problems.items() if problem}:
            raise ValidationError(found)


def problem_with(text: str, length: Length, address: str) -> str:
    """Why `text` cannot be a reply of this length in a sentence, or nothing; one that is still empty is no problem."""
    if not text:
        return ""
    if text.count(LINK) != 1 or set(text.replace(LINK, "")) & set("{}"):
        return str(_("Write {link} exactly once, where the address comes, and no other braces."))
    if text.startswith(FORMULA_STARTS):
        return str(_("A reply cannot begin with =, +, - or @: a spreadsheet would take it for a formula."))
    limit = LENGTHS[length]
    if not limit.holds(text, address):
        number = {"number": limit.count(text, address), "most": limit.most}
        return str(_("This has %(number)s characters; at most %(most)s fit.") % number)
    return ""
