"""A PostgreSQL server of this clone's own, that nobody else on the machine can reach.

It listens on no port, only on a unix socket in a private folder; that folder is what keeps others out, so the server
asks for no password. The folder is a short one in the system's temporary folder, because a socket's path may have no
more than about 100 characters and a clone's path may be longer.
"""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from . import postgres_programs, postgres_user, processes
from .failures import LaunchError, cause_in, last_lines
from .postgres_programs import Programs
from .postgres_user import RunAs
from .processes import Service
from .project import Project

NAME = "hierniet"  # of the database and of its owner
FAST_AND_LOSABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SOCKET_FOLDER_PREFIX = "hierniet-"
LONGEST_TEMPORARY_FOLDER = 70
SECONDS_TO_START = 60  # after a power cut it first repeats what was not on disk yet
STILL_ENDING = ("pre-existing shared memory block", "lock file")
# Where data and programs go when the only user that may run the server cannot enter the clone's folder.
ELSEWHERE = Path("/var/lib")


class Server:
    """`losable` is for tests: fast, and nothing of it survives a power cut."""

    def __init__(self, project: Project, folder_name: str, *, losable: bool = False) -> None:
        self.project = project
        self.losable = losable
        self.log = project.logs / f"{folder_name}.log"
        self.data = project.var / folder_name
        self.socket_folder: Path | None = None
        self.service: Service | None = None
        self.programs: Programs
        self.run_as: RunAs

    @property
    def url(self) -> str:
        return url_at(self.socket_folder)

    @property
    def description(self) -> str:
        place = f"{self.programs.description} in {self.project.short(self.data)}"
        return f"{place}, {self.run_as.description}" if self.run_as.description else place

    def start(self) -> None:
        self.settle()
        end_leftover(self.data)
        self._remove_socket_folder()
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._start_patiently()

    def url_if_running(self) -> str:
        """The address of the server that another launcher of this clone started; empty when there is none."""
        folder = self._noted_socket_folder()
        return url_at(folder) if folder and takes_connections(folder) else ""

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is written."""
        if self.service:
            self.service.stop()
        self._remove_socket_folder()

    # Where and as whom -------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Decide who runs which programs on which folder."""
        self.run_as = postgres_user.choose(self.project, self.data)
        self.programs = postgres_programs.choose(self.project, self.data)
        if self.run_as.can_enter(self.programs.folder, self.data.parent):
            return
        home = home_elsewhere(self.project)
        home.mkdir(mode=0o755, exist_ok=True)
        self.data = home / self.data.name
        self.run_as = postgres_user.choose(self.project, self.data)
        self.programs = postgres_programs.copied(postgres_programs.choose(self.project, self.data), home)

    # Creating ----------------------------------------------------------------------------------------------------

    def _create(self) -> None:
        """Under another name first: a data folder that has its right name is complete."""
        if self.data.exists() and any(self.data.iterdir()):
            raise LaunchError(
                f"{self.project.short(self.data)} holds something, but no database.",
                "Move it away, and run this again.",
            )
        print(f"Creating a database with {self.programs.description} ...", flush=True)
        unfinished = self.data.with_name(self.data.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.run_as.own(unfinished)
        try:
            self._run([self.programs.path("initdb"), "-D", str(unfinished), *self._initdb_options()])
            single_user = [self.programs.path("postgres"), "--single", "-D", str(unfinished), "postgres"]
            self._run(single_user, text=f"CREATE DATABASE {NAME};\n")
        except LaunchError:
            # On a full disk it would take the space that is needed to try again.
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        if self.data.exists():
            self.data.rmdir()
        unfinished.rename(self.data)

    def _initdb_options(self) -> list[str]:
        """Sorting and case by Unicode code points, the same on every machine; the wheel has no ICU."""
        modern = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        locale = modern if self.programs.major >= 17 else ["--locale=C.UTF-8"]
        sync = ["--no-sync"] if self.losable else []
        return ["--encoding=UTF8", *locale, f"--username={NAME}", "--auth=trust", *sync]

    def _run(self, command: Sequence[str], *, text: str = "") -> None:
        result = subprocess.run(
            [*self.run_as.prefix, *command],
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            env=self._environment(),
            cwd="/",
            check=False,
            **self.run_as.credentials,
        )
        output = result.stdout + result.stderr
        if result.returncode or "ERROR:" in output or "FATAL:" in output:
            raise cause_in(output) or LaunchError(f"{Path(command[0]).name} failed.", last_lines(output))

    def _environment(self) -> dict[str, str]:
        """Not the caller's: PGDATA, PGHOST and a foreign LC_ALL would change what is made."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    # Starting ----------------------------------------------------------------------------------------------------

    def _start_patiently(self) -> None:
        """What a killed server left in memory needs a moment to go."""
        deadline = time.monotonic() + 15
        while True:
            self._start_once()
            if self._is_ready():
                return
            output = self.log.read_text(errors="replace")
            self.stop()
            if time.monotonic() > deadline or not any(words in output for words in STILL_ENDING):
                raise cause_in(output) or LaunchError(f"{self.programs.description} did not start.", last_lines(output))
            time.sleep(0.5)

    def _start_once(self) -> None:
        self.socket_folder = make_socket_folder()
        self._socket_note.write_text(str(self.socket_folder))
        self.run_as.own(self.socket_folder)
        settings = ["listen_addresses=", *(FAST_AND_LOSABLE if self.losable else ())]
        options = [word for setting in settings for word in ("-c", setting)]
        program = [self.programs.path("postgres"), "-D", str(self.data), "-k", str(self.socket_folder), *options]
        self.service = Service(
            name="PostgreSQL",
            command=[*self.run_as.prefix, *program],
            log=self.log,
            credentials=self.run_as.credentials,
            ends_on=signal.SIGINT,
            patience=30,
        )
        self.service.start(env=self._environment(), folder=Path("/"))

    @property
    def _socket_note(self) -> Path:
        """Says where the socket folder is, to whoever comes after a launcher that was killed."""
        return self.project.var / f"{self.data.name}.socket-folder"

    def _noted_socket_folder(self) -> Path | None:
        """Only what can be one of ours: a full disk may have cut the note off."""
        try:
            folder = Path(self._socket_note.read_text())
        except FileNotFoundError:
            return None
        return folder if folder.name.startswith(SOCKET_FOLDER_PREFIX) else None

    def _remove_socket_folder(self) -> None:
        folder = self._noted_socket_folder()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        self._socket_note.unlink(missing_ok=True)

    def _is_ready(self) -> bool:
        """Wait until it takes connections; False when it ended instead."""
        assert self.service is not None
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.service.has_ended and time.monotonic() < deadline:
            if status_in(self.data) == "ready":
                return True
            time.sleep(0.02)
        return False


def home_elsewhere(project: Project) -> Path:
    """One for each clone, known by where the clone is."""
    digest = hashlib.sha256(str(project.folder).encode()).hexdigest()[:12]
    return ELSEWHERE / f"hierniet-{digest}"


def url_at(socket_folder: Path | None) -> str:
    return f"postgresql://{NAME}@{quote(str(socket_folder), safe='')}/{NAME}"


def make_socket_folder() -> Path:
    """Mode 0700 and a name that nobody can guess: mkdtemp sees to both."""
    parent = tempfile.gettempdir()
    if len(parent) > LONGEST_TEMPORARY_FOLDER or "," in parent:
        parent = "/tmp"  # noqa: S108 - a fresh private folder in it, never a file of its own
    return Path(tempfile.mkdtemp(prefix=SOCKET_FOLDER_PREFIX, dir=parent))


def takes_connections(socket_folder: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(socket_folder / ".s.PGSQL.5432"))
        except OSError:
            return False
    return True


# A server that an earlier launcher left behind -----------------------------------------------------------------------


def end_leftover(data: Path) -> None:
    """End a server that still runs on `data`, and clear away what a dead one left.

    We hold the clone's lock here, so whatever runs is nobody's. PostgreSQL itself goes by the number in the file only:
    it takes a zombie, or another program that was given the number since, for a running server.
    """
    lines = pid_file_lines(data)
    pid = int(lines[0]) if lines else 0
    if pid and is_server_of(data, pid):
        print(f"Ending a PostgreSQL server (process {pid}) that an earlier run left behind.", flush=True)
        end_server(pid)
    (data / "postmaster.pid").unlink(missing_ok=True)


def end_server(pid: int) -> None:
    for how, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
        with suppress(ProcessLookupError):
            os.kill(pid, how)
        if processes.wait_until_gone(pid, seconds):
            return
    raise LaunchError(f"A PostgreSQL server (process {pid}) cannot be ended.", f"Try   sudo kill -9 {pid}")


def is_server_of(data: Path, pid: int) -> bool:
    words = processes.command_of(pid)
    return processes.is_alive(pid) and any("postgres" in word for word in words) and str(data) in " ".join(words)


def status_in(data: Path) -> str:
    """`starting`, `ready` or `stopping`, as the server itself notes it."""
    lines = pid_file_lines(data)
    return lines[7].strip() if len(lines) > 7 else ""


def pid_file_lines(data: Path) -> list[str]:
    """Number, data folder, start time, port, socket folder, listening address, shared memory, status."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
    return lines if lines and lines[0].isdecimal() else []
