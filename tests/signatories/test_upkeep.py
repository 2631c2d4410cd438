"""What runs by itself, as the back office shows it; and the history of a signatory as a file."""

import csv
import io
import json
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from signatories import actions, history, overview, retention
from signatories.enums import EventKind, Status
from signatories.history import files
from signatories.history.findings import Finding, Trouble
from signatories.management.commands import work
from signatories.models import Event, HistoryCheck, HistorySeal, RetentionRun, Signatory
from tests import factories
from tests.protected import history_unprotected

pytestmark = pytest.mark.django_db
UPKEEP = reverse("admin:signatories_event_upkeep")


def all_is_well() -> None:
    RetentionRun.objects.create(finished_at=timezone.now(), erased={"old mails": 3, "old salts": 0})
    history.make_seal()
    history.check_and_remember()


def told(moderator) -> Signatory:
    signatory = factories.create_signatory(status=Status.APPROVED)
    actions.record(signatory, by=None, why="=1+1")
    actions.record(signatory, by=moderator, what=EventKind.CORRECTION, why="Zij belde zelf.\nEchtwaar “ja”, zo.")
    actions.record(signatory, by=None)
    return signatory


# The page --------------------------------------------------------------------------------------------------------------


def test_page_tells_when_everything_was_done_last(moderator, moderator_client: Client):
    told(moderator)
    all_is_well()

    response = moderator_client.get(UPKEEP)

    assert response.status_code == 200
    assert response.context["check"] == HistoryCheck.objects.get()
    assert (response.context["check_state"], response.context["findings"]) == ("good", [])
    assert list(response.context["seals"]) == [history.newest_seal()]
    assert [erased for _run, erased in response.context["runs"]] == [[(str(retention.JOB_LABELS["old mails"]), 3)]]
    assert str(history.newest_seal()) in response.content.decode()


def test_page_tells_what_was_found(moderator, moderator_client: Client):
    signatory = told(moderator)
    with history_unprotected():
        signatory.events.filter(number=3).delete()
    history.check_and_remember()

    response = moderator_client.get(UPKEEP)

    assert response.context["findings"] == [Finding(Trouble.CUT, signatory.receipt_number, 3)]
    assert response.context["check_state"] == "late"
    assert f"{signatory.receipt_number}:" in response.content.decode()


@pytest.mark.parametrize("number", [0, 1, 30])
def test_page_takes_the_same_queries_however_long_it_runs(
    moderator_client: Client, django_assert_max_num_queries, number
):
    for position in range(number):
        HistorySeal.objects.create(number=position + 1, last_event=0, events=0, digest="a" * 64)
        RetentionRun.objects.create(finished_at=timezone.now())
        HistoryCheck.objects.create(events=0)

    with django_assert_max_num_queries(10):
        assert moderator_client.get(UPKEEP).status_code == 200


def upkeep_tasks(user) -> list[tuple[int, str, str]]:
    return [(task.number, task.level, task.url) for task in overview.tasks(user) if task.url == UPKEEP]


def test_first_page_says_nothing_while_all_is_well(moderator):
    all_is_well()

    assert upkeep_tasks(moderator) == []


def test_first_page_tells_of_tampering_and_of_what_is_overdue(moderator, editor):
    assert upkeep_tasks(moderator) == [(1, "late", UPKEEP), (1, "late", UPKEEP)]
    all_is_well()
    HistoryCheck.objects.create(events=3, findings_in_all=2)
    assert upkeep_tasks(moderator) == [(2, "late", UPKEEP)]
    HistoryCheck.objects.all().delete()
    HistoryCheck.objects.create(events=3, started_at=timezone.now() - timedelta(days=3))
    RetentionRun.objects.update(started_at=timezone.now() - timedelta(days=3))
    assert upkeep_tasks(moderator) == [(1, "late", UPKEEP), (1, "late", UPKEEP)]
    assert upkeep_tasks(editor) == []


def test_worker_seals_and_checks_once_a_day():
    command = work.Command()

    command._look_after_history()
    command._look_after_history()
    assert (HistorySeal.objects.count(), HistoryCheck.objects.count()) == (1, 1)

    HistoryCheck.objects.update(started_at=timezone.now() - timedelta(hours=21))
    with history_unprotected():
        HistorySeal.objects.update(at=timezone.now() - timedelta(hours=21))
    command._look_after_history()
    assert (HistorySeal.objects.count(), HistoryCheck.objects.count()) == (2, 2)


def test_every_job_has_a_name_for_people():
    assert {job.name for job in retention.JOBS} == retention.JOB_LABELS.keys()


@pytest.mark.parametrize(("key", "is_shown"), [("privacy", True), ("about", False)])
def test_page_about_privacy_shows_every_line_and_no_other_page_does(client: Client, key, is_shown):
    page = factories.create_page(key=key)
    text = page.texts.get(language="nl")

    content = unescape(client.get(text.get_absolute_url()).content.decode())

    with translation.override("nl"):
        for line in (*retention.LINES, *retention.LINES_ABOUT_COLLEAGUES):
            assert (str(line.what) in content) is is_shown
            assert (str(line.until) in content) is is_shown


# The file --------------------------------------------------------------------------------------------------------------


def address(signatory: Signatory, ending: str) -> str:
    return reverse("admin:signatories_event_file", args=[signatory.pk, ending])


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_file_is_whole_and_can_be_checked_without_the_database(  # noqa: PLR0917  fixtures
    moderator, moderator_client: Client, tmp_path: Path, django_assert_num_queries, capsys, ending
):
    signatory = told(moderator)
    response = moderator_client.get(address(signatory, ending))
    path = tmp_path / "file"
    path.write_bytes(response.content)

    assert response["Content-Disposition"].startswith(f'attachment; filename="{signatory.receipt_number}-')
    assert "no-store" in response["Cache-Control"]
    with django_assert_num_queries(0):
        call_command("verify_history", "--export", str(path))
    assert capsys.readouterr().out.startswith("3 entries, all as they were written")


@pytest.mark.parametrize("ending", ["json", "csv"])
@pytest.mark.parametrize(
    ("old", "new"),
    [("approved", "declined"), ("Zij belde", "Hij belde"), ("correction", "status")],
)
def test_file_that_was_changed_is_found_out(moderator, tmp_path: Path, ending, old, new):
    signatory = told(moderator)
    data = history.history_as_data(signatory, for_public=False)
    text = {"json": files.as_json, "csv": files.as_csv}[ending](data)
    assert old in text
    path = tmp_path / "file"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")

    with pytest.raises(CommandError, match="tampered"):
        call_command("verify_history", "--export", str(path))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "{", "receipt\n", "\0", '{"format": "HierNiet history 1", "signatory": 1, "end": 3}']
)
def test_file_that_is_something_else_is_refused_and_not_believed(tmp_path: Path, text):
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match="tampered"):
        call_command("verify_history", "--export", str(path))


def test_file_that_is_not_there_is_told_apart(tmp_path: Path):
    with pytest.raises(CommandError, match="no file") as refusal:
        call_command("verify_history", "--export", str(tmp_path / "nothing"))

    assert refusal.value.returncode == 2


def test_file_cut_off_at_the_end_is_found_out(moderator, tmp_path: Path):
    data = history.history_as_data(told(moderator))
    del data["entries"][-1]
    path = tmp_path / "file.json"
    path.write_text(files.as_json(data), encoding="utf-8")

    assert files.check_file(path) == (2, [Finding(Trouble.CUT, data["signatory"], 3)])


def test_table_holds_nothing_that_a_spreadsheet_would_calculate(moderator):
    table = files.as_csv(history.history_as_data(told(moderator), for_public=False))
    cells = [cell for row in csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")) for cell in row]

    assert "'=1+1" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_public_file_names_no_colleague_and_tells_nothing_they_wrote(moderator, tmp_path: Path):
    moderator.first_name = "Moderata"
    moderator.save()
    signatory = told(moderator)

    text = files.as_json(history.history_as_data(signatory))

    for secret in ("Moderata", moderator.username, "belde"):
        assert secret not in text
    assert [entry.get("why") for entry in json.loads(text)["entries"]] == ["=1+1", None, ""]
    path = tmp_path / "file.json"
    path.write_text(text, encoding="utf-8")
    assert files.check_file(path) == (3, [])


def test_explanation_shows_the_line_that_gives_the_first_digest(moderator):
    data = history.history_as_data(told(moderator))
    line = data["how_to_check"][-1].partition(": ")[2]

    assert line.startswith('["HierNiet event 1","HN-')
    assert files.sha256(line) == data["entries"][0]["digest"]


def test_file_is_linked_from_the_page_of_who_may_see_it(moderator, moderator_client: Client):
    signatory = told(moderator)

    page = moderator_client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).content.decode()

    assert address(signatory, "json") in page
    assert moderator_client.get(address(signatory, "xml")).status_code == 404
    assert moderator_client.get(reverse("admin:signatories_event_file", args=[0, "json"])).status_code == 404
    assert Event.objects.count() == 3
