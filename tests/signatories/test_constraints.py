"""What the database itself refuses, whoever asks; and says so in a sentence when a form asks first."""

import uuid
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from signatories import emails
from signatories.enums import Kind, Status
from signatories.models import (
    Event,
    Limit,
    LimitCounter,
    Listed,
    ModerationSettings,
    OutgoingMail,
    Reason,
    ReasonText,
    Signatory,
)
from tests import factories

pytestmark = pytest.mark.django_db

# Which constraint, a status in which it matters, and what it does not allow there.
FORBIDDEN = [
    ("signatory_status_is_known", Status.SUBMITTED, {"status": "deleted"}),
    ("signatory_kind_is_known", Status.SUBMITTED, {"kind": "party"}),
    ("open_application_has_a_mailbox", Status.UNCONFIRMED, {"contact_email": ""}),
    ("open_application_has_a_mailbox", Status.QUARANTINED, {"contact_email": ""}),
    ("open_application_has_a_mailbox", Status.SUBMITTED, {"contact_email": ""}),
    ("open_application_has_a_mailbox", Status.CHANGES_ASKED, {"contact_email": ""}),
    ("nothing_personal_is_left_at_the_end", Status.WITHDRAWN, {"contact_name": "Lies"}),
    ("nothing_personal_is_left_at_the_end", Status.EXPIRED, {"contact_role": "Baas"}),
    ("nothing_personal_is_left_at_the_end", Status.EXPIRED, {"contact_email": "lies@voorbeeld.example"}),
    ("nothing_personal_is_left_at_the_end", Status.EXPIRED, {"contact_phone": "02 123 45 67"}),
    ("approved_signatory_can_be_shown", Status.APPROVED, {"slug": ""}),
    ("approved_signatory_can_be_shown", Status.APPROVED, {"name": ""}),
    ("approved_signatory_can_be_shown", Status.APPROVED, {"approved_at": None}),
    ("submitted_application_has_a_place_in_the_queue", Status.SUBMITTED, {"submitted_at": None}),
    ("declined_application_has_a_reason", Status.DECLINED, {"reason": None}),
    ("declined_application_has_a_reason", Status.DECLINED, {"decided_at": None}),
    ("nothing_personal_is_left_at_the_end", Status.WITHDRAWN, {"second_email": "an@voorbeeld.example"}),
    ("nobody_is_contested_at_the_end", Status.WITHDRAWN, {"contested_at": timezone.now()}),
    ("only_who_was_listed_can_lapse", Status.SUBMITTED, {"lapsed_at": timezone.now()}),
    ("second_person_says_yes_or_no", Status.SUBMITTED,
     {"second_email": "an@voorbeeld.example", "second_confirmed_at": timezone.now(), "second_refused_at": timezone.now()}),
    ("quarantine_has_a_reason", Status.QUARANTINED, {"doubts": []}),
    ("unconfirmed_application_is_not_confirmed", Status.UNCONFIRMED, {"confirmed_at": timezone.now()}),
    ("listed_signatory_is_proven", Status.APPROVED, {"confirmed_at": None}),
    ("listed_signatory_is_proven", Status.SUSPENDED, {"confirmed_at": None}),
    ("second_person_has_a_mailbox", Status.SUBMITTED, {"second_name": "An"}),
    ("second_confirmation_is_by_somebody", Status.SUBMITTED, {"second_confirmed_at": timezone.now()}),
    ("renewed_after_approval", Status.SUBMITTED, {"renewed_at": timezone.now()}),
    ("decision_to_sign_is_of_our_time", Status.SUBMITTED, {"mandate_decided_on": date(2009, 12, 31)}),
]  # fmt: skip
# Why these have no sentence of their own. The field speaks first: its choices, or its validators.
FIELD_SPEAKS = {
    "asked_field_is_known", "asked_problem_is_known", "change_state_is_known", "event_statuses_are_known",
    "event_kind_is_known", "limit_scope_is_known", "listed_is_known", "burst_mode_is_known",
    "moderation_settings_make_sense", "answer_of_a_look_is_known",
}  # fmt: skip
# Nobody types them: the program counts, links or remembers.
NOBODY_TYPES_IT = {
    "event_is_linked", "former_slug_is_not_empty", "moderation_settings_are_one_row", "second_look_has_a_date",
    "look_that_is_over_has_an_answer", "content_version_is_one_row", "rule_versions_count_from_one",
    *(
        f"{owner}_text_lags_behind_another"
        for owner in ("reason", "aid", "question", "outcome", "rule", "article", "helpline", "page", "reply")
    ),
}  # fmt: skip


@pytest.mark.parametrize(("constraint", "status", "facts"), FORBIDDEN)
def test_database_refuses_and_the_model_says_why(constraint, status, facts):
    signatory = factories.create_signatory(status=status)
    # Past the model and its `save()`, as a mistake in a query or a hand in the database would.
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Signatory.objects.filter(pk=signatory.pk).update(**facts)
    sentence = next(one.violation_error_message for one in Signatory._meta.constraints if one.name == constraint)

    for name, value in facts.items():
        setattr(signatory, name, value)
    with pytest.raises(ValidationError) as refusal:
        signatory.validate_constraints()

    assert str(sentence) in refusal.value.messages
    assert constraint not in str(sentence)


def test_decision_by_somebody_has_a_date(moderator):
    signatory = factories.create_signatory()

    with pytest.raises(IntegrityError, match="decision_has_a_date"):
        Signatory.objects.filter(pk=signatory.pk).update(decided_by=moderator, decided_at=None)


def test_merged_signatory_has_left_the_list():
    kept, double = factories.create_signatory(), factories.create_signatory()

    with pytest.raises(IntegrityError, match="merged_signatory_has_left"):
        Signatory.objects.filter(pk=double.pk).update(merged_into=kept)


@pytest.mark.parametrize("status", Status.erased)
def test_nobody_works_on_who_has_left(moderator, status):
    left = factories.create_signatory(status=status)

    with pytest.raises(IntegrityError, match="nobody_works_on_who_has_left"):
        Signatory.objects.filter(pk=left.pk).update(assigned_to=moderator)


@pytest.mark.parametrize("status", Status.erased)
@pytest.mark.parametrize("facts", [{"name": "Lies"}, {"website": "https://lies.example/"}, {"slug": "lies"}])
def test_individual_leaves_no_name(status, facts):
    left = factories.create_signatory(status=status, kind=Kind.INDIVIDUAL)

    with pytest.raises(IntegrityError, match="individual_leaves_no_name"):
        Signatory.objects.filter(pk=left.pk).update(**facts)


@pytest.mark.parametrize("name", ["reminders_sent"])
def test_nothing_is_counted_below_zero(name):
    signatory = factories.create_signatory()

    with pytest.raises(IntegrityError, match=name):
        Signatory.objects.filter(pk=signatory.pk).update(**{name: -1})


def test_every_constraint_is_tested_and_speaks():
    tested = {constraint for constraint, _status, _facts in FORBIDDEN}
    tested |= {"decision_has_a_date", "merged_signatory_has_left", "signatory_slug_is_unique"}
    tested |= {"nobody_is_merged_into_itself"}  # see test_merging.py
    tested |= {"nobody_works_on_who_has_left", "individual_leaves_no_name"}

    assert {constraint.name for constraint in Signatory._meta.constraints} == tested
    for constraint in Signatory._meta.constraints:
        assert constraint.violation_error_message != constraint.default_violation_error_message


def speaks(constraint: models.BaseConstraint) -> bool:
    """Of plain fields that are unique together Django says itself which they are, by the names that people read."""
    is_plain = isinstance(constraint, models.UniqueConstraint) and constraint.fields and constraint.condition is None
    return bool(is_plain) or constraint.violation_error_message != constraint.default_violation_error_message


@pytest.mark.parametrize("app", ["signatories", "guidance"])
def test_every_constraint_speaks_or_has_a_reason_to_be_silent(app):
    constraints = [one for model in apps.get_app_config(app).get_models() for one in model._meta.constraints]

    assert {one.name for one in constraints if not speaks(one)} - FIELD_SPEAKS - NOBODY_TYPES_IT == set()
    assert not [one.name for one in constraints if one.name in str(one.violation_error_message)]


def test_no_reason_to_be_silent_is_left_over():
    constraints = [one for model in apps.get_models() for one in model._meta.constraints]

    assert {one.name for one in constraints if not speaks(one)} >= FIELD_SPEAKS | NOBODY_TYPES_IT


SPOKEN = [
    (Limit(scope="street"), "scope"),
    (Listed(listing="block", what="street", value="x", comment="x"), "what"),
    (Listed(listing="perhaps", what="domain", value="x.example", comment="x"), "listing"),
    (ModerationSettings(burst="perhaps"), "burst"),
    (ModerationSettings(digest_hour=23), "digest_hour"),
]


@pytest.mark.parametrize(("row", "field"), SPOKEN)
def test_field_speaks_of_what_its_constraint_refuses(row, field):
    with pytest.raises(ValidationError) as refusal:
        row.clean_fields()

    assert field in refusal.value.message_dict
    assert not [text for text in refusal.value.messages if "onstraint" in text]


def test_short_name_belongs_to_one_signatory_only():
    factories.create_signatory(status=Status.APPROVED, slug="gent")
    other = factories.create_signatory(status=Status.APPROVED, slug="brugge")
    other.slug = "gent"

    with pytest.raises(ValidationError, match="short name|korte naam"):
        other.validate_constraints()
    with pytest.raises(IntegrityError, match="signatory_slug_is_unique"):
        other.save()


def test_many_signatories_have_no_short_name_yet():
    factories.create_signatory()
    factories.create_signatory()

    assert Signatory.objects.filter(slug="").count() == 2


@pytest.mark.parametrize("name", ["receipt_number", "public_id", "submission_key", "shipped_key"])
def test_names_of_a_row_are_its_own(name):
    one = factories.create_signatory(submission_key=uuid.uuid4(), shipped_key="gent")

    with pytest.raises(IntegrityError):
        factories.create_signatory(**{name: getattr(one, name)})


def test_history_cannot_be_lost_with_its_signatory_or_moderator(moderator):
    signatory = factories.create_signatory()
    Event.objects.create(signatory=signatory, by=moderator, to_status=Status.SUBMITTED)

    for thing in (signatory, moderator):
        with pytest.raises(models.ProtectedError):
            thing.delete()


@pytest.mark.parametrize("facts", [{"to_status": "deleted"}, {"to_status": ""}, {"from_status": "nothing"}])
def test_event_knows_its_statuses(facts):
    with pytest.raises(IntegrityError, match="event_statuses_are_known"):
        Event.objects.create(**{"signatory": factories.create_signatory(), "to_status": Status.SUBMITTED, **facts})


def test_reason_has_one_text_a_language():
    reason = factories.create_reason()

    with pytest.raises(IntegrityError, match="one_reason_text_a_language"):
        ReasonText.objects.create(reason=reason, language="nl", label="Nog een", explanation="Nog een.")


def test_reason_that_was_used_cannot_be_deleted():
    factories.create_signatory(status=Status.DECLINED)

    with pytest.raises(models.ProtectedError):
        Reason.objects.get().delete()


def test_counter_has_one_row_a_key_and_hour():
    one = LimitCounter.objects.create(key="a", window=timezone.now())

    with pytest.raises(IntegrityError, match="one_counter_a_key_and_window"):
        LimitCounter.objects.create(key="a", window=one.window)


def test_note_of_a_mail_goes_with_the_mail():
    emails.confirm_address(factories.create_signatory())

    OutgoingMail.objects.get().email.delete()

    assert not OutgoingMail.objects.exists()
