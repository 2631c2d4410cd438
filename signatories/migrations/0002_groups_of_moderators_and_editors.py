"""Two groups to put colleagues in: moderators judge applications, editors write what the site says.

Permissions are usually made by a signal after all migrations, too late for this step; so it makes those of our two
apps itself, the way that signal would. A signal of our own was the alternative: it would bring back, at every
migration, what an administrator has taken from a group on purpose.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hierniet.rights import make_permissions

SEE_AND_WRITE = ("view", "add", "change")  # nobody deletes: what is not needed any more is unpublished
GROUPS = {
    "moderators": {
        "signatory": ("view", "change", "decide"),
        "event": ("view",),
        "outgoingmail": ("view",),
        "reason": SEE_AND_WRITE,
        "reasontext": SEE_AND_WRITE,
    },
    "editors": {
        "houserule": SEE_AND_WRITE,
        "ruletext": SEE_AND_WRITE,
        "ruleword": ("view", "add"),  # a word that was ever given out works for ever
        "page": SEE_AND_WRITE,
        "pagetext": SEE_AND_WRITE,
        "helpline": SEE_AND_WRITE,
        "helplinetext": SEE_AND_WRITE,
    },
}


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    """Make the groups that are missing; a group that is there stays as it is."""
    for label in ("guidance", "signatories"):
        make_permissions(apps, label)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, rights in GROUPS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            codenames = [f"{right}_{model}" for model, names in rights.items() for right in names]
            ours = Permission.objects.filter(content_type__app_label__in=["guidance", "signatories"])
            group.permissions.set(ours.filter(codename__in=codenames))


def delete_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("guidance", "0001_initial"),
        ("signatories", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, delete_groups)]
