"""Version 1 of every rule that is public, as it reads now. Dated by what is known of when it came to read so."""

import hashlib
import json
from datetime import datetime

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model

RENDERED = ("what_it_is", "what_happens_next", "say_it_differently", "mistake", "law")
WORDS = ("name", "question", "summary", "lead", "welcome", "unwelcome", *RENDERED)
NOTES = {
    "nl": "De eerste versie van deze regel.",
    "fr": "La première version de cette règle.",
    "en": "The first version of this rule.",
}


class CitedVersionsWouldBeLostError(Exception):
    """Going back would take what people have quoted."""


def make_first_versions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    RuleText = apps.get_model("guidance", "RuleText")
    RuleVersion = apps.get_model("guidance", "RuleVersion")
    for text in RuleText.objects.filter(rule__is_published=True).select_related("rule"):
        names = (*WORDS, *(f"{name}_html" for name in RENDERED))
        RuleVersion.objects.create(
            rule=text.rule,
            language=text.language,
            number=1,
            published_at=max(
                text.updated_at,
                _public_since(apps, text.rule) or text.updated_at,
                text.rule.publish_at or text.updated_at,
            ),
            note=NOTES[text.language],
            **{name: getattr(text, name) for name in names},
        )
        RuleText.objects.filter(pk=text.pk).update(cited_digest=_digest(text))


def _public_since(apps: Apps, rule: Model) -> datetime | None:
    """The first save with which it was published, after the last one with which it was not."""
    since = None
    history = apps.get_model("guidance", "HistoricalHouseRule").objects.filter(id=rule.pk)
    for record in history.order_by("-history_date", "-history_id"):
        if not record.is_published:
            break
        since = record.history_date
    return since


def _digest(text: Model) -> str:
    """See also TranslatedText.digest."""
    content = {name: getattr(text, name) for name in WORDS}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def forget_them(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Only those that make_first_versions would make again: somebody may have cited any other by its number."""
    RuleVersion = apps.get_model("guidance", "RuleVersion")
    texts = {(text.rule_id, text.language): text for text in apps.get_model("guidance", "RuleText").objects.all()}
    for version in RuleVersion.objects.select_related("rule").order_by("-number"):
        text = texts.get((version.rule_id, version.language))
        if version.number > 1 or text is None or _digest(version) != _digest(text) or not version.rule.is_published:
            raise CitedVersionsWouldBeLostError(
                f"Version {version.number} of {version.rule.key} ({version.language}) exists nowhere else. To go back"
                " behind this step after all, keep a copy of guidance_ruleversion and empty it yourself."
            )
    RuleVersion.objects.all().delete()
    apps.get_model("guidance", "RuleText").objects.update(cited_digest="")


class Migration(migrations.Migration):
    dependencies = [("guidance", "0007_citable_versions_of_rules")]

    operations = [migrations.RunPython(make_first_versions, forget_them)]
