"""With real servers: about a second each."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import psycopg2
import pytest

from deploy.local import postgres, postgres_programs, postgres_user, processes
from deploy.local.failures import NO_SPACE, LaunchError
from deploy.local.postgres import Server
from deploy.local.project import Project

from .conftest import place

pytestmark = pytest.mark.program


@pytest.fixture
def new_server(project: Project) -> Iterator[Server]:
    """With no data yet."""
    server = Server(project, "postgres", losable=True)
    yield server
    server.stop()


@pytest.fixture
def server(project: Project, fresh_data: Path) -> Iterator[Server]:
    """As `make run` has it: what is committed is on disk."""
    server = Server(project, "postgres")
    place(fresh_data, server)
    yield server
    server.stop()


def ask(server: Server, question: str):
    settings = dj_database_url.parse(server.url)
    connection = psycopg2.connect(dbname=settings["NAME"], user=settings["USER"], host=settings["HOST"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone()[0] if cursor.description else None
    connection.close()
    return answer


def pid_of(server: Server) -> int:
    assert server.service is not None
    assert server.service.process is not None
    return server.service.process.pid


def test_server_sorts_by_code_point_knows_accents_and_is_private(server: Server):
    server.start()

    assert ask(server, "SELECT upper('één à Liège')") == "ÉÉN À LIÈGE"
    assert ask(server, "SHOW listen_addresses") == ""
    assert ask(server, "SELECT string_agg(x, '' ORDER BY x) FROM unnest('{b,é,A}'::text[]) x") == "Abé"
    assert server.socket_folder is not None
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert server.url_if_running() == server.url
    assert f"embedded) in {server.project.short(server.data)}" in server.description


def test_stop_leaves_nothing_but_the_data(server: Server, project: Project):
    server.start()
    socket_folder = server.socket_folder
    server.stop()

    assert socket_folder is not None
    assert not socket_folder.exists()
    assert not processes.is_alive(pid_of(server))
    assert server.url_if_running() == ""
    assert {path.name for path in project.var.iterdir()} - {"postgres"} == {"log", "mail"}


def test_server_left_by_a_killed_launcher_is_ended_and_nothing_is_lost(server: Server):
    server.start()
    ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    left_behind, old_socket_folder = server.service, server.socket_folder

    server.start()

    assert left_behind is not None
    assert left_behind.has_ended
    assert left_behind is not server.service
    assert old_socket_folder is not None
    assert not old_socket_folder.exists()
    assert ask(server, "SELECT answer FROM kept") == 42


def test_server_killed_outright_starts_again(server: Server):
    server.start()
    ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    killed = server.service
    os.kill(pid_of(server), signal.SIGKILL)

    server.start()

    assert killed is not None
    assert killed.has_ended
    assert ask(server, "SELECT answer FROM kept") == 42


@pytest.mark.parametrize("content", ["", "{pid}\n/elsewhere\n"], ids=["cut off", "number of another program"])
def test_stale_note_of_a_server_is_cleared_away(content: str, server: Server):
    server.start()
    server.stop()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        (server.data / "postmaster.pid").write_text(content.format(pid=other.pid))

        server.start()

        assert other.poll() is None
        other.kill()
    assert ask(server, "SELECT 1") == 1


def test_interrupted_creation_starts_over(new_server: Server, project: Project):
    new_server.settle()
    unfinished = new_server.data.with_name("postgres.unfinished")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("1")

    new_server.start()

    assert ask(new_server, "SELECT 1") == 1
    assert not unfinished.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_without_namespaces_keeps_data_where_a_stand_in_can_enter(
    new_server: Server, project: Project, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postgres_user, "in_a_namespace", lambda: None)
    project.folder.chmod(0o700)

    new_server.start()

    assert ask(new_server, "SELECT upper('é')") == "É"
    assert new_server.data.parent == postgres.home_elsewhere(project)
    assert new_server.data.stat().st_uid == postgres_user.stand_in().pw_uid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_stand_in_stays_the_same_once_there_are_data(
    new_server: Server, project: Project, monkeypatch: pytest.MonkeyPatch
):
    """Installing PostgreSQL on the machine adds a user who would come first."""
    monkeypatch.setattr(postgres_user, "in_a_namespace", lambda: None)
    monkeypatch.setattr(postgres_user, "STAND_INS", ("nobody",))
    project.folder.chmod(0o700)
    new_server.settle()
    new_server.data.mkdir()
    new_server.run_as.own(new_server.data)
    monkeypatch.setattr(postgres_user, "STAND_INS", ("daemon", "nobody"))

    again = Server(project, "postgres")
    again.settle()

    assert again.run_as.user == new_server.run_as.user
    assert again.data == new_server.data


def test_folder_that_holds_something_else_is_left_alone(new_server: Server):
    new_server.settle()
    new_server.data.mkdir()
    new_server.run_as.own(new_server.data)
    (new_server.data / "holiday.jpg").touch()

    with pytest.raises(LaunchError, match="holds something, but no database"):
        new_server.start()

    assert (new_server.data / "holiday.jpg").exists()


def test_full_disk_is_a_sentence(new_server: Server, project: Project, monkeypatch: pytest.MonkeyPatch):
    programs = project.folder / "bin"
    programs.mkdir()
    (programs / "initdb").write_text(
        "#!/bin/sh\necho 'initdb: error: could not write: No space left on device' >&2; exit 1\n"
    )
    (programs / "initdb").chmod(0o755)
    chosen = postgres_programs.Programs(programs, "18.4", is_embedded=True)
    monkeypatch.setattr(postgres_programs, "choose", lambda project, data: chosen)

    with pytest.raises(LaunchError) as caught:
        new_server.start()

    assert caught.value.sentence == NO_SPACE
    assert not new_server.data.exists()


@pytest.mark.parametrize("parent", ["/tmp/" + "x" * 90, "/tmp/a,b"])
def test_socket_folder_has_a_short_plain_path(parent: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(postgres.tempfile, "gettempdir", lambda: parent)

    folder = postgres.make_socket_folder()

    assert folder.parent == Path("/tmp")
    folder.rmdir()
