"""What the contact person corrects alone: their own name, and whom they name beside themselves."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import STATUS, Email

from hierniet.languages import LANGUAGES
from signatories import actions, contact_emails, limits, tokens
from signatories.actions import Question
from signatories.actions.changing import MAY_CORRECT_DETAILS
from signatories.enums import Askable, Doubt, EventKind, Kind, LimitScope, Status
from signatories.mailboxes import one_mailbox
from signatories.models import ContactChange, Limit, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.applications import address, details
from tests.signatories.pages import Page
from tests.signatories.questions import ask, page_of
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db

AN = {"second_name": "An Tweede", "second_email": "an@voorbeeld.example"}
BO = {"second_name": "Bo Derde", "second_email": "bo@voorbeeld.example"}
BO_FOR_AN = {"seen": "an@voorbeeld.example An Tweede", **BO}
NOBODY = {"second_name": "", "second_email": ""}
OWN = {"contact_name": "Lies Voorbeeld", "contact_role": "Communicatie", "contact_phone": "02 123 45 67", "language": "nl"}  # fmt: skip


def with_an(status: Status = Status.APPROVED, kind: Kind = Kind.ASSOCIATION, **facts: object) -> Signatory:
    """An has confirmed, unless `facts` say otherwise."""
    usual = {"second_key": "sleutel", "second_confirmed_at": timezone.now(), **AN}
    return factories.create_signatory(status=status, kind=kind, **(usual | facts))


def form_of(client: Client, signatory: Signatory) -> dict[str, str]:
    """As a browser would send it back."""
    page = Page(client.get(page_of(signatory, "my_details")))
    return {name: values[0] for name, values in page.fields.items() if values}


def send(client: Client, signatory: Signatory, **changes: str):
    response = client.post(page_of(signatory, "my_details"), form_of(client, signatory) | changes)
    signatory.refresh_from_db()
    return response


def mails_to(address: str) -> int:
    return Email.objects.filter(to=address).count()


# The own name -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.INDIVIDUAL])
def test_own_name_is_corrected_and_the_history_says_that_it_was(client, kind):
    signatory = factories.create_signatory(status=Status.APPROVED, kind=kind)

    response = send(client, signatory, contact_name="  Lies \u200b Anders ")

    assert response["Location"].endswith("?done=details")
    assert signatory.contact_name == "Lies Anders"
    assert [(event.what, event.why) for event in signatory.events.all()] == [(EventKind.DETAILS, "contact_name")]
    assert "contactpersoon" in Page(client.get(page_of(signatory, "my_data"))).text


@pytest.mark.parametrize("name", ["", "…", "Kijk op www.kwaad.example", "x" * 101])
def test_own_name_is_cleaned_as_on_the_join_form(client, name):
    signatory = factories.create_signatory(status=Status.APPROVED)

    response = send(client, signatory, contact_name=name)

    assert response.status_code == 200
    assert Page(response).error_targets == ["#id_contact_name"]
    assert signatory.contact_name == "Lies Voorbeeld"


# Another second person --------------------------------------------------------------------------------------------------


@pytest.mark.pages
@pytest.mark.parametrize("status", MAY_CORRECT_DETAILS)
def test_another_second_person_takes_the_place_and_is_asked_once(status):
    client = Client(enforce_csrf_checks=True)
    signatory = with_an(status=status)
    contact_emails.contact_notice(
        ContactChange(signatory=signatory, kind="claim"), [("An Tweede", "an@voorbeeld.example")]
    )
    Email.objects.update(status=STATUS.sent)
    old = tokens.make_token(signatory, Purpose.SECOND)
    typed = form_of(client, signatory) | BO

    for _press in range(2):
        assert client.post(page_of(signatory, "my_details"), typed).status_code == 302

    signatory.refresh_from_db()
    assert (signatory.second_name, signatory.second_email) == ("Bo Derde", "bo@voorbeeld.example")
    assert signatory.second_confirmed_at is None
    assert signatory.status == status
    assert tokens.find_signatory(old, Purpose.SECOND) is None
    assert (mails_to("an@voorbeeld.example"), mails_to("bo@voorbeeld.example")) == (0, 1)
    assert tokens.make_token(signatory, Purpose.SECOND) in Email.objects.get(to="bo@voorbeeld.example").message
    assert [(event.what, event.why) for event in signatory.events.filter(what=EventKind.DETAILS)] == [
        (EventKind.DETAILS, "second_person")
    ]
    assert "Bo Derde" in Page(client.get(page_of(signatory))).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_to_who_is_named_later_says_that_the_name_stands_there_already(client, language):
    signatory = with_an(language=language, name="Voorbeeld vzw")

    send(client, signatory, **BO)

    mail = Email.objects.get(to="bo@voorbeeld.example")
    says = {"nl": "dat op de lijst", "fr": "qui figure dans", "en": "which is on the"}[language]
    assert says in " ".join(mail.message.split())
    assert says in mail.html_message
    asked = client.get(address("second_person", language, token=tokens.make_token(signatory, Purpose.SECOND)))
    assert {"nl": "dat op de lijst", "fr": "qui figure dans", "en": "which stands in the"}[language] in Page(asked).text
    page = Page(client.get(page_of(signatory, "my_details", language)))
    assert (page.language, set(page.described_by) <= set(page.ids)) == (language, True)


@pytest.mark.parametrize("facts", [{"status": Status.SUSPENDED}, {"lapsed_at": timezone.now()}])
def test_mail_and_page_say_so_only_while_the_name_stands_there(client, facts):
    signatory = with_an(**facts)

    send(client, signatory, **BO)

    says = "dat op de lijst"
    page = client.get(address("second_person", token=tokens.make_token(signatory, Purpose.SECOND)))
    assert says not in Email.objects.get(to="bo@voorbeeld.example").html_message
    assert says not in Page(page).text


def test_first_second_person_is_named_where_there_was_none(client):
    signatory = factories.create_signatory(status=Status.APPROVED)

    send(client, signatory, **BO)

    assert (signatory.second_email, bool(signatory.second_key)) == ("bo@voorbeeld.example", True)
    assert mails_to("bo@voorbeeld.example") == 1


def test_who_refused_or_stepped_back_is_followed_by_another(client):
    refused = with_an(second_confirmed_at=None, second_refused_at=timezone.now(), second_email="")
    left = with_an()
    actions.step_back(left)

    for number, signatory in enumerate((refused, left)):
        response = send(client, signatory)
        assert response["Location"].endswith("?done=no_details")
        send(client, signatory, second_name="Bo", second_email=f"bo{number}@voorbeeld.example")

        assert (signatory.second_name, signatory.second_refused_at) == ("Bo", None)
        assert mails_to(f"bo{number}@voorbeeld.example") == 1


def test_same_values_sent_again_change_nothing(client):
    signatory = with_an()
    before = Signatory.objects.values().get()

    for changes in ({}, AN, {"second_email": "AN@Voorbeeld.example"}, {"second_name": " An  Tweede "}):
        assert send(client, signatory, **changes)["Location"].endswith("?done=no_details")

    assert Signatory.objects.values().get() == before
    assert not Email.objects.exists()
    assert not signatory.events.exists()


def test_a_name_mended_leaves_the_answer_standing(client):
    signatory = with_an()

    send(client, signatory, second_name="Ann Tweede")

    assert signatory.second_name == "Ann Tweede"
    assert signatory.second_confirmed_at
    assert signatory.second_key == "sleutel"
    assert not Email.objects.exists()


def test_only_who_needs_no_second_person_goes_on_without(client):
    company, association = with_an(kind=Kind.COMPANY), with_an()

    send(client, company, **NOBODY)
    refused = send(client, association, **NOBODY)

    assert (company.second_name, company.second_email, company.second_key) == ("", "", "")
    assert company.second_confirmed_at is None
    assert Page(refused).error_targets == ["#id_second_name", "#id_second_email"]
    assert association.second_email == "an@voorbeeld.example"


def test_association_without_a_second_person_corrects_the_rest(client):
    signatory = factories.create_signatory(status=Status.APPROVED, kind=Kind.ASSOCIATION)

    send(client, signatory, contact_phone="02 765 43 21")

    assert signatory.contact_phone == "02 765 43 21"


def test_individual_names_nobody(client):
    signatory = factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL)

    send(client, signatory, **BO, seen="x")

    assert set(form_of(client, signatory)) & {*BO, "seen"} == set()
    assert signatory.second_email == ""
    assert not Email.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"second_email": "geen adres"}, "second_email"),
        ({"second_email": 'a,"b"@c.example'}, "second_email"),
        ({"second_email": "bo@elders.example\r\nBcc: x@y.example"}, "second_email"),
        ({"second_email": "LIES@voorbeeld.example"}, "second_email"),
        ({"second_email": "lies+twee@voorbeeld.example"}, "second_email"),
        ({"second_email": "mia@voorbeeld.example"}, "second_email"),
        ({"second_name": ""}, "second_email"),
        ({"second_email": ""}, "second_email"),
        ({"second_name": "Kijk op www.kwaad.example"}, "second_name"),
        ({"second_name": "x" * 101}, "second_name"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_written_to(client, changes, field):
    signatory = with_an(kind=Kind.COMPANY)
    ContactChange.objects.create(signatory=signatory, kind="handover", new_email="mia@voorbeeld.example")

    response = send(client, signatory, **BO | changes)

    assert response.status_code == 200
    assert Page(response).error_targets == [f"#id_{field}"]
    assert signatory.second_email == "an@voorbeeld.example"
    assert signatory.second_confirmed_at
    assert not Email.objects.exists()


def test_form_of_another_site_names_nobody(client):
    signatory = with_an()

    response = client.post(
        page_of(signatory, "my_details"),
        form_of(client, signatory) | BO,
        headers={"origin": "https://kwaad.example"},
    )

    assert response.status_code == 200
    assert not Email.objects.exists()


# A page that is older than what it shows ----------------------------------------------------------------------------------


def test_page_from_before_they_stepped_back_does_not_name_them_again(client):
    signatory = with_an()
    stale = form_of(client, signatory)
    actions.step_back(signatory)

    client.post(page_of(signatory, "my_details"), stale | {"contact_phone": "02 765 43 21"})

    signatory.refresh_from_db()
    assert (signatory.contact_phone, signatory.second_email) == ("02 765 43 21", "")
    assert not Email.objects.exists()


def test_page_from_before_they_stepped_back_comes_back_and_is_taken_the_second_time(client):
    signatory = with_an()
    stale = form_of(client, signatory) | {"second_name": "Ann Tweede"}
    actions.step_back(signatory)

    shown = client.post(page_of(signatory, "my_details"), stale)

    page = Page(shown)
    assert page.error_targets == ["#id_second_email"]
    assert page.fields["second_name"] == ["Ann Tweede"]
    assert not Email.objects.exists()
    assert (
        client.post(page_of(signatory, "my_details"), stale | {"seen": page.fields.get("seen", [""])[0]}).status_code
        == 302
    )
    assert mails_to("an@voorbeeld.example") == 1


def test_two_windows_leave_the_one_who_was_named_first(client):
    signatory = with_an()
    stale = form_of(client, signatory)
    send(client, signatory, **BO)

    response = client.post(page_of(signatory, "my_details"), stale | {"second_email": "cas@voorbeeld.example"})

    signatory.refresh_from_db()
    assert response.status_code == 200
    assert signatory.second_email == "bo@voorbeeld.example"
    assert mails_to("cas@voorbeeld.example") == 0


# No cannon --------------------------------------------------------------------------------------------------------------


def test_a_few_second_persons_a_month_and_no_more(client):
    signatory = with_an()
    for number in range(5):
        with time_machine.travel(timezone.now() + timedelta(days=number), tick=False):
            send(client, signatory, second_name="Bo", second_email=f"bo{number}@voorbeeld.example")

    assert signatory.second_email == "bo2@voorbeeld.example"
    assert Email.objects.count() == 1

    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        send(client, signatory, **BO)
    assert signatory.second_email == "bo@voorbeeld.example"


@pytest.mark.parametrize("counter", ["contact_ask_from_address", "contact_mail_to_mailbox", "sign_up"])
def test_mailbox_that_had_enough_gets_no_more(client, counter, settings):
    signatory = with_an()
    if counter == "sign_up":
        Limit.objects.create(scope=LimitScope.MAILBOX, burst_number=1, sustained_number=1)
        for file in (with_an(), with_an()):
            send(client, file, **BO)
    else:
        value = "127.0.0.1" if counter == "contact_ask_from_address" else one_mailbox("bo@voorbeeld.example")
        for _time in range(settings.LIMITS_PER_HOUR[counter]):
            limits.count(counter, value)
    before = mails_to("bo@voorbeeld.example")

    response = send(client, signatory, **BO)

    assert Page(response).error_targets == ["#id_second_email"]
    assert signatory.second_email == "an@voorbeeld.example"
    assert mails_to("bo@voorbeeld.example") == before


def test_details_without_another_second_person_count_for_no_limit(client, settings):
    signatory = with_an()

    for number in range(settings.LIMITS_PER_HOUR["contact_ask_from_address"] + 2):
        assert send(client, signatory, contact_phone=f"02 765 43 {number:02}").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_name_one_and_ask_once():
    signatory = with_an()

    results = together(
        *[lambda: actions.correct_details(Signatory.objects.get(pk=signatory.pk), details=OWN, second=BO_FOR_AN)] * 4
    )

    assert sorted(results) == [False, False, False, True]
    assert mails_to("bo@voorbeeld.example") == 1
    assert signatory.events.filter(what=EventKind.DETAILS).count() == 1


@pytest.mark.django_db(transaction=True)
def test_naming_another_while_they_step_back_leaves_nobody_half():
    for _time in range(3):
        signatory = with_an()

        together(
            lambda pk=signatory.pk: actions.correct_details(
                Signatory.objects.get(pk=pk), details=OWN, second=BO_FOR_AN
            ),
            lambda pk=signatory.pk: actions.step_back(Signatory.objects.get(pk=pk)),
        )

        signatory.refresh_from_db()
        assert (signatory.second_name, signatory.second_email) in {("Bo Derde", "bo@voorbeeld.example"), ("", "")}
        assert signatory.second_confirmed_at is None


# Who must not, and what stays behind ------------------------------------------------------------------------------------


def test_contested_file_names_nobody(client):
    signatory = with_an()
    typed = form_of(client, signatory) | BO
    Signatory.objects.filter(pk=signatory.pk).update(contested_at=timezone.now())

    assert client.post(page_of(signatory, "my_details"), typed)["Location"] == page_of(signatory)
    signatory = Signatory.objects.get()
    with pytest.raises(actions.TransitionNotAllowedError):
        actions.correct_details(signatory, details=OWN | {"contact_name": "Dief"}, second={"seen": "", **BO})

    assert signatory.second_email == "an@voorbeeld.example"
    assert not Email.objects.exists()


def test_notice_of_another_contact_person_still_reaches_who_could_object(client):
    """Whoever takes a file over must not be able to silence the second person by naming another at once."""
    signatory = with_an()
    change = actions.hand_over(
        signatory, person={"new_name": "Mia", "new_role": "Chef", "new_email": "mia@voorbeeld.example"}
    )
    actions.accept(change)
    signatory.refresh_from_db()

    send(client, signatory, **BO)

    waiting = signatory.mails.filter(email__to="an@voorbeeld.example")
    assert {(mail.message, mail.erase_when_sent) for mail in waiting} == {
        ("contact_notice", True),
        ("contact_replaced", True),
    }


def test_nothing_of_who_was_replaced_stays_in_what_was_asked(client, moderator):
    signatory = with_an(status=Status.SUBMITTED, second_confirmed_at=None)
    ask(signatory, Question(Askable.SECOND_PERSON, words="Is An de voorzitter?"), by=moderator)

    send(client, signatory, **BO)

    row = signatory.asked_changes.get()
    assert (row.old, row.words, row.answer) == ({}, "", None)


def test_nobody_is_asked_while_a_doubt_holds_mail():
    signatory = actions.sign_up(details=details(), submission_key=uuid4(), doubts=[Doubt.HONEYPOT])

    with pytest.raises(actions.TransitionNotAllowedError):
        actions.correct_details(signatory, details=OWN, second={"seen": "", **BO})

    assert not Email.objects.exists()


def test_page_costs_few_queries(client):
    signatory = with_an()

    with CaptureQueriesContext(connection) as captured:
        client.get(page_of(signatory, "my_details"))

    assert len(captured) <= 6
