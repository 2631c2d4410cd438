"""What has to come before what, where a wrong order would show only on a machine that starts from nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import steps

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("commands", [steps.PREPARE_TO_RUN, steps.PREPARE_TO_SERVE, steps.PREPARE_TO_BENCH])
def test_words_are_compiled_before_anything_is_written_in_them(commands):
    """The first version of a rule says so in its own language, for ever."""
    assert commands[0] == ("catalogues", "compile")


def test_words_are_compiled_on_a_server_before_anything_is_written_in_them():
    script = (ROOT / "deploy" / "update.sh").read_text(encoding="utf-8")

    assert script.index("catalogues compile") < script.index("migrate") < script.index("load_content")


@pytest.mark.program
def test_a_copy_with_nothing_compiled_speaks_every_language_in_the_process_that_compiles(tmp_path):
    """Notes and links are written once, while content is loaded: in the wrong words they would stay wrong."""
    for name in ("hierniet", "guidance", "signatories", "templates", "locale", "deploy"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    say = (
        "from django.urls import reverse; from django.utils import translation;"
        "from guidance.models.rule_versions import usual_note;"
        "translation.activate('nl'); print(usual_note('nl', 0), reverse('guidance:guide'))"
    )
    commands = [steps.PREPARE[0], ("shell", "--no-imports", "--command", say)]

    done = subprocess.run(
        [sys.executable, "-m", "deploy.local.prepare", json.dumps(commands)],
        cwd=tmp_path, env=os.environ | {"DJANGO_SETTINGS_MODULE": "hierniet.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "De eerste versie van deze regel. /nl/gids/" in done.stdout, done.stdout + done.stderr
