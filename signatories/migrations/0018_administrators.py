"""A third group: administrators make accounts for colleagues and look after what runs by itself. See 0002."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hierniet.rights import make_permissions

NAME = "administrators"
CODENAMES = {"auth": ["view_user", "add_user", "change_user"], "signatories": ["view_event"]}


def make_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    """A group that is there stays as it is."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for label in CODENAMES:
        make_permissions(apps, label)
    group, is_new = Group.objects.get_or_create(name=NAME)
    if is_new:
        for label, codenames in CODENAMES.items():
            theirs = Permission.objects.filter(content_type__app_label=label, codename__in=codenames)
            group.permissions.add(*theirs)


def delete_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("signatories", "0017_more_states_are_impossible"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_group, delete_group)]
