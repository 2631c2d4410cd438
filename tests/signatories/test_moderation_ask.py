"""A moderator asks for corrections: ticks, phrases, the exact mail, and what comes back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from post_office.models import Email

from signatories import actions
from signatories.actions import Question
from signatories.enums import Askable, Problem, Status
from signatories.models import AskedChange, Signatory
from signatories.moderation.waiting import waiting
from tests import factories
from tests.signatories.pages import Page
from tests.signatories.questions import ask, propose

pytestmark = pytest.mark.django_db

TICKED = {"ask_website": "on", "problem_website": Problem.WEBSITE_DEAD, "words_website": "Probeer het zelf & zie"}


def decide_address(signatory: Signatory) -> str:
    return reverse("admin:signatories_signatory_decide", args=[signatory.pk, "ask"])


def review(client, signatory: Signatory):
    return client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk]))


def test_first_page_offers_every_field_with_what_stands_there(moderator_client):
    signatory = factories.create_signatory(website="https://www.voorbeeld.example/")

    page = Page(moderator_client.post(decide_address(signatory), {"begin": "1"}))

    ids = set(page.ids)
    assert {f"id_ask_{field}" for field in Askable} <= ids
    assert {f"id_problem_{field}" for field in Askable} <= ids
    assert set(page.described_by) <= ids
    assert "https://www.voorbeeld.example/" in page.text


def test_exact_mail_is_seen_before_it_goes_and_is_what_goes(moderator_client):
    signatory = factories.create_signatory(language="fr")
    shown = moderator_client.post(decide_address(signatory), TICKED).context
    assert not AskedChange.objects.exists()
    assert not Email.objects.exists()

    response = moderator_client.post(decide_address(signatory), TICKED | {"seen": shown["seen"], "confirm": "1"})

    signatory.refresh_from_db()
    assert response.status_code == 302
    assert signatory.status == Status.CHANGES_ASKED
    assert Email.objects.get().message == shown["mail"].text
    with translation.override("fr"):
        assert str(Problem.WEBSITE_DEAD.label) in " ".join(shown["mail"].text.split())
    row = AskedChange.objects.get()
    assert (row.field, row.problem, row.words) == ("website", "website_dead", "Probeer het zelf & zie")
    assert (row.asked_by.username, row.old) == ("Mo", {"website": signatory.website})


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"ask_name": "on"},
        {"problem_name": Problem.NAME_SHORT},
        {"words_name": "Zonder vinkje"},
        {"ask_name": "on", "problem_name": "website_dead"},
        {"ask_name": "on", "words_name": "x" * 1001},
    ],
)
def test_what_says_too_little_or_nonsense_sends_nothing(moderator_client, typed):
    signatory = factories.create_signatory()

    response = moderator_client.post(decide_address(signatory), typed | {"confirm": "1", "seen": "x"})

    assert response.context["form"].errors
    assert Page(response).error_targets or response.context["form"].non_field_errors()
    assert not AskedChange.objects.exists()
    assert Signatory.objects.get().status == Status.SUBMITTED


def test_asked_application_leaves_the_queue_and_comes_back_to_its_place(moderator, moderator_client):
    first, second = factories.create_signatory(), factories.create_signatory()
    Signatory.objects.filter(pk=first.pk).update(submitted_at="2026-01-01T12:00:00Z")
    assert list(waiting(Status.SUBMITTED)) == [first, second]
    (row,) = ask(first, by=moderator)
    assert list(waiting(Status.SUBMITTED)) == [second]

    actions.answer_questions(first, asked=[row.pk], answers={"website": "https://nieuw.example/"}, remark="Nu goed?")

    assert list(waiting(Status.SUBMITTED)) == [first, second]
    page = review(moderator_client, first)
    assert "Nu goed?" in Page(page).text
    source = page.content.decode()
    assert "<del>" in source
    assert "<ins>" in source


def test_open_question_shows_until_when(moderator, moderator_client):
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)

    response = review(moderator_client, signatory)

    assert response.context["answer_until"] is not None
    assert [choice.name for choice in response.context["choices"]] == ["withdraw"]


def test_first_page_of_the_back_office_and_the_list_show_changes_that_wait(moderator_client):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Wil iets anders")
    factories.create_signatory(status=Status.APPROVED, name="Wil niets")
    propose(signatory)

    front = Page(moderator_client.get(reverse("admin:index")))

    address = reverse("admin:signatories_signatory_changelist") + "?change=waiting"
    assert address in front.links
    listed = Page(moderator_client.get(address)).text
    assert ("Wil iets anders" in listed, "Wil niets" in listed) == (True, False)


def test_review_costs_the_same_queries_with_one_question_and_with_three(moderator, moderator_client):
    found = []
    for fields in ([Askable.NAME], [Askable.NAME, Askable.WEBSITE, Askable.KIND]):
        signatory = factories.create_signatory()
        ask(signatory, *(Question(field, words="Kijk na") for field in fields), by=moderator)
        with CaptureQueriesContext(connection) as captured:
            review(moderator_client, signatory)
        found.append(len(captured))

    assert found[0] == found[1]
