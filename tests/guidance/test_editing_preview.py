"""The preview: what a visitor would see, and nothing that a script could live in."""

import pytest
from django.test import Client
from django.urls import reverse

from guidance.models import ContentVersion, PageText
from tests.factories import create_moderator, create_page, create_rule, create_visitor
from tests.guidance.editing import save, text_form

PREVIEW = reverse("admin:guidance_page_preview")
NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "![x](https://elders.example/pixel.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=https://elders.example></iframe>",
    "<style>*{display:none}</style>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "`</code><script>alert(1)</script>`",
    "```\n</pre><script>alert(1)</script>\n```",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "<https://voorbeeld.example/\"onmouseover=alert(1)>",
    "[x](https://voorbeeld.example/ \"titel\" onclick=alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<form action=https://elders.example><input name=wachtwoord></form>",
    "<base href=https://elders.example>",
    "\x00<script>alert(1)</script>",
]  # fmt: skip
FORBIDDEN = (
    "<script", "<img", "<svg", "<iframe", "<style", "<form", "<input", "<base", "<div",
    'href="javascript', 'href="data', 'href="vbscript', " style=", " onerror=", " onload=", " onclick=", " onmouseover=",
)  # fmt: skip


def rendered(client: Client, source: str) -> str:
    response = client.post(f"{PREVIEW}?part=1", {"preview": "text", "text": source})
    assert response.status_code == 200
    return response.content.decode()


def test_preview_shows_what_the_visitor_will_see(editor_client: Client) -> None:
    html = rendered(editor_client, "## Kop\n\nMet **nadruk** en een [link](https://voorbeeld.example/).")

    assert "<h2>Kop</h2>" in html
    assert "<strong>nadruk</strong>" in html
    assert 'href="https://voorbeeld.example/"' in html


def test_preview_says_that_nothing_is_written(editor_client: Client) -> None:
    assert "<p>" in rendered(editor_client, "")


@pytest.mark.parametrize("source", NASTY)
def test_preview_lets_no_script_and_no_raw_html_through(editor_client: Client, source: str) -> None:
    html = rendered(editor_client, source).lower()

    assert [tag for tag in FORBIDDEN if tag in _tags_only(html)] == []


def test_saved_text_lets_no_script_and_no_raw_html_through(editor_client: Client) -> None:
    page = create_page()

    response = save(editor_client, page, nl__body="\n\n".join(source.replace("\x00", "") for source in NASTY))

    assert response.status_code == 302
    html = PageText.objects.get(language="nl").body_html.lower()
    assert [tag for tag in FORBIDDEN if tag in _tags_only(html)] == []


def test_saving_refuses_marks_that_the_database_cannot_keep(editor_client: Client) -> None:
    rule = create_rule()

    response = save(editor_client, rule, nl__lead="Nul\x00.", nl__welcome="Nul\x00.")

    assert response.status_code == 200
    assert set(text_form(response, "nl").errors) == {"lead", "welcome"}


def _tags_only(html: str) -> str:
    """Without what stands there as text: `&lt;img onerror=…` is harmless, and shown to the editor on purpose."""
    return "".join(f"<{part.partition('>')[0]}>" for part in html.split("<")[1:])


def test_preview_without_script_takes_the_field_out_of_the_whole_form(editor_client: Client) -> None:
    response = editor_client.post(
        f"{PREVIEW}?language=fr",
        {"preview": "texts-1-body", "texts-0-body": "Nederlands", "texts-1-body": "**Français**"},
    )

    page = response.content.decode()
    assert "<strong>Français</strong>" in page
    assert "Nederlands" not in page
    assert 'lang="fr"' in page


@pytest.mark.parametrize("language", ["xx", '"><script>', ""])
def test_preview_knows_three_languages(editor_client: Client, language: str) -> None:
    response = editor_client.post(PREVIEW, {"preview": "a", "a": "x"}, query_params={"language": language})

    assert 'prose"><' in response.content.decode().replace("\n", "")


def test_preview_stores_nothing(editor_client: Client) -> None:
    create_page()
    version = ContentVersion.current()

    rendered(editor_client, "Nieuw.")

    assert ContentVersion.current() == version
    assert not PageText.objects.filter(body="Nieuw.").exists()


@pytest.mark.pages
def test_preview_needs_a_button_and_a_token(editor: object) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.get(PREVIEW).status_code == 405
    assert client.post(PREVIEW, {"preview": "a", "a": "x"}).status_code == 403


@pytest.mark.parametrize("model", ["houserule", "page", "helpline", "article", "reply", "aid", "question", "outcome"])
def test_preview_is_for_who_may_write(client: Client, editor_client: Client, model: str) -> None:
    address = reverse(f"admin:guidance_{model}_preview")
    fields = {"preview": "a", "a": "x"}
    moderator = Client()
    moderator.force_login(create_moderator())
    visitor = Client()
    visitor.force_login(create_visitor())

    assert client.post(address, fields).status_code == 302
    assert visitor.post(address, fields).status_code == 302
    assert moderator.post(address, fields).status_code == 403
    assert editor_client.post(address, fields).status_code == 200
