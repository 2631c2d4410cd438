"""Chromium for the browser tests: one that is here, else one that can be fetched."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .failures import LaunchError, last_lines
from .project import Project

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ADVICE = (
    "Install one (apt install chromium; brew install --cask chromium) or name it: CHROMIUM=/path/to/chromium make test\n"
    "Without a browser, the other tests: make test ARGS='-m \"not browser\"'"
)


def find(project: Project, values: Mapping[str, str]) -> str:
    """The path of a Chromium that starts; raises when there is none and none can be fetched."""
    named = values.get("CHROMIUM")
    if named:
        return require_named(named)
    present = next(filter(starts, candidates()), "") or of_playwright(project, values)
    return present or fetched(project, values)


def require_named(path: str) -> str:
    if starts(path):
        return path
    raise LaunchError(f"CHROMIUM={path} does not start.", ADVICE)


def candidates() -> list[str]:
    return [*filter(None, map(shutil.which, NAMES)), *(place for place in PLACES if os.access(place, os.X_OK))]


def starts(path: str) -> bool:
    """Ubuntu's `chromium-browser` may be a stub that only tells to install a snap: ask for a version."""
    try:
        result = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0 and any(character.isdigit() for character in result.stdout)


def of_playwright(project: Project, values: Mapping[str, str]) -> str:
    """The one that Playwright fetched earlier, if it starts."""
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    command = [project.python, "-c", question]
    answer = subprocess.run(command, env=values, capture_output=True, text=True, check=False).stdout.strip()
    return answer if answer and Path(answer).exists() and starts(answer) else ""


def fetched(project: Project, values: Mapping[str, str]) -> str:
    print("Fetching Chromium for the browser tests ...", flush=True)
    reasons = []
    for command in ways_to_fetch(project, values):
        result = subprocess.run(command, env=values, capture_output=True, text=True, errors="replace", check=False)
        found = next(filter(starts, candidates()), "") or of_playwright(project, values)
        if found:
            return found
        reasons.append(last_lines(result.stdout + result.stderr, 3))
    raise LaunchError(
        "There is no Chromium here, and none could be fetched.", "\n".join([ADVICE, *filter(None, reasons)])
    )


def ways_to_fetch(project: Project, values: Mapping[str, str]) -> list[list[str]]:
    """The system's packages only on a machine that is there for tests; nobody wants `make` to change their own."""
    playwright = [project.python, "-m", "playwright", "install", "chromium"]
    if values.get("CI") and os.geteuid() == 0 and shutil.which("apt-get"):
        return [["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], playwright]
    return [playwright]
