"""What is past its date goes, and only that; stopping in the middle or running twice does no harm."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation
from post_office.models import STATUS, Email

from signatories import actions, checks, emails, limits, personal_data, retention
from signatories.enums import Doubt, Kind, LogoState, Status
from signatories.logos import storage
from signatories.models import (
    ContactChange,
    DailySalt,
    Digest,
    Event,
    LimitCounter,
    LinkRequest,
    Listed,
    RetentionRun,
    Signatory,
)
from signatories.models.signatory import PERSONAL_FIELDS
from tests import factories
from tests.protected import backdate_events
from tests.signatories import questions
from tests.signatories.applications import details
from tests.signatories.deciding import take
from tests.signatories.logos import create_logo

pytestmark = pytest.mark.django_db

NOTHING = dict.fromkeys((job.name for job in retention.JOBS), 0)


def ago(**units: float):
    return timezone.now() - timedelta(**units)


def aged(signatory: Signatory, **facts: object) -> Signatory:
    Signatory.objects.filter(pk=signatory.pk).update(**facts)
    signatory.refresh_from_db()
    return signatory


def sign_up(*, doubts: tuple[Doubt, ...] = (), **changes: str) -> Signatory:
    return actions.sign_up(details=details(**changes), submission_key=uuid4(), doubts=list(doubts))


def everything_written() -> str:
    """Every row of every table that could hold something about a person, as text."""
    tables = [
        "signatories_signatory", "signatories_event", "signatories_outgoingmail", "post_office_email", "post_office_log",
    "signatories_askedchange", "signatories_change", "signatories_formerslug", "signatories_linkrequest",
    "signatories_websitelook",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608  the tables stand above
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows).lower()


def test_retention_with_nothing_due_erases_nothing_and_leaves_a_row():
    factories.create_signatory()

    assert retention.enforce() == NOTHING
    run = RetentionRun.objects.get()
    assert run.erased == NOTHING
    assert run.finished_at >= run.started_at


@pytest.mark.parametrize(("days", "is_erased"), [(6.99, False), (7.01, True)])
def test_never_confirmed_goes_after_seven_days(days, is_erased):
    signatory = aged(sign_up(), created_at=ago(days=days))

    erased = retention.enforce()

    signatory.refresh_from_db()
    assert erased == {**NOTHING, "never confirmed": int(is_erased)}
    assert signatory.status == (Status.EXPIRED if is_erased else Status.UNCONFIRMED)
    assert bool(signatory.contact_email) is not is_erased


@pytest.mark.parametrize(("days", "is_erased"), [(29.9, False), (30.1, True)])
def test_never_released_goes_after_thirty_days(days, is_erased):
    signatory = sign_up(doubts=(Doubt.HONEYPOT,))
    backdate_events(Event.objects.all(), ago(days=days))
    aged(signatory, created_at=ago(days=days))

    assert retention.enforce() == {**NOTHING, "never released": int(is_erased)}


def test_released_late_keeps_the_week_that_its_mail_promises(moderator):
    signatory = sign_up(doubts=(Doubt.HONEYPOT,))
    aged(signatory, created_at=ago(days=31))
    actions.release(signatory, by=moderator)

    assert retention.enforce() == NOTHING
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert retention.enforce() == {**NOTHING, "never released": 1}


@pytest.mark.parametrize(("days", "is_erased"), [(364, False), (366, True)])
def test_declined_person_is_forgotten_after_a_year(moderator, days, is_erased):
    signatory = factories.create_signatory(contact_name="Lies Voorbeeld")
    actions.decline(signatory, by=moderator, reason=factories.create_reason(), own_words="Dag Lies")
    aged(signatory, decided_at=ago(days=days))

    assert retention.enforce() == {**NOTHING, "declined long ago": int(is_erased)}
    assert retention.enforce() == NOTHING
    signatory.refresh_from_db()
    assert signatory.status == Status.DECLINED
    assert signatory.reason
    assert ("lies" in everything_written()) is not is_erased


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.INDIVIDUAL])
def test_erased_fields_are_really_gone(kind):
    signatory = sign_up(
        kind=kind,
        name="Marieke Uniek",
        website="https://www.marieke.example",
        contact_name="Marieke Uniek",
        contact_role="Oprichter",
        contact_email="marieke@marieke.example",
        contact_phone="0470 12 34 56",
        enterprise_number="0202239951",
    )
    aged(signatory, created_at=ago(days=8))
    assert "0470 12 34 56" in everything_written()

    retention.enforce()

    left = everything_written()
    for trace in ("oprichter", "marieke@", "0470 12 34 56"):
        assert trace not in left
    for trace in ("marieke", "uniek", "0202239951"):
        assert (trace in left) is (kind != Kind.INDIVIDUAL)
    assert signatory.receipt_number.lower() in left


@pytest.mark.parametrize(
    "status",
    [Status.SUBMITTED, Status.CHANGES_ASKED, Status.APPROVED, Status.SUSPENDED, Status.WITHDRAWN, Status.EXPIRED],
)
def test_old_age_alone_erases_nobody(status):
    signatory = factories.create_signatory(status=status)
    long_ago = ago(days=4000)
    before = aged(signatory, created_at=long_ago, submitted_at=long_ago, confirmed_at=long_ago).contact_email

    assert retention.enforce() == NOTHING
    signatory.refresh_from_db()
    assert (signatory.status, signatory.contact_email) == (status, before)


@pytest.mark.parametrize(
    ("status", "days", "is_erased"),
    [
        (STATUS.sent, 364, False),
        (STATUS.sent, 366, True),
        (STATUS.failed, 366, True),
        (STATUS.queued, 4000, False),
        (STATUS.requeued, 4000, False),
    ],
)
def test_mails_go_a_year_after_they_left_and_never_before(status, days, is_erased):
    signatory = factories.create_signatory()
    emails.application_submitted(signatory)
    Email.objects.update(status=status, last_updated=ago(days=days))

    assert retention.enforce() == {**NOTHING, "old mails": int(is_erased)}
    assert signatory.mails.exists() is not is_erased
    assert Signatory.objects.filter(pk=signatory.pk).exists()


def test_counters_and_salts_go_after_two_days():
    for days in (0, 1, 3):
        with time_machine.travel(ago(days=days), tick=False):
            limits.count("sign_up_from_address", "192.0.2.1")

    assert retention.enforce() == {**NOTHING, "old counters": 1, "old salts": 1}
    assert LimitCounter.objects.count() == 2
    assert DailySalt.objects.count() == 2


def due_of_corrections(moderator) -> None:
    """One to remind, one that never answered, an old answer, an old change and an old request for a link."""
    to_remind, silent, answered, changed = (factories.create_signatory() for _number in range(4))
    for signatory, days in ((to_remind, 17), (silent, 31), (answered, 400)):
        questions.ask(signatory, by=moderator)
        signatory.asked_changes.update(asked_at=ago(days=days))
    silent.asked_changes.update(reminded_at=ago(days=14))
    Signatory.objects.filter(pk=answered.pk).update(status=Status.SUBMITTED)
    answered.asked_changes.update(answered_at=ago(days=366), answer={})
    Signatory.objects.filter(pk=changed.pk).update(status=Status.APPROVED, slug="x", approved_at=ago(days=400))
    questions.propose(changed)
    actions.take_back_change(changed)
    changed.changes.update(decided_at=ago(days=366))
    LinkRequest.objects.create(email="wie@voorbeeld.example")
    LinkRequest.objects.update(created_at=ago(days=3))


def due_of_every_sort(moderator) -> None:
    aged(sign_up(), created_at=ago(days=8))
    aged(sign_up(), created_at=ago(days=8))
    backdate_events(Event.objects.all(), ago(days=40))
    quarantined = sign_up(doubts=(Doubt.FORM_TOKEN,))
    backdate_events(quarantined.events.all(), ago(days=40))
    aged(quarantined, created_at=ago(days=40))
    aged(factories.create_signatory(status=Status.DECLINED), decided_at=ago(days=400))
    emails.application_submitted(factories.create_signatory())
    Email.objects.filter(outgoing_mail__message="application_submitted").update(
        status=STATUS.sent, last_updated=ago(days=400)
    )
    emails.application_merged(left := factories.create_signatory(), into=factories.create_signatory())
    aged(left, status=Status.WITHDRAWN, **dict.fromkeys(PERSONAL_FIELDS, ""))
    Email.objects.filter(outgoing_mail__message="application_merged").update(
        status=STATUS.sent, last_updated=ago(days=8)
    )
    ContactChange.objects.create(
        signatory=factories.create_signatory(), kind="claim", new_email="info@voorbeeld.example", asked_at=ago(days=15)
    )
    with time_machine.travel(ago(days=5), tick=False):
        limits.count("log_in_as", "mo")
        take("approve", factories.create_signatory(), by=moderator)
        actions.hold(factories.create_signatory(), by=moderator)
    due_of_corrections(moderator)
    listed = Listed.objects.create(listing="block", what="mailbox", value="lies@voorbeeld.be", comment="Een vlaag.")
    Listed.objects.filter(pk=listed.pk).update(until=ago(days=1).date())
    Digest.objects.create(user=moderator, day=ago(days=31).date(), is_mailed=False)
    create_logo(factories.create_signatory(), LogoState.DRAFT, since=ago(days=8))
    with time_machine.travel(ago(days=2), tick=False):
        storage.store().save(storage.path_of("1" * 32 + "-160.png"), ContentFile(b"x"))
    Session.objects.create(session_key="a", session_data="", expire_date=ago(days=1))
    UserSession.objects.create(user=moderator, session_key="b", ip="192.0.2.1", user_agent="Browser")


def test_session_of_staff_leaves_nothing_once_it_has_ended(moderator):
    for key, expires in (("ended", ago(minutes=1)), ("open", ago(days=-1))):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
        UserSession.objects.create(user=moderator, session_key=key, ip="192.0.2.1", user_agent="Browser")

    assert retention.enforce() == {**NOTHING, "ended sessions": 1, "ended visits of staff": 1}
    assert UserSession.objects.get().session_key == Session.objects.get().session_key == "open"


def test_last_mail_to_who_has_left_goes_after_a_week():
    left = factories.create_signatory()
    emails.application_merged(left, into=factories.create_signatory())
    aged(left, status=Status.WITHDRAWN, **dict.fromkeys(PERSONAL_FIELDS, ""))
    mails = Email.objects.all()

    for status, days, is_kept in ((STATUS.queued, 9, True), (STATUS.sent, 6, True), (STATUS.failed, 8, False)):
        mails.update(status=status, last_updated=ago(days=days))
        retention.enforce()
        assert mails.exists() is is_kept


def test_dry_run_tells_what_a_real_run_does_and_changes_nothing(moderator, capsys):
    due_of_every_sort(moderator)
    before = everything_written()

    foretold = retention.enforce(dry_run=True)
    call_command("enforce_retention", "--dry-run")

    assert everything_written() == before
    assert not RetentionRun.objects.exists()
    assert foretold == {**dict.fromkeys(NOTHING, 1), "never confirmed": 2}
    assert "never confirmed: 2" in capsys.readouterr().out
    assert retention.enforce() == foretold
    assert retention.enforce() == NOTHING


def test_run_that_is_cut_off_is_finished_by_the_next(moderator, monkeypatch):
    due_of_every_sort(moderator)
    expire, left = actions.expire, iter([True])

    def expire_one_and_die(signatory: Signatory, *, why: str) -> None:
        if not next(left, False):
            raise KeyboardInterrupt
        expire(signatory, why=why)

    with monkeypatch.context() as patch:
        patch.setattr(actions, "expire", expire_one_and_die)
        with pytest.raises(KeyboardInterrupt):
            retention.enforce()

    assert Signatory.objects.filter(status=Status.EXPIRED).count() == 1
    assert RetentionRun.objects.get().finished_at is None
    assert retention.enforce() == dict.fromkeys(NOTHING, 1)
    assert RetentionRun.objects.filter(finished_at__isnull=False).count() == 1


@pytest.mark.parametrize("doubts", [(), (Doubt.TOO_FAST,)])
def test_who_confirms_while_the_job_runs_stays(monkeypatch, doubts):
    """The list of who is due was made a moment before."""
    late = sign_up(doubts=doubts)
    backdate_events(Event.objects.all(), ago(days=40))
    aged(late, created_at=ago(days=40))
    expire = actions.expire

    def confirm_first(signatory: Signatory, *, why: str) -> None:
        actions.confirm(Signatory.objects.get(pk=late.pk))
        expire(signatory, why=why)

    monkeypatch.setattr(actions, "expire", confirm_first)

    assert retention.enforce() == NOTHING
    late.refresh_from_db()
    assert late.status == Status.SUBMITTED
    assert late.contact_email


def test_who_is_reopened_while_the_job_runs_stays(monkeypatch, moderator):
    declined = aged(factories.create_signatory(status=Status.DECLINED), decided_at=ago(days=400))
    forget = actions.forget_person

    def reopen_first(signatory: Signatory) -> bool:
        actions.reopen(Signatory.objects.get(pk=declined.pk), by=moderator)
        return forget(signatory)

    monkeypatch.setattr(actions, "forget_person", reopen_first)

    assert retention.enforce() == NOTHING
    declined.refresh_from_db()
    assert declined.contact_email


def problems() -> list[tuple[str, str]]:
    return [(problem.id, problem.msg.split()[0]) for problem in checks.every_personal_field_has_a_retention_line()]


def test_every_personal_field_has_a_line_and_the_check_misses_none(monkeypatch):
    assert problems() == []

    personal = {f"Signatory.{name}" for name in PERSONAL_FIELDS}
    monkeypatch.setattr(retention, "LINES", [line for line in retention.LINES if personal.isdisjoint(line.fields)])
    monkeypatch.setattr(personal_data, "NOT_PERSONAL", {**personal_data.NOT_PERSONAL, "Signatory.nickname": "gone"})
    monkeypatch.delitem(personal_data.NOT_PERSONAL, "Log.exception_type")

    found = problems()
    assert {("signatories.E003", name) for name in personal} <= set(found)
    assert ("signatories.E003", "Log.exception_type") in found
    assert found[-1][0] == "signatories.E004"


def test_every_line_names_fields_that_exist():
    models = {model.__name__: model for model in apps.get_models(include_auto_created=True)}

    for line in retention.LINES:
        for model, field in (name.split(".") for name in line.fields):
            assert models[model]._meta.get_field(field)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_lines_promise_what_the_job_keeps(language, settings):
    """See also the numbers in retention.py: these sentences are what applicants were told."""
    with translation.override(language):
        promised = " ".join(str(line.until) for line in retention.LINES)

    for number in (settings.CONFIRMATION_DAYS, retention.COUNTER_PERIOD.days, 12):
        assert str(number) in promised
    assert retention.DECLINED_PERIOD == retention.MAIL_PERIOD == timedelta(days=365)
