"""Looks after the killing whether anything was lost, doubled or left in a state that cannot be."""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import translation  # noqa: E402
from post_office.models import STATUS, Email  # noqa: E402

from hierniet.bench import kill  # noqa: E402
from hierniet.bench.run import prepare  # noqa: E402
from hierniet.bench.scratch import scratch_database  # noqa: E402
from signatories import screening  # noqa: E402
from signatories.enums import Status  # noqa: E402
from signatories.history.walk import Walk  # noqa: E402
from signatories.models import Event, OutgoingMail, Signatory  # noqa: E402

STEPS = [("", Status.UNCONFIRMED), (Status.UNCONFIRMED, Status.SUBMITTED)]
MAILS = ["application_submitted", "confirm_address"]


def form_of(number: int) -> dict[str, str]:
    return {
        "kind": "company", "name": f"Firma {number:05}", "website": f"www.firma{number}.example",
        "enterprise_number": "", "contact_name": "Lies Voorbeeld", "contact_role": "Communicatie",
        "contact_email": f"lies@firma{number}.example", "contact_phone": "", "language": "nl",
        "agrees_to_charter": "on", "has_mandate": "on", "homepage": "", "form_token": screening.make_form_token(),
    }  # fmt: skip


def run(what: "kill.Run") -> int:
    with (
        tempfile.TemporaryDirectory() as logs,
        scratch_database() as url,
        kill.mail_server() as (mailbox, mail_port),
    ):
        _say("Preparing a database of its own ...")
        prepare()
        with translation.override("nl"):
            path = reverse("signatories:join")
        connection.close()
        with kill.running(url, Path(logs), mail_port) as site:
            _say(f"{what.sign_ups:,} sign-ups, {what.kills:,} kills ...")
            kill.go_through(what, site, mailbox, form_of, path)
            _wait_for_mail()
        problems = list(find_problems(what, mailbox))
        _say(*_figures(what, site, mailbox), *problems)
        return 1 if problems else 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def _wait_for_mail() -> None:
    """The worker may have been killed with its last mail in hand."""
    deadline = time.monotonic() + kill.PATIENCE
    while Email.objects.exclude(status=STATUS.sent).exists() and time.monotonic() < deadline:
        time.sleep(0.1)


def find_problems(what: "kill.Run", mailbox: "kill.Mailbox") -> Iterator[str]:
    names = Counter(Signatory.objects.values_list("name", flat=True))
    thanked = {f"Firma {number:05}" for number in what.thanked}
    yield from (f"Lost: {name} saw the thank-you page." for name in sorted(thanked - names.keys()))
    yield from (f"Twice: {name}." for name, times in names.items() if times > 1)
    if len(thanked) != what.sign_ups:
        yield f"Only {len(thanked):,} of {what.sign_ups:,} ever saw the thank-you page."
    yield from _wrong_lives()
    yield from _wrong_mails(mailbox)
    yield from _impossible_states()
    yield from (f"History: {finding}" for finding in Walk().findings())


def _wrong_lives() -> Iterator[str]:
    for signatory in Signatory.objects.prefetch_related("events", "mails"):
        steps = [(event.from_status, event.to_status) for event in signatory.events.all()]
        if signatory.status != Status.SUBMITTED or steps != STEPS:
            yield f"{signatory.name} is {signatory.status}, by way of {steps}."
        messages = sorted(mail.message for mail in signatory.mails.all())
        if messages != MAILS:
            yield f"{signatory.name} has these mails: {messages}."


def _wrong_mails(mailbox: "kill.Mailbox") -> Iterator[str]:
    due = set(Email.objects.values_list("message_id", flat=True))
    yield from (f"Never arrived: {identity}." for identity in sorted(due - mailbox.arrived.keys()))
    yield from (f"Arrived, but nobody wrote it: {identity}." for identity in sorted(mailbox.arrived.keys() - due))
    unsent = Email.objects.exclude(status=STATUS.sent).count()
    if unsent:
        yield f"{unsent:,} mails still wait."


def _impossible_states() -> Iterator[str]:
    """Asked once more of every row: each constraint of the database, with the condition that it has there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_expr(conbin, conrelid) FROM pg_constraint "
            "WHERE contype = 'c' AND conrelid::regclass::text LIKE 'signatories_%'"
        )
        for table, name, condition in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE NOT ({condition})")  # noqa: S608  from the database itself
            (number,) = cursor.fetchone()
            if number:
                yield f"{number:,} rows of {table} break {name}."


def _figures(what: "kill.Run", site: "kill.Site", mailbox: "kill.Mailbox") -> list[str]:
    twice = sum(1 for times in mailbox.arrived.values() if times > 1)
    killed = ", ".join(f"{name} {number}" for name, number in sorted(site.killed.items()))
    return [
        f"Signed up: {len(what.thanked):,}; confirmed: {len(what.confirmed):,}; in {what.seconds:.0f} s.",
        f"Killed: {killed}. Requests without an answer: {site.interrupted.total():,}.",
        f"Mails: {OutgoingMail.objects.count():,} written, {len(mailbox.arrived):,} arrived, {twice:,} of them twice.",
        f"In the database: {Signatory.objects.count():,} signatories, {Event.objects.count():,} entries of history.",
    ]
