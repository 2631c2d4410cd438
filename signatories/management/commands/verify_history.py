import argparse
import re
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from signatories.history import check_and_remember, files, newest_seal
from signatories.history.findings import Finding
from signatories.history.walk import witness_problems


class Command(BaseCommand):
    help = (
        "Walk through the whole history and tell what was changed, dropped, moved or inserted. Ends with 1 when "
        "anything was."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--export", type=Path, metavar="FILE", help="Check an exported file; asks no database.")
        parser.add_argument(
            "--witness", type=_seal, metavar="NUMBER:DIGEST", help="A seal that was handed over, from a mail say."
        )

    def handle(self, *args: Any, export: Path | None, witness: tuple[int, str] | None, **options: Any) -> None:
        begun = time.monotonic()
        number, findings, in_all = self._of_file(export) if export else self._of_database(witness)
        for finding in findings:
            self.stdout.write(str(finding))
        if in_all > len(findings):
            self.stdout.write(f"... and {in_all - len(findings):,} more.")
        if in_all:
            raise CommandError(f"{number:,} entries, {in_all:,} findings: this history was tampered with.")
        self.stdout.write(f"{number:,} entries, all as they were written ({time.monotonic() - begun:.1f} s).")
        seal = None if export else newest_seal()
        if seal:
            self.stdout.write(f"Newest seal: {seal}")

    def _of_file(self, path: Path) -> tuple[int, list[Finding], int]:
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
        number, findings = files.check_file(path)
        return number, findings, len(findings)

    def _of_database(self, witness: tuple[int, str] | None) -> tuple[int, list[Finding], int]:
        """Remembered like the daily check of the worker, so that `/readyz` knows too."""
        check = check_and_remember()
        findings = [Finding.from_data(data) for data in check.findings]
        more = list(witness_problems(*witness)) if witness else []
        return check.events, [*findings, *more], check.findings_in_all + len(more)


def _seal(text: str) -> tuple[int, str]:
    if not re.fullmatch(r"[0-9]{1,9}:[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("write it as 12:ab34…, as it stands in the mail")
    number, _separator, digest = text.partition(":")
    return int(number), digest
