"""Lists show of each language what is there, missing or older than its source, and can be narrowed down to it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guidance.editing.completeness import incomplete, incomplete_languages, needed_fields, stale
from guidance.models import Aid, Article, HouseRule, Page, Reply
from tests.factories import create_aid, create_article, create_page, create_reply, create_rule
from tests.guidance.kinds import MAKERS, fall_behind
from tests.site.documents import Document

pytestmark = pytest.mark.django_db


def changelist(owner: Any) -> str:
    model = owner if isinstance(owner, type) else type(owner)
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def found(client: Client, model: type, **query: str) -> set[Any]:
    return {row.pk for row in client.get(changelist(model), query).context["cl"].result_list}


@pytest.mark.parametrize("kind", MAKERS)
def test_database_and_row_agree_on_what_is_incomplete(kind: str) -> None:
    """Each field that a language cannot do without, emptied in turn, and a language that is not there at all."""
    owner = MAKERS[kind]()
    owners = type(owner)._default_manager.filter(pk=owner.pk)
    assert not incomplete(owners).exists()
    for name in needed_fields(owner.texts.model):
        text = owner.texts.get(language="fr")
        value = getattr(text, name)
        setattr(text, name, type(value)())
        text.save()
        assert incomplete(owners).exists(), name
        assert incomplete_languages(owners.get()) == ["fr"], name
        setattr(text, name, value)
        text.save()

    owner.texts.get(language="en").delete()

    assert incomplete(owners).exists()
    assert incomplete_languages(owners.get()) == ["en"]


@pytest.mark.parametrize("kind", MAKERS)
def test_list_of_every_kind_is_narrowed_to_what_is_older_or_incomplete(admin_client: Client, kind: str) -> None:
    owner = MAKERS[kind]()
    model = type(owner)
    assert found(admin_client, model, languages="stale") == set()
    fall_behind(owner)

    assert found(admin_client, model, languages="stale") == {owner.pk}
    assert found(admin_client, model, languages="stale-fr") == {owner.pk}
    assert found(admin_client, model, languages="stale-en") == set()
    assert found(admin_client, model, languages="incomplete") == set()
    owner.texts.get(language="fr").delete()
    assert found(admin_client, model, languages="stale") == set()
    assert found(admin_client, model, languages="incomplete") == {owner.pk}


def test_filter_that_nobody_offers_shows_everything(admin_client: Client) -> None:
    page = create_page()

    assert found(admin_client, Page, languages="nonsense") == {page.pk}
    assert found(admin_client, Page, languages="stale-xx") == set()


@pytest.mark.parametrize("kind", MAKERS)
def test_list_says_in_words_how_each_language_stands(admin_client: Client, kind: str) -> None:
    owner = MAKERS[kind]()
    fall_behind(owner, "fr", "nl")
    owner.texts.get(language="en").delete()

    document = Document(admin_client.get(changelist(owner), {"languages": "stale"}).content.decode())

    marks = [span.text for span in document.all("span") if "language-mark" in span["class"]]
    assert marks == ["NL volledig", "FR ouder dan NL", "EN ontbreekt"]


def test_list_says_one_word_where_all_is_well(admin_client: Client) -> None:
    create_page()

    document = Document(admin_client.get(changelist(Page)).content.decode())

    assert [span for span in document.all("span") if "language-mark" in span["class"]] == []
    assert "volledig" in [span.text for span in document.all("span")]


def test_what_is_missing_is_said_before_what_is_older(admin_client: Client) -> None:
    page = create_page()
    fall_behind(page)
    text = page.texts.get(language="fr")
    text.description = ""
    text.save()

    document = Document(admin_client.get(changelist(page)).content.decode())

    assert "FR onvolledig" in [span.text for span in document.all("span")]
    assert stale(Page.objects.all()).get() == page


@pytest.mark.parametrize("model", [Article, Aid])
def test_list_is_narrowed_to_what_has_facts_to_verify(admin_client: Client, model: type) -> None:
    owner, other = (create_article(), create_article(key="x")) if model is Article else (create_aid(), None)
    owner.to_verify = ["Hoeveel?"]
    owner.save()

    assert found(admin_client, model, verify="yes") == {owner.pk}
    assert (other is None) or other.pk in found(admin_client, model)


@pytest.mark.parametrize("number", [1, 8])
@pytest.mark.parametrize("state", ["", "stale", "incomplete"])
def test_lists_with_marks_take_the_same_queries_for_one_and_for_many(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int, state: str
) -> None:
    for turn in range(number):
        page = create_page(key=f"k{turn}")
        fall_behind(page)
        page.texts.get(language="en").delete()

    with django_assert_num_queries(6):
        rows = admin_client.get(changelist(Page), {"languages": state} if state else {}).context["cl"].result_list

    assert len(rows) == number


def test_marks_do_not_name_another_kind_of_thing() -> None:
    """The subqueries look at the texts of the things that are asked about."""
    rule = create_rule()
    reply = create_reply(rule=rule)
    fall_behind(rule)

    assert list(stale(HouseRule.objects.all())) == [rule]
    assert list(stale(Reply.objects.all())) == []
    assert list(incomplete(Reply.objects.filter(pk=reply.pk))) == []
