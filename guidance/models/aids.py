"""Decision aids: questions whose answers lead to further questions or to an outcome.

Where an answer leads stands in `Question.targets`, in the order of `QuestionText.answers`; trees.py knows which shapes are sound.
"""

import re
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidance.enums import Evidence, Move, Tone
from guidance.trees import Tree

from .facts import CheckedFact
from .publishing import Publishable, previewed, published
from .texts import BESIDE_THE_WORDS, TextQuerySet, TranslatedText, lags_behind_another
from .version import BumpsContentVersion

TARGET = re.compile(r"(?:question|outcome):[a-z0-9-]+")


def validate_targets(targets: object) -> None:
    """Two to four answers: `question:minor` or `outcome:threat`."""
    if not isinstance(targets, list) or not 2 <= len(targets) <= 4:
        raise ValidationError(_("A question has two to four answers."), code="number")
    for target in targets:
        if not isinstance(target, str) or not TARGET.fullmatch(target):
            raise ValidationError(
                _("“%(target)s” leads nowhere: write question:… or outcome:… with its key."),
                code="target",
                params={"target": target},
            )


class Aid(CheckedFact, Publishable):
    """One decision aid; its words live in `AidText`."""

    key = models.SlugField(_("key"), unique=True, help_text=_("A short English name; it never changes."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    first = models.SlugField(_("first question"), help_text=_("The key of the question with which it begins."))
    to_verify = models.JSONField(
        _("to verify"), default=list, blank=True, help_text=_("Left out until somebody has found a source; one a line.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("decision aid")
        verbose_name_plural = _("decision aids")

    def __str__(self) -> str:
        return self.key

    def tree(self) -> Tree:
        """As it stands in the database; only steps that are in use. Two queries."""
        return Tree(
            first=self.first,
            targets=dict(self.questions.in_use().values_list("key", "targets")),
            outcomes=frozenset(self.outcomes.in_use().values_list("key", flat=True)),
        )


class AidTextQuerySet(TextQuerySet["AidText"]):
    def public(self) -> Self:
        return self.filter(published("aid__")).select_related("aid").order_by("aid__position", "aid__key")


class AidText(TranslatedText):
    """A decision aid in one language: what its first page says beside the first question."""

    content_fields = ("slug", "title", "lead", "description")

    aid = models.ForeignKey(Aid, models.CASCADE, related_name="texts", verbose_name=_("decision aid"))
    slug = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=60)
    lead = models.TextField(_("lead"), max_length=260)
    description = models.CharField(_("description"), max_length=170, help_text=_("For search engines and previews."))

    history = HistoricalRecords(excluded_fields=BESIDE_THE_WORDS)
    objects = AidTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aid", "language"], name="one_aid_text_a_language"),
            lags_behind_another("aid_text"),
            models.UniqueConstraint(
                fields=["language", "slug"], name="aid_slug_is_unique_in_its_language",
                violation_error_message=_("Another decision aid has this address already."),
            ),
        ]  # fmt: skip
        verbose_name = _("text of a decision aid")
        verbose_name_plural = _("texts of decision aids")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        with translation.override(self.language):
            return reverse("guidance:aid", kwargs={"slug": self.slug})


class StepQuerySet(models.QuerySet[Any]):
    def in_use(self) -> Self:
        return self.filter(is_used=True)


class Step(BumpsContentVersion):
    """A question or an outcome. One that is not used keeps its words, and its address leads to the first question."""

    key = models.SlugField(_("key"), help_text=_("A short English name; it never changes."))
    is_used = models.BooleanField(_("in use"), default=False, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class Question(Step):
    aid = models.ForeignKey(Aid, models.CASCADE, related_name="questions", verbose_name=_("decision aid"))
    targets = models.JSONField(
        _("where the answers lead"), default=list, validators=[validate_targets],
        help_text=_("One a line, in the order of the answers: question:minor, or outcome:threat."),
    )  # fmt: skip

    history = HistoricalRecords()

    class Meta:
        ordering = ["aid__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["aid", "key"], name="question_key_is_unique_in_its_aid")]
        verbose_name = _("question")
        verbose_name_plural = _("questions")


class Outcome(Step):
    """`rule_keys` and `tones` say which ready replies fit."""

    aid = models.ForeignKey(Aid, models.CASCADE, related_name="outcomes", verbose_name=_("decision aid"))
    is_stop = models.BooleanField(_("stop"), default=False, help_text=_("Act now: shown with the signal colour."))
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence, default=Evidence.NONE)
    moves = ArrayField(models.CharField(max_length=20, choices=Move), verbose_name=_("what to do"), default=list)
    rule_keys = ArrayField(
        models.CharField(max_length=50), verbose_name=_("related house rules"), default=list, blank=True
    )
    tones = ArrayField(
        models.CharField(max_length=10, choices=Tone), verbose_name=_("tones of the replies"), default=list, blank=True
    )
    helpline_keys = ArrayField(models.CharField(max_length=50), verbose_name=_("helplines"), default=list, blank=True)
    article_keys = ArrayField(
        models.CharField(max_length=50), verbose_name=_("guide articles"), default=list, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["aid__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["aid", "key"], name="outcome_key_is_unique_in_its_aid")]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")


class StepTextQuerySet(TextQuerySet["StepText"]):
    def public(self) -> Any:
        """With the words of the aid itself beside them, in the same query."""
        step = self.model.step_name
        in_use = models.Q(**{f"{step}__is_used": True}) | previewed(f"{step}__aid", "steps_of_aid")
        return (
            self.filter(published(f"{step}__aid__"), in_use, **{f"{step}__aid__texts__language": models.F("language")})
            .annotate(aid_slug=models.F(f"{step}__aid__texts__slug"), aid_title=models.F(f"{step}__aid__texts__title"))
            .select_related(f"{step}__aid")
            .order_by(f"{step}__pk")
        )


class StepText(TranslatedText):
    """What questions and outcomes share: an address of their own within the aid, and a name for the drawing."""

    step_name: str

    slug = models.SlugField(_("address"), max_length=60)
    short = models.CharField(_("short name"), max_length=40, help_text=_("Stands in the drawn flowchart."))

    objects = StepTextQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Of a text that `public()` gave: it knows the address of its aid."""
        with translation.override(self.language):
            return reverse("guidance:step", kwargs={"aid": self.aid_slug, "slug": self.slug})  # type: ignore[attr-defined]

    @property
    def step(self) -> Any:
        return getattr(self, self.step_name)

    def clean(self) -> None:
        """Questions and outcomes of one aid share their addresses, and the page with the whole aid has one among them."""
        super().clean()
        with translation.override(self.language):
            whole = reverse("guidance:aid_overview", kwargs={"slug": "x"}).strip("/").rpartition("/")[2]
        if self.slug == whole:
            raise ValidationError({"slug": _("“%(word)s” is an address of the site itself.") % {"word": whole}})
        for model in (QuestionText, OutcomeText):
            others = model.objects.filter(**{f"{model.step_name}__aid": self.step.aid_id}, language=self.language)
            if others.filter(slug=self.slug).exclude(pk=self.pk if isinstance(self, model) else None).exists():
                raise ValidationError({"slug": _("Another step of this aid has this address already.")})


class QuestionText(StepText):
    """A question in one language; `answers` are in the order of the question's targets."""

    step_name = "question"
    markdown_fields = ("help",)
    content_fields = ("slug", "short", "text", "help", "answers")

    question = models.ForeignKey(Question, models.CASCADE, related_name="texts", verbose_name=_("question"))
    text = models.CharField(_("question"), max_length=130)
    help = models.TextField(_("explanation"), blank=True)
    answers = models.JSONField(_("answers"), default=list, help_text=_("One a line; as many in every language."))
    help_html = models.TextField(editable=False, blank=True)

    history = HistoricalRecords(excluded_fields=BESIDE_THE_WORDS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "language"], name="one_question_text_a_language"),
            lags_behind_another("question_text"),
        ]
        verbose_name = _("text of a question")
        verbose_name_plural = _("texts of questions")

    def __str__(self) -> str:
        return self.text


class OutcomeText(StepText):
    """An outcome in one language."""

    step_name = "outcome"
    markdown_fields = ("what", "now", "law")
    content_fields = ("slug", "short", "title", "what", "now", "law")

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="texts", verbose_name=_("outcome"))
    title = models.CharField(_("title"), max_length=80)
    what = models.TextField(_("what this is"))
    now = models.TextField(_("what to do now"), help_text=_("A numbered list."))
    law = models.TextField(_("what the law says"), blank=True)
    what_html = models.TextField(editable=False, blank=True)
    now_html = models.TextField(editable=False, blank=True)
    law_html = models.TextField(editable=False, blank=True)

    history = HistoricalRecords(excluded_fields=BESIDE_THE_WORDS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outcome", "language"], name="one_outcome_text_a_language"),
            lags_behind_another("outcome_text"),
        ]
        verbose_name = _("text of an outcome")
        verbose_name_plural = _("texts of outcomes")

    def __str__(self) -> str:
        return self.title
