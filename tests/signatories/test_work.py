"""The worker: killed in the middle, without its database, and told to stop."""

import signal
import subprocess
import sys
import tempfile
from collections import Counter

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from post_office.models import STATUS, Email

from signatories import delivery, emails
from signatories.management.commands import work
from signatories.models import RetentionRun
from tests import factories
from tests.signatories import mail_server
from tests.signatories.programs import database_url, environment, until

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def server(settings):
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": SMTP}}
    with mail_server.running() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", running.port, False
        yield running


@pytest.fixture
def rolled_back(monkeypatch, db):
    """The worker closes connections that are in the middle of something, which the transaction of a test always is."""
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)  # those of the tests stay as they are


def queue_mails(number: int) -> None:
    for index in range(number):
        address = f"lies{index}@voorbeeld.example"
        emails.confirm_address(factories.create_signatory(status="unconfirmed", contact_email=address))


def start_worker(server: mail_server.MailServer, *arguments: str) -> subprocess.Popen[bytes]:
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port), "EMAIL_USE_TLS": "false"}
    folder = {"PREVIEWS_FOLDER": tempfile.mkdtemp(prefix="previews-")}
    return subprocess.Popen(
        [sys.executable, "manage.py", "work", *arguments],
        cwd=django_settings.BASE_DIR,
        env=environment(DJANGO_SETTINGS_MODULE="hierniet.settings", **mail, **folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def mails_that_nobody_holds() -> list[Email]:
    with transaction.atomic():
        return list(delivery.due_mails().select_for_update(skip_locked=True))


def reconnect() -> int:
    """The number of the database's process behind a young connection; the worker itself replaces one that is old."""
    connection.close()
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def cut_off(process_id: int) -> None:
    """What a restart of the database looks like from here."""
    administrator = psycopg2.connect(database_url())
    try:
        administrator.autocommit = True
        cursor = administrator.cursor()
        cursor.execute("SELECT pg_terminate_backend(%s, 30000)", [process_id])
        assert cursor.fetchone() == (True,)
    finally:
        administrator.close()


@pytest.mark.program
@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_the_middle_loses_nothing_and_repeats_at_most_one():
    queue_mails(5)

    with mail_server.running(hang_after=3) as server:
        killed = start_worker(server)
        assert server.is_hanging.wait(timeout=60)
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=60)
        # The database lets go of the row as soon as it notices that nobody is there any more.
        until(lambda: len(mails_that_nobody_holds()), lambda number: number == 3)

        second = start_worker(server)
        until(Email.objects.filter(status=STATUS.sent).count, lambda number: number == 5)
        until(RetentionRun.objects.filter(finished_at__isnull=False).count, lambda number: number == 1)
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=60) == 0

    arrivals = Counter(server.message_ids)
    assert set(arrivals) == set(Email.objects.values_list("message_id", flat=True))
    assert sorted(arrivals.values()) == [1, 1, 1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_worker_whose_database_goes_away_during_a_mail_waits_and_repeats_that_mail(server):
    queue_mails(1)
    process_id = reconnect()
    server.when_taken = lambda _message: cut_off(process_id)

    pause = work.Command()._work()
    server.when_taken = lambda _message: None
    next_pause = work.Command()._work()

    assert pause == work.PAUSE_AFTER_TROUBLE_SECONDS
    assert next_pause == 0
    assert len(server.message_ids) == 2
    assert len(set(server.message_ids)) == 1
    assert Email.objects.get().status == STATUS.sent


@pytest.mark.django_db(transaction=True)
def test_worker_whose_database_goes_away_just_before_a_mail_waits_and_then_sends_it_once(server):
    """The failure is noted on the same dead connection, which makes it a failure of another kind."""
    queue_mails(1)
    process_id = reconnect()

    def cut_off_at_attachments(execute, sql, *rest):
        if "post_office_attachment" in sql:
            cut_off(process_id)
        return execute(sql, *rest)

    with connection.execute_wrapper(cut_off_at_attachments):
        pause = work.Command()._work()
    work.Command()._work()

    assert pause == work.PAUSE_AFTER_TROUBLE_SECONDS
    assert len(server.message_ids) == 1
    assert Email.objects.get().status == STATUS.sent


@pytest.mark.django_db(transaction=True)
def test_worker_whose_database_was_restarted_while_it_rested_goes_on(server):
    queue_mails(1)
    cut_off(reconnect())

    assert work.Command()._work() == 0
    assert Email.objects.get().status == STATUS.sent


def test_worker_rests_when_there_is_nothing_to_do_and_longer_when_no_mail_server_answers(rolled_back, settings, server):
    assert work.Command()._work() == work.PAUSE_SECONDS
    queue_mails(1)
    settings.EMAIL_PORT = mail_server.free_port()

    assert work.Command()._work() == work.PAUSE_AFTER_TROUBLE_SECONDS


def test_worker_enforces_retention_once_a_day(rolled_back):
    RetentionRun.objects.create()  # one that was killed in the middle does not count

    for _round in range(2):
        call_command("work", "--once")
    assert RetentionRun.objects.filter(finished_at__isnull=False).count() == 1

    RetentionRun.objects.update(started_at=timezone.now() - work.RETENTION_EVERY)
    call_command("work", "--once")
    assert RetentionRun.objects.filter(finished_at__isnull=False).count() == 2
