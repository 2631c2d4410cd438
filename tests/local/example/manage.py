"""A site so small that starting and stopping it can be tested in seconds. See ../conftest.py."""

import os
import signal
import sys

if __name__ == "__main__":
    if sys.argv[1] in {"work", "catch_mail"}:
        signal.pause()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hierniet.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
