"""Strangers' files are opened in a process of its own: what that may cost, and what happens when it goes wrong."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from signatories.logos import child, workshop
from signatories.logos.problems import Problem, UnusableError
from tests.signatories import logo_files
from tests.signatories.logo_files import WHITE, encoded, picture, png

pytestmark = pytest.mark.program
LARGEST = (6_000, 4_000)
MOST_MEGABYTES, MOST_SECONDS = 550, 10


def problem_of(data: bytes) -> Problem:
    with pytest.raises(UnusableError) as refused:
        workshop.make(data)
    return refused.value.problem


def test_what_the_process_makes_is_what_drawing_makes():
    from signatories.logos.drawing import draw

    assert workshop.make(png()) == draw(png())
    assert problem_of(logo_files.SVG) == Problem.IS_SVG


# What the kernel counted for this very program; what `wait4` says begins with the memory of whoever started it.
MEASURE = """
import re, resource, sys
from signatories.logos import child
child.main()
used = resource.getrusage(resource.RUSAGE_SELF)
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
print(int(peak) / 1024, used.ru_utime + used.ru_stime, file=sys.stderr)
"""


def cost_of(data: bytes) -> tuple[float, float]:
    """Megabytes at the worst moment, and seconds of work."""
    done = subprocess.run(
        [sys.executable, "-sEB", "-c", MEASURE], input=data, capture_output=True, cwd=Path.cwd(), env={}, check=True
    )
    megabytes, seconds = done.stderr.split()
    return float(megabytes), float(seconds)


def noisy(size: tuple[int, int]) -> Image.Image:
    """As hard to unpack as a file of four megabytes can be."""
    image = picture(size, ground=WHITE).convert("RGB")
    image.paste(Image.effect_noise((1_500, 1_500), 60).convert("RGB"), (100, 100))
    return image


WORST = {
    "see-through png": lambda: encoded(picture(LARGEST), compress_level=1),
    "noisy webp without loss": lambda: encoded(noisy(LARGEST), "WEBP", lossless=True, method=0, quality=0),
    "progressive jpeg of four inks": lambda: encoded(picture(LARGEST, ground=WHITE).convert("CMYK"), "JPEG", progressive=True),
    "long side": lambda: encoded(picture((12_000, 2_000)), compress_level=1),
}  # fmt: skip


@pytest.mark.parametrize("name", WORST)
def test_the_largest_files_that_are_taken_cost_a_bounded_amount(name):
    data = WORST[name]()
    assert len(data) < 4 * 1024 * 1024

    megabytes, seconds = cost_of(data)

    assert megabytes < MOST_MEGABYTES, f"{megabytes:.0f} MB"
    assert seconds < MOST_SECONDS, f"{seconds:.1f} s"


def test_bombs_cost_next_to_nothing():
    bombs = (logo_files.bomb_of((10_000, 10_000)), logo_files.many_scans(), logo_files.heavy_text())

    costs = [cost_of(bomb) for bomb in bombs]

    assert max(megabytes for megabytes, _seconds in costs) < 120
    assert max(seconds for _megabytes, seconds in costs) < 3


def run_with(monkeypatch, code: str) -> None:
    monkeypatch.setattr(workshop, "COMMAND", [sys.executable, "-sEB", "-c", code])


@pytest.mark.parametrize(
    "code",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "from signatories.logos import child; child.limit(); bytearray(2_000_000_000)",
        "raise SystemExit(3)",
    ],
    ids=["a fault in a decoder", "more memory than there is", "an error"],
)
def test_a_process_that_dies_is_a_file_that_cannot_be_drawn(monkeypatch, code):
    run_with(monkeypatch, code)

    assert problem_of(png()) == Problem.TOO_MUCH_WORK


def test_a_process_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(workshop, "MOST_SECONDS", 0.2)
    run_with(monkeypatch, "import time; time.sleep(60)")

    assert problem_of(png()) == Problem.TOO_MUCH_WORK


def test_too_much_work_is_ended_by_the_system_itself(monkeypatch):
    code = "from signatories.logos import child; child.MOST_CPU_SECONDS = 1; child.limit()\nwhile True: pass"
    run_with(monkeypatch, code)

    assert problem_of(png()) == Problem.TOO_MUCH_WORK


def test_the_process_knows_no_secret_and_no_site(monkeypatch):
    shows = (
        "import json, os, sys; import signatories.logos.child, signatories.logos.drawing\n"
        "print(json.dumps({'problem': 'busy' if not [name for name in sys.modules if name.startswith('django')]"
        " and 'SECRET_KEY' not in os.environ and 'DATABASE_URL' not in os.environ else 'damaged'}))"
    )
    run_with(monkeypatch, shows)

    assert problem_of(png()) == Problem.BUSY


def test_a_program_that_is_missing_is_no_error_page(monkeypatch):
    monkeypatch.setattr(workshop, "COMMAND", ["/does/not/exist"])

    assert problem_of(png()) == Problem.BUSY


def test_one_is_drawn_at_a_time_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(workshop, "PATIENCE_SECONDS", 0.05)
    drawing, done = threading.Event(), threading.Event()
    monkeypatch.setattr(workshop, "_run", lambda data: (drawing.set(), done.wait(10), b'{"problem": "damaged"}\n')[2])
    first = threading.Thread(target=problem_of, args=(png(),))
    first.start()
    drawing.wait(10)

    second = problem_of(png())
    done.set()
    first.join()

    assert second == Problem.BUSY
    assert problem_of(png()) == Problem.DAMAGED


def test_ceiling_stands_above_what_the_largest_files_need():
    assert MOST_MEGABYTES * 1024 * 1024 < child.MOST_MEMORY <= 768 * 1024 * 1024
