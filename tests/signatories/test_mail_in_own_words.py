"""The exact mail, changed before it goes: the moderator never sees its keys, the applicant gets them all the same."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from post_office.models import Email

from signatories import emails, rewording, tokens
from signatories.emails import RenderedMail
from signatories.enums import Doubt, Kind, Status
from signatories.models import OutgoingMail, Signatory
from signatories.rewording import Draft
from tests.factories import create_reason, create_signatory

from .deciding import address, post, row

LINK = {"nl": "[link 1]", "fr": "[lien 1]", "en": "[link 1]"}


def typed(page: HttpResponse, **changes: str) -> dict[str, str]:
    """What a browser sends back, with changes."""
    form = page.context["mail_form"]
    fields = {name: form[name].value() for name in form.fields}
    return {name: value.replace("\n", "\r\n") for name, value in (fields | changes).items()}


def open_decision(client: Client, signatory: Signatory, name: str = "approve", **words: object) -> HttpResponse:
    return post(client, "decide", signatory.pk, name, **words)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.QUARANTINED])
def test_draft_shows_no_key_and_holds_a_place_for_each(moderator_client: Client, language: str, status: Status) -> None:
    name = "approve" if status == Status.SUBMITTED else "release"
    signatory = create_signatory(
        status=status, language=language, doubts=[Doubt.HONEYPOT] if name == "release" else None
    )

    page = open_decision(moderator_client, signatory, name)

    html, draft = page.content.decode(), page.context["mail"].draft
    assert not tokens.TOKEN.search(html)
    assert tokens.confirmation_code(signatory) not in html
    assert LINK[language] in draft.text
    assert ("[code]" in draft.text) == (name == "release")


def test_mail_in_own_words_is_shown_first_and_sent_so(moderator_client: Client) -> None:
    signatory = create_signatory()
    first = open_decision(moderator_client, signatory)
    text = "Dag Lies,\n\nWelkom! Je pakket:\n\n[link 1]\n\nJe eigen pagina:\n\n[link 2]\n\nTot gauw, <b>Mo</b> & co."
    fields = typed(first, mail_subject="Welkom bij ons", mail_text=text)

    unseen = open_decision(moderator_client, signatory, confirm="1", seen=first.context["seen"], **fields)
    assert (row(signatory)["status"], unseen.context["has_changed"]) == (Status.SUBMITTED, True)

    shown = open_decision(moderator_client, signatory, **fields)
    assert "Welkom! Je pakket:" in shown.context["mail"].text
    assert typed(shown)["mail_text"] == text.replace("\n", "\r\n")
    open_decision(moderator_client, signatory, confirm="1", seen=shown.context["seen"], **typed(shown))

    outgoing = OutgoingMail.objects.select_related("email").get()
    email = outgoing.email
    kit, link = re.findall(r"https?://\S+", email.message)
    assert outgoing.is_edited
    assert email.subject == "Welkom bij ons"
    assert email.message == text.replace("[link 1]", kit).replace("[link 2]", link) + "\n"
    assert tokens.find_signatory(link.rstrip("/").rpartition("/")[2], tokens.Purpose.FILE) == signatory
    assert f'href="{link}"' in email.html_message
    assert "&lt;b&gt;Mo&lt;/b&gt; &amp; co." in email.html_message
    assert "[link 1]" not in email.html_message + email.message


def test_frame_shows_the_changed_mail(moderator_client: Client) -> None:
    signatory = create_signatory()
    first = open_decision(moderator_client, signatory)
    fields = typed(first, mail_text="Eigen woorden.\n\n[link 1]\n\n[link 2]")
    shown = open_decision(moderator_client, signatory, **fields).context["mail"]

    framed = post(moderator_client, "decide_mail", signatory.pk, "approve", **fields)

    assert framed.content.decode() == tokens.without_keys(shown.html, signatory)
    assert "Eigen woorden." in framed.content.decode()
    assert not tokens.TOKEN.search(framed.content.decode())


def test_untouched_draft_is_the_usual_mail(moderator_client: Client) -> None:
    signatory = create_signatory()
    first = open_decision(moderator_client, signatory)

    open_decision(moderator_client, signatory, confirm="1", seen=first.context["seen"], **typed(first))

    outgoing = OutgoingMail.objects.get()
    assert (outgoing.is_edited, outgoing.email.html_message) == (False, first.context["mail"].html)


def test_untouched_draft_follows_when_the_reason_changes(moderator_client: Client) -> None:
    """The fields still hold the draft for the first reason; nobody wrote that, so it must not be sent for the second."""
    signatory, reason, other = create_signatory(), create_reason(), create_reason()
    text = other.texts.get(language="nl")
    text.explanation = "Een heel andere uitleg."
    text.save()
    first = open_decision(moderator_client, signatory, "decline", reason=reason.pk)

    second = open_decision(moderator_client, signatory, "decline", **{**typed(first), "reason": other.pk})

    assert "Een heel andere uitleg." in second.context["mail"].text
    assert second.context["mail"].edit is None


def test_own_words_are_read_again_when_the_reason_changes(moderator_client: Client) -> None:
    signatory, reason = create_signatory(), create_reason()
    text = reason.texts.get(language="nl")
    first = open_decision(moderator_client, signatory, "decline", reason=reason.pk)
    shown = open_decision(
        moderator_client, signatory, "decline", reason=reason.pk, **typed(first, mail_text="Zo.\n\n[link 1]")
    )
    text.explanation = "Anders."
    text.save()

    fields = {**typed(shown), "reason": reason.pk, "confirm": "1", "seen": shown.context["seen"]}
    again = open_decision(moderator_client, signatory, "decline", **fields)

    assert row(signatory)["status"] == Status.SUBMITTED
    assert again.context["has_changed"]
    # What the fields were made from was the edited text, so from here on only the usual mail tells that it changed.
    assert again.context["mail"].text.startswith("Zo.")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Zonder link.", "[link 1] ontbreekt"),
        ("Kijk: https://elders.example/?k=[link 1]", "[link 1] moet los staan"),
        ("Kijk: https://elders.example/?k=([link 1]) of ([link 1])", "[link 1] moet los staan"),
        ("Kijk: https://elders.example/?k=\u00a0[link 1]", "[link 1] moet los staan"),
        ("[link 1], [link 2] en [link 7]", "[link 7] niet"),
        ("", ""),
        ("   \n ", ""),
    ],
)
def test_draft_without_its_links_goes_back_to_its_writer(moderator_client: Client, text: str, complaint: str) -> None:
    signatory = create_signatory()
    first = open_decision(moderator_client, signatory)

    response = open_decision(
        moderator_client, signatory, confirm="1", seen=first.context["seen"], **typed(first, mail_text=text)
    )

    assert row(signatory)["status"] == Status.SUBMITTED
    assert complaint in str(response.context["mail_form"].errors["mail_text"])
    assert 'name="confirm"' not in response.content.decode()
    assert response.context["mail_form"]["mail_text"].value() == text.replace("\n", "\r\n")


def test_subject_stays_one_line(moderator_client: Client) -> None:
    signatory = create_signatory()
    first = open_decision(moderator_client, signatory)

    shown = open_decision(moderator_client, signatory, **typed(first, mail_subject="Welkom\nBcc: allen@elders.example"))

    assert shown.context["mail"].subject == "Welkom Bcc: allen@elders.example"


@pytest.mark.parametrize("name", ["[link 1]", "[code]", "[link 1] [link 2]", "A [code] [code+]"])
def test_name_that_looks_like_a_place_for_a_key_stays_a_name(db: None, name: str) -> None:
    signatory = create_signatory(status=Status.QUARANTINED, name=name, kind=Kind.ASSOCIATION)
    mail = emails.preview_confirmation(signatory)

    draft = rewording.make_draft(mail, signatory)
    again = rewording.reword(mail, draft, signatory)

    assert not tokens.TOKEN.search(draft.text)
    assert tokens.confirmation_code(signatory) not in draft.text
    assert again.text.split() == mail.text.split()


HTML = 'Een <script>alert(1)</script> & {{ naam }} {% if x %} https://elders.example/?a=1&b=2"><img src=x onerror=y>'


def test_own_words_are_never_read_as_html_or_as_a_template(db: None) -> None:
    signatory = create_signatory()
    mail = RenderedMail("x", "Leeg.", "x")

    html = rewording.reword(mail, Draft("<b>Onderwerp</b>", HTML), signatory).html

    assert "<script>" not in html
    assert "<img" not in html
    assert "{{ naam }} {% if x %}" in html
    assert 'href="https://elders.example/?a=1&amp;b=2"' in html
    assert "&lt;b&gt;Onderwerp&lt;/b&gt;" in html


@pytest.mark.django_db
@given(text=st.text(alphabet=st.sampled_from("ab<>&\"' \n[]1.-lNKéik"), max_size=80))
def test_any_text_survives_and_nothing_in_it_becomes_markup(text: str) -> None:
    signatory = Signatory(language="nl", name="X", kind=Kind.COMPANY)
    draft = Draft("Onderwerp", rewording.normal(text))

    mail = rewording.reword(RenderedMail("x", text, "x"), draft, signatory)

    words = mail.html.partition("<h1")[2]
    assert mail.text == draft.text + "\n"
    assert re.findall(r"<a(?![\w])[^>]*>", words) == re.findall(r'<a class="link"[^>]*>', words)
    assert "<b>" not in words


def test_silent_decision_sends_nothing_and_the_history_says_so(moderator_client: Client, moderator: User) -> None:
    signatory = create_signatory()
    shown = open_decision(moderator_client, signatory)
    assert 'name="silent"' in shown.content.decode()

    open_decision(moderator_client, signatory, silent="1", seen=shown.context["seen"])

    assert row(signatory)["status"] == Status.APPROVED
    assert not Email.objects.exists()
    trail = moderator_client.get(address("review", signatory.pk)).context["trail"]
    assert [entry.why for entry in trail] == ["Hierover is geen mail gestuurd.", ""]


@pytest.mark.parametrize("name", ["decline", "release"])
def test_nobody_who_waits_for_an_answer_is_passed_over_in_silence(moderator_client: Client, name: str) -> None:
    signatory = create_signatory(status=Status.SUBMITTED if name == "decline" else Status.QUARANTINED)
    words = {"reason": create_reason().pk} if name == "decline" else {}
    shown = open_decision(moderator_client, signatory, name, **words)
    assert 'name="silent"' not in shown.content.decode()

    open_decision(moderator_client, signatory, name, silent="1", seen=shown.context["seen"], **words)

    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("tag", [rewording.MAIL_HEADING, rewording.MAIL_LINK, rewording.MAIL_CODE])
def test_own_words_look_as_the_mails_that_ship(tag):
    """The style on each tag is one that the templates of mails have, so that a new look reaches both."""
    style = re.search(r'style="[^"]*"', tag)
    shipped = [path.read_text(encoding="utf-8") for path in Path(settings.BASE_DIR, "templates/emails").rglob("*.html")]

    assert style
    assert any(style[0] in text for text in shipped)
