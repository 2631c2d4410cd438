"""Files of contested contact persons close, as they would have; what failed long ago makes no mail a day."""

from datetime import timedelta

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

FAILED = 1  # post-office's number
IN_SIGHT = timedelta(days=2)  # for so long, a failed mail was in the daily summary until now
CLOSED_BY_OBJECTION = timedelta(days=60)


def close_contested_files(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    changes = apps.get_model("signatories", "ContactChange").objects.filter(
        done_at__gt=timezone.now() - CLOSED_BY_OBJECTION, objected_at__isnull=False, settled_at__isnull=True
    )
    for change in changes:
        signatories = apps.get_model("signatories", "Signatory").objects.filter(pk=change.signatory_id)
        signatories.update(contested_at=change.objected_at)


def see_old_failures(apps: Apps, schema_editor: BaseDatabaseSchemaEditor | None) -> None:
    mails = apps.get_model("signatories", "OutgoingMail").objects.filter(seen_at__isnull=True, email__status=FAILED)
    mails.filter(email__last_updated__lt=timezone.now() - IN_SIGHT).update(seen_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("signatories", "0021_contested_files_and_failures_seen")]

    operations = [
        migrations.RunPython(close_contested_files, migrations.RunPython.noop),
        migrations.RunPython(see_old_failures, migrations.RunPython.noop),
    ]
