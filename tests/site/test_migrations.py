"""The database follows the models, in steps that have names and a way back."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.whole

OURS = ("guidance", "signatories")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_say_what_they_do():
    names = [path.stem for app in OURS for path in Path(apps.get_app_config(app).path, "migrations").glob("0*.py")]

    assert [
        name for name in names if re.search(r"_auto_|_\d{8}_", name) or not re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", name)
    ] == []
    assert len(names) >= 2


def test_every_step_can_be_taken_back():
    loader = MigrationLoader(None)
    steps = [operation for (app, _name), migration in loader.disk_migrations.items() if app in OURS for operation in migration.operations]  # fmt: skip

    assert [str(step) for step in steps if not step.reversible] == []


@pytest.mark.django_db
def test_all_the_way_back_and_forth_again_gives_the_same_tables():
    """In the transaction of this test: PostgreSQL takes back changes of tables too."""
    before = _shape()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else tables with rows to check cannot be changed
    MigrationExecutor(connection).migrate([(app, None) for app in OURS])
    assert not [table for table in _shape() if table.startswith(tuple(f"{app}_" for app in OURS))]
    executor = MigrationExecutor(connection)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] in OURS])

    assert _shape() == before


def _shape() -> dict[str, set[str]]:
    """Every table with its columns and constraints."""
    with connection.cursor() as cursor:
        return {
            table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            | set(connection.introspection.get_constraints(cursor, table))
            for table in connection.introspection.table_names(cursor)
        }
