"""Which columns can hold something about a person, and for those that cannot, why not. `checks.py` misses none."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from signatories import retention

CAN_HOLD_WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.GenericIPAddressField,
    models.BinaryField,
    models.FileField,
    models.UUIDField,
    ArrayField,
)
OUR_OWN_WORDS = "what the site says to everybody"
DIGEST = "a digest, of which nobody can tell what went in"
MADE_UP = "made up by the site, and says nothing about anybody"
COUNTS = "numbers, and receipt numbers, which say nothing by themselves"
NOT_USED = "this site stores nothing here"
# A whole application, a model or one field of it, and why nothing about a person stands there.
NOT_PERSONAL = {
    "guidance": OUR_OWN_WORDS,
    "Reason": OUR_OWN_WORDS,
    "ReasonText": OUR_OWN_WORDS,
    "HistoricalReason": OUR_OWN_WORDS,
    "HistoricalReasonText": OUR_OWN_WORDS,
    "Wording": OUR_OWN_WORDS,
    "HistoricalWording": OUR_OWN_WORDS,
    "TakenDecision.choice": "which of our own decisions",
    "Batch.choice": "which of our own decisions",
    "Batch.key": MADE_UP,
    "Batch.skipped": "numbers of rows, and sentences of ours that name nobody",
    "Logo.remarks": "which of our own remarks apply",
    "Logo.widths": COUNTS,
    "ContactChange.public_id": MADE_UP,
    "JobRun": COUNTS,
    "CountedNotes.name": MADE_UP,
    "AskedChange.problem": "which of our own phrases applies",
    "Limit": "why a limit is as it is",
    "Signatory.doubt_facts": COUNTS,
    "contenttypes": "names of tables",
    "Permission": "names of rights",
    "Group": "names of groups",
    "EmailTemplate": NOT_USED,
    "Attachment": NOT_USED,
    "EmailConfirmation": NOT_USED,
    "Event.digest": DIGEST,
    "HistoryHead": DIGEST,
    "HistorySeal": DIGEST,
    "HistoryCheck": COUNTS,
    "RetentionRun": COUNTS,
    "DailySalt.salt": MADE_UP,
    "OutgoingMail": "which message, and in which language",
    "Email.from_email": "our own address",
    "Email.message_id": MADE_UP,
    "Email.backend_alias": OUR_OWN_WORDS,
    "Log.exception_type": "the name of an error",
    "LogEntry.object_id": "the number of a row",
    "Session.session_key": MADE_UP,
    "UserSession.session_key": MADE_UP,
    "Signatory.receipt_number": MADE_UP,
    "Signatory.public_id": MADE_UP,
    "Signatory.file_key": MADE_UP,
    "Signatory.second_key": MADE_UP,
    "Signatory.submission_key": MADE_UP,
    "Signatory.doubts": "which of our own words apply",
    "Signatory.shipped_key": "an organisation that a public source names",
}  # fmt: skip


def fields_with_words() -> Iterator[models.Field]:  # type: ignore[type-arg]
    """Every column of every model in which a name could stand; what one chooses from a list is none."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, CAN_HOLD_WORDS) and not field.choices:
                yield field


def name_of(field: models.Field) -> str:  # type: ignore[type-arg]
    return f"{field.model.__name__}.{field.name}"


def is_accounted_for(field: models.Field) -> bool:  # type: ignore[type-arg]
    """A retention line says how long it is kept, or a reason says why it needs none."""
    reasons = {field.model._meta.app_label, field.model.__name__, name_of(field)} & NOT_PERSONAL.keys()
    return bool(reasons) or name_of(field) in retention.covered_fields()


def names_of_nothing() -> set[str]:
    """What a line or a reason names and no model has, such as a field that was renamed."""
    models_there = apps.get_models(include_auto_created=True)
    there = {config.label for config in apps.get_app_configs()} | {model.__name__ for model in models_there}
    there |= {name_of(field) for model in models_there for field in model._meta.concrete_fields}
    return ({*NOT_PERSONAL} | retention.covered_fields()) - there
