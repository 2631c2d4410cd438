"""The groups that migrations make."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from tests import factories

GROUPS = import_module("signatories.migrations.0002_groups_of_moderators_and_editors")
ADMINISTRATORS = import_module("signatories.migrations.0018_administrators")
SETTING = {
    *(f"{verb}_{model}" for model in ("limit", "listed", "moderationsettings") for verb in ("view", "add", "change")),
    "delete_listed", "view_wording", "change_wording",
}  # fmt: skip
EXPECTED = {
    "administrators": {"view_user", "add_user", "change_user", "view_event", *SETTING},
    "moderators": {
        "view_signatory", "change_signatory", "decide_signatory", "view_event", "view_outgoingmail",
        "view_reason", "add_reason", "change_reason", "view_reasontext", "add_reasontext", "change_reasontext",
        *SETTING,
    },
    "editors": {
        f"{right}_{model}"
        for model in (
            "houserule", "ruletext", "page", "pagetext", "helpline", "helplinetext", "article", "articletext", "reply",
            "replytext", "aid", "aidtext", "question", "questiontext", "outcome", "outcometext",
        )
        for right in ("view", "add", "change")
    } | {"view_ruleword", "add_ruleword"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _groups(db: None) -> None:
    Group.objects.all().delete()
    factories.make_groups()


@pytest.mark.parametrize("name", EXPECTED)
def test_group_may_do_its_work_and_nothing_else(name: str) -> None:
    group = Group.objects.get(name=name)

    assert {permission.codename for permission in group.permissions.all()} == EXPECTED[name]


def test_making_the_groups_again_leaves_what_an_administrator_changed() -> None:
    group = Group.objects.get(name="moderators")
    group.permissions.clear()

    GROUPS.make_groups(apps, None)

    assert not group.permissions.exists()


def test_making_the_groups_can_be_undone() -> None:
    GROUPS.delete_groups(apps, None)
    ADMINISTRATORS.delete_group(apps, None)

    assert not Group.objects.exists()
