"""Computes the key and the marks of every name that is here already; whoever is saved later gets them by itself.

In small batches, each with an update of its own, so that on a live site no row stays locked for long.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from signatories.names import name_key, name_marks

BATCH = 200


def compute(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    Signatory = apps.get_model("signatories", "Signatory")
    for signatory in Signatory.objects.exclude(name="").filter(name_key="").only("pk", "name").iterator(BATCH):
        # The name is asked for once more: who is renamed or erased in this instant was given new ones by that.
        Signatory.objects.filter(pk=signatory.pk, name=signatory.name).update(
            name_key=name_key(signatory.name), name_marks=name_marks(signatory.name)
        )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("signatories", "0010_look_alikes_merging_and_websites")]

    operations = [migrations.RunPython(compute, migrations.RunPython.noop, elidable=True)]
