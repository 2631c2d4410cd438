"""The process in which a stranger's file is opened: `python -m signatories.logos.child` reads it, and writes what it made.

It holds no secret, no connection and no Django, has a ceiling for memory and time, and ends with its one file. The first
line that it writes is JSON; after it come the files, one after another.
"""

import json
import resource
import sys
from contextlib import suppress

MOST_MEMORY = 768 * 1024 * 1024
MOST_CPU_SECONDS = 15


def limit() -> None:
    """Before Pillow is there; what it asks for beyond this it does not get."""
    limits = {
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: MOST_CPU_SECONDS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for name, value in limits.items():
        with suppress(ValueError, OSError):  # macOS knows no ceiling for memory
            resource.setrlimit(name, (value, value))


def main() -> None:
    limit()
    from .drawing import draw  # noqa: PLC0415  after the ceiling stands
    from .problems import UnusableError  # noqa: PLC0415

    out = sys.stdout.buffer
    try:
        made = draw(sys.stdin.buffer.read())
    except UnusableError as error:
        out.write(json.dumps({"problem": error.problem.value}).encode() + b"\n")
        return
    facts = {name: getattr(made, name) for name in ("width", "height", "ground", "remarks", "fingerprint")}
    facts["files"] = [[width, ending, len(content)] for (width, ending), content in made.files.items()]
    out.write(json.dumps(facts).encode() + b"\n")
    for content in made.files.values():
        out.write(content)


if __name__ == "__main__":
    main()
