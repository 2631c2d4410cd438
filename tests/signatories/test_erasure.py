"""Who leaves is nowhere any more: every column of every table is searched for marks that stood in all personal fields.

The rows are found by looking at the models: what somebody adds for signatories is filled in, and searched, here too.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import connection, models
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from guidance.models import HouseRule
from signatories import actions, delivery, emails
from signatories.enums import Kind, LogoReason, LogoState, Problem, Status
from signatories.logos import storage
from signatories.models import (
    AskedChange,
    Event,
    FormerSlug,
    HistoryHead,
    Logo,
    OutgoingMail,
    Signatory,
)
from signatories.models.signatory import PERSONAL_FIELDS
from signatories.personal_data import NOT_PERSONAL, name_of
from tests import factories
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db

MARK = "zzmerkzz"
# Made by the site itself, or by another test here.
NOT_FILLED = {Event, HistoryHead, OutgoingMail, LogEntry}
# Of an organisation everybody may know these; of a person they are the person.
PUBLIC = (
    "name",
    "website",
    "slug",
    "search_text",
    "name_key",
    "name_marks",
    "enterprise_number",
    "source_url",
    "source_title",
    "social_accounts",
)
# What its constraints ask of a row in which every word is filled in.
ALSO_NEEDED: dict[type[models.Model], dict[str, Any]] = {
    AskedChange: {"answered_at": timezone.now(), "problem": Problem.WEBSITE_DEAD},
    Logo: {"state": LogoState.REFUSED, "reason": LogoReason.UNREADABLE, "widths": [96]},
}


# The first kind that fits.
MARKED: tuple[tuple[Any, Any], ...] = (
    (models.URLField, f"https://{MARK}.example/"),
    (models.EmailField, f"{MARK}@voorbeeld.example"),
    (models.JSONField, {"words": MARK}),
    (models.FileField, ContentFile(MARK.encode(), name=f"{MARK}.png")),
    ((models.CharField, models.TextField), MARK),
)


def marked(field: Any) -> Any:
    """A value with the mark in it, that this column takes; None when it can hold no words, or none about a person."""
    if {field.model.__name__, name_of(field)} & NOT_PERSONAL.keys():
        return None
    if isinstance(field, ArrayField):
        inner = marked(field.base_field)
        return None if inner is None else [inner]
    if field.choices:
        return None
    for kind, value in MARKED:
        if isinstance(field, kind):
            return value[: field.max_length or 20] if value == MARK else value
    return None


def fill(signatory: Signatory) -> None:
    """The mark in every column of the signatory that a person could fill, whatever the columns are called."""
    facts = {field.name: value for field in Signatory._meta.concrete_fields if (value := marked(field)) is not None}
    if signatory.kind != Kind.INDIVIDUAL:
        facts = {name: value for name, value in facts.items() if name not in PUBLIC}
    facts["enterprise_number"] = ""  # takes figures only
    Signatory.objects.filter(pk=signatory.pk).update(**facts)
    signatory.refresh_from_db()


def rows_about(signatory: Signatory) -> list[type[models.Model]]:
    """A row with the mark in every model that belongs to a signatory; returns those that can hold it."""
    made = []
    for model in apps.get_models():
        owners = [field for field in model._meta.concrete_fields if field.related_model is Signatory]
        if not owners or model in NOT_FILLED or model is Signatory:
            continue
        if model is FormerSlug and not signatory.is_individual:
            continue  # everybody may know where an organisation stood
        facts = {owners[0].name: signatory, **ALSO_NEEDED.get(model, {})}
        columns = [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in facts]
        words = {field.name: value for field in columns if (value := marked(field)) is not None}
        facts |= words
        facts |= {field.name: _something(field, signatory) for field in columns if _needs_a_value(field, facts)}
        row = model._default_manager.create(**facts)
        if isinstance(row, Logo):
            storage.put(dict.fromkeys(row.files, MARK.encode()))
        made += [model] if words else []
    return made


def _needs_a_value(field: Any, facts: dict[str, Any]) -> bool:
    is_made = field.primary_key or field.has_default() or field.null or getattr(field, "auto_now_add", False)
    return field.name not in facts and not is_made and not getattr(field, "auto_now", False)


def _something(field: Any, signatory: Signatory) -> Any:
    owners = {
        Event: lambda: Event.objects.create(signatory=signatory, to_status=signatory.status),
        HouseRule: factories.create_rule,
        User: lambda: factories.create_moderator(name=f"M{User.objects.count()}"),
    }
    if field.choices:
        return field.choices[0][0]
    if field.related_model in owners:
        return owners[field.related_model]()
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    return timezone.localdate() if isinstance(field, models.DateField) else 1


def traces_around(signatory: Signatory, moderator: User) -> None:
    """Mails with what the server answered, and a correction in the back office."""
    emails.application_submitted(signatory)
    for email in Email.objects.all():
        Log.objects.create(email=email, status=STATUS.failed, exception_type="X", message=f"550 <{MARK}@x.example>")
    if signatory.is_individual:
        LogEntry.objects.create(
            user=moderator,
            content_type=ContentType.objects.get_for_model(Signatory),
            object_id=str(signatory.pk),
            object_repr=MARK,
            action_flag=CHANGE,
            change_message=f"Naam: “{MARK}” → “{MARK}”",
        )


def text_columns() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND "
            "(data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea', 'inet') "
            "OR data_type = 'USER-DEFINED')"
        )
        yield from cursor.fetchall()


def where_it_stands() -> set[str]:
    """Every column of the database in which the mark is found, also as bytes."""
    found = set()
    for table, column in text_columns():
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s OR "{column}"::text ILIKE %s',  # noqa: S608  names from the database itself
                [f"%{MARK}%", f"%{MARK.encode().hex()}%"],
            )
            if cursor.fetchone() != (0,):
                found.add(f"{table}.{column}")
    return found


def leave(signatory: Signatory, moderator: User) -> None:
    actions.withdraw(signatory, by=None)


def expire(signatory: Signatory, moderator: User) -> None:
    actions.expire(signatory, why="not confirmed in time")


def be_forgotten(signatory: Signatory, moderator: User) -> None:
    actions.forget_person(signatory)


def see_the_last_mail_off(signatory: Signatory) -> None:
    """Who leaves gets one mail that says so; it is the only one that is there, and gone as soon as it has been sent."""
    assert set(signatory.mails.values_list("message", flat=True)) <= {"signatory_withdrawn"}
    assert Email.objects.count() <= 1
    delivery.deliver_due_mails()


WAYS: list[tuple[Callable[[Signatory, User], None], Status]] = [
    (leave, Status.APPROVED),
    (leave, Status.SUSPENDED),
    (leave, Status.SUBMITTED),
    (leave, Status.CHANGES_ASKED),
    (expire, Status.UNCONFIRMED),
    (expire, Status.QUARANTINED),
    (expire, Status.CHANGES_ASKED),
    (be_forgotten, Status.DECLINED),
]


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.INDIVIDUAL])
@pytest.mark.parametrize(("go", "status"), WAYS, ids=[f"{go.__name__}-{status}" for go, status in WAYS])
def test_nothing_of_the_person_is_left_anywhere(  # noqa: PLR0917  fixtures
    moderator, settings, tmp_path, django_capture_on_commit_callbacks, kind, go, status
):
    settings.MEDIA_ROOT = tmp_path
    signatory = factories.create_signatory(status=status, kind=kind)
    fill(signatory)
    made = rows_about(signatory)
    traces_around(signatory, moderator)
    tables = {column.partition(".")[0] for column in where_it_stands()}
    assert {"signatories_signatory", "post_office_email", "post_office_log"} <= tables
    assert {model._meta.db_table for model in made} <= tables

    files = Logo.objects.get().files
    assert all(storage.read(file) for file in files)

    with django_capture_on_commit_callbacks(execute=True):
        go(signatory, moderator)
    see_the_last_mail_off(signatory)

    assert where_it_stands() == set()
    assert signatory.events.exists() or go is be_forgotten
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert [storage.read(file) for file in files] == [None] * len(files)


def test_marks_reach_every_field_that_is_called_personal(moderator):
    signatory = factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL)

    fill(signatory)

    for name in (*PERSONAL_FIELDS, "name", "website", "own_words", "social_accounts", "source_title"):
        assert MARK in str(getattr(signatory, name)), name
    stands = where_it_stands()
    assert {f"signatories_signatory.{name}" for name in PERSONAL_FIELDS} <= stands


@pytest.mark.django_db(transaction=True)
def test_mail_that_is_written_while_somebody_leaves_is_erased_or_never_written(moderator):
    """Approving writes a mail; leaving erases all of them. Whichever comes first, none is left."""
    signatory = factories.create_signatory(contact_name=MARK, created_at=timezone.now() - timedelta(days=1))
    one, other = Signatory.objects.get(pk=signatory.pk), Signatory.objects.get(pk=signatory.pk)

    together(lambda: actions.approve(one, by=moderator), lambda: actions.withdraw(other, by=None))

    signatory.refresh_from_db()
    assert signatory.status == Status.WITHDRAWN
    see_the_last_mail_off(signatory)
    assert where_it_stands() == set()
