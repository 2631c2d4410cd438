"""Rows that the factories make at once are those that the site would have saved one by one."""

from typing import Any

import pytest
from django.db.models import Model

from guidance.models import ContentVersion
from tests.factories import (
    create_aid,
    create_article,
    create_helpline,
    create_page,
    create_reason,
    create_reply,
    create_rule,
)


def create_question() -> Model:
    return create_aid().questions.first()


def create_outcome() -> Model:
    return create_aid().outcomes.first()


CREATE = [
    create_rule, create_page, create_helpline, create_reason, create_article, create_reply, create_aid, create_question,
    create_outcome,
]  # fmt: skip


def facts(row: Model) -> dict[str, Any]:
    """Without what every save writes anew."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in ("updated_at", "history_id", "history_date", "history_type")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("create", CREATE)
def test_saving_a_text_again_changes_nothing_and_adds_nothing(create):
    owner = create()
    made = {
        relation.name: list(relation.related_model.objects.order_by("pk").values_list("pk", flat=True))
        for relation in owner._meta.related_objects
        if relation.name in ("texts", "words", "addresses", "versions")
    }

    for text in owner.texts.all():
        before = facts(text)
        text.save()
        text.refresh_from_db()

        assert facts(text) == before
        again, first = text.history.all()
        assert facts(again) == facts(first)
        assert (again.history_type, first.history_type) == ("~", "+")

    assert made["texts"]
    assert made == {
        name: list(owner._meta.get_field(name).related_model.objects.order_by("pk").values_list("pk", flat=True))
        for name in made
    }


@pytest.mark.django_db
@pytest.mark.parametrize("create", CREATE)
def test_making_rows_raises_the_content_version(create):
    version = ContentVersion.current()

    create()

    assert ContentVersion.current() > version
