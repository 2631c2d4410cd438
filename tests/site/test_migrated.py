"""The database that tests copy is thrown away as soon as a migration differs."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import migrated


@pytest.fixture
def migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only one of the only app."""
    (tmp_path / "migrations").mkdir()
    path = tmp_path / "migrations" / "0001_initial.py"
    path.write_text("operations = []\n")
    monkeypatch.setattr(migrated.apps, "get_app_configs", lambda: [SimpleNamespace(path=str(tmp_path))])
    return path


def test_template_stays_the_same_while_no_migration_changes(migration: Path):
    before = migrated.template_name()

    (migration.parent / "notes.txt").write_text("not one")

    assert migrated.template_name() == before


def test_template_is_another_one_after_a_letter_changed_or_a_step_was_added(migration: Path):
    names = [migrated.template_name()]
    migration.write_text("operations = [] \n")
    names.append(migrated.template_name())
    (migration.parent / "0002_next.py").write_text("operations = []\n")
    names.append(migrated.template_name())

    assert len(set(names)) == 3


def test_template_is_another_one_with_another_django(migration: Path, monkeypatch: pytest.MonkeyPatch):
    before = migrated.template_name()

    monkeypatch.setattr(migrated, "VERSION", (99, 0, 0, "final", 0))

    assert migrated.template_name() != before
