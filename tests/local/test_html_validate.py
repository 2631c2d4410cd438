import json
from pathlib import Path

import pytest

from deploy.local import html_validate
from deploy.local.failures import LaunchError
from deploy.local.project import Project
from tests.local.conftest import ROOT

pytestmark = pytest.mark.program
WRITES_A_PROGRAM = """
echo "$@" >> asked
mkdir -p node_modules/.bin
printf '#!/bin/sh\\necho html-validate-9\\n' > node_modules/.bin/html-validate
chmod +x node_modules/.bin/html-validate
"""


@pytest.fixture
def programs(tmp_path: Path, project: Project) -> Path:
    """The only place where programs are looked for, and a clone with something to install."""
    source = project.folder / "tests" / "html"
    source.mkdir(parents=True)
    for name in html_validate.LOCK:
        (source / name).write_text("{}")
    folder = tmp_path / "programs"
    folder.mkdir()
    pretend(folder, "node", "")
    return folder


def pretend(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def path(programs: Path) -> dict[str, str]:
    return {"PATH": f"{programs}:/usr/bin:/bin"}


def asked(project: Project) -> list[str]:
    return (html_validate.folder(project) / "asked").read_text().splitlines()


def test_it_is_installed_once_exactly_as_locked(programs: Path, project: Project):
    pretend(programs, "npm", WRITES_A_PROGRAM)

    found = [html_validate.find(project, path(programs)) for _time in range(2)]

    assert found == [str(project.var / "html-validate/node_modules/.bin/html-validate")] * 2
    assert asked(project) == ["ci --ignore-scripts --no-audit --no-fund --no-progress"]
    assert {name for name in html_validate.LOCK if (html_validate.folder(project) / name).exists()} == set(
        html_validate.LOCK
    )


def test_changed_lock_is_installed_anew(programs: Path, project: Project):
    pretend(programs, "npm", WRITES_A_PROGRAM)
    html_validate.find(project, path(programs))
    (project.folder / "tests/html/package-lock.json").write_text('{"newer": true}')

    html_validate.find(project, path(programs))

    assert len(asked(project)) == 2


def test_failed_installation_says_why_and_is_tried_again(programs: Path, project: Project):
    pretend(programs, "npm", "echo 'npm error: something new' >&2; exit 1")

    with pytest.raises(LaunchError, match=r"npm could not install html-validate\.\n  npm error: something new"):
        html_validate.find(project, path(programs))

    assert not html_validate.is_installed(project)


@pytest.mark.parametrize(
    ("present", "sentence"),
    [
        ((), "There is no node and no npm here."),
        (("node",), "There is no npm here."),
        (("npm",), "There is no node here."),
    ],
)
def test_machine_without_node_is_told_what_to_install(tmp_path: Path, project: Project, present, sentence):
    for name in present:
        pretend(tmp_path, name, "")

    with pytest.raises(LaunchError) as caught:
        html_validate.find(project, {"PATH": str(tmp_path)})

    assert caught.value.sentence == sentence
    assert "apt install nodejs npm" in caught.value.advice


def test_node_that_is_too_old_is_told(programs: Path, project: Project):
    pretend(programs, "npm", WRITES_A_PROGRAM.replace("echo html-validate-9", "echo SyntaxError >&2; exit 1"))

    with pytest.raises(LaunchError, match=r"html-validate does not start\.\n  Install Node 18 or newer") as caught:
        html_validate.find(project, path(programs))

    assert "SyntaxError" in caught.value.advice


def test_everything_locked_has_its_hash_and_comes_from_wherever_npm_is_told():
    locked = json.loads((ROOT / "tests/html/package-lock.json").read_text())["packages"]

    (itself,) = [package for name, package in locked.items() if not name]
    assert itself["dependencies"].keys() == {"html-validate"}
    assert [name for name, package in locked.items() if name and "integrity" not in package] == []
    assert [name for name, package in locked.items() if "resolved" in package] == []
