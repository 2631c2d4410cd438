"""Whoever writes what the guide says locks the content version before any row: nobody waits in a circle."""

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guidance.content_files import CONTENT_FOLDER
from guidance.editing.formsets import LanguageFormSet
from guidance.loading import load_content
from guidance.models import ContentVersion, HouseRule, Outcome, Reply
from signatories import content_loading
from signatories.content_loading import load_reasons
from signatories.models import Reason
from tests import factories
from tests.guidance.editing import add_address, change_address, errors_of, open_form, save, sent
from tests.guidance.kinds import MAKERS
from tests.guidance.test_load_content import rewrite
from tests.signatories.threads import somebody_waits_for_me, together

pytestmark = pytest.mark.pages
VERSION = ContentVersion._meta.db_table
LOCKS = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM|SELECT .* FROM) "(\w+)"', re.DOTALL)


def tables_locked(queries: CaptureQueriesContext) -> list[str]:
    """In the order in which they are written to, or read with a lock."""
    found = [(LOCKS.match(query["sql"]), query["sql"]) for query in queries.captured_queries]
    return [match[1] for match, sql in found if match and ("FOR UPDATE" in sql or not sql.startswith("SELECT"))]


# One at a time -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MAKERS)
def test_form_locks_the_content_version_first_in_every_kind_of_text(admin_client: Client, kind: str) -> None:
    owner = MAKERS[kind]()
    fields = open_form(admin_client, change_address(owner))

    with CaptureQueriesContext(connection) as queries:
        assert admin_client.post(change_address(owner), fields).status_code == 302

    assert tables_locked(queries)[0] == VERSION


@pytest.mark.parametrize("kind", MAKERS)
def test_form_that_is_opened_locks_nothing(admin_client: Client, kind: str) -> None:
    owner = MAKERS[kind]()

    with CaptureQueriesContext(connection) as queries:
        open_form(admin_client, change_address(owner))

    assert tables_locked(queries) == []


@pytest.mark.parametrize("kind", MAKERS)
def test_row_that_is_saved_or_deleted_locks_the_content_version_first(db: None, kind: str) -> None:
    owner = MAKERS[kind]()
    text = owner.texts.get(language="nl")
    rows: list[models.Model] = [text] if isinstance(owner, Reason) else [text, owner]

    for row in rows:
        with CaptureQueriesContext(connection) as queries:
            row.save()
        assert tables_locked(queries)[0] == VERSION
    with CaptureQueriesContext(connection) as queries:
        text.delete()
    assert tables_locked(queries)[0] == VERSION


@pytest.mark.parametrize("load", [load_content, load_reasons])
def test_load_locks_the_content_version_before_it_reads(db: None, content: Path, load: Callable[[Path], Any]) -> None:
    with CaptureQueriesContext(connection) as queries:
        load(content)

    first = next(query["sql"] for query in queries.captured_queries if not query["sql"].startswith("SAVEPOINT"))
    assert VERSION in first
    assert "FOR UPDATE" in first


# Two at once, with real transactions -------------------------------------------------------------------------------

committing = pytest.mark.django_db(transaction=True)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """One rule that ships, and the reasons."""
    shutil.copytree(CONTENT_FOLDER / "rules" / "insults", tmp_path / "rules" / "insults")
    for name in ("pages", "articles", "aids", "replies"):
        (tmp_path / name).mkdir()
    (tmp_path / "helplines.toml").write_text("helpline = []", encoding="utf-8")
    shutil.copy(content_loading.CONTENT_FOLDER / "decline_reasons.toml", tmp_path)
    return tmp_path


class Meeting:
    """Within her first save Anna waits until somebody else waits for her: `when` says on which side of writing the words."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
        self.has_begun = Event()
        really_save = LanguageFormSet.save

        def save(formset: LanguageFormSet, **how: Any) -> Any:
            is_anna = not self.has_begun.is_set()
            if is_anna and when == "before":
                self.wait()
            saved = really_save(formset, **how)
            if is_anna and when == "after":
                self.wait()
            return saved

        monkeypatch.setattr(LanguageFormSet, "save", save)

    def wait(self) -> None:
        self.has_begun.set()
        assert somebody_waits_for_me()

    def then(self, action: Callable[[], Any]) -> Any:
        """For the other one."""
        assert self.has_begun.wait(timeout=20)
        return action()


def anna_and_ben() -> list[Client]:
    clients = [Client(), Client()]
    for client, name in zip(clients, ("Anna", "Ben"), strict=True):
        client.force_login(factories.create_editor(name=name))
    return clients


@committing
def test_rule_is_saved_while_somebody_adds_a_reply_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    anna, ben = anna_and_ben()
    rule = factories.create_rule()
    fields = open_form(anna, change_address(rule)) | sent(rule, fr__lead="Changé.", fr__change_note="Pourquoi.")
    reply = open_form(ben, add_address(Reply)) | {"rule": rule.pk, "tone": "friendly"}
    meeting = Meeting(monkeypatch, "before")

    answers = together(
        partial(anna.post, change_address(rule), fields),
        partial(meeting.then, partial(ben.post, add_address(Reply), reply)),
    )

    assert [answer.status_code for answer in answers] == [302, 302]
    assert rule.texts.get(language="fr").lead == "Changé."
    assert Reply.objects.get().rule == rule


@committing
def test_question_is_saved_while_somebody_adds_an_outcome_to_its_aid(monkeypatch: pytest.MonkeyPatch) -> None:
    anna, ben = anna_and_ben()
    aid = factories.create_aid()
    question = aid.questions.get(key="kind")
    fields = open_form(anna, change_address(question)) | sent(question, nl__text="Nieuwe vraag?")
    outcome = open_form(ben, add_address(Outcome)) | {"aid": aid.pk, "key": "new", "moves": ["leave"]}
    meeting = Meeting(monkeypatch, "before")

    answers = together(
        partial(anna.post, change_address(question), fields),
        partial(meeting.then, partial(ben.post, add_address(Outcome), outcome)),
    )

    assert [answer.status_code for answer in answers] == [302, 302]
    assert question.texts.get(language="nl").text == "Nieuwe vraag?"
    assert aid.outcomes.filter(key="new").exists()


@committing
@pytest.mark.parametrize("when", ["before", "after"])
def test_load_keeps_what_an_editor_saves_just_then(content: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    load_content(content)
    anna, _ben = anna_and_ben()
    rule = HouseRule.objects.get()
    fields = open_form(anna, change_address(rule)) | sent(rule, nl__lead="Van Anna.", nl__change_note="Waarom.")
    rewrite(content / "rules" / "insults" / "nl.md", rule.texts.get(language="nl").lead, "Uit de bestanden.")
    meeting = Meeting(monkeypatch, when)

    answer, report = together(
        partial(anna.post, change_address(rule), fields),
        partial(meeting.then, partial(load_content, content)),
    )

    assert answer.status_code == 302
    assert (report.updated, len(report.kept)) == (0, 1)
    assert rule.texts.get(language="nl").lead == "Van Anna."


@committing
@pytest.mark.parametrize("when", ["before", "after"])
def test_load_keeps_the_reason_that_somebody_saves_just_then(
    content: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    load_reasons(content)
    anna = Client()
    anna.force_login(User.objects.create_superuser("Anna"))
    reason = Reason.objects.first()
    fields = open_form(anna, change_address(reason)) | sent(reason, nl__explanation="Van Anna.")
    rewrite(content / "decline_reasons.toml", reason.texts.get(language="nl").explanation, "Uit de bestanden.")
    meeting = Meeting(monkeypatch, when)

    answer, report = together(
        partial(anna.post, change_address(reason), fields),
        partial(meeting.then, partial(load_reasons, content)),
    )

    assert answer.status_code == 302
    assert (report.updated, len(report.kept)) == (0, 1)
    assert reason.texts.get(language="nl").explanation == "Van Anna."


@committing
def test_form_that_is_refused_keeps_nobody_waiting() -> None:
    anna, _ben = anna_and_ben()
    page = factories.create_page()

    response = save(anna, page, nl__title="")
    [locked] = together(_lock_without_waiting)

    assert response.status_code == 200
    assert "title" in errors_of(response)
    assert locked == [1]


@transaction.atomic
def _lock_without_waiting() -> list[int]:
    return [row.pk for row in ContentVersion.objects.select_for_update(nowait=True)]
