"""Mails in our colleagues' own words: what goes out, what is refused, and who may write them."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from hierniet.dates import written
from hierniet.languages import LANGUAGES
from signatories import actions, emails, renewal_emails, wording
from signatories.enums import Status
from signatories.messages import LABELS as MESSAGE_LABELS
from signatories.messages import MESSAGES
from signatories.models import ContactChange, OutgoingMail, Wording
from signatories.renewal import Stage
from tests import factories
from tests.signatories.pages import Page
from tests.signatories.renewals import listed
from tests.signatories.test_contact_change import MIA

pytestmark = [pytest.mark.django_db, pytest.mark.pages]

# Their subjects say different things to different people, so nobody can write one for all of them.
SUBJECT_DEPENDS = ("second_person_asked", "renewal_due")
EVERY_MAIL = [(message, language) for message in MESSAGES for language in LANGUAGES]


def edit_url(message: str = "application_submitted", language: str = "nl") -> str:
    return reverse("admin:signatories_wording_edit", args=[message, language])


def say(
    text: str, *, message: str = "application_submitted", language: str = "nl", passage: str = "opening"
) -> Wording:
    shipped = wording.shipped_passages(message, language)[passage]
    return Wording.objects.create(
        message=message, language=language, passage=passage, text=text, default_digest=wording.digest(shipped)
    )


@pytest.fixture
def writer_client() -> Client:
    client = Client()
    client.force_login(factories.create_moderator(name="Wim"))
    return client


def typed(client: Client, message: str = "application_submitted", **changes: str) -> dict[str, str]:
    """The form as the page shows it, with these changes."""
    form = client.get(edit_url(message)).context["form"]
    return {"seen": form.initial["seen"]} | {name: form[name].value() for name in form.passages} | changes


@pytest.mark.parametrize(("message", "language"), EVERY_MAIL)
def test_every_mail_has_the_same_passages_in_its_text_and_its_html(message, language):
    names = wording.passage_names(message, language, ".txt")

    assert wording.passage_names(message, language, ".subject.txt") == (
        [] if message in SUBJECT_DEPENDS else ["subject"]
    )
    assert "opening" in names
    assert len(set(names)) == len(names)
    assert wording.passage_names(message, language, ".html") == names
    assert names == wording.passage_names(message, "nl", ".txt")


@pytest.mark.parametrize(("message", "language"), EVERY_MAIL)
def test_shipped_words_are_offered_without_gaps(message, language):
    for name, text in wording.shipped_passages(message, language).items():
        assert name in wording.LABELS
        assert "{{" not in text
        assert "  " not in text
        assert set(wording.PLACEHOLDER.findall(text)) <= set(wording.PLACEHOLDERS)


def test_own_words_take_the_place_of_the_shipped_ones_in_text_and_html():
    signatory = factories.create_signatory(name="Dupont & Fils", language="nl", contact_email="an@voorbeeld.example")
    say("Hartelijk dank <b>namens</b> ons, {name}.\n\nTot gauw & groet.")
    say("Goed nieuws voor {name} ({receipt})", passage="subject")

    emails.application_submitted(signatory)

    email = OutgoingMail.objects.get(signatory=signatory).email
    assert email.subject == f"Goed nieuws voor Dupont & Fils ({signatory.receipt_number})"
    assert "Hartelijk dank <b>namens</b> ons, Dupont & Fils.\n\nTot gauw & groet.\n" in email.message
    assert "<p>Hartelijk dank &lt;b&gt;namens&lt;/b&gt; ons, Dupont &amp; Fils.</p>" in email.html_message
    assert "<p>Tot gauw &amp; groet.</p>" in email.html_message
    assert "Bedankt. Je adres is bevestigd" not in email.message + email.html_message


def test_own_words_are_for_their_language_only():
    say("Alleen in het Nederlands.")
    signatory = factories.create_signatory(language="fr")

    emails.application_submitted(signatory)

    assert "Alleen in het Nederlands" not in OutgoingMail.objects.get(signatory=signatory).email.message


@pytest.mark.parametrize("name", ["{% include 'x' %}", "{{ settings.SECRET_KEY }}", "{receipt}", "{0.__class__}"])
def test_name_is_never_read_as_a_template(name):
    signatory = factories.create_signatory(name=name, language="nl")
    say("Dag {name}.")

    emails.application_submitted(signatory)

    assert f"Dag {name}.\n" in OutgoingMail.objects.get(signatory=signatory).email.message


def test_writer_saves_and_goes_back_to_what_ships(writer_client):
    shipped = wording.shipped_passages("application_submitted", "nl")["opening"]
    data = typed(writer_client, opening="Dank je wel voor {name}.")

    response = writer_client.post(edit_url(), data)

    assert response.status_code == 302
    assert list(Wording.objects.values_list("passage", "text")) == [("opening", "Dank je wel voor {name}.")]
    assert Wording.history.get().history_user.username == "Wim"

    writer_client.post(edit_url(), typed(writer_client, opening=""))
    assert not Wording.objects.exists()
    writer_client.post(edit_url(), typed(writer_client, opening=shipped))
    assert not Wording.objects.exists()


@pytest.mark.parametrize("text", ["Dank je wel.", "Dank je wel, {name} {secret}.", "Dank, {name} {date}.", "x" * 1501])
def test_what_would_lose_or_invent_facts_is_refused_and_stays_typed(writer_client, text):
    response = writer_client.post(edit_url(), typed(writer_client, opening=text))

    assert response.status_code == 200
    assert response.context["form"]["opening"].errors
    assert response.context["form"]["opening"].value() == text
    assert not Wording.objects.exists()


def test_two_writers_at_once_lose_nothing(writer_client):
    data = typed(writer_client, opening="Mijn woorden voor {name}.")
    say("Eerst opgeslagen, {name}.")

    response = writer_client.post(edit_url(), data)

    assert response.context["form"].non_field_errors()
    assert response.context["form"]["opening"].value() == "Mijn woorden voor {name}."
    assert Wording.objects.get().text == "Eerst opgeslagen, {name}."

    again = {**data, "seen": response.context["form"]["seen"].value()}
    assert writer_client.post(edit_url(), again).status_code == 302
    assert Wording.objects.get().text == "Mijn woorden voor {name}."


def test_list_tells_what_differs_and_what_was_bettered_since(writer_client):
    say("Eigen woorden, {name}.")
    Wording.objects.create(
        message="application_submitted", language="fr", passage="opening", text="Merci, {name}.", default_digest="old"
    )

    rows = writer_client.get(reverse("admin:signatories_wording_changelist")).context["rows"]

    cells = {
        cell["language"]: cell for message, _label, row in rows if message == "application_submitted" for cell in row
    }
    told = {language: (cell["differs"], cell["is_older"]) for language, cell in cells.items()}
    assert told == {"nl": (1, False), "fr": (1, True), "en": (0, False)}


def test_preview_shows_the_words_as_typed_and_keeps_nothing(writer_client):
    url = reverse("admin:signatories_wording_preview", args=["application_submitted", "nl"])

    response = writer_client.post(url, typed(writer_client, opening="Zoals getypt <i>voor</i> {name}."))

    assert "<p>Zoals getypt &lt;i&gt;voor&lt;/i&gt; Voorbeeldvereniging.</p>" in response.content.decode()
    assert "sandbox" in response["Content-Security-Policy"]
    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    ("message", "passage"),
    [
        ("renewal_due", "opening"),
        ("renewal_due", "again"),
        ("renewal_due", "last"),
        ("contact_invited", "claim"),
        ("contact_notice", "claim"),
        ("contact_invited", "by_us"),
        ("contact_notice", "by_us"),
        ("second_person_asked", "reserve"),
    ],
)
def test_every_opening_can_be_seen_before_it_goes_out(writer_client, message, passage):
    shipped = wording.shipped_passages(message, "nl")[passage]
    words = " ".join(["Zoals getypt.", *(f"{{{name}}}" for name in sorted(set(wording.PLACEHOLDER.findall(shipped))))])
    url = reverse("admin:signatories_wording_preview", args=[message, "nl"])

    response = writer_client.post(url, typed(writer_client, message, occasion=passage, **{passage: words}))

    assert response.content.decode().count("Zoals getypt.") == 1
    say(words, message=message, passage=passage)
    mails = writer_client.get(edit_url(message)).context["mails"]
    assert [opening.name for opening, mail in mails if "Zoals getypt." in mail.text] == [passage]


@pytest.mark.parametrize(("stage", "opening"), [(Stage.FIRST, "opening"), (Stage.DUE, "again"), (Stage.LAST, "last")])
def test_yearly_question_goes_out_in_own_words_for_its_stage(stage, opening):
    signatory = listed(language="fr", name="Dupont", slug="dupont")
    for passage in ("opening", "again", "last"):
        say(f"Mots de {passage}, {{name}}.", message="renewal_due", language="fr", passage=passage)
    say("À lire {date}.", message="contact_invited", language="fr", passage="next")

    renewal_emails.renewal_due(signatory, stage=stage, lapses_on=date(2027, 1, 1), to_second=False)
    actions.hand_over(signatory, person=MIA)

    question = OutgoingMail.objects.get(message="renewal_due").email
    assert re.findall(r"Mots de \w+, Dupont\.", question.message) == [f"Mots de {opening}, Dupont."]
    assert re.findall(r"Mots de \w+, Dupont\.", question.html_message) == [f"Mots de {opening}, Dupont."]
    until = timezone.localdate(ContactChange.objects.get().accept_until)
    with translation.override("fr"):
        assert f"À lire {written(until)}." in OutgoingMail.objects.get(message="contact_invited").email.message


def test_list_shows_what_we_call_a_mail_whose_subject_depends(writer_client):
    page = Page(writer_client.get(reverse("admin:signatories_wording_changelist")).content.decode())

    assert page.text.count(str(MESSAGE_LABELS["renewal_due"])) == 1 + len(LANGUAGES)


@pytest.mark.pages
@pytest.mark.parametrize(("message", "language"), EVERY_MAIL)
def test_every_mail_can_be_shown_to_a_made_up_applicant(admin_client, message, language):
    response = admin_client.get(edit_url(message, language))

    assert response.status_code == 200
    assert emails.OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("address", [("unknown", "nl"), ("application_submitted", "de")])
def test_unknown_mail_is_not_found(admin_client, address):
    assert admin_client.get(edit_url(*address)).status_code == 404


def test_who_may_only_read_writes_nothing(writer_client):
    reader = factories.create_visitor()
    User.objects.filter(pk=reader.pk).update(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_wording"))
    client = Client()
    client.force_login(reader)
    data = typed(writer_client, opening="Dag {name}.")

    assert client.get(edit_url()).context["may_write"] is False
    assert client.post(edit_url(), data).status_code == 403
    assert not Wording.objects.exists()


def test_approval_in_own_words_is_what_the_moderator_saw(moderator_client):
    """The words changed between reading and pressing: the page comes back."""
    signatory = factories.create_signatory(status=Status.SUBMITTED, language="nl")
    url = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve"])
    seen = moderator_client.post(url, {"begin": "1"}).context["seen"]
    say("Welkom, {name}.", message="application_approved")

    response = moderator_client.post(url, {"confirm": "1", "seen": seen})

    assert response.context["has_changed"]
    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED
