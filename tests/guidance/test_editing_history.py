"""The history of a text: who changed what, and the way back."""

import pytest
from django.test import Client
from django.urls import reverse

from guidance.differences import difference
from guidance.editing.history import versions
from guidance.models import Page
from tests.factories import create_moderator, create_page, create_rule
from tests.guidance.editing import change_address, open_form, save, text_form


def history(page: Page) -> str:
    return reverse("admin:guidance_page_history", args=[page.pk])


def test_history_tells_who_changed_what_in_which_language(editor_client: Client, editor: object) -> None:
    page = create_page()
    save(editor_client, page, fr__lead="Un nouveau chapeau.")

    latest = versions(page)[0]

    assert (latest.by, latest.language) == (editor, "fr")
    assert len(latest.changes) == 1
    assert "<ins>" in latest.changes[0].difference


def test_history_tells_the_story_of_all_rows_newest_first(editor_client: Client) -> None:
    rule = create_rule()
    save(
        editor_client, rule, nl__welcome="Een\nTwee", nl__change_note="Voorbeelden.", is_serious="on",
        sources="Bron | https://andere.example/",
    )  # fmt: skip

    told = versions(rule)

    assert [version.at for version in told] == sorted((version.at for version in told), reverse=True)
    assert {version.language for version in told[:2]} == {"", "nl"}
    assert sum(version.is_first for version in told) == 4


def test_history_page_shows_it_and_escapes_it(editor_client: Client) -> None:
    page = create_page()
    save(editor_client, page, nl__title="<script>alert(1)</script>")

    response = editor_client.get(history(page))

    assert response.status_code == 200
    assert "&lt;" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def test_history_opens_old_words_in_the_form_and_changes_nothing(editor_client: Client) -> None:
    page = create_page()
    save(editor_client, page, nl__lead="Nieuw.")
    old = page.texts.get(language="nl").history.last()

    response = editor_client.get(change_address(page), {"version": old.history_id})

    assert text_form(response, "nl")["lead"].value() == "Inleiding."
    assert page.texts.get(language="nl").lead == "Nieuw."


def test_history_puts_old_words_back_by_saving_them(editor_client: Client) -> None:
    page = create_page()
    save(editor_client, page, nl__lead="Nieuw.", nl__title="Nieuwe titel")
    old = page.texts.get(language="nl").history.last()

    fields = open_form(editor_client, f"{change_address(page)}?version={old.history_id}")
    response = editor_client.post(change_address(page), fields)

    assert response.status_code == 302
    assert page.texts.get(language="nl").lead == "Inleiding."
    assert page.texts.get(language="nl").history.count() == 3


@pytest.mark.parametrize("version", ["999999", "x", "-1", ""])
def test_history_knows_only_its_own_versions(editor_client: Client, version: str) -> None:
    page = create_page()

    status = editor_client.get(change_address(page), {"version": version}).status_code

    assert status == (404 if version == "999999" else 200)


def test_history_does_not_open_the_words_of_another_page(editor_client: Client) -> None:
    page, other = create_page(key="about"), create_page(key="press")
    record = other.texts.first().history.first()

    assert editor_client.get(change_address(page), {"version": record.history_id}).status_code == 404


def test_history_is_for_who_may_see_the_page(editor_client: Client, client: Client) -> None:
    page = create_page()
    client.force_login(create_moderator())

    assert client.get(history(page)).status_code == 403
    assert editor_client.get(reverse("admin:guidance_page_history", args=[10**6])).status_code == 404


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Een twee drie", "Een vier drie", "Een <del>twee</del><ins>vier</ins> drie"),
        ("", "Nieuw", "<ins>Nieuw</ins>"),
        ("Weg", "", "<del>Weg</del>"),
        ("<b>", "<i>", "&lt;<del>b</del><ins>i</ins>&gt;"),
        ("Een twee, drie vier", "Een zes, zeven vier", "Een <del>twee, drie</del><ins>zes, zeven</ins> vier"),
        (
            "Alles heel anders hier",
            "Geen woord gelijk!",
            "<del>Alles heel anders hier</del><ins>Geen woord gelijk!</ins>",
        ),
        ("Zelfde.", "Zelfde.", "Zelfde."),
    ],
)
def test_difference_marks_what_went_and_what_came(before: str, after: str, shown: str) -> None:
    assert difference(before, after) == shown


def test_difference_leaves_out_long_stretches_without_a_change() -> None:
    long = " ".join(str(number) for number in range(500))

    shown = difference(f"{long} oud {long}", f"{long} nieuw {long}")

    assert "<del>oud</del><ins>nieuw</ins>" in shown
    assert len(shown) < 200
