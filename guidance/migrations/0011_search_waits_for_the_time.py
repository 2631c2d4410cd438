"""Search keeps what is scheduled too, with its time."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

FORGET_WORDS = """
    DELETE FROM guidance_searchword known WHERE NOT EXISTS (
        SELECT FROM (
            SELECT DISTINCT entry.language, word FROM guidance_searchentry entry,
            unnest(tsvector_to_array(entry.vector)) AS word
        ) present WHERE present.language = known.language AND present.word = known.word
    )
"""


def forget_what_waits(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Without the time beside it, what is scheduled would be found at once."""
    apps.get_model("guidance", "SearchEntry").objects.filter(public_from__gt=timezone.now()).delete()
    schema_editor.execute(FORGET_WORDS)


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0010_search_over_everything"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="public_from",
            field=models.DateTimeField(null=True, verbose_name="public from"),
        ),
        migrations.AddField(
            model_name="searchword",
            name="public_from",
            field=models.DateTimeField(null=True, verbose_name="public from"),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_what_waits),  # last, so that the way back begins with it
    ]
