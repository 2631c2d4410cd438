"""Administrators too set the limits, the lists, what was agreed, and the words of mails. See also 0018.

Somebody may have taken the group away, or taken rights from it on purpose: only what is new is given.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RIGHTS = {
    "administrators": [
        *(
            f"{verb}_{model}"
            for model in ("limit", "listed", "moderationsettings")
            for verb in ("view", "add", "change")
        ),
        "delete_listed",
        "view_wording",
        "change_wording",
    ]
}


def give_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    app_config = apps.get_app_config("signatories")
    module = getattr(app_config, "models_module", None)
    app_config.models_module = True  # the apps of a migration have none, and without it nothing would be made
    create_permissions(app_config, apps=apps, verbosity=0)
    app_config.models_module = module
    for name, codenames in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*_rights(apps, codenames))


def take_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name, codenames in RIGHTS.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.remove(*_rights(apps, codenames))


def _rights(apps: Apps, codenames: list[str]) -> list[object]:
    Permission = apps.get_model("auth", "Permission")
    return list(Permission.objects.filter(content_type__app_label="signatories", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("signatories", "0022_close_contested_files")]

    operations = [migrations.RunPython(give_rights, take_rights)]
