"""python -m deploy.local <word> [arguments]: what `make <word>` does."""

import sys
from collections.abc import Callable, Sequence

from . import chores, processes, serving, testing
from .failures import LaunchError, from_os_error
from .project import Project
from .terminal import StopRequested, complain, say, stopping_on_request

COMMANDS: dict[str, Callable[[Project, Sequence[str]], int]] = {
    "run": serving.run,
    "serve": serving.serve,
    "test": testing.test,
    "unit": testing.unit,
    "check": testing.check,
    "bench": chores.bench,
    "manage": chores.manage,
    "fix": chores.fix,
    "messages": chores.messages,
    "lock": chores.lock,
}
MEANT_TO_BE_STOPPED = (serving.run, serving.serve)
INTERRUPTED = 130


def main(words: Sequence[str]) -> int:
    if not words or words[0] not in COMMANDS:
        complain(LaunchError(f"Usage: python -m deploy.local {{{'|'.join(COMMANDS)}}} [arguments]"))
        return 2
    processes.die_with_make()
    command = COMMANDS[words[0]]
    try:
        with stopping_on_request():
            return command(Project(), words[1:])
    except StopRequested:
        say("Stopped.")
        return 0 if command in MEANT_TO_BE_STOPPED else INTERRUPTED
    except LaunchError as error:
        complain(error)
    except OSError as error:
        expected = from_os_error(error)
        if expected is None:
            raise
        complain(expected)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
