"""What monitors ask: does the process answer, and can it do its work?"""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as project_settings
from django.db import InterfaceError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from post_office import mail
from post_office.models import STATUS, Email

from hierniet import health
from signatories import actions, daily
from signatories.models import Event, HistoryCheck, JobRun, RetentionRun
from tests import factories
from tests.protected import history_unprotected

ALL_FINE = {"database": "ok", "migrations": "ok", "mail": "ok", "retention": "ok", "daily jobs": "ok", "history": "ok"}


@pytest.fixture(autouse=True)
def _history_is_checked(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("db")
        HistoryCheck.objects.create(events=0)


@pytest.fixture
def daily_jobs_ran(db: None) -> list[JobRun]:
    return [JobRun.objects.create(name=job.name, finished_at=timezone.now()) for job in daily.JOBS]


@pytest.fixture
def retention_ran(daily_jobs_ran: list[JobRun]) -> RetentionRun:
    return RetentionRun.objects.create(finished_at=timezone.now())


@pytest.fixture
def _database_is_gone(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    """A second connection, to a port where nobody listens."""
    gone = connections.create_connection("default")
    gone.settings_dict = {**gone.settings_dict, "HOST": "127.0.0.1", "PORT": "1"}
    monkeypatch.setattr(health, "connection", gone)
    yield
    gone.close()


def make_mail(*, age: timedelta, **facts: object) -> Email:
    email = mail.send("lies@voorbeeld.example", "hallo@hierniet.example", subject="x", message="x")
    Email.objects.filter(pk=email.pk).update(created=timezone.now() - age, **facts)
    return email


def test_process_is_alive_without_a_database(client: Client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("retention_ran")
def test_ready(client: Client):
    make_mail(age=timedelta(minutes=59))
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ready", "checks": ALL_FINE})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("retention_ran")
def test_mail_that_waits_too_long_asks_for_attention(client: Client):
    make_mail(age=timedelta(minutes=61))

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "attention", "checks": ALL_FINE | {"mail": "failing"}},
    )


@pytest.mark.usefixtures("retention_ran")
def test_mail_that_is_sent_or_not_due_yet_does_not_count(client: Client):
    make_mail(age=timedelta(days=2), status=STATUS.sent)
    make_mail(age=timedelta(days=2), scheduled_time=timezone.now() + timedelta(minutes=5))

    assert client.get("/readyz").json()["status"] == "ready"


@pytest.mark.parametrize(
    ("started", "finished"), [(None, None), (timedelta(hours=49), timedelta(hours=48)), (timedelta(hours=1), None)]
)
@pytest.mark.usefixtures("daily_jobs_ran")
def test_retention_job_that_did_not_run_asks_for_attention(client: Client, started, finished):
    if started:
        run = RetentionRun.objects.create(finished_at=finished and timezone.now() - finished)
        RetentionRun.objects.filter(pk=run.pk).update(started_at=timezone.now() - started)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "attention", "checks": ALL_FINE | {"retention": "failing"}},
    )


@pytest.mark.parametrize(
    ("started", "finished"), [(None, None), (timedelta(hours=49), timedelta(hours=48)), (timedelta(hours=1), None)]
)
@pytest.mark.usefixtures("retention_ran")
def test_daily_job_that_did_not_run_asks_for_attention(client: Client, started, finished):
    JobRun.objects.all().delete()
    if started:
        run = JobRun.objects.create(name="renewals", finished_at=finished and timezone.now() - finished)
        JobRun.objects.filter(pk=run.pk).update(started_at=timezone.now() - started)

    assert client.get("/readyz").json() == {
        "status": "attention", "checks": ALL_FINE | {"daily jobs": "failing"},
    }  # fmt: skip


@pytest.mark.usefixtures("retention_ran")
@pytest.mark.parametrize("age", [None, timedelta(hours=49)])
def test_history_that_was_not_checked_lately_asks_for_attention(client: Client, age):
    HistoryCheck.objects.all().delete()
    if age:
        HistoryCheck.objects.create(events=0, started_at=timezone.now() - age)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "attention", "checks": ALL_FINE | {"history": "failing"}},
    )


@pytest.mark.usefixtures("retention_ran")
@pytest.mark.parametrize("age", [timedelta(hours=1), timedelta(days=40)])
def test_tampering_that_the_last_check_found_is_told_until_a_check_finds_none(client: Client, caplog, age):
    HistoryCheck.objects.create(events=3, findings_in_all=1, started_at=timezone.now() - age)
    HistoryCheck.objects.filter(findings_in_all=0).update(started_at=timezone.now() - timedelta(days=50))

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "attention", "checks": ALL_FINE | {"history": "tampered"}},
    )
    assert "tampered" in caplog.text


@pytest.mark.usefixtures("retention_ran")
def test_tampering_with_what_is_new_is_told_at_once(client: Client, django_assert_max_num_queries):
    signatory = factories.create_signatory()
    for _turn in range(3):
        actions.record(signatory, by=None)
    with history_unprotected():
        Event.objects.filter(number=2).update(why="anders")

    with django_assert_max_num_queries(8):
        assert client.get("/readyz").json()["checks"]["history"] == "tampered"


@pytest.mark.usefixtures("retention_ran")
def test_pending_migration_keeps_visitors_away(client: Client):
    connection = health.connection
    app, name = MigrationLoader(connection).graph.leaf_nodes("guidance")[0]
    MigrationRecorder(connection).record_unapplied(app, name)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "checks": {"database": "ok", "migrations": "failing"}},
    )


@pytest.mark.usefixtures("_database_is_gone")
def test_database_that_is_down_is_told_quickly(client: Client):
    before = time.monotonic()

    response = client.get("/readyz")

    assert time.monotonic() - before < 3
    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "checks": {"database": "failing"}},
    )
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_connection_that_was_lost_is_told_too(client: Client, monkeypatch):
    def lose(_connection: BaseDatabaseWrapper) -> None:
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", lose)

    assert client.get("/readyz").status_code == 503


def test_nobody_waits_minutes_for_a_server_that_does_not_answer():
    assert project_settings.DATABASES["default"]["OPTIONS"]["connect_timeout"] == 5
