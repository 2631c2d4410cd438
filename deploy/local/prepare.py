"""Runs management commands one after the other in one process: Django starts once instead of five times.

Usage: python -m deploy.local.prepare '[["migrate", "--no-input"], …]'. Writes one line of JSON a command.
"""

import io
import json
import os
import sys
import time

import django
from django.core.management import CommandError, call_command


def main(commands: list[list[str]]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hierniet.settings")
    django.setup()
    for command in commands:
        started, output = time.monotonic(), io.StringIO()
        try:
            call_command(*command, stdout=output)
        except CommandError as error:
            sys.exit(f"{' '.join(command)}: {error}")
        report = {"command": command, "seconds": time.monotonic() - started, "output": output.getvalue().strip()}
        print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
