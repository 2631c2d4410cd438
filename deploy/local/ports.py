"""Which port is free, and who holds the one that is not."""

import contextlib
import errno
import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

from . import processes
from .failures import LaunchError

HOST = "127.0.0.1"
LISTENING = "0A"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def require_free(port: int) -> None:
    problem = problem_with(port)
    if problem == errno.EADDRINUSE:
        raise LaunchError(
            f"Port {port} is in use{by_whom(port)}.",
            f"Stop that, or serve elsewhere: PORT={next_free(port)} make run",
        )
    if problem:
        raise LaunchError(
            f"Port {port} cannot be used: {os.strerror(problem)}.",
            f"Ports below 1024 are for root. For example: PORT={next_free(8000)} make run",
        )


def problem_with(port: int) -> int:
    """The error number that listening on `port` meets; 0 when it can be used."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(1)
        except OSError as error:
            return error.errno or errno.EADDRINUSE
    return 0


def next_free(port: int) -> int:
    candidates = (candidate for candidate in range(port + 1, min(port + 100, 65536)))
    return next((candidate for candidate in candidates if not problem_with(candidate)), 0) or free_port()


def by_whom(port: int) -> str:
    """` by process 123 (python manage.py runserver)`, or nothing when that cannot be told."""
    process = holder_from_proc(port) if Path("/proc/net/tcp").exists() else holder_from_lsof(port)
    return f" by process {process}" if process else ""


def holder_from_proc(port: int) -> str:
    sockets = {f"socket:[{inode}]" for inode in listening_inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        if sockets & open_files(process):
            words = " ".join(processes.command_of(int(process.name)))
            return f"{process.name} ({words.strip()[:80]})"
    return ""


def listening_inodes(port: int) -> set[str]:
    lines = [
        line.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for line in Path(table).read_text().splitlines()[1:]
    ]
    return {words[9] for words in lines if words[3] == LISTENING and words[1].endswith(f":{port:04X}")}


def open_files(process: Path) -> set[str]:
    """What a process has open, as far as it is ours to know."""
    names: set[str] = set()
    with contextlib.suppress(OSError):
        for file in (process / "fd").iterdir():
            # One may be closed while we look, such as the one that lists this folder.
            with contextlib.suppress(OSError):
                names.add(str(file.readlink()))
    return names


def holder_from_lsof(port: int) -> str:
    if not shutil.which("lsof"):
        return ""
    command = ["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"^p(\d+)\nc(.+)$", output, re.MULTILINE)
    return f"{found[1]} ({found[2]})" if found else ""
