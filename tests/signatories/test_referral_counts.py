"""Visits are noted with one write, and counted once: whatever is killed, full or away in between."""

import errno
import fcntl
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from guidance.models import HouseRule
from signatories import actions
from signatories.enums import Platform, Status
from signatories.management.commands import work
from signatories.models import CountedNotes, Referral, ReferralGap, Signatory
from signatories.referrals import counting, journal
from tests import factories
from tests.signatories.test_visitors import PHONE
from tests.signatories.threads import first_then

pytestmark = pytest.mark.django_db
VISITOR = {"user-agent": PHONE}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.REFERRALS_FOLDER = str(tmp_path / "referrals")
    return tmp_path / "referrals"


@pytest.fixture(autouse=True)
def _nothing_missing():
    journal._missing.take()
    yield
    journal._missing.take()


@pytest.fixture
def dupont() -> Signatory:
    factories.create_rule()
    return factories.create_signatory(status=Status.APPROVED, name="Dupont & Fils", slug="dupont")


def counts() -> list[tuple[str, str, str, int]]:
    rows = Referral.objects.order_by("signatory", "language", "platform")
    return [(row.signatory.slug if row.signatory else "", row.language, row.platform, row.visits) for row in rows]


def note(rule, signatory=None, *, language: str = "nl", platform: str = "facebook") -> None:
    journal.note(rule=rule.pk, signatory=signatory.pk if signatory else 0, language=language, platform=platform)


def test_visit_is_counted_by_day_rule_signatory_language_and_platform(client: Client, dupont):
    for _visit in range(3):
        client.get(
            "/schelden/dupont", headers=VISITOR | {"referer": "https://l.facebook.com/", "accept-language": "fr"}
        )
    client.get("/schelden/dupont", headers=VISITOR)
    client.get("/schelden", headers=VISITOR | {"referer": "https://t.co/x"})
    client.get("/schelden/onbekend", headers=VISITOR | {"referer": "https://t.co/x"})

    assert counting.count_notes() == 6
    assert counts() == [
        ("dupont", "fr", Platform.FACEBOOK, 3), ("dupont", "nl", Platform.UNKNOWN, 1), ("", "nl", Platform.X, 2),
    ]  # fmt: skip
    assert {row.day for row in Referral.objects.all()} == {timezone.localdate()}


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": ""},
        VISITOR | {"sec-purpose": "prefetch"},
        VISITOR | {"referer": "http://testserver/nl/ondertekenaars/dupont/"},
        VISITOR | {"sec-fetch-site": "same-origin"},
        VISITOR | {"sec-fetch-site": "same-site"},
        VISITOR | {"sec-fetch-dest": "image", "sec-fetch-site": "cross-site"},
        VISITOR | {"sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site"},
        {"user-agent": "PostmanRuntime/7.44.1"},
        {"user-agent": "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)"},
    ],
)
def test_preview_prefetch_and_click_on_our_own_pages_are_not_counted(client: Client, dupont, headers):
    assert client.get("/schelden/dupont", headers=headers).status_code == 302
    client.head("/schelden/dupont", headers=VISITOR)
    client.get("/scheldne", headers=VISITOR)

    assert counting.count_notes() == 0
    assert not Referral.objects.exists()


def test_visit_from_another_site_is_counted(client: Client, dupont):
    headers = VISITOR | {"sec-fetch-dest": "document", "sec-fetch-site": "cross-site", "referer": "https://t.co/x"}

    client.get("/schelden/dupont", headers=headers)

    assert counting.count_notes() == 1


@pytest.mark.django_db(transaction=True)
def test_visits_that_are_counted_while_somebody_is_merged_go_along(moderator):
    """The merge has begun: counting waits until it is known who goes on."""
    rule = factories.create_rule()
    leaving, into = (factories.create_signatory(status=Status.APPROVED, name=f"Stad {name}") for name in "AB")
    note(rule, leaving)

    first_then(lambda: actions.merge(leaving, into=into, by=moderator), counting.count_notes)

    assert [(row.signatory_id, row.visits) for row in Referral.objects.all()] == [(into.pk, 1)]


def test_file_that_another_machine_counted_since_we_looked_is_passed_over(dupont, folder, monkeypatch):
    note(HouseRule.objects.get(), dupont)
    counting._take_away()
    here = list(folder.glob("*.taken"))
    monkeypatch.setattr(Path, "glob", lambda *_args: [*here, folder / "visits-gone.taken"])

    assert counting.count_notes() == 1


def test_notes_hold_nothing_about_the_visitor(client: Client, dupont, folder):
    client.get(
        "/schelden/dupont?fbclid=spoor",
        headers=VISITOR | {"referer": "https://l.facebook.com/geheim?u=1", "cookie": "a=spoor", "x-forwarded-for": "192.0.2.7"},
        REMOTE_ADDR="192.0.2.7",
    )  # fmt: skip

    rule = HouseRule.objects.get()
    assert (folder / "visits").read_text() == f"{timezone.localdate()} {rule.pk} {dupont.pk} nl facebook\n"


def test_counting_again_adds_only_what_is_new(client: Client, dupont):
    for number in range(1, 4):
        client.get("/schelden/dupont", headers=VISITOR)
        assert counting.count_notes() == 1
        assert Referral.objects.visits() == number

    assert counting.count_notes() == 0
    assert Referral.objects.count() == 1


def test_command_says_how_many(client: Client, dupont, capsys):
    client.get("/schelden", headers=VISITOR)

    call_command("count_referrals")

    assert capsys.readouterr().out.strip() == "1"


def test_worker_counts(client: Client, dupont):
    client.get("/schelden", headers=VISITOR)

    work.Command()._count_referrals()

    assert Referral.objects.visits() == 1


def test_counting_that_fails_loses_nothing_and_is_done_again(client: Client, dupont, monkeypatch):
    client.get("/schelden", headers=VISITOR)

    def fail(_notes):
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(counting, "_add", fail)
        with pytest.raises(DatabaseError):
            counting.count_notes()
    client.get("/schelden", headers=VISITOR)

    assert counting.count_notes() == 2
    assert Referral.objects.visits() == 2


def test_killed_between_counting_and_throwing_away_counts_once(client: Client, dupont, monkeypatch, folder):
    client.get("/schelden", headers=VISITOR)

    def killed(_path):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", killed)
        with pytest.raises(KeyboardInterrupt):
            counting.count_notes()
    assert len(list(folder.glob("*.taken"))) == 1

    assert counting.count_notes() == 0
    assert Referral.objects.visits() == 1
    assert list(folder.glob("*.taken")) == []


def test_disk_that_is_full_breaks_no_link_and_is_told(client: Client, dupont, monkeypatch, caplog):
    def full(_descriptor, _text):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(journal.os, "write", full)
        for _visit in range(3):
            assert client.get("/schelden", headers=VISITOR).status_code == 302
    client.get("/schelden", headers=VISITOR)
    counting.count_notes()

    assert Referral.objects.visits() == 1
    assert [(gap.day, gap.visits) for gap in ReferralGap.objects.all()] == [(timezone.localdate(), 3)]
    assert [record.message for record in caplog.records].count("visits cannot be noted") <= 1


def test_half_a_line_is_missing_and_the_rest_is_counted(dupont, folder):
    rule = factories.create_rule(key="hate", words={"nl": "haat"})
    note(rule)
    with (folder / "visits").open("a") as visits:
        visits.write("2026-01-0")
    note(rule)
    note(rule)

    assert counting.count_notes() == 2
    assert ReferralGap.objects.get().visits == 1


@pytest.mark.parametrize(
    "line",
    ["", "x", "2026-01-01 a 0 nl x", "2026-01-01 1 0 de facebook", "2026-01-01 1 0 nl myspace", "gisteren 1 0 nl x",
     "missing", "missing gisteren 3", "\x00\x00", "2026-01-01 1 0 nl facebook meer", "é" * 3_000],
)  # fmt: skip
def test_line_that_is_no_visit_is_missing(folder, line):
    folder.mkdir()
    (folder / "visits").write_text(line + "\n")

    assert counting.count_notes() == 0
    assert ReferralGap.objects.get().visits == 1


def test_visits_of_a_rule_that_is_gone_are_dropped_and_of_a_signatory_that_is_gone_kept(dupont):
    rule = factories.create_rule(key="hate", words={"nl": "haat"})
    journal.note(rule=10**9, signatory=dupont.pk, language="nl", platform="facebook")
    journal.note(rule=rule.pk, signatory=10**9, language="nl", platform="facebook")

    counting.count_notes()

    assert counts() == [("", "nl", Platform.FACEBOOK, 1)]


def test_numbers_of_who_was_merged_are_those_of_who_goes_on(dupont, moderator):
    rule = factories.create_rule(key="hate", words={"nl": "haat"})
    other = factories.create_signatory(status=Status.APPROVED, name="Dupont en zonen", slug="dupont-zonen")
    for _visit in range(2):
        note(rule, other)
        note(rule, dupont)
    note(rule, other, platform="x")
    counting.count_notes()
    note(rule, other)

    actions.merge(other, into=dupont, by=moderator)
    counting.count_notes()

    assert counts() == [("dupont", "nl", Platform.FACEBOOK, 5), ("dupont", "nl", Platform.X, 1)]


def test_yesterdays_visits_stay_yesterdays(dupont, time_machine):
    rule = factories.create_rule(key="hate", words={"nl": "haat"})
    time_machine.move_to("2026-03-01T22:59:00Z")
    note(rule)
    time_machine.move_to("2026-03-01T23:01:00Z")
    note(rule)

    counting.count_notes()

    assert sorted(Referral.objects.values_list("day", "visits")) == [(date(2026, 3, 1), 1), (date(2026, 3, 2), 1)]


def test_names_of_files_are_forgotten_after_a_month(dupont, time_machine):
    rule = factories.create_rule(key="hate", words={"nl": "haat"})
    time_machine.move_to("2026-03-01T12:00:00Z")
    note(rule)
    counting.count_notes()
    time_machine.move_to("2026-04-02T12:00:00Z")
    note(rule)
    counting.count_notes()

    assert CountedNotes.objects.count() == 1


def test_who_writes_while_the_file_is_taken_away_writes_in_the_next_one(dupont, folder, monkeypatch):
    rule = factories.create_rule(key="hate", words={"nl": "haat"})
    note(rule)
    flock, taken = fcntl.flock, []

    def take_first(descriptor, operation):
        if not taken:
            taken.append(True)
            counting._take_away()
        flock(descriptor, operation)

    monkeypatch.setattr(journal.fcntl, "flock", take_first)
    note(rule)

    assert len((folder / "visits").read_text().splitlines()) == 1
    assert counting.count_notes() == 2


def test_folder_that_disappears_is_made_again(dupont, folder):
    rule = factories.create_rule(key="hate", words={"nl": "haat"})
    note(rule)
    (folder / "visits").unlink()
    folder.rmdir()

    note(rule)

    assert counting.count_notes() == 1


def test_many_at_once_lose_nothing_while_somebody_counts(folder):
    """Lines are noted by threads, and files taken away meanwhile, without a database to slow it down."""
    done = threading.Event()

    def write() -> None:
        for _line in range(500):
            journal.note(rule=1, signatory=0, language="nl", platform="x")

    def take() -> None:
        while not done.is_set():
            counting._take_away()

    threads = [threading.Thread(target=write) for _thread in range(4)]
    taking = threading.Thread(target=take)
    for thread in [*threads, taking]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    taking.join()

    lines = [line for path in folder.iterdir() for line in path.read_text().splitlines()]
    missing = journal._missing.take().total() + sum(
        int(line.split()[2]) for line in lines if line.startswith("missing")
    )
    assert len([line for line in lines if not line.startswith("missing")]) + missing == 2_000
    assert missing == 0


@pytest.mark.program
def test_process_that_is_killed_has_noted_what_it_answered(folder, settings):
    script = (
        "import os, signal, django; django.setup(); from signatories.referrals import journal\n"
        "for _ in range(50): journal.note(rule=1, signatory=0, language='nl', platform='x')\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = os.environ | {"REFERRALS_FOLDER": str(folder), "DJANGO_SETTINGS_MODULE": "hierniet.settings"}

    killed = subprocess.run([sys.executable, "-c", script], env=environment, timeout=60, check=False)

    assert killed.returncode == -9
    assert len((folder / "visits").read_text().splitlines()) == 50
