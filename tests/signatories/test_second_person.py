"""Whom an applicant names beside themselves: asked once, by a link that a scanner may open, and never a stranger's burden."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from hierniet.languages import LANGUAGES
from signatories import actions, renewal_emails, tokens
from signatories.actions import Question, SecondPersonMissingError, TransitionNotAllowedError
from signatories.enums import Askable, Doubt, EventKind, Kind, Status
from signatories.models import Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.applications import address, details
from tests.signatories.pages import Page
from tests.signatories.questions import ask
from tests.signatories.threads import together

AN = {"second_name": "An Tweede", "second_email": "an@voorbeeld.example"}


def sign_up(*, doubts: tuple[Doubt, ...] = (), kind: Kind = Kind.ASSOCIATION, **changes: object) -> Signatory:
    return actions.sign_up(details=details(kind=kind, **AN, **changes), submission_key=uuid4(), doubts=list(doubts))


def waiting(**changes: object) -> Signatory:
    """In the queue, the second person asked."""
    signatory = sign_up(**changes)
    actions.confirm(signatory)
    return signatory


def mails_to_an() -> int:
    return Email.objects.filter(to="an@voorbeeld.example").count()


def link(signatory: Signatory, language: str = "nl") -> str:
    return address("second_person", language, token=tokens.make_token(signatory, Purpose.SECOND))


def answer(client: Client, signatory: Signatory, action: str) -> Page:
    url = link(signatory)
    response = client.post(url, {"action": action})
    assert (response.status_code, response.url) == (302, url)
    signatory.refresh_from_db()
    return Page(client.get(url))


# When the mail goes -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.ASSOCIATION, Kind.FEDERATION, Kind.COMPANY])
def test_one_mail_goes_once_the_first_has_proven_an_address(kind):
    signatory = sign_up(kind=kind)
    assert mails_to_an() == 0

    actions.confirm(signatory)
    actions.confirm(signatory)

    assert mails_to_an() == 1
    mail = signatory.mails.get(message="second_person_asked").email
    assert link(signatory) in mail.message
    assert mail.to == ["an@voorbeeld.example"]
    assert signatory.status == Status.SUBMITTED


@pytest.mark.django_db
def test_no_mail_goes_where_nobody_is_named():
    signatory = actions.sign_up(details=details(), submission_key=uuid4(), doubts=[])

    actions.confirm(signatory)

    assert set(signatory.mails.values_list("message", flat=True)) == {"confirm_address", "application_submitted"}


@pytest.mark.django_db
@pytest.mark.parametrize("doubt", list(Doubt.holds_mail))
def test_no_mail_goes_while_a_doubt_holds_it(moderator, doubt):
    signatory = sign_up(doubts=(Doubt(doubt),))
    actions.confirm(signatory)
    assert (signatory.status, mails_to_an()) == (Status.QUARANTINED, 0)

    actions.release(signatory, by=moderator)

    assert (signatory.status, mails_to_an()) == (Status.SUBMITTED, 1)


@pytest.mark.django_db
def test_form_is_no_cannon_whoever_sends_it_again(client):
    signatory = waiting()
    for _time in range(3):
        client.get(address("confirm", token=tokens.make_token(signatory, Purpose.CONFIRM)))
        client.post(address("confirm", token=tokens.make_token(signatory, Purpose.CONFIRM)), {"action": "confirm"})

    assert mails_to_an() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_send_one_mail():
    signatory = sign_up()

    together(*[lambda: actions.confirm(Signatory.objects.get(pk=signatory.pk))] * 4)

    assert mails_to_an() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("answer_before", [actions.confirm_second, actions.refuse_second, actions.disown_second])
def test_another_one_named_in_a_correction_is_asked_once_and_by_a_link_of_their_own(moderator, answer_before):
    signatory = waiting()
    old = tokens.make_token(signatory, Purpose.SECOND)
    answer_before(signatory)
    asked = ask(signatory, Question(Askable.SECOND_PERSON, words="Wie spreekt mee?"), by=moderator)
    answers = {"second_name": "Bo Derde", "second_email": "bo@voorbeeld.example"}

    for _press in range(2):
        actions.answer_questions(signatory, asked=[row.pk for row in asked], answers=answers)

    assert (signatory.status, signatory.second_confirmed_at, signatory.second_refused_at) == ("submitted", None, None)
    mail = Email.objects.get(to="bo@voorbeeld.example")
    assert link(signatory) in mail.message
    assert tokens.find_signatory(old, Purpose.SECOND) is None
    assert signatory.lacks_second_person


# The page ---------------------------------------------------------------------------------------------------------------


def scan(client, signatory: Signatory, language: str) -> Page:
    """As mail scanners open a link, again and again; nothing may come of it. Returns what they saw."""
    before = (signatory.events.count(), Signatory.objects.values().get())
    for _time in range(3):
        page = Page(client.get(link(signatory, language)))
        assert client.head(link(signatory, language)).status_code == 200
    assert (signatory.events.count(), Signatory.objects.values().get()) == before
    assert page.language == language
    return page


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_opening_the_link_changes_nothing(client, language):
    signatory = waiting(language=language)

    page = scan(client, signatory, language)

    assert page.buttons[-3:] == [("action", "confirm"), ("action", "refuse"), ("action", "not_me")]
    assert "Lies Voorbeeld" in page.text
    assert "lies@voorbeeld.example" not in page.text
    assert "an@voorbeeld.example" not in page.text


@pytest.mark.django_db
def test_second_person_confirms_twice_and_once_is_written(client):
    signatory = waiting()

    answer(client, signatory, "confirm")
    first = signatory.second_confirmed_at
    answer(client, signatory, "confirm")

    assert first
    assert signatory.second_confirmed_at == first
    assert signatory.events.filter(what=EventKind.SECOND_CONFIRMED).count() == 1
    assert signatory.events.last().by is None


@pytest.mark.django_db
@pytest.mark.parametrize(("action", "name"), [("refuse", "An Tweede"), ("not_me", "")])
def test_second_person_who_says_no_is_erased_and_the_application_stays(client, action, name):
    signatory = waiting()

    page = answer(client, signatory, action)
    answer(client, signatory, action)
    answer(client, signatory, "confirm")

    assert signatory.status == Status.SUBMITTED
    assert (signatory.second_name, signatory.second_email) == (name, "")
    assert signatory.second_refused_at
    assert signatory.second_confirmed_at is None
    assert mails_to_an() == 0
    assert signatory.events.filter(what=EventKind.SECOND_REFUSED).count() == 1
    assert "An Tweede" not in page.text


@pytest.mark.django_db
def test_second_person_who_confirmed_cannot_be_turned_round_by_a_later_press(client):
    signatory = waiting()
    answer(client, signatory, "confirm")

    answer(client, signatory, "not_me")

    assert signatory.second_confirmed_at
    assert signatory.second_email == "an@voorbeeld.example"


@pytest.mark.django_db
def test_link_works_months_later_and_after_the_approval(client, moderator):
    signatory = waiting()
    actions.approve(signatory, by=moderator, why="Nagebeld.")

    with time_machine.travel(timezone.now() + timedelta(days=200), tick=False):
        answer(client, signatory, "confirm")

    assert signatory.second_confirmed_at


@pytest.mark.django_db
def test_link_to_what_has_ended_says_so_and_names_nobody(client, moderator):
    signatory = waiting()
    token = tokens.make_token(signatory, Purpose.SECOND)
    actions.withdraw(signatory, by=moderator)

    for action in ("confirm", "refuse", "not_me"):
        client.post(address("second_person", token=token), {"action": action})
    page = Page(client.get(address("second_person", token=token)))

    signatory.refresh_from_db()
    assert (signatory.second_confirmed_at, signatory.second_refused_at) == (None, None)
    assert page.buttons[-3:] != [("action", "confirm"), ("action", "refuse"), ("action", "not_me")]
    assert "Lies" not in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose is not Purpose.SECOND])
def test_link_is_bound_to_its_purpose(client, purpose):
    signatory = waiting()

    assert client.get(address("second_person", token=tokens.make_token(signatory, purpose))).status_code == 404
    for name in ("my_file", "sent", "confirm"):
        assert client.get(address(name, token=tokens.make_token(signatory, Purpose.SECOND))).status_code == 404


@pytest.mark.django_db
def test_link_without_anybody_named_is_worth_nothing():
    signatory = factories.create_signatory()

    assert tokens.find_signatory(tokens.make_token(signatory, Purpose.SECOND), Purpose.SECOND) is None


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["", "approve", "confirm_second", "\0"])
def test_other_presses_do_nothing(client, action):
    signatory = waiting()

    answer(client, signatory, action)

    assert (signatory.second_confirmed_at, signatory.second_refused_at) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_yes_and_no_at_once_leave_one_answer():
    signatory = waiting()

    def press(act: object) -> None:
        with suppress(TransitionNotAllowedError):
            act(Signatory.objects.get(pk=signatory.pk))  # type: ignore[operator]

    together(lambda: press(actions.confirm_second), lambda: press(actions.disown_second))

    signatory.refresh_from_db()
    assert (signatory.second_confirmed_at is None) != (signatory.second_refused_at is None)
    answers = [EventKind.SECOND_CONFIRMED, EventKind.SECOND_REFUSED]
    assert signatory.events.filter(what__in=answers).count() == 1


# Who confirmed steps back ----------------------------------------------------------------------------------------------


def confirmed(**changes: object) -> Signatory:
    signatory = waiting(**changes)
    actions.confirm_second(signatory)
    return signatory


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_who_confirmed_offers_to_step_back_and_a_look_does_nothing(client, language):
    signatory = confirmed(language=language)

    page = scan(client, signatory, language)

    assert page.buttons[-1] == ("action", "step_back")
    assert "an@voorbeeld.example" not in page.text


@pytest.mark.pages
@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.ASSOCIATION, Kind.FEDERATION, Kind.COMPANY])
@pytest.mark.parametrize("is_listed", [True, False])
def test_who_steps_back_is_erased_and_the_entry_keeps_its_place(moderator, kind, is_listed):
    client = Client(enforce_csrf_checks=True)
    signatory = confirmed(kind=kind)
    if is_listed:
        actions.approve(signatory, by=moderator)
    status = signatory.status

    page = answer(client, signatory, "step_back")
    for action in ("step_back", "confirm", "refuse", "not_me"):
        answer(client, signatory, action)

    assert (signatory.status, signatory.is_public) == (status, is_listed)
    assert (signatory.second_name, signatory.second_email) == ("", "")
    assert (signatory.second_confirmed_at, signatory.second_refused_at) == (None, None)
    assert mails_to_an() == 0
    events = signatory.events.filter(what=EventKind.SECOND_REFUSED)
    assert [(event.why, event.by) for event in events] == [("second person stepped back", None)]
    assert page.buttons[-1:] != [("action", "step_back")]
    assert "niet langer de tweede persoon" in page.text
    assert "An Tweede" not in page.text


@pytest.mark.django_db
def test_approval_waits_anew_for_who_stepped_back(moderator):
    signatory = confirmed()
    actions.step_back(signatory)

    with pytest.raises(SecondPersonMissingError):
        actions.approve(signatory, by=moderator)
    actions.approve(signatory, by=moderator, why="Nagebeld.")

    assert signatory.status == Status.APPROVED


@pytest.mark.django_db
@pytest.mark.parametrize("answer_before", [None, actions.refuse_second, actions.disown_second])
def test_only_who_confirmed_steps_back(answer_before):
    signatory = waiting()
    if answer_before:
        answer_before(signatory)
    before = Signatory.objects.values().get()

    with pytest.raises(TransitionNotAllowedError):
        actions.step_back(signatory)

    assert Signatory.objects.values().get() == before


@pytest.mark.django_db
def test_who_confirmed_steps_back_from_what_was_declined_and_from_a_contested_file(moderator):
    declined, contested = confirmed(), confirmed(name="Betwist vzw")
    actions.decline(declined, by=moderator, reason=factories.create_reason())
    Signatory.objects.filter(pk=contested.pk).update(contested_at=timezone.now())

    for signatory in (declined, contested):
        actions.step_back(signatory)

    assert not Signatory.objects.exclude(second_name="", second_email="").exists()


@pytest.mark.django_db
def test_who_stepped_back_is_reminded_of_nothing_and_told_of_no_other_contact_person(moderator, client):
    signatory = confirmed(kind=Kind.COMPANY)
    actions.approve(signatory, by=moderator)
    yearly = address("renew", token=tokens.make_token(signatory, Purpose.RENEW_SECOND))
    actions.step_back(signatory)

    actions.hand_over(signatory, person={"new_name": "Mia", "new_email": "mia@voorbeeld.example"})
    renewal_emails.renewal_lapsed(signatory, to_second=True)

    assert mails_to_an() == 0
    assert client.get(yearly).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_presses_to_step_back_at_once_are_one():
    signatory = confirmed()

    results = together(*[lambda: actions.step_back(Signatory.objects.get(pk=signatory.pk))] * 4)

    assert results == [None] * 4
    assert signatory.events.filter(what=EventKind.SECOND_REFUSED).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("leave", [actions.refuse_second, actions.step_back])
@pytest.mark.parametrize("question", [Question(Askable.SECOND_PERSON, words="Wie spreekt mee?"), Question(Askable.SECOND_PERSON, "second_same")])  # fmt: skip
def test_open_question_about_the_second_person_stays_one_without_naming_them(moderator, leave, question):
    signatory = waiting() if leave is actions.refuse_second else confirmed()
    ask(signatory, question, by=moderator)

    leave(signatory)

    row = signatory.asked_changes.open().get()
    assert (row.old, row.words, row.answer) == ({}, "", None)
    assert row.phrase
    assert signatory.status == Status.CHANGES_ASKED


# What moderators see and may ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.ASSOCIATION, Kind.FEDERATION])
def test_approval_waits_for_the_second_person_unless_somebody_says_why(moderator, kind):
    signatory = waiting(kind=kind)
    for why in ("", "  \n"):
        with pytest.raises(SecondPersonMissingError):
            actions.approve(signatory, by=moderator, why=why)
    assert signatory.status == Status.SUBMITTED

    actions.approve(signatory, by=moderator, why="Nagebeld.")

    assert (signatory.status, signatory.notes.get().text) == (Status.APPROVED, "Nagebeld.")


@pytest.mark.django_db
def test_approval_goes_by_itself_once_the_second_person_confirmed(moderator):
    signatory = waiting()
    actions.confirm_second(signatory)

    actions.approve(signatory, by=moderator)

    assert signatory.status == Status.APPROVED


@pytest.mark.django_db
def test_approval_of_others_does_not_wait_for_a_second_contact(moderator):
    signatory = waiting(kind=Kind.COMPANY)

    actions.approve(signatory, by=moderator)

    assert signatory.status == Status.APPROVED


def url(name: str, signatory: Signatory, *more: str) -> str:
    return reverse(f"admin:signatories_signatory_{name}", args=[signatory.pk, *more])


def test_moderator_sees_the_obstacle_and_decides_with_a_reason(moderator_client):
    signatory = waiting()
    page = moderator_client.get(url("review", signatory)).content.decode()
    assert "An Tweede" in page
    assert "nog geen antwoord" in page
    assert url("decide", signatory, "approve") + '"' not in page
    exception = url("decide", signatory, "approve_all_the_same")
    assert exception in page

    begun = moderator_client.post(exception, {"begin": "1"})
    without = moderator_client.post(exception, {"why": " "})
    shown = moderator_client.post(exception, {"why": "Nagebeld."})
    done = moderator_client.post(exception, {"why": "Nagebeld.", "confirm": "1", "seen": shown.context["seen"]})

    assert [response.context.get("seen") for response in (begun, without)] == [None, None]
    assert done.status_code == 302
    signatory.refresh_from_db()
    assert signatory.status == Status.APPROVED
    assert signatory.notes.get().text == "Nagebeld."
    assert "Toegelicht in een notitie." in moderator_client.get(url("review", signatory)).content.decode()


@pytest.mark.parametrize("choice", ["release", "reopen"])
def test_moderator_is_shown_the_mail_to_the_applicant_and_the_second_person_gets_another(moderator_client, choice):
    doubts = (Doubt.MANY_TO_MAILBOX,)
    signatory = sign_up(doubts=doubts)
    actions.confirm(signatory)
    if choice == "reopen":
        actions.decline(signatory, by=factories.create_moderator(name="Anke"), reason=factories.create_reason())
    words = {"why": ""}

    shown = moderator_client.post(url("decide", signatory, choice), words)
    moderator_client.post(url("decide", signatory, choice), words | {"confirm": "1", "seen": shown.context["seen"]})

    assert "Lies Voorbeeld" in shown.context["mail"].text
    assert "tweede-persoon" not in shown.context["mail"].text
    signatory.refresh_from_db()
    assert (signatory.status, mails_to_an()) == (Status.SUBMITTED, 1)


def test_moderator_who_presses_approve_all_the_same_is_stopped(moderator_client):
    signatory = waiting()

    response = moderator_client.post(url("decide", signatory, "approve"), {"begin": "1"}, follow=True)

    assert "De tweede persoon heeft niet bevestigd." in response.content.decode()
    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"second_confirmed_at": timezone.now()}, "bevestigd"),
        ({"second_refused_at": timezone.now(), "second_email": ""}, "bevestigde niet"),
        ({"second_name": "", "second_email": "", "second_key": ""}, "niemand opgegeven"),
        ({"second_name": "", "second_email": ""}, "gestopt"),
    ],
)
def test_moderator_sees_what_the_second_person_answered(moderator_client, facts, words):
    signatory = factories.create_signatory(kind=Kind.ASSOCIATION, **AN | {"second_key": "sleutel"} | facts)

    page = moderator_client.get(url("review", signatory))

    assert page.context["second"].word == words
    assert words in page.content.decode()


@pytest.mark.pages
@pytest.mark.django_db
def test_moderator_sends_the_mail_again_within_limits(moderator):
    signatory = waiting()
    sent = []
    for hours in (1, 13, 14, 27, 40, 60):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            client = Client()
            client.force_login(moderator)
            response = client.post(url("ask_second", signatory))
        assert response.status_code == 302
        sent.append(mails_to_an())

    assert sent == [1, 2, 2, 3, 3, 3]
    assert signatory.events.filter(what=EventKind.SECOND_ASKED).count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"second_confirmed_at": timezone.now()},
        {"second_refused_at": timezone.now(), "second_email": ""},
        {"status": Status.DECLINED},
        {"confirmed_at": None},
        {"status": Status.QUARANTINED, "doubts": [Doubt.HONEYPOT]},
    ],
)
def test_moderator_cannot_have_somebody_mailed_who_must_not_be(moderator_client, facts):
    everything = {"kind": Kind.ASSOCIATION, "second_key": "sleutel", "confirmed_at": timezone.now(), **AN} | facts
    signatory = factories.create_signatory(**everything)

    response = moderator_client.post(url("ask_second", signatory), follow=True)

    assert response.status_code == 200
    assert not Email.objects.exists()
    assert f'action="{url("ask_second", signatory)}"' not in response.content.decode()


@pytest.mark.parametrize(("action", "words"), [("refuse", "“Ik ga niet akkoord.”"), ("not_me", "“Dit was ik niet.”"), ("step_back", "“Ik ben niet langer de tweede persoon.”")])  # fmt: skip
def test_history_says_how_it_was_refused(moderator_client, client, action, words):
    signatory = confirmed() if action == "step_back" else waiting()
    answer(client, signatory, action)

    page = moderator_client.get(url("review", signatory))

    entry = next(entry for entry in page.context["trail"] if entry.why)
    assert (entry.what, entry.why) == ("Niet bevestigd door de tweede persoon", words)


def test_mail_to_the_second_person_shows_moderators_no_key(moderator_client):
    signatory = waiting()
    mail = signatory.mails.get(message="second_person_asked")

    page = moderator_client.get(reverse("admin:signatories_outgoingmail_change", args=[mail.pk])).content.decode()

    assert tokens.make_token(signatory, Purpose.SECOND) in mail.email.message
    assert tokens.make_token(signatory, Purpose.SECOND) not in page


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ("", "wachten op antwoord"),
        ("confirm", "An Tweede bevestigde op"),
        ("refuse", "De tweede persoon bevestigde niet"),
        ("step_back", "De tweede persoon is gestopt"),
    ],
)
@pytest.mark.django_db
def test_applicant_reads_in_the_file_what_the_second_person_answered(client, action, says):
    signatory = confirmed() if action == "step_back" else waiting()
    answer(client, signatory, action)

    page = Page(client.get(address("my_file", token=tokens.make_token(signatory, Purpose.FILE))))

    assert says in page.text
    assert address("my_details", token=tokens.make_token(signatory, Purpose.FILE)) in page.links


# And at the end ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_second_person_is_erased_with_everything_else(moderator):
    left, expired = waiting(), sign_up()

    actions.withdraw(left, by=moderator)
    actions.expire(expired, why="te laat")

    assert mails_to_an() == 0
    assert not Signatory.objects.exclude(second_name="", second_email="").exists()
