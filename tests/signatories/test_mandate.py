"""What each kind is asked to show that it may sign; what does not belong to it is not stored."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from post_office.models import Email

from hierniet.languages import LANGUAGES
from signatories import actions, mandate, retention
from signatories.enums import Doubt, Kind
from signatories.models import Signatory
from signatories.models.signatory import APPLICATION_FIELDS
from tests import factories
from tests.signatories.applications import address, details, filled_in, send
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db

CONTACT_ADDRESS = project.CONTACT_ADDRESS
YESTERDAY = (timezone.localdate() - timedelta(days=1)).isoformat()
EVERYTHING = {
    "enterprise_number": "0202.239.951",
    "contact_role": "Hoofd communicatie",
    "mandate_decided_on": YESTERDAY,
    "second_name": "An Voorbeeld",
    "second_email": "an@voorbeeld.example",
}
STORED_NOTHING = {name: None if name == "mandate_decided_on" else "" for name in EVERYTHING}
REQUIRED = {
    Kind.MUNICIPALITY: {"contact_role", "mandate_decided_on"},
    Kind.ASSOCIATION: {"contact_role", "second_name", "second_email"},
    Kind.FEDERATION: {"contact_role", "second_name", "second_email"},
    Kind.INDIVIDUAL: set(),
}
UNFIT = {
    Kind.MUNICIPALITY: set(),
    Kind.PUBLIC_AUTHORITY: set(),
    Kind.INDIVIDUAL: set(EVERYTHING),
}


@pytest.mark.parametrize("kind", Kind)
def test_kind_that_gives_everything_keeps_only_what_belongs_to_it(client, kind):
    response = send(client, kind=kind, **EVERYTHING)

    assert response.status_code == 302
    signatory = Signatory.objects.get()
    unfit = UNFIT.get(kind, {"mandate_decided_on"})
    stored = {name: getattr(signatory, name) for name in EVERYTHING}
    assert {name for name, value in stored.items() if value == STORED_NOTHING[name]} == unfit
    assert bool(signatory.second_key) == bool(signatory.second_email)


@pytest.mark.parametrize("kind", Kind)
def test_kind_that_gives_nothing_is_told_what_it_must_give(client, kind):
    response = send(client, kind=kind, **dict.fromkeys(EVERYTHING, ""))

    targets = {target.removeprefix("#id_") for target in Page(response).error_targets} if response.content else set()
    assert targets == REQUIRED.get(kind, {"contact_role"})


@pytest.mark.parametrize("field", ["enterprise_number", "mandate_decided_on", "second_name", "second_email"])
def test_what_does_not_belong_to_the_kind_cannot_be_wrong(client, field):
    wrong = {"second_name": "www.elders.example"}.get(field, "geen")

    response = send(client, kind="individual", **{field: wrong})

    assert response.status_code == 302
    assert getattr(Signatory.objects.get(), field) in ("", None)


def test_every_detail_that_depends_on_the_kind_is_one_of_the_application():
    assert set(mandate.FITS) | set(mandate.REQUIRED) <= set(APPLICATION_FIELDS)


def test_form_shows_every_field_without_script_and_says_whom_it_is_for(client):
    page = Page(client.get(address("join", "en")))

    assert set(EVERYTHING) <= set(page.fields)
    assert "A municipality gives it, another public authority may" in page.text
    assert "Nobody signs for an association or a federation alone." in page.text
    assert "Do you sign for yourself? Then leave this empty." in page.text
    assert str(retention.LINES[1].what) in page.text


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        (timezone.localdate().isoformat(), True),
        (YESTERDAY, True),
        ("2010-01-01", True),
        ("3/4/2025", True),
        ("03-04-2025", True),
        ((timezone.localdate() + timedelta(days=1)).isoformat(), False),
        ("2009-12-31", False),
        ("0001-01-01", False),
        ("9999-12-31", False),
        ("99999-01-01", False),
        ("2025-02-30", False),
        ("gisteren", False),
        ("2025-01-01\r\nBcc: x@elders.example", False),
    ],
)
def test_day_of_the_decision_has_come_and_is_of_this_century(client, typed, is_right):
    response = send(client, kind="municipality", mandate_decided_on=typed)

    assert (response.status_code == 302) is is_right
    if not is_right:
        assert Page(response).error_targets == ["#id_mandate_decided_on"]


def test_day_that_people_write_is_day_and_month_in_every_language(client):
    for language in LANGUAGES:
        send(
            client,
            language,
            kind="municipality",
            mandate_decided_on="03/04/2025",
            contact_email=f"{language}@a.example",
        )

    days = Signatory.objects.values_list("mandate_decided_on", flat=True)
    assert {day.isoformat() for day in days} == {"2025-04-03"}


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"second_email": "lies@voorbeeld.example"}, "second_email"),
        ({"second_email": "LIES+twee@Voorbeeld.example"}, "second_email"),
        ({"second_email": "an@voorbeeld.example\r\nBcc: x@elders.example"}, "second_email"),
        ({"second_email": "a" * 8192 + "@voorbeeld.example"}, "second_email"),
        ({"second_email": '"a,x@elders.example,b"@voorbeeld.example'}, "second_email"),
        ({"second_email": "an@localhost"}, "second_email"),
        ({"second_email": ""}, "second_email"),
        ({"second_name": ""}, "second_name"),
        ({"second_name": "\u202e\u200b"}, "second_name"),
        ({"second_name": "a" * 8192}, "second_name"),
        ({"second_name": "Win: www.elders.example"}, "second_name"),
    ],
)
@pytest.mark.parametrize("kind", ["association", "company"])
def test_second_person_is_whole_and_somebody_else(client, kind, changes, target):
    second = {"second_name": "An Voorbeeld", "second_email": "an@voorbeeld.example"} | changes

    response = send(client, kind=kind, **second)

    assert set(Page(response).error_targets) == {f"#id_{target}"}
    assert not Signatory.objects.exists()


def test_second_person_loses_marks_that_turn_a_name_around(client):
    send(client, kind="association", second_name="An \u202eVoorbeeld\r\nBcc: x", second_email="an@voorbeeld.example")

    assert Signatory.objects.get().second_name == "An Voorbeeld Bcc: x"


def test_second_mailbox_counts_for_the_limit_too(client, settings):
    settings.LIMITS_PER_HOUR = {"sign_up_from_address": 99, "sign_up_to_mailbox": 2}

    for number in range(3):
        second = {"second_name": "An", "second_email": f"doel+{number}@elders.example"}
        send(client, kind="association", contact_email=f"lies@firma{number}.example", **second)

    assert list(Signatory.objects.order_by("pk").values_list("doubts", flat=True)) == [[], [], [Doubt.MANY_TO_MAILBOX]]


def test_accounts_and_number_come_back_as_they_are_written(client):
    typed = {"enterprise_number": "be202239951", "social_accounts": "facebook.com/zoet\nx.com/zoet"}

    page = Page(send(client, name="", **typed))

    assert page.fields["enterprise_number"] == ["0202.239.951"]
    assert page.fields["social_accounts"] == [typed["social_accounts"]]


def test_correction_of_the_second_person_makes_the_old_link_void():
    first = {"second_name": "An", "second_email": "an@voorbeeld.example"}
    form = details(kind="association", **first)
    key = uuid4()
    signatory = actions.sign_up(details=form, submission_key=key, doubts=[])
    was = signatory.second_key

    same = actions.sign_up(details=form | {"name": "Anders"}, submission_key=key, doubts=[])
    other = actions.sign_up(details=form | {"second_email": "bo@voorbeeld.example"}, submission_key=key, doubts=[])

    assert same.second_key == was
    assert other.pk == signatory.pk
    assert other.second_key not in ("", was)
    assert not Email.objects.exclude(to="lies@voorbeeld.example").exists()


# Did you mean …? -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_mistyped_domain_is_asked_about_once_and_then_believed(client, language):
    typed = filled_in(contact_email="lies@gmial.com")

    asked = client.post(address("join", language), typed)

    page = Page(asked)
    assert asked.status_code == 200
    assert "lies@gmail.com" in page.text
    assert ("take_suggestion", "1") in page.buttons
    assert page.error_targets == []
    assert not Signatory.objects.exists()

    again = {name: values[0] for name, values in page.fields.items()}
    assert client.post(address("join", language), again).status_code == 302
    assert Email.objects.get().to == ["lies@gmial.com"]


def test_suggestion_is_taken_with_one_press(client):
    page = Page(send(client, kind="association", contact_email="lies@gmial.com", second_name="An",
                     second_email="an@voorbeedl.example"))  # fmt: skip
    form = {name: values[0] for name, values in page.fields.items()}

    response = client.post(address("join"), form | {"take_suggestion": "1"})

    assert response.status_code == 302
    signatory = Signatory.objects.get()
    assert (signatory.contact_email, signatory.second_email) == ("lies@gmail.com", "an@voorbeeld.example")


def test_other_mistake_after_the_question_is_asked_about_too(client):
    page = Page(send(client, contact_email="lies@gmial.com"))
    form = {name: values[0] for name, values in page.fields.items()}

    again = Page(client.post(address("join"), form | {"contact_email": "lies@hotmial.com"}))

    assert "lies@hotmail.com" in again.text
    assert not Signatory.objects.exists()


def test_questions_about_many_mistakes_never_fill_up_the_form(client):
    form = filled_in()
    for number in range(30):
        page = Page(client.post(address("join"), form | {"contact_email": f"{'a' * 60}{number}@gmial.com"}))
        form = {name: values[0] for name, values in page.fields.items()}

    assert page.error_targets == []
    assert client.post(address("join"), form).status_code == 302


def test_enter_in_a_field_never_takes_a_suggestion(client):
    """The first button of a form is the one that the Enter key presses."""
    buttons = Page(send(client, contact_email="lies@gmial.com")).buttons

    ours = [button for button in buttons if button in (("", ""), ("take_suggestion", "1"))]
    assert ours.index(("", "")) < ours.index(("take_suggestion", "1"))


def test_question_and_errors_come_together(client):
    page = Page(send(client, contact_email="lies@gmial.com", name=""))

    assert page.error_targets == ["#id_name"]
    assert "lies@gmail.com" in page.text
    form = {name: values[0] for name, values in page.fields.items()}
    assert client.post(address("join"), form | {"name": "Stad Gent"}).status_code == 302


@pytest.mark.pages
@settings(max_examples=20)
@given(st.text(st.sampled_from("ab@.:/<>\"' \r\n\0\u202e"), max_size=30))
def test_nothing_in_the_hidden_memory_of_questions_breaks_the_form(memory):
    with transaction.atomic():
        response = send(Client(), contact_email="lies@gmial.com", asked_about=memory, take_suggestion=memory)

        assert response.status_code in (200, 302)
        transaction.set_rollback(True)


# Whose mailbox ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "at the organisation’s own domain"),
        ({"contact_email": "lies@gmail.com"}, "we ask for one more proof"),
        ({"contact_email": "lies@elders.example"}, "will look at whether they belong together"),
        ({"contact_email": "lies@gmail.com", "kind": "individual"}, ""),
    ],
)
def test_receipt_says_what_the_mailbox_tells(client, changes, says):
    page = Page(client.get(send(client, "en", **changes).url))

    sentences = (
        "at the organisation’s own domain",
        "we ask for one more proof",
        "will look at whether they belong together",
    )
    assert [sentence for sentence in sentences if sentence in page.text] == [says] * bool(says)


@pytest.mark.parametrize(
    ("email", "kind", "is_asked"),
    [
        ("lies@gmail.com", Kind.COMPANY, True),
        ("lies@voorbeeld.example", Kind.COMPANY, False),
        ("lies@gmail.com", Kind.INDIVIDUAL, False),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_names_the_proofs_that_help_and_moderators_see_that_it_did(
    moderator_client, email, kind, is_asked, language
):
    signatory = actions.sign_up(
        details=details(contact_email=email, kind=kind, language=language), submission_key=None, doubts=[]
    )

    actions.confirm(signatory)

    mail = signatory.mails.get(message="application_submitted").email
    for part in (mail.message, mail.html_message):
        assert ("gmail.com" in part) is is_asked
    assert (mail.message.count(CONTACT_ADDRESS) > 1) is is_asked
    review = moderator_client.get(f"/beheer/signatories/signatory/{signatory.pk}/review/").content.decode()
    assert ("nog één bewijs" in review) is is_asked


def test_moderators_see_the_day_of_the_decision(moderator_client):
    with_day = factories.create_signatory(kind=Kind.MUNICIPALITY, mandate_decided_on="2025-04-03")
    without = factories.create_signatory(kind=Kind.MUNICIPALITY)
    pages = [
        moderator_client.get(f"/beheer/signatories/signatory/{signatory.pk}/review/").content.decode()
        for signatory in (with_day, without)
    ]

    assert "3 april 2025" in pages[0]
    assert "Raad of college besliste" in pages[1]


@pytest.mark.parametrize("kind", [Kind.INDIVIDUAL, Kind.COMPANY])
def test_accounts_of_a_person_go_when_they_leave(moderator, kind):
    signatory = factories.create_signatory(status="approved", kind=kind, social_accounts=["https://x.com/noor"])

    actions.withdraw(signatory, by=moderator)

    signatory.refresh_from_db()
    assert signatory.social_accounts == ([] if kind == Kind.INDIVIDUAL else ["https://x.com/noor"])
