"""Editors may write articles, ready replies and decision aids. See also 0002 of signatories, which made the group.

An administrator may have taken the group away, or taken rights from it on purpose: only what is new is given.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MODELS = ["article", "reply", "aid", "question", "outcome"]
CODENAMES = [
    f"{right}_{model}{part}" for right in ("view", "add", "change") for model in MODELS for part in ("", "text")
]


def give_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    app_config = apps.get_app_config("guidance")
    module = getattr(app_config, "models_module", None)
    app_config.models_module = True  # the apps of a migration have none, and without it nothing would be made
    create_permissions(app_config, apps=apps, verbosity=0)
    app_config.models_module = module
    for group in apps.get_model("auth", "Group").objects.filter(name="editors"):
        group.permissions.add(*_rights(apps))


def take_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in apps.get_model("auth", "Group").objects.filter(name="editors"):
        group.permissions.remove(*_rights(apps))


def _rights(apps: Apps) -> list[object]:
    Permission = apps.get_model("auth", "Permission")
    return list(Permission.objects.filter(content_type__app_label="guidance", codename__in=CODENAMES))


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0004_decision_aids"),
        ("signatories", "0002_groups_of_moderators_and_editors"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
