"""Somebody else becomes the contact person: handed over from the file, or claimed with a role address."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .signatory import Signatory

NEW_FIELDS = ("new_name", "new_role", "new_email", "new_phone")


class ContactChangeKind(models.TextChoices):
    HANDOVER = "handover", _("Handed over from the file")
    CLAIM = "claim", _("Claimed with a role address")


class ContactChangeQuerySet(models.QuerySet["ContactChange"]):
    def open(self) -> Self:
        return self.filter(stopped_at__isnull=True, done_at__isnull=True)

    def never_accepted(self) -> Self:
        """Asked so long ago that whoever was named will not press the button any more."""
        return self.open().filter(confirmed_at__isnull=True, asked_at__lt=timezone.now() - ContactChange.ACCEPT_PERIOD)

    def due(self) -> Self:
        return self.open().filter(confirmed_at__isnull=False, effective_from__lte=timezone.now())

    def done_and_objected_to(self) -> Self:
        """No moderator has looked at them yet."""
        return self.filter(done_at__isnull=False, objected_at__isnull=False, settled_at__isnull=True)

    def for_moderators(self) -> Self:
        """Proven, but nothing happens without us; or objected to by the old contact person, and not looked at yet."""
        waits = Q(
            stopped_at__isnull=True, done_at__isnull=True, confirmed_at__isnull=False, effective_from__isnull=True
        )
        return self.filter(waits | Q(objected_at__isnull=False, settled_at__isnull=True))


class ContactChange(models.Model):
    """One such change, from the question to its end. The person is named in it only while it is open."""

    ACCEPT_PERIOD = timedelta(days=14)

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    signatory = models.ForeignKey(
        Signatory, models.CASCADE, related_name="contact_changes", verbose_name=_("signatory")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ContactChangeKind)
    new_name = models.CharField(_("new contact person"), max_length=100, blank=True)
    new_role = models.CharField(_("role"), max_length=100, blank=True)
    new_email = models.EmailField(_("new e-mail address"), blank=True)
    new_phone = models.CharField(_("phone"), max_length=30, blank=True)

    # The moderator who wrote to this address; empty for what the contact person or a role address began.
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("begun by"), related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("new address confirmed"), null=True, blank=True)
    # Empty: not before a moderator has approved it.
    effective_from = models.DateTimeField(_("takes effect"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    # The old contact person said that it is not right: before it took effect, which stops it, or after.
    objected_at = models.DateTimeField(_("objected to by the old contact person"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    # Which moderator decided, or looked at the objection of the old contact person.
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("settled by"), related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = ContactChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("change of contact person")
        verbose_name_plural = _("changes of contact person")
        constraints = [
            models.UniqueConstraint(
                fields=["signatory"], condition=Q(stopped_at__isnull=True, done_at__isnull=True),
                name="one_open_contact_change_a_signatory",
                violation_error_message=_("Another change of contact person is still open."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(done_at__isnull=True), name="contact_change_ends_once",
                violation_error_message=_("A change of contact person is either stopped or done."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, done_at__isnull=True)
                | Q(new_name="", new_role="", new_email="", new_phone=""),
                name="ended_contact_change_names_nobody",
                violation_error_message=_("A change of contact person that has ended names nobody any more."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=False) | Q(done_at__isnull=False) | ~Q(new_email=""),
                name="open_contact_change_has_a_mailbox",
                violation_error_message=_("An open change of contact person needs an e-mail address."),
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="contact_change_is_proven_first",
                violation_error_message=_("Only a proven address becomes that of the contact person."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None and self.done_at is None

    @property
    def is_claim(self) -> bool:
        return self.kind == ContactChangeKind.CLAIM

    @property
    def awaits_moderator(self) -> bool:
        return self.is_open and self.confirmed_at is not None and self.effective_from is None

    @property
    def was_objected_to(self) -> bool:
        """The old contact person said that it is not right, and no moderator has looked at that yet."""
        return self.objected_at is not None and self.settled_at is None

    @property
    def accept_until(self) -> datetime:
        return self.asked_at + self.ACCEPT_PERIOD
