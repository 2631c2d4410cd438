"""What an applicant is asked to correct, and what a signatory proposes to change of its published entry."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.enums import Askable, ChangeState, Problem

from .signatory import Signatory

CORRECTION_PERIOD = timedelta(days=30)
# Reminded once, after so long; and never expired before so long has passed since.
REMINDER_AFTER = timedelta(days=16)
AFTER_REMINDER = timedelta(days=7)
# What a published entry shows, and a proposal may therefore change.
PROPOSABLE_FIELDS = ("kind", "name", "website", "enterprise_number", "social_accounts")
# It stands in links all over: chosen once, and the old ones lead on.
SHORT_NAME = "slug"


def proposable_fields(signatory: Signatory) -> tuple[str, ...]:
    return PROPOSABLE_FIELDS if signatory.short_name_chosen_at else (*PROPOSABLE_FIELDS, SHORT_NAME)


class AskedChangeQuerySet(models.QuerySet["AskedChange"]):
    def open(self) -> "AskedChangeQuerySet":
        return self.filter(answered_at__isnull=True)


class AskedChange(models.Model):
    """One field that a moderator asked to correct: why, what stood there then, and what came as an answer.

    All that one mail asks have the same `asked_at`.
    """

    signatory = models.ForeignKey(Signatory, models.CASCADE, related_name="asked_changes", verbose_name=_("signatory"))
    field = models.CharField(_("field"), max_length=20, choices=Askable)
    # By its key, without choices: everybody reads the phrase in their own language, and mending one needs no migration.
    problem = models.CharField(_("what is wrong"), max_length=30, blank=True)
    words = models.TextField(_("in our own words"), max_length=1000, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    # The values of the signatory's fields by their names: a second person is two of them, a logo none.
    old = models.JSONField(_("before"), default=dict, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.JSONField(_("answer"), null=True, blank=True)
    # What the applicant wrote beside the fields; the same with all of one mail.
    remark = models.TextField(_("remark of the applicant"), max_length=1000, blank=True)

    objects = AskedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("asked change")
        verbose_name_plural = _("asked changes")
        constraints = [
            models.CheckConstraint(condition=Q(field__in=Askable.values), name="asked_field_is_known"),
            models.CheckConstraint(
                condition=Q(problem__in=["", *Problem.values]), name="asked_problem_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(problem="") | ~Q(words=""), name="asked_change_says_what_is_wrong",
                violation_error_message=_("Say what is wrong with each field that you ask about."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer__isnull=True)
                | Q(answered_at__isnull=False, answer__isnull=False),
                name="asked_change_is_answered_or_not",
                violation_error_message=_("An answer needs its date, and the reverse."),
            ),
            models.UniqueConstraint(
                fields=["signatory", "field"], condition=Q(answered_at__isnull=True),
                name="one_open_question_a_field",
                violation_error_message=_("This field has been asked about already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_field_display())

    @property
    def phrase(self) -> str:
        """What is wrong, in the language of whoever reads; our own words follow in the language they were written in."""
        return str(Problem(self.problem).label) if self.problem else ""


class Change(models.Model):
    """New values that a signatory proposes for its published entry; the public version stays until they are approved."""

    signatory = models.ForeignKey(Signatory, models.CASCADE, related_name="changes", verbose_name=_("signatory"))
    fields = models.JSONField(_("new values"))
    before = models.JSONField(_("values at that time"))
    remark = models.TextField(_("remark of the signatory"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ChangeState, default=ChangeState.WAITING)
    created_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    # Empty when the signatory took it back.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("decided by"), related_name="+"
    )
    words = models.TextField(_("in our own words"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.UniqueConstraint(
                fields=["signatory"], condition=Q(state="waiting"), name="one_waiting_change_a_signatory",
                violation_error_message=_("Another change waits already."),
            ),
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="change_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="change_is_decided_or_waits",
                violation_error_message=_("A decision about a change needs its date, and the reverse."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "declined"], decided_by__isnull=False)
                | Q(state__in=["waiting", "taken_back"], decided_by__isnull=True),
                name="judged_change_has_a_judge",
                violation_error_message=_("Somebody judges a change; nobody judges one that waits or was taken back."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(words=""), name="declined_change_says_why",
                violation_error_message=_("Say why the change is declined."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.signatory_id}: {self.state}"
