"""One organisation or person that signed, or wants to: one row, one life."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidance.words import fold, validate_word
from signatories.enums import NOT_ASKED_FOR, TAKEN_BACK, TRANSITIONS, Doubt, Evidence, Kind, Listable, LogoState, Status
from signatories.names import KEY_LENGTH, name_key, name_marks
from signatories.social import Account, as_account
from signatories.validators import format_enterprise_number, validate_enterprise_number

# Without letters that are read or heard as another: people quote this number on the phone.
RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 7
# What an applicant fills in, and may correct until the address is confirmed.
APPLICATION_FIELDS = (
    "kind", "name", "website", "enterprise_number", "language",
    "contact_name", "contact_role", "contact_email", "contact_phone",
    "social_accounts", "mandate_decided_on", "second_name", "second_email",
)  # fmt: skip
# No council decided about a charter that there was not; catches a year with a figure too few or too many.
FIRST_POSSIBLE_DECISION = date(2010, 1, 1)
PERSONAL_FIELDS = ("contact_name", "contact_role", "contact_email", "contact_phone", "second_name", "second_email")


def make_receipt_number() -> str:
    return "HN-" + "".join(secrets.choice(RECEIPT_LETTERS) for _letter in range(RECEIPT_LENGTH))


def confirmation_period() -> timedelta:
    return timedelta(days=settings.CONFIRMATION_DAYS)


def make_file_key() -> str:
    return secrets.token_urlsafe(16)


def in_one_line(name: str, email: str) -> str:
    """A second person as a page carries them, to notice when somebody else stands there by then."""
    return f"{email} {name}".strip() if email else ""


def explain(doubt: str, facts: Mapping[str, Any]) -> str:
    """A doubt in words, with the figures behind it where there are any."""
    figures = ""
    if "minutes" in facts:
        figures = gettext("%(number)s in %(minutes)s minutes; the limit is %(limit)s.") % facts
    elif "hours" in facts:
        figures = gettext("%(number)s in %(hours)s hours; the limit is %(limit)s.") % facts
    elif "entry" in facts:
        figures = gettext("%(what)s, entry %(entry)s.") % {**facts, "what": Listable(facts["what"]).label}
    return f"{Doubt(doubt).label} {figures}".strip()


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    def approved(self) -> Self:
        return self.filter(status=Status.APPROVED)

    def public(self) -> Self:
        """What visitors may see. See also `Signatory.is_public`."""
        return self.approved().filter(lapsed_at__isnull=True)

    def once_listed(self) -> Self:
        """In the list now, or once; see also `badges.words`. One that was merged into another goes on as that."""
        return self.filter(status__in=Status.once_listed, approved_at__isnull=False, merged_into__isnull=True)

    def organisations(self) -> Self:
        return self.exclude(kind=Kind.INDIVIDUAL)

    def individuals(self) -> Self:
        return self.filter(kind=Kind.INDIVIDUAL)

    def named_like(self, query: str) -> Self:
        """Every word of `query` stands somewhere in the name or the website; capitals and accents do not matter."""
        matching = self
        for word in fold(query).split():
            matching = matching.filter(search_text__contains=word)
        return matching

    def with_waiting_change(self) -> Self:
        """Who proposed a change that nobody has judged yet."""
        return self.filter(changes__state="waiting")

    def by_name(self) -> Self:
        return self.order_by("search_text", "pk")

    def newest_first(self) -> Self:
        return self.order_by(F("approved_at").desc(nulls_last=True), "-pk")

    def awaiting_decision(self) -> Self:
        return self.filter(status=Status.SUBMITTED)

    def oldest_first(self) -> Self:
        return self.order_by(F("submitted_at").asc(nulls_last=True), "created_at", "pk")


class Signatory(models.Model):
    """An organisation or a community manager, from the form to the end.

    `status` changes only through `actions`: its door keeps history, mail and dates in step.
    """

    receipt_number = models.CharField(
        _("receipt number"), max_length=12, unique=True, default=make_receipt_number, editable=False
    )
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    file_key = models.CharField(max_length=32, default=make_file_key, editable=False)
    submission_key = models.UUIDField(unique=True, null=True, blank=True, editable=False)

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=120, blank=True)
    slug = models.CharField(_("short name"), max_length=60, blank=True, validators=[validate_word])
    short_name_chosen_at = models.DateTimeField(_("short name chosen"), null=True, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True)
    enterprise_number = models.CharField(
        _("enterprise number"), max_length=10, blank=True, validators=[validate_enterprise_number]
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    search_text = models.CharField(max_length=340, editable=False)
    # For finding who is here already; see signatories/names.py.
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False, blank=True, default="", db_default="")
    name_marks = ArrayField(
        models.CharField(max_length=KEY_LENGTH + 10), editable=False, blank=True, default=list, db_default=[]
    )

    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    contact_role = models.CharField(_("role"), max_length=100, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True)

    # Somebody beside the contact person: who confirms for an association, and whom reminders reach when the first has left.
    second_name = models.CharField(_("second person"), max_length=100, blank=True)
    second_email = models.EmailField(_("e-mail address of the second person"), blank=True)
    second_key = models.CharField(max_length=32, blank=True, editable=False)  # made when somebody is named
    second_confirmed_at = models.DateTimeField(_("confirmed by the second person"), null=True, blank=True)
    second_refused_at = models.DateTimeField(_("not confirmed by the second person"), null=True, blank=True)

    # Where it manages comments; shown beside the website.
    social_accounts = ArrayField(
        models.URLField(max_length=200), verbose_name=_("social media accounts"), default=list, blank=True
    )

    # The day on which the council or the college decided to sign.
    mandate_decided_on = models.DateField(_("day of the decision to sign"), null=True, blank=True)
    charter_agreed_at = models.DateTimeField(_("agreed with the charter"), null=True, blank=True)
    mandate_stated_at = models.DateTimeField(_("stated to be allowed to sign"), null=True, blank=True)

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.UNCONFIRMED, editable=False)
    doubts = ArrayField(models.CharField(max_length=30), verbose_name=_("set apart because"), default=list, blank=True)
    # Which limit was passed and by how many, which entry of the block list it was: by the name of each doubt.
    doubt_facts = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("sent in"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("waits since"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("decided by"), related_name="+"
    )
    reason = models.ForeignKey(
        "signatories.Reason", models.PROTECT, null=True, blank=True, verbose_name=_("reason"), related_name="+"
    )
    own_words = models.TextField(_("in our own words"), blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("assigned to"),
        related_name="+",
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("merged into"), related_name="merged"
    )

    # Every year somebody says that it is still true; who stays silent through all reminders leaves the list for a while.
    renewed_at = models.DateTimeField(_("last said to be still true"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("last reminded"), null=True, blank=True)
    reminders_sent = models.PositiveSmallIntegerField(_("reminders since"), default=0)
    # Whoever was the contact person before says that the present one is not right, and no moderator has looked at it yet.
    contested_at = models.DateTimeField(_("contact person contested since"), null=True, blank=True)
    lapsed_at = models.DateTimeField(_("out of the list since"), null=True, blank=True)

    source_url = models.URLField(_("public source"), max_length=400, blank=True)
    source_says = models.CharField(_("what the source says"), max_length=10, choices=Evidence, blank=True)
    source_title = models.CharField(_("title of the source"), max_length=200, blank=True)
    shipped_key = models.SlugField(unique=True, null=True, blank=True, editable=False)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        permissions = [("decide_signatory", "Can judge applications")]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="signatory_queue"),
            models.Index(fields=["status", "search_text"], name="signatory_directory"),
            models.Index(fields=["name_key"], name="signatory_name_key"),
            GinIndex(fields=["name_marks"], name="signatory_name_marks"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=~Q(slug=""), name="signatory_slug_is_unique",
                violation_error_message=_("Another signatory has this short name already."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="signatory_status_is_known",
                violation_error_message=_("This status does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="signatory_kind_is_known",
                violation_error_message=_("This kind does not exist."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=Status.open) | ~Q(contact_email=""), name="open_application_has_a_mailbox",
                violation_error_message=_("An application that is still open needs an e-mail address."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=Status.erased)
                | Q(
                    contact_name="", contact_role="", contact_email="", contact_phone="",
                    second_name="", second_email="",
                ),
                name="nothing_personal_is_left_at_the_end",
                violation_error_message=_("Personal data must be erased once a signatory has left or expired."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.APPROVED) | (~Q(slug="") & ~Q(name="") & Q(approved_at__isnull=False)),
                name="approved_signatory_can_be_shown",
                violation_error_message=_("An approved signatory needs a name, a short name and a date."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SUBMITTED) | Q(submitted_at__isnull=False),
                name="submitted_application_has_a_place_in_the_queue",
                violation_error_message=_("What waits in the queue needs the moment since when it waits."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(decided_at__isnull=False), name="decision_has_a_date",
                violation_error_message=_("A decision by somebody needs a date."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DECLINED) | Q(decided_at__isnull=False, reason__isnull=False),
                name="declined_application_has_a_reason",
                violation_error_message=_("A declined application needs a reason and a date."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status__in=Status.at_rest), name="merged_signatory_has_left",
                violation_error_message=_("What was merged into another must have left the list and the queue."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="nobody_is_merged_into_itself",
                violation_error_message=_("A signatory cannot be merged into itself."),
            ),
            models.CheckConstraint(
                condition=Q(contested_at__isnull=True) | ~Q(status__in=Status.erased),
                name="nobody_is_contested_at_the_end",
                violation_error_message=_("Who has left or expired has no contact person who could be contested."),
            ),
            models.CheckConstraint(
                condition=Q(lapsed_at__isnull=True) | Q(status__in=Status.once_listed),
                name="only_who_was_listed_can_lapse",
                violation_error_message=_("Only who stands in the list can be taken out for lack of an answer."),
            ),
            models.CheckConstraint(
                condition=Q(second_confirmed_at__isnull=True) | Q(second_refused_at__isnull=True),
                name="second_person_says_yes_or_no",
                violation_error_message=_("The second person cannot have agreed and refused at once."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.QUARANTINED) | ~Q(doubts=[]), name="quarantine_has_a_reason",
                violation_error_message=_("What is set apart needs a reason why."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.UNCONFIRMED) | Q(confirmed_at__isnull=True),
                name="unconfirmed_application_is_not_confirmed",
                violation_error_message=_("An application whose address is confirmed does not wait for that any more."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=Status.shown_once) | Q(confirmed_at__isnull=False) | ~Q(source_url=""),
                name="listed_signatory_is_proven",
                violation_error_message=_("Who stands in the list has confirmed the address, or is named by a public source."),
            ),
            models.CheckConstraint(
                condition=Q(second_name="") | ~Q(second_email="") | Q(second_refused_at__isnull=False),
                name="second_person_has_a_mailbox",
                violation_error_message=_("A second person needs an e-mail address."),
            ),
            models.CheckConstraint(
                condition=Q(second_confirmed_at__isnull=True) | ~Q(second_email="") | Q(contact_email=""),
                name="second_confirmation_is_by_somebody",
                violation_error_message=_("Only a second person can have confirmed as one."),
            ),
            models.CheckConstraint(
                condition=Q(renewed_at__isnull=True) | Q(approved_at__isnull=False), name="renewed_after_approval",
                violation_error_message=_("Only what was approved can be confirmed for another year."),
            ),
            models.CheckConstraint(
                condition=Q(assigned_to__isnull=True) | ~Q(status__in=Status.erased), name="nobody_works_on_who_has_left",
                violation_error_message=_("Nobody works on a signatory that has left or expired."),
            ),
            models.CheckConstraint(
                condition=Q(mandate_decided_on__isnull=True) | Q(mandate_decided_on__gte=FIRST_POSSIBLE_DECISION),
                name="decision_to_sign_is_of_our_time",
                violation_error_message=_("The decision to sign cannot be older than the charter."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=Status.erased, kind=Kind.INDIVIDUAL)
                | Q(name="", website="", slug="", enterprise_number=""),
                name="individual_leaves_no_name",
                violation_error_message=_("The name and the website of a person must be erased once they have left or expired."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or self.receipt_number

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive_from_name()
        update_fields = kwargs.get("update_fields")
        if isinstance(update_fields, (list, tuple, set)) and {"name", "website"} & set(update_fields):
            kwargs["update_fields"] = {*update_fields, "search_text", "name_key", "name_marks"}
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("signatories:signatory", kwargs={"slug": self.slug})

    def derive_from_name(self) -> None:
        """What is found by; `save()` does it by itself, whoever stores rows in bulk has to ask."""
        self.search_text = self.make_search_text()
        self.name_key, self.name_marks = name_key(self.name), name_marks(self.name)

    def make_search_text(self) -> str:
        """What the directory searches and sorts by."""
        return fold(f"{self.name} {self.website_host}")[:340]

    def mails_to_contact(self) -> "models.QuerySet[Any]":
        """What the present contact person was sent; not what others were, the one before or the second person."""
        found: models.QuerySet[Any] = self.mails.filter(email__to=self.contact_email)
        return found

    def can_move_to(self, status: Status) -> bool:
        return status in TRANSITIONS[Status(self.status)]

    @property
    def is_public(self) -> bool:
        return self.status == Status.APPROVED and self.lapsed_at is None

    @property
    def is_individual(self) -> bool:
        return self.kind == Kind.INDIVIDUAL

    @property
    def is_proven(self) -> bool:
        """Somebody pressed the button in the mail, or a public source names this signatory."""
        return self.confirmed_at is not None or bool(self.source_url)

    @property
    def is_contested(self) -> bool:
        return self.contested_at is not None

    @property
    def needs_second_person(self) -> bool:
        """It is of a kind for which nobody speaks alone."""
        return self.kind in Kind.confirmed_by_two

    @property
    def proven_second_email(self) -> str:
        """Somebody typed it; until its owner says yes, that may be a stranger, who gets no more than the question."""
        return self.second_email if self.second_confirmed_at else ""

    @property
    def lacks_second_person(self) -> bool:
        """See also moderation/choices.py: then a moderator says why it is approved all the same."""
        return self.needs_second_person and self.second_confirmed_at is None

    @property
    def second_in_one_line(self) -> str:
        """Empty where there is none: of who refused, the name alone may be left."""
        return in_one_line(self.second_name, self.second_email)

    @property
    def second_has_left(self) -> bool:
        """Who confirmed stepped back since: the link still answers, and nobody was named in their place."""
        has_answered = self.second_confirmed_at or self.second_refused_at
        is_gone = bool(self.second_key) and not self.second_email and not has_answered
        return is_gone and self.status not in Status.erased

    @property
    def accounts(self) -> list[Account]:
        return [as_account(address) for address in self.social_accounts]

    @property
    def is_disowned(self) -> bool:
        """It ended because the owner of the mailbox said “This was not me”; only the history still knows."""
        return self.events.filter(to_status=Status.EXPIRED, why=NOT_ASKED_FOR).exists()

    @property
    def was_taken_back(self) -> bool:
        return self.events.filter(to_status=Status.EXPIRED, why=TAKEN_BACK).exists()

    @property
    def can_confirm_until(self) -> datetime:
        """Counted from the form; for who was set apart, from the mail that goes out now."""
        since = self.created_at if self.status == Status.UNCONFIRMED else timezone.now()
        return since + confirmation_period()

    @property
    def mail_is_held(self) -> bool:
        return bool(set(self.doubts) & set(Doubt.holds_mail))

    @property
    def may_be_written_to(self) -> bool:
        """Whether a mail may go out: to a proven mailbox, or to one that nothing is held back from."""
        return bool(self.contact_email) and (self.is_proven or not self.mail_is_held)

    @property
    def doubt_labels(self) -> list[str]:
        return [explain(doubt, self.doubt_facts.get(doubt, {})) for doubt in self.doubts]

    @property
    def website_host(self) -> str:
        host = urlsplit(self.website).hostname or ""
        return host.removeprefix("www.")

    @property
    def enterprise_number_display(self) -> str:
        """`0202.239.951`, as it is written in Belgium."""
        return format_enterprise_number(self.enterprise_number)

    @property
    def logo(self) -> Any:
        """The one in use; asks the database each time. Lists prefetch `logos` instead."""
        return self.logos.filter(state=LogoState.USED).first()

    @property
    def approved_on(self) -> datetime | None:
        return self.approved_at
