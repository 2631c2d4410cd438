from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def close_contested_files(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """To whose contact person somebody objected before, and no moderator has looked since."""
    changes = apps.get_model("signatories", "ContactChange").objects.filter(
        done_at__isnull=False, objected_at__isnull=False, settled_at__isnull=True
    )
    for change in changes.select_related("signatory"):
        if not change.signatory.contact_changes.filter(done_at__gt=change.done_at).exists():
            type(change.signatory).objects.filter(pk=change.signatory_id).update(contested_at=change.objected_at)


class Migration(migrations.Migration):
    dependencies = [("signatories", "0020_rights_for_what_is_new")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="seen_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="seen"),
        ),
        migrations.AddField(
            model_name="signatory",
            name="contested_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="contact person contested since"),
        ),
        migrations.RunPython(close_contested_files, migrations.RunPython.noop),
    ]
