"""Starting, watching and ending programs.

Each program gets a session of its own, so that Ctrl-C reaches only the launcher, which then ends them in order, with
whatever they started. A launcher that is killed outright cannot do that: on Linux the kernel ends its children, and
everywhere the next launcher ends what `var/services.json` still names.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .failures import last_lines
from .terminal import undisturbed

PR_SET_PDEATHSIG = 1
LINUX = sys.platform == "linux"


@dataclass
class Service:
    """A program that runs as long as the launcher does. With a log it is silent at the terminal."""

    name: str
    command: Sequence[str]
    log: Path | None = None
    credentials: Mapping[str, Any] = field(default_factory=dict)
    ends_on: signal.Signals = signal.SIGTERM
    patience: float = 10
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self, *, env: Mapping[str, str], folder: Path) -> None:
        with undisturbed(), contextlib.ExitStack() as files:
            output = files.enter_context(self.log.open("wb")) if self.log else None
            self.process = subprocess.Popen(
                [*self.command],
                env=dict(env),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dying_with_parent(self.ends_on),  # noqa: PLW1509 - we have one thread, so it is safe
                **self.credentials,
            )

    @property
    def has_ended(self) -> bool:
        with undisturbed():
            return self.process is not None and self.process.poll() is not None

    def last_words(self) -> str:
        return last_lines(self.log.read_text(errors="replace")) if self.log and self.log.exists() else ""

    def stop(self) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.ends_on)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        kill_group(self.process.pid)
        self.process.wait()


def dying_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """For preexec_fn: asks the kernel to send `how` when the parent dies. Inherited through exec, not by grandchildren."""
    if not LINUX:
        return None
    library = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        library.prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)

    return ask


def die_with_make() -> None:
    """`kill -9` of make ends its recipe too. Only under make: elsewhere the parent may be a shell that just moves on."""
    if LINUX and os.environ.get("MAKELEVEL"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def kill_group(leader: int) -> None:
    """What is left of a program that had a session of its own: its children, or itself when it would not go."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


# Which process is which: a number alone is soon given to another one -------------------------------------------------


def started_at(pid: int) -> str:
    """Together with its number this names a process for ever. Empty when it is gone, or dead and not yet collected."""
    if LINUX:
        with contextlib.suppress(OSError):
            # The second field is the program's name in parentheses and may hold anything, spaces included.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            return "" if fields[0] in {"Z", "X"} else fields[19]
        return ""
    output = ask_ps(pid, "stat=,lstart=")
    return "" if not output or output.startswith("Z") else output.partition(" ")[2].strip()


def command_of(pid: int) -> list[str]:
    if LINUX:
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        return []
    return [ask_ps(pid, "command=")]


def ask_ps(pid: int, columns: str) -> str:
    command = ["ps", "-o", columns, "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def is_alive(pid: int) -> bool:
    return bool(started_at(pid))


def wait_until_gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


# What a killed launcher left behind ----------------------------------------------------------------------------------


def remember(record: Path, services: Sequence[Service]) -> None:
    pids = [service.process.pid for service in services if service.process]
    record.write_text(json.dumps({str(pid): started_at(pid) for pid in pids}))


def end_leftovers(record: Path) -> int:
    """End what the record names and still lives; how many there were."""
    leftovers = [pid for pid, moment in read_record(record).items() if moment and started_at(pid) == moment]
    for pid in leftovers:
        os.kill(pid, signal.SIGTERM)
    for pid in leftovers:
        wait_until_gone(pid, 5)
        kill_group(pid)
    record.unlink(missing_ok=True)
    return len(leftovers)


def read_record(record: Path) -> dict[int, str]:
    """Empty too when a full disk cut it off."""
    try:
        return {int(pid): moment for pid, moment in json.loads(record.read_text()).items()}
    except (FileNotFoundError, ValueError):
        return {}
