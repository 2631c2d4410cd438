"""Editors may write articles, ready replies and decision aids. See also 0002 of signatories, which made the group."""

from django.db import migrations

from hierniet.rights import give_and_take

MODELS = ["article", "reply", "aid", "question", "outcome"]
CODENAMES = [
    f"{right}_{model}{part}" for right in ("view", "add", "change") for model in MODELS for part in ("", "text")
]


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0004_decision_aids"),
        ("signatories", "0002_groups_of_moderators_and_editors"),
    ]

    operations = [migrations.RunPython(*give_and_take("guidance", {"editors": CODENAMES}))]
