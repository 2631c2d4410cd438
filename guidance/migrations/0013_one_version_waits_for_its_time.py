"""Until now every save of a scheduled rule made a version: of those that nobody has read yet the newest stays, in step."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def keep_the_newest(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """It takes the number of the first. That of a rule that is taken back by now goes with the next save."""
    RuleVersion = apps.get_model("guidance", "RuleVersion")
    waiting = RuleVersion.objects.filter(published_at__gt=timezone.now())
    newest = {}
    for version in waiting.order_by("number").select_related("rule"):
        first, _former = newest.get((version.rule_id, version.language), (version.number, None))
        newest[version.rule_id, version.language] = (first, version)
    waiting.exclude(pk__in=[version.pk for _first, version in newest.values()]).delete()
    for first, version in newest.values():
        at = (version.rule.is_published and version.rule.publish_at) or version.published_at
        RuleVersion.objects.filter(pk=version.pk).update(number=first, published_at=at)


class Migration(migrations.Migration):
    dependencies = [("guidance", "0012_versions_cannot_be_taken_away")]

    operations = [migrations.RunPython(keep_the_newest, migrations.RunPython.noop)]
