"""The evidence checklist: nothing in it can be sent, and of images of minors nothing is ever copied."""

import json
import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from guidance.checklist import PARTS, STEPS
from guidance.enums import Situation
from guidance.models import HouseRule, RuleText
from guidance.views.checklist import FILES
from hierniet.languages import LANGUAGES
from tests.site.documents import Document

# Whatever makes or keeps a copy, in any form of the word.
COPYING = {
    "nl": r"kopi|schermafdruk|screenshot|pdf|download|bewaar|foto|overgetypt|doorstu",
    "fr": r"copi|capture|pdf|télécharg|enregistr|\bgard|photo|transf",
    "en": r"cop(y|i)|screenshot|pdf|download|sav|keep|kept|photo|typed|forward",
}


def address(language: str, name: str = "checklist") -> str:
    with translation.override(language):
        return reverse(f"guidance:{name}")


def words_of(situation: Situation, language: str) -> list[str]:
    with translation.override(language):
        return [f"{step.title} {step.hint}".lower() for step in STEPS[situation]]


def create_rule(key: str, language: str = "nl") -> RuleText:
    rule = HouseRule.objects.create(key=key, is_published=True)
    return RuleText.objects.create(rule=rule, language=language, slug=key, name=f"Regel {key}")


def read_worker(client: Client, language: str = "nl") -> dict[str, object]:
    script = client.get(address(language, "checklist_offline")).content.decode()
    return json.loads(re.search(r"const KEPT = (.*);", script)[1])


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_checklist_holds_nothing_that_could_be_sent(client: Client, language):
    page = Document(client.get(address(language)).content.decode())

    form = page.one("form", data_hn_note=page.one("form")["data-hn-note"])
    assert (form["method"], form["action"], page.problems) == ("dialog", "", [])
    assert {one["name"] for one in form.all("input", "select", "textarea", "button") if one["type"] != "radio"} == {""}
    assert [one["type"] for one in page.all("button", type="submit")] == []
    assert all(button["type"] in ("button", "reset") for button in page.main.all("button"))


@pytest.mark.django_db
def test_browser_is_told_to_let_nothing_out(client: Client, settings):
    """The page that is kept in memory says so too."""
    settings.PAGE_CACHE_SECONDS = 3600

    policies = [client.get(address("nl"))["Content-Security-Policy"] for _time in range(2)]

    assert all("form-action 'none'" in policy and "connect-src 'none'" in policy for policy in policies)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_copied_of_images_of_minors(language):
    copying = [words for words in words_of(Situation.MINOR, language) if re.search(COPYING[language], words)]

    assert copying == []
    assert any(re.search(COPYING[language], words) for words in words_of(Situation.COMMENT, language))


@pytest.mark.parametrize("situation", [Situation.EXPOSED, Situation.MINOR])
def test_steps_that_copy_are_for_comments_in_words_only(situation):
    asked = [field.key for part in PARTS for field in part.fields if field.situation in ("", situation)]

    assert [step.key for step in STEPS[situation] if step.copies] == []
    assert "text" not in asked
    assert {field.situation for part in PARTS for field in part.fields} == {"", Situation.COMMENT}


def test_keys_are_unique_and_every_name_is_behind_a_box_that_is_not_ticked():
    fields = [field for part in PARTS for field in part.fields]
    toggles = {field.key for field in fields if field.kind == "toggle"}

    assert len({field.key for field in fields}) == len(fields)
    assert {field.behind for field in fields if field.key in ("worker", "done_by_name")} == toggles


@pytest.mark.django_db
def test_queries_are_few_and_do_not_grow_with_the_rules(client: Client):
    counts = []

    for keys in (["one"], ["two", "three", "four"]):
        for key in keys:
            create_rule(key)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("nl")).content.decode()
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 6
    assert "Regel four" in page


@pytest.mark.django_db
def test_no_box_is_ticked_from_the_start(client: Client):
    page = Document(client.get(address("nl")).content.decode())

    assert [one["id"] for one in page.all("input") if "checked" in one.attributes] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_worker_keeps_this_page_and_all_that_it_asks_for(client: Client, language):
    page = Document(client.get(address(language)).content.decode())
    kept = read_worker(client, language)

    asked = {script["src"] for script in page.all("script")} | {
        link["href"] for link in page.all("link") if link["rel"] in ("stylesheet", "preload", "icon")
    }
    assert set(kept["files"]) == asked == {staticfiles_storage.url(name) for name in FILES}
    assert kept["page"] == address(language)
    assert address(language, "checklist_offline").startswith(address(language))  # so that it can reach no other


@pytest.mark.django_db
def test_worker_is_another_one_as_soon_as_the_page_changes(client: Client):
    text = create_rule("one")

    before, again = read_worker(client), read_worker(client)
    text.name = "Anders"
    text.save()
    after = read_worker(client)

    assert before == again
    assert before["version"] != after["version"]


@pytest.mark.django_db
def test_worker_is_a_script_that_may_only_ask_us(client: Client):
    response = client.get(address("fr", "checklist_offline"))

    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert "connect-src 'self'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.django_db
def test_guide_leads_to_it(client: Client):
    page = Document(client.get("/nl/gids/").content.decode())

    assert address("nl") in {link["href"] for link in page.main.all("a")}
