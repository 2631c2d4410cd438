"""Moderators may set the limits, keep the lists, and agree on their way of working. See also 0002, which made the group."""

from django.db import migrations

from hierniet.rights import give_and_take

RIGHTS = {
    "limit": ("view", "add", "change"),
    "listed": ("view", "add", "change", "delete"),  # taking something off a list is deleting it
    "moderationsettings": ("view", "add", "change"),
}
CODENAMES = [f"{right}_{model}" for model, rights in RIGHTS.items() for right in rights]


class Migration(migrations.Migration):
    dependencies = [
        ("signatories", "0012_limits_and_burst"),
        ("guidance", "0005_editors_write_the_guide"),
    ]

    operations = [migrations.RunPython(*give_and_take("signatories", {"moderators": CODENAMES}))]
