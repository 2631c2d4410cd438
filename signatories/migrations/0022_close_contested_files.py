"""Files of contested contact persons close, as they would have; whom those named does not come in."""

from datetime import timedelta

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

NEW_FIELDS = ("new_name", "new_role", "new_email", "new_phone")
CLOSED_BY_OBJECTION = timedelta(days=60)


def close_contested_files(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    changes = apps.get_model("signatories", "ContactChange").objects.filter(
        done_at__gt=timezone.now() - CLOSED_BY_OBJECTION, objected_at__isnull=False, settled_at__isnull=True
    )
    for change in changes:
        signatories = apps.get_model("signatories", "Signatory").objects.filter(pk=change.signatory_id)
        signatories.update(contested_at=change.objected_at)
        still_open = type(change).objects.filter(signatory=change.signatory_id, stopped_at=None, done_at=None)
        still_open.update(stopped_at=timezone.now(), **dict.fromkeys(NEW_FIELDS, ""))


class Migration(migrations.Migration):
    dependencies = [("signatories", "0021_contested_files_and_failures_seen")]

    operations = [
        migrations.RunPython(close_contested_files, migrations.RunPython.noop),
    ]
