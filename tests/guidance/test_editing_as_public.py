"""What is saved but not public, on the real page, for one editor and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guidance.models import AidText, Outcome, Question
from guidance.models.publishing import as_if_public
from tests import factories
from tests.guidance.editing import change_address

pytestmark = pytest.mark.django_db


def draft_reply() -> Any:
    return factories.create_reply(rule=factories.create_rule(is_published=False), is_published=False)


def draft_step() -> Any:
    aid = factories.create_aid()
    factories.create_outcome(aid=aid, key="spam")
    return factories.create_question(aid=aid, key="more", targets=["outcome:spam", "outcome:threat"])


MAKERS: dict[str, tuple[Callable[[], Any], str]] = {
    "rule": (lambda: factories.create_rule(is_published=False), "Inleiding van insultes."),
    "page": (lambda: factories.create_page(is_published=False), "Titel about-fr"),
    "article": (lambda: factories.create_article(is_published=False), "Artikel first-hour fr"),
    "helpline": (lambda: factories.create_helpline(to_verify=True), "lijn fr"),
    "reply": (draft_reply, "Antwoord fr:"),
    "aid": (lambda: factories.create_aid(is_published=False), "Vraag danger fr?"),
    "question": (draft_step, "Vraag more fr?"),
    "outcome": (lambda: Outcome.objects.get(aid=draft_step().aid, key="spam"), "Uitkomst spam fr"),
    "first question": (
        lambda: factories.create_aid(is_published=False).questions.get(key="danger"),
        "Vraag danger fr?",
    ),
}


def address(row: Any, language: str = "fr") -> str:
    return reverse(f"admin:guidance_{row._meta.model_name}_as_public", args=[row.pk, language])


@pytest.mark.parametrize("name", MAKERS)
def test_draft_is_shown_on_the_public_page_to_an_editor_only(client: Client, editor_client: Client, name: str):
    make, words = MAKERS[name]
    row = make()

    page = editor_client.get(address(row))

    html = page.content.decode()
    assert page.status_code == 200
    assert words in html
    assert '<html lang="fr">' in html
    assert 'class="masthead' in html  # the public page, not the back office
    assert "no-store" in page["Cache-Control"]
    assert "public" not in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert address(row) in editor_client.get(change_address(row)).content.decode()
    assert client.get(address(row)).status_code == 302


def test_draft_stays_out_of_every_public_page_afterwards(client: Client, editor_client: Client, settings: Any):
    settings.PAGE_CACHE_SECONDS = 3600
    factories.create_rule(key="spam", words={"nl": "spam", "fr": "pourriel", "en": "spam"})
    rule = factories.create_rule(is_published=False)

    assert "schelden" in editor_client.get(address(rule, "nl")).content.decode()

    assert client.get("/nl/regels/schelden/").status_code == 404
    assert "schelden" not in client.get("/nl/regels/").content.decode()


def test_other_drafts_stay_hidden_in_a_preview(editor_client: Client):
    rule = factories.create_rule(is_published=False)
    factories.create_rule(key="hate", words={"nl": "haat", "fr": "haine", "en": "hate"}, is_published=False)

    assert "haine" not in editor_client.get(address(rule)).content.decode()


def test_page_that_is_public_links_to_itself_and_not_to_a_preview(editor_client: Client):
    page = factories.create_page()

    html = editor_client.get(change_address(page)).content.decode()

    assert "/fr/about-fr/" in html
    assert address(page) not in html


@pytest.mark.parametrize("language", ["en", "xx", "NL"])
def test_language_that_is_not_written_is_not_found(editor_client: Client, language: str):
    page = factories.create_page(slugs={"nl": "nieuw"}, is_published=False)

    assert editor_client.get(address(page, language)).status_code == 404


def test_aid_with_half_a_tree_says_that_it_cannot_be_shown_yet(editor_client: Client):
    aid = factories.create_aid(questions={"danger": ["question:nowhere", "outcome:threat"]}, is_published=False)
    Question.objects.all().delete()

    page = editor_client.get(address(aid))

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "masthead" not in page.content.decode()


def test_step_that_leads_nowhere_yet_says_so_and_does_not_break(editor_client: Client):
    aid = factories.create_aid()
    draft = factories.create_question(aid=aid, key="more", targets=["question:nowhere", "outcome:threat"])

    assert editor_client.get(address(draft)).status_code == 200


def test_preview_needs_the_right_to_change(moderator_client: Client):
    page = factories.create_page(is_published=False)

    assert moderator_client.get(address(page)).status_code == 403


def test_nothing_counts_as_public_after_an_error():
    aid = factories.create_aid(is_published=False)

    with as_if_public(aid=aid.pk):
        assert AidText.objects.public().count() == 3
    with pytest.raises(ZeroDivisionError), as_if_public(aid=aid.pk):
        1 / 0  # noqa: B018

    assert AidText.objects.public().count() == 0
