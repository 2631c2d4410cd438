"""What goes wrong on a machine, said in a sentence and an advice; a traceback is for mistakes of ours only."""

import errno
import re
from typing import NamedTuple


class LaunchError(Exception):
    """A failure to expect: `sentence` says what happened, `advice` what to do."""

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return "\n".join([self.sentence, *(f"  {line}" for line in self.advice.splitlines())])


NO_SPACE = "There is no space left on the disk."
NO_SPACE_ADVICE = "Free about 1 GB (df -h shows what is full) and run the same command again."
READ_ONLY = "This folder cannot be written to: its disk is read-only."
READ_ONLY_ADVICE = "Clone the project in a folder of your own, or mount the disk for writing."
NOT_ALLOWED = "Something in this folder is not yours to write."
NOT_ALLOWED_ADVICE = (
    'If an earlier `make` ran as root, give the folder back:   sudo chown -R "$(id -un)" .\n'
    "Otherwise clone the project in a folder of your own."
)


class Cause(NamedTuple):
    """What programs write when they fail, and how we say it."""

    pattern: str
    sentence: str
    advice: str


# The first that fits wins.
KNOWN_CAUSES = (
    Cause(r"No space left on device|Disk quota exceeded", NO_SPACE, NO_SPACE_ADVICE),
    Cause(r"Read-only file system", READ_ONLY, READ_ONLY_ADVICE),
    Cause(
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "A downloaded package is not the one that is pinned by its hash.",
        "Run it again: a broken download is the usual cause. If it stays, whatever serves your packages has changed\n"
        "them: do not install them, and tell the maintainers.",
    ),
    Cause(
        r"Temporary failure in name resolution|NameResolutionError|NewConnectionError|Network is unreachable"
        r"|Connection refused|ConnectTimeout|ReadTimeout|ProxyError|CERTIFICATE_VERIFY_FAILED|SSLError"
        r"|nodename nor servname|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT",
        "The packages could not be downloaded: this machine does not reach the package index.",
        "Check the connection, the proxy (HTTPS_PROXY) or the mirror (pip config list, npm config list), and run it again.",
    ),
    Cause(
        r"No matching distribution found for (?P<name>[\w.-]+)",
        "{name} does not exist ready-made for this machine and this Python.",
        "Ready-made packages exist for Python 3.11 to 3.14 on Linux with glibc (x86_64, aarch64) and on macOS.\n"
        "With another Python: PYTHON=/usr/bin/python3.13 make run",
    ),
    Cause(r"Permission denied", NOT_ALLOWED, NOT_ALLOWED_ADVICE),
)


def cause_in(output: str) -> LaunchError | None:
    """The known cause that a program's output betrays, if any."""
    for cause in KNOWN_CAUSES:
        found = re.search(cause.pattern, output)
        if found:
            return LaunchError(cause.sentence.format(**found.groupdict()), cause.advice)
    return None


def from_os_error(error: OSError) -> LaunchError | None:
    """The same for what Python itself meets."""
    place = f"\n({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return LaunchError(NO_SPACE, NO_SPACE_ADVICE + place)
        case errno.EROFS:
            return LaunchError(READ_ONLY, READ_ONLY_ADVICE + place)
        case errno.EACCES | errno.EPERM:
            return LaunchError(NOT_ALLOWED, NOT_ALLOWED_ADVICE + place)
    return None


def last_lines(output: str, count: int = 15) -> str:
    return "\n".join(output.strip().splitlines()[-count:])
