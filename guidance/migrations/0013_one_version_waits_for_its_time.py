"""Until now every save of a scheduled rule made a version: of those that nobody has read yet the newest stays, in step."""

import hashlib
import json
from datetime import datetime

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model
from django.utils import timezone

WORDS = (
    "name", "question", "summary", "lead", "welcome", "unwelcome",
    "what_it_is", "what_happens_next", "say_it_differently", "mistake", "law",
)  # fmt: skip


def keep_the_newest(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """It takes the number of the first, and the time from which the rule is read as it stands now, if it is published."""
    RuleVersion = apps.get_model("guidance", "RuleVersion")
    now = timezone.now()
    waiting = RuleVersion.objects.filter(published_at__gt=now)
    newest = {}
    for version in waiting.order_by("number").select_related("rule"):
        first, _former = newest.get((version.rule_id, version.language), (version.number, None))
        newest[version.rule_id, version.language] = (first, version)
    waiting.exclude(pk__in=[version.pk for _first, version in newest.values() if version.rule.is_published]).delete()
    for first, version in newest.values():
        if version.rule.is_published:
            at = max(now, version.rule.publish_at or now)
            RuleVersion.objects.filter(pk=version.pk).update(number=first, published_at=at)
        else:
            _settle_on_what_was_read(apps, version, now)


def _settle_on_what_was_read(apps: Apps, dropped: Model, now: datetime) -> None:
    """Else the next publication of these words would seem to have its version already."""
    place = {"rule": dropped.rule_id, "language": dropped.language}
    read = apps.get_model("guidance", "RuleVersion").objects.filter(**place, published_at__lte=now)
    last = read.order_by("-number").first()
    texts = apps.get_model("guidance", "RuleText").objects.filter(**place)
    texts.update(cited_digest=_digest(last) if last else "")


def _digest(version: Model) -> str:
    """As 0008 makes it. See also RuleText.words_digest."""
    content = {name: getattr(version, name) for name in WORDS}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("guidance", "0012_versions_cannot_be_taken_away")]

    operations = [migrations.RunPython(keep_the_newest, migrations.RunPython.noop)]
