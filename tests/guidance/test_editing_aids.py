"""Editors change the tree of a decision aid: what would leave a visitor lost is refused, with the reason."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guidance.models import Aid, Outcome, Question
from tests.factories import create_aid, create_editor, create_outcome, create_question
from tests.guidance.editing import add_address, change_address, errors_of, open_form, save, text_form
from tests.signatories.threads import together


@pytest.fixture
def aid(db: None) -> Aid:
    return create_aid()


def question(key: str) -> Question:
    return Question.objects.get(key=key)


def used() -> set[str]:
    return {step.key for model in (Question, Outcome) for step in model.objects.filter(is_used=True)}


EVERYTHING = {"danger", "kind", "threat", "insult", "criticism"}


@pytest.mark.parametrize("model", [Aid, Question, Outcome])
def test_saving_a_step_without_a_change_changes_nothing(editor_client: Client, aid: Aid, model: Any) -> None:
    row = model.objects.first()

    response = save(editor_client, row)

    assert response.status_code == 302
    assert row.history.count() == 1
    assert [text.history.count() for text in row.texts.all()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("outcome:nowhere", "outcome:nowhere"),
        ("question:nowhere", "question:nowhere"),
        ("question:danger", "question:danger"),
        ("question:kind", "question:kind"),
    ],
)
def test_dangling_and_circular_answers_are_refused_by_name(
    editor_client: Client, aid: Aid, line: str, named: str
) -> None:
    response = save(editor_client, question("kind"), targets=f"outcome:insult\noutcome:criticism\n{line}")

    assert response.status_code == 200
    assert named in str(response.context["adminform"].form.errors["targets"])
    assert question("kind").targets == ["outcome:insult", "outcome:criticism"]


@pytest.mark.parametrize(
    "lines", ["", "outcome:insult", "threat\noutcome:insult", "a\nb\nc\nd\ne", "outcome:A\noutcome:B"]
)
def test_targets_are_two_to_four_keys(editor_client: Client, aid: Aid, lines: str) -> None:
    response = save(editor_client, question("kind"), targets=lines)

    assert "targets" in response.context["adminform"].form.errors


def test_what_nothing_would_lead_to_any_more_is_refused_by_name(editor_client: Client, aid: Aid) -> None:
    response = save(editor_client, question("kind"), targets="outcome:insult\noutcome:threat")

    assert "criticism" in str(response.context["adminform"].form.errors["take_out"])
    assert used() == EVERYTHING


def test_what_nothing_leads_to_is_taken_out_on_request_and_its_address_leads_on(
    client: Client, editor_client: Client, aid: Aid
) -> None:
    response = save(editor_client, question("kind"), targets="outcome:insult\noutcome:threat", take_out="on")

    assert response.status_code == 302
    assert used() == EVERYTHING - {"criticism"}
    moved = client.get("/nl/beslissen/comment-nl/criticism-nl/")
    assert (moved.status_code, moved["Location"]) == (302, "/nl/beslissen/comment-nl/")


def test_a_whole_branch_is_taken_out_together(editor_client: Client, aid: Aid) -> None:
    response = save(editor_client, question("danger"), targets="outcome:threat\noutcome:insult", take_out="on")

    assert response.status_code == 302
    assert used() == {"danger", "threat", "insult"}


def test_a_new_step_starts_unused_and_comes_into_use_when_an_answer_leads_to_it(
    client: Client, editor_client: Client, aid: Aid
) -> None:
    create_outcome(aid=aid, key="spam")
    create_question(aid=aid, key="more", targets=["outcome:spam", "outcome:criticism"])
    assert client.get("/nl/beslissen/comment-nl/spam-nl/").status_code == 302

    response = save(editor_client, question("kind"), targets="outcome:insult\nquestion:more")

    assert response.status_code == 302
    assert used() == {*EVERYTHING, "more", "spam"}
    assert client.get("/nl/beslissen/comment-nl/spam-nl/").status_code == 200


def test_a_step_that_lacks_a_language_does_not_come_into_use(editor_client: Client, aid: Aid) -> None:
    spam = create_outcome(aid=aid, key="spam")
    spam.texts.filter(language="fr").delete()

    response = save(editor_client, question("kind"), targets="outcome:insult\noutcome:spam", take_out="on")

    errors = str(response.context["adminform"].form.errors["targets"])
    assert "outcome:spam" in errors
    assert "Frans" in errors
    assert used() == EVERYTHING


def test_a_question_with_too_few_answers_does_not_come_into_use(editor_client: Client, aid: Aid) -> None:
    more = create_question(aid=aid, key="more", targets=["outcome:insult", "outcome:criticism"])
    text = more.texts.get(language="en")
    text.answers = ["One"]
    text.save()

    response = save(editor_client, question("kind"), targets="outcome:insult\nquestion:more", take_out="on")

    assert "question:more" in str(response.context["adminform"].form.errors["targets"])


def test_every_language_has_an_answer_for_each_target(editor_client: Client, aid: Aid) -> None:
    response = save(editor_client, question("kind"), fr__answers="Seule")

    assert set(text_form(response, "fr").errors) == {"answers"}
    assert question("kind").texts.get(language="fr").answers == ["Antwoord 0 fr", "Antwoord 1 fr"]


def test_a_third_answer_comes_with_its_target_in_all_languages(client: Client, editor_client: Client, aid: Aid) -> None:
    three = {f"{language}__answers": "Een\nTwee\nDrie" for language in ("nl", "fr", "en")}

    response = save(
        editor_client, question("kind"), targets="outcome:insult\noutcome:criticism\noutcome:threat", **three
    )

    assert response.status_code == 302
    assert "Drie" in client.get("/nl/beslissen/comment-nl/kind-nl/").content.decode()
    assert len(question("kind").targets) == 3


def test_a_step_in_use_cannot_lose_a_part_of_a_language(editor_client: Client, aid: Aid) -> None:
    outcome = Outcome.objects.get(key="threat")

    response = save(editor_client, outcome, en__now="")

    assert "Engels" in errors_of(response)
    assert outcome.texts.get(language="en").now == "1. Zo."


def test_the_first_question_is_changed_with_all_that_follows(client: Client, editor_client: Client, aid: Aid) -> None:
    refused = save(editor_client, aid, first="kind")
    assert "danger" in str(refused.context["adminform"].form.errors["take_out"])

    saved = save(editor_client, aid, first="kind", take_out="on")

    assert saved.status_code == 302
    assert used() == {"kind", "insult", "criticism"}
    assert "Vraag kind nl?" in client.get("/nl/beslissen/comment-nl/").content.decode()


def test_a_first_question_that_does_not_exist_is_refused(editor_client: Client, aid: Aid) -> None:
    response = save(editor_client, aid, first="nowhere")

    assert "nowhere" in str(response.context["adminform"].form.errors["first"])


def test_a_new_aid_is_written_in_any_order_and_published_whole(client: Client, editor_client: Client, db: None) -> None:
    aid = create_aid(key="new", is_published=False)
    save(editor_client, question("kind"), targets="outcome:insult\noutcome:later")
    refused = save(editor_client, aid, is_published="on")
    assert "outcome:later" in str(refused.context["adminform"].form.errors["first"])

    create_outcome(aid=aid, key="later")
    saved = save(editor_client, aid, is_published="on")

    assert saved.status_code == 302
    assert used() == {"danger", "kind", "threat", "insult", "later"}
    assert client.get("/nl/beslissen/new-nl/").status_code == 200


def test_a_new_aid_is_not_published_in_one_go(editor_client: Client, db: None) -> None:
    address = add_address(Aid)
    fields = {
        "key": "new",
        "first": "one",
        "position": "1",
        "is_published": "on",
        "texts-0-slug": "x",
        "texts-0-title": "X",
    }

    response = editor_client.post(address, open_form(editor_client, address) | fields)

    assert "is_published" in response.context["adminform"].form.errors


def test_a_new_question_is_written_in_the_back_office(editor_client: Client, aid: Aid) -> None:
    address = add_address(Question)
    fields = {"aid": aid.pk, "key": "more", "targets": "outcome:insult\nquestion:later", "texts-0-slug": "meer"}

    response = editor_client.post(address, open_form(editor_client, address) | fields)

    assert response.status_code == 302
    assert not question("more").is_used
    assert [text.language for text in question("more").texts.all()] == ["nl"]


def test_an_outcome_is_written_by_tick_boxes(editor_client: Client, aid: Aid) -> None:
    outcome = Outcome.objects.get(key="threat")

    response = save(editor_client, outcome, moves=["block", "report"], tones=["firm"], evidence="before", is_stop="on")

    assert response.status_code == 302
    outcome.refresh_from_db()
    assert (outcome.moves, outcome.tones, outcome.is_stop) == (["block", "report"], ["firm"], True)
    assert outcome.is_used


def test_an_address_of_another_step_is_refused(editor_client: Client, aid: Aid) -> None:
    response = save(editor_client, Outcome.objects.get(key="threat"), nl__slug="kind-nl")

    assert "slug" in text_form(response, "nl").errors


def test_a_step_that_came_into_use_meanwhile_stays_so(editor_client: Client, aid: Aid) -> None:
    """What was read before somebody else's change is not written back over it."""
    spam = create_outcome(aid=aid, key="spam")
    opened = open_form(editor_client, change_address(spam))
    save(editor_client, question("kind"), targets="outcome:spam\noutcome:insult", take_out="on")

    response = editor_client.post(change_address(spam), opened | {"is_stop": "on"})

    assert response.status_code == 302
    assert "spam" in used()


@pytest.mark.django_db(transaction=True)
def test_two_editors_cannot_make_a_broken_tree_together() -> None:
    """Each change is sound alone; together they would be a circle."""
    shape = {
        "start": ["question:one", "question:two"],
        "one": ["outcome:a", "outcome:b"],
        "two": ["outcome:a", "outcome:b"],
    }
    create_aid(first="start", questions=shape)
    changes = {"one": "outcome:a\noutcome:b\nquestion:two", "two": "outcome:a\noutcome:b\nquestion:one"}
    three = {f"texts-{number}-answers": "Een\nTwee\nDrie" for number in range(3)}
    posts = []
    for number, (key, lines) in enumerate(changes.items()):
        client = Client()
        client.force_login(create_editor(name=f"E{number}"))
        address = change_address(question(key))
        fields = open_form(client, address) | three | {"targets": lines}
        posts.append(lambda client=client, address=address, fields=fields: client.post(address, fields))

    responses = together(*posts)

    assert sorted(response.status_code for response in responses) == [200, 302]
    assert Aid.objects.get().tree().problems() == []


def test_the_tree_page_shows_every_step_and_what_is_not_in_use(
    editor_client: Client, aid: Aid, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    create_outcome(aid=aid, key="spam")
    address = reverse("admin:guidance_aid_tree", args=[aid.pk])
    editor_client.get(address)

    with django_assert_max_num_queries(12):
        page = editor_client.get(address)

    html = page.content.decode()
    assert [shown["key"] for shown in page.context["questions"]] == ["danger", "kind"]
    assert [shown["key"] for shown in page.context["unused"]] == ["spam"]
    assert page.context["problems"] == []
    assert page.context["overview"] == "/nl/beslissen/comment-nl/overzicht/"
    assert html.count(f'href="{change_address(question("kind"))}"') == 2


def test_the_tree_page_of_a_broken_tree_says_what_is_wrong(editor_client: Client, aid: Aid) -> None:
    broken = question("kind")
    broken.targets = ["question:danger", "outcome:nowhere"]
    broken.save()

    page = editor_client.get(reverse("admin:guidance_aid_tree", args=[aid.pk]))

    assert page.status_code == 200
    assert len(page.context["problems"]) == 4
    assert editor_client.get(reverse("admin:guidance_aid_tree", args=[0])).status_code == 404
