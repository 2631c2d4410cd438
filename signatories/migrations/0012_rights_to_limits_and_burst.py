"""Moderators may set the limits, keep the lists, and agree on their way of working. See also 0002, which made the group.

An administrator may have taken the group away, or taken rights from it on purpose: only what is new is given.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RIGHTS = {
    "limit": ("view", "add", "change"),
    "listed": ("view", "add", "change", "delete"),  # taking something off a list is deleting it
    "moderationsettings": ("view", "add", "change"),
}


def give_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    app_config = apps.get_app_config("signatories")
    module = getattr(app_config, "models_module", None)
    app_config.models_module = True  # the apps of a migration have none, and without it nothing would be made
    create_permissions(app_config, apps=apps, verbosity=0)
    app_config.models_module = module
    for group in apps.get_model("auth", "Group").objects.filter(name="moderators"):
        group.permissions.add(*_rights(apps))


def take_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in apps.get_model("auth", "Group").objects.filter(name="moderators"):
        group.permissions.remove(*_rights(apps))


def _rights(apps: Apps) -> list[object]:
    Permission = apps.get_model("auth", "Permission")
    codenames = [f"{right}_{model}" for model, rights in RIGHTS.items() for right in rights]
    return list(Permission.objects.filter(content_type__app_label="signatories", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("signatories", "0012_limits_and_burst"),
        ("guidance", "0005_editors_write_the_guide"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
