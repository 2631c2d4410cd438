"""Number and link what happened before entries were linked; some signatories a transaction, so that nobody waits long."""

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 200


def link(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Stopped halfway, it goes on where it was."""
    events = apps.get_model("signatories", "Event").objects.filter(number=0)
    last = 0
    while True:
        unlinked = events.filter(signatory_id__gt=last).order_by("signatory_id")
        whose = list(unlinked.values_list("signatory_id", flat=True).distinct()[:AT_ONCE])
        if not whose:
            return
        with transaction.atomic(), schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT signatories_link_events(pk) FROM unnest(%s::bigint[]) AS given(pk)", [whose])
        last = whose[-1]


def unlink(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("signatories", "HistoryHead").objects.all().delete()
    apps.get_model("signatories", "Event").objects.update(number=0, digest="")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("signatories", "0014_events_can_be_linked")]

    operations = [migrations.RunPython(link, unlink)]
