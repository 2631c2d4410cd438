"""Asks html-validate, once for many pages: starting Node takes longer than reading a page."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 300  # on a busy machine; three hundred pages usually take ten


def findings(html: Mapping[str, str], folder: Path, rules: str = "pages.mjs") -> dict[str, list[str]]:
    """What is wrong, by the names of `html`; the pages are put in `folder`, which holds nothing else."""
    names = {str(folder / f"{number}.html"): name for number, name in enumerate(html)}
    for path, name in names.items():
        Path(path).write_text(html[name], encoding="utf-8")
    return {names[found["filePath"]]: _sentences(found) for found in _report(folder, rules) if found["messages"]}


def _report(folder: Path, rules: str) -> list[dict]:
    report = folder / "report.json"  # in a pipe, Node leaves off the end of what is long
    command = [os.environ["HTML_VALIDATE"], f"--config={HERE / rules}", f"--formatter=json={report}", str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert report.exists(), ended.stdout + ended.stderr
    return json.loads(report.read_text(encoding="utf-8"))


def _sentences(found: dict) -> list[str]:
    lines = Path(found["filePath"]).read_text(encoding="utf-8").splitlines()
    return [
        f"{message['ruleId']}: {message['message']} in {lines[message['line'] - 1].strip()[:200]}"
        for message in found["messages"]
    ]
