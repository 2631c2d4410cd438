"""Rights that a migration gives to groups of colleagues, and takes again when it is undone.

Somebody may have taken a group away, or taken rights from it on purpose: only what is new is given, and to groups that
are there. See docs/decisions/0022-groups-by-migration.md.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Step = Callable[[Apps, BaseDatabaseSchemaEditor | None], None]


def give_and_take(label: str, rights: Mapping[str, Iterable[str]]) -> tuple[Step, Step]:
    """The two ways of a RunPython: `rights` are codenames of permissions of the app `label`, by name of the group."""

    def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
        make_permissions(apps, label)
        for name, codenames in rights.items():
            for group in apps.get_model("auth", "Group").objects.filter(name=name):
                group.permissions.add(*_permissions(apps, label, codenames))

    def take(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
        for name, codenames in rights.items():
            for group in apps.get_model("auth", "Group").objects.filter(name=name):
                group.permissions.remove(*_permissions(apps, label, codenames))

    return give, take


def make_permissions(apps: Apps, label: str) -> None:
    """Usually a signal does, after all migrations: too late for a step that gives them to somebody."""
    app_config: Any = apps.get_app_config(label)
    module = getattr(app_config, "models_module", None)
    app_config.models_module = True  # the apps of a migration have none, and without it nothing would be made
    create_permissions(app_config, apps=apps, verbosity=0)
    app_config.models_module = module


def _permissions(apps: Apps, label: str, codenames: Iterable[str]) -> list[Any]:
    permissions = apps.get_model("auth", "Permission").objects
    return list(permissions.filter(content_type__app_label=label, codename__in=list(codenames)))
