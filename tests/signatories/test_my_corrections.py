"""What moderators ask, the applicant corrects: only that, once, and without losing the place in the queue."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from post_office.models import Email

from signatories import actions, corrections, queue, retention
from signatories.actions import Question
from signatories.enums import Askable, EventKind, Kind, Problem, Status, problems_of
from signatories.models import AskedChange, OutgoingMail, Signatory
from tests import factories
from tests.signatories.pages import Page
from tests.signatories.questions import NAME, WEBSITE, ask, page_of
from tests.signatories.renewals import deliver
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db

PHONE = Question(Askable.CONTACT_PHONE, Problem.PHONE_WRONG)


def asked_keys(signatory: Signatory) -> str:
    return " ".join(str(row.pk) for row in signatory.asked_changes.open())


def answer(client, signatory: Signatory, **fields: str):
    typed = {"asked": asked_keys(signatory), "remark": "", **fields}
    return client.post(page_of(signatory, "my_corrections"), typed)


def test_every_ready_phrase_belongs_to_one_field():
    by_field = [problem for field in Askable for problem in problems_of(field)]

    assert sorted(by_field) == sorted(Problem)
    assert all(problems_of(field) for field in Askable)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_mail_says_each_field_what_stands_there_and_why_in_the_applicants_language(moderator, language):
    signatory = factories.create_signatory(language=language, website="https://dood.example/")

    with translation.override("fr" if language == "nl" else "nl"):
        ask(signatory, Question(Askable.WEBSITE, Problem.WEBSITE_DEAD, "Own words"), NAME, by=moderator)

    mail = Email.objects.get()
    with translation.override(language):
        labels = (Askable.WEBSITE, Problem.WEBSITE_DEAD, Askable.NAME, Problem.NAME_SHORT)
        told = [str(member.label) for member in labels]
    text = " ".join(mail.message.split())
    for words in (*told, "https://dood.example/", "Own words", signatory.name):
        assert words in text
    assert page_of(signatory, "my_corrections", language) in mail.message


def test_page_shows_only_the_fields_that_were_asked_with_the_phrase_beside_them(client, moderator):
    signatory = factories.create_signatory(name="Kort")
    ask(signatory, NAME, PHONE, by=moderator)

    page = Page(client.get(page_of(signatory, "my_corrections")))

    assert set(page.fields) == {"name", "contact_phone", "remark", "asked"}
    assert page.fields["name"] == ["Kort"]
    assert page.fields["contact_phone"] == ["02 123 45 67"]
    with translation.override("nl"):
        assert str(Problem.NAME_SHORT.label) in page.text
    assert NAME.words in page.text
    assert set(page.described_by) <= set(page.ids)


def test_own_words_of_a_moderator_are_text_and_never_markup(client, moderator):
    signatory = factories.create_signatory()
    ask(signatory, Question(Askable.NAME, words="<script>alert(1)</script>"), by=moderator)

    source = client.get(page_of(signatory, "my_corrections")).content.decode()

    assert "<script>alert" not in source
    assert "&lt;script&gt;alert(1)" in source


def test_answer_goes_back_to_the_same_place_in_the_queue(client, moderator):
    first = factories.create_signatory(submitted_at=timezone.now() - timedelta(days=9))
    signatory = factories.create_signatory(submitted_at=timezone.now() - timedelta(days=5))
    factories.create_signatory(submitted_at=timezone.now() - timedelta(days=2))
    since = signatory.submitted_at
    ask(signatory, by=moderator)
    assert (queue.position(first), queue.position(signatory)) == (1, None)

    response = answer(client, signatory, website="nieuw.example")

    signatory.refresh_from_db()
    assert response["Location"] == page_of(signatory) + "?done=corrected"
    assert (signatory.status, signatory.website) == (Status.SUBMITTED, "https://nieuw.example")
    assert signatory.submitted_at == since
    assert queue.position(signatory) == 2
    told = [(event.what, event.from_status, event.to_status, event.why) for event in signatory.events.all()]
    assert told == [
        (EventKind.STATUS, Status.SUBMITTED, Status.CHANGES_ASKED, "website"),
        (EventKind.CHANGES_ANSWERED, Status.CHANGES_ASKED, Status.CHANGES_ASKED, "website"),
        (EventKind.STATUS, Status.CHANGES_ASKED, Status.SUBMITTED, ""),
    ]
    assert "nieuw" in signatory.search_text


def test_answer_changes_only_what_was_asked(client, moderator):
    signatory = factories.create_signatory(name="Blijft zo")
    ask(signatory, by=moderator)

    answer(
        client,
        signatory,
        website="https://nieuw.example/",
        name="Stiekem",
        contact_email="dief@x.example",
        status="approved",
    )

    signatory.refresh_from_db()
    assert (signatory.name, signatory.contact_email) == ("Blijft zo", "lies@voorbeeld.example")
    assert signatory.status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("question", "typed", "stored"),
    [
        (Askable.KIND, {"kind": "municipality"}, {"kind": "municipality"}),
        (Askable.NAME, {"name": "  Voluit\u202e  vzw "}, {"name": "Voluit vzw"}),
        (Askable.ENTERPRISE_NUMBER, {"enterprise_number": "BE 0202.239.951"}, {"enterprise_number": "0202239951"}),
        (Askable.CONTACT_ROLE, {"contact_role": "Woordvoerder"}, {"contact_role": "Woordvoerder"}),
        (Askable.CONTACT_PHONE, {"contact_phone": "02 765 43 21"}, {"contact_phone": "02 765 43 21"}),
        (
            Askable.SOCIAL_ACCOUNTS,
            {"social_accounts": "voorbeeld.example/een\n\nvoorbeeld.example/een\nhttps://voorbeeld.example/twee"},
            {"social_accounts": ["https://voorbeeld.example/een", "https://voorbeeld.example/twee"]},
        ),
        (Askable.MANDATE_DECIDED_ON, {"mandate_decided_on": "2026-01-31"}, {"mandate_decided_on": "2026-01-31"}),
        (
            Askable.SECOND_PERSON,
            {"second_name": "Jan Verzonnen", "second_email": "jan@voorbeeld.example"},
            {"second_name": "Jan Verzonnen", "second_email": "jan@voorbeeld.example"},
        ),
    ],
)  # fmt: skip
def test_each_field_is_cleaned_as_on_the_form_to_join(client, moderator, question, typed, stored):
    signatory = factories.create_signatory()
    ask(signatory, Question(question, words="Kijk nog eens"), by=moderator)

    answer(client, signatory, **typed)

    signatory.refresh_from_db()
    assert corrections.values_of(signatory, stored) == stored
    assert signatory.status == Status.SUBMITTED
    row = signatory.asked_changes.get()
    assert (row.answer, bool(row.answered_at)) == (stored, True)


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (Askable.NAME, {"name": "Kijk op https://kwaad.example"}),
        (Askable.NAME, {"name": "\u2800\u2800"}),
        (Askable.WEBSITE, {"website": ""}),
        (Askable.WEBSITE, {"website": "javascript:alert(1)"}),
        (Askable.ENTERPRISE_NUMBER, {"enterprise_number": "0202239952"}),
        (Askable.KIND, {"kind": "bende"}),
        (Askable.CONTACT_PHONE, {"contact_phone": "bel mij"}),
        (Askable.SOCIAL_ACCOUNTS, {"social_accounts": "\n".join(f"voorbeeld.example/{n}" for n in range(11))}),
        (Askable.MANDATE_DECIDED_ON, {"mandate_decided_on": "2999-01-01"}),
        (Askable.SECOND_PERSON, {"second_name": "Jan", "second_email": ""}),
        (Askable.SECOND_PERSON, {"second_name": "Lies", "second_email": "LIES@voorbeeld.example"}),
        (Askable.LOGO, {}),
    ],
)
def test_nonsense_is_refused_and_stays_on_the_page(client, moderator, question, typed):
    signatory = factories.create_signatory()
    ask(signatory, Question(question, words="Kijk nog eens"), by=moderator)
    before = Signatory.objects.values().get()

    response = answer(client, signatory, **typed)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert Signatory.objects.values().get() == before
    for name, value in typed.items():
        assert response.context["form"][name].value() == value


def test_individual_may_leave_the_website_empty(client, moderator):
    signatory = factories.create_signatory(kind=Kind.INDIVIDUAL)
    ask(signatory, by=moderator)

    answer(client, signatory, website="")

    assert Signatory.objects.get().website == ""


def test_remark_alone_is_an_answer_too(client, moderator):
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)

    answer(client, signatory, website=signatory.website, remark="Bij ons doet hij het")

    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED
    assert signatory.asked_changes.get().remark == "Bij ons doet hij het"
    assert signatory.events.get(what=EventKind.CHANGES_ANSWERED).why == ""


def test_same_answer_sent_twice_is_one_answer(client, moderator):
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)
    typed = {"asked": asked_keys(signatory), "remark": "", "website": "https://nieuw.example/"}

    responses = [client.post(page_of(signatory, "my_corrections"), typed) for _time in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert signatory.events.filter(what=EventKind.CHANGES_ANSWERED).count() == 1


def test_second_window_finds_everything_typed_and_reads_that_it_came_too_late(client, moderator):
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)
    keys = asked_keys(signatory)
    answer(client, signatory, website="https://een.example/")

    response = answer(client, signatory, asked=keys, website="https://twee.example/", remark="Nog iets")

    page = Page(response)
    assert page.fields["website"] == ["https://twee.example/"]
    assert "Nog iets" in page.fields["remark"][0]
    assert "niet bewaard" in page.text
    assert Signatory.objects.get().website == "https://een.example/"


def test_window_of_an_older_question_shows_what_is_asked_now(client, moderator):
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)
    old = asked_keys(signatory)
    answer(client, signatory, website="https://een.example/")
    ask(signatory, WEBSITE, NAME, by=moderator)

    response = answer(client, signatory, asked=old, website="https://twee.example/")

    page = Page(response)
    assert page.fields["website"] == ["https://twee.example/"]
    assert page.fields["name"] == [signatory.name]
    assert page.fields["asked"] == [asked_keys(signatory)]
    assert Signatory.objects.get().status == Status.CHANGES_ASKED


def test_moderator_who_took_it_out_meanwhile_wins_and_nothing_typed_is_lost(client, moderator):
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)
    typed = {"asked": asked_keys(signatory), "website": "https://nieuw.example/", "remark": "Hallo"}
    actions.withdraw(signatory, by=moderator)

    response = client.post(page_of(signatory, "my_corrections"), typed)

    page = Page(response)
    with translation.override("nl"):
        assert str(Status.WITHDRAWN.label) in page.text
    assert page.fields["website"] == ["https://nieuw.example/"]
    assert Signatory.objects.get().status == Status.WITHDRAWN


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED, Status.DECLINED, Status.WITHDRAWN])
def test_where_nothing_is_asked_the_page_leads_to_the_file(client, status):
    signatory = factories.create_signatory(status=status)

    assert client.get(page_of(signatory, "my_corrections"))["Location"] == page_of(signatory)


def test_other_site_cannot_send_the_form(client, moderator):
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)
    typed = {"asked": asked_keys(signatory), "website": "https://kwaad.example/"}

    response = client.post(page_of(signatory, "my_corrections"), typed, headers={"Origin": "https://kwaad.example"})

    assert response.status_code == 200
    assert Signatory.objects.get().status == Status.CHANGES_ASKED


def test_asking_needs_a_waiting_application_and_at_least_one_question(moderator):
    for status in set(Status) - {Status.SUBMITTED}:
        with pytest.raises(actions.TransitionNotAllowedError):
            ask(factories.create_signatory(status=status), by=moderator)
    with pytest.raises(actions.TransitionNotAllowedError):
        actions.ask_for_changes(factories.create_signatory(), by=moderator, questions=[])
    assert not AskedChange.objects.exists()
    assert not Email.objects.exists()


def test_database_refuses_impossible_questions(moderator):
    signatory = factories.create_signatory()
    (row,) = ask(signatory, by=moderator)
    impossible = (
        {"field": "schoenmaat"}, {"problem": "", "words": ""}, {"problem": "zomaar"}, {"answer": {}},
        {"answered_at": timezone.now()},
    )  # fmt: skip
    for facts in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            AskedChange.objects.filter(pk=row.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedChange.objects.create(
            signatory=signatory, field="website", words="Nog eens", asked_by=moderator, asked_at=timezone.now()
        )


def run_on(day: int) -> dict[str, int]:
    with time_machine.travel(timezone.now() + timedelta(days=day), tick=False):
        done = retention.enforce()
        deliver()
    return {name: number for name, number in done.items() if number}


def test_silence_is_reminded_once_and_then_expires(moderator):
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)

    found = [(day, run_on(day)) for day in range(33)]

    assert [(day, done) for day, done in found if done] == [
        (16, {"reminded to correct": 1}),
        (31, {"never corrected": 1}),
    ]
    signatory.refresh_from_db()
    assert (signatory.status, signatory.contact_email) == (Status.EXPIRED, "")
    assert not AskedChange.objects.exists()
    assert not Email.objects.exists()


def test_job_that_did_not_run_for_months_reminds_first_and_expires_a_week_later(moderator):
    """Nothing depends on a job running on one exact day."""
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)

    found = {day: run_on(day) for day in (80, 81, 87, 88)}

    assert found == {80: {"reminded to correct": 1}, 81: {}, 87: {}, 88: {"never corrected": 1}}


@pytest.mark.parametrize("fails", ["refused", "not sent"])
def test_nobody_is_erased_for_silence_after_a_reminder_that_did_not_arrive(moderator, fails):
    """It is among the mails that failed, for a moderator to look into; only after two more months it ends all the same."""
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)
    with time_machine.travel(timezone.now() + timedelta(days=16), tick=False):
        retention.enforce()
        if fails == "refused":
            deliver(refused=(signatory.contact_email,))

    found = {}
    for day in (31, 60, 91):
        with time_machine.travel(timezone.now() + timedelta(days=day), tick=False):
            retention.enforce()
        found[day] = Signatory.objects.get().status

    assert found == {31: Status.CHANGES_ASKED, 60: Status.CHANGES_ASKED, 91: Status.EXPIRED}


def test_mails_promise_the_day_that_the_job_keeps(moderator):
    with time_machine.travel("2026-03-02T12:00:00+01:00", tick=False):
        signatory = factories.create_signatory()
        ask(signatory, by=moderator)
    with time_machine.travel("2026-05-04T12:00:00+02:00", tick=False):  # late: the job had not run
        retention.enforce()
        deliver()

    first, reminder = OutgoingMail.objects.select_related("email").order_by("pk")
    assert "1 april 2026" in first.email.message
    assert (reminder.message, "11 mei 2026" in reminder.email.message) == ("changes_reminder", True)
    for moment, status in (
        ("2026-05-11T23:50:00+02:00", Status.CHANGES_ASKED),
        ("2026-05-12T00:10:00+02:00", Status.EXPIRED),
    ):
        with time_machine.travel(moment, tick=False):
            retention.enforce()
        signatory.refresh_from_db()
        assert signatory.status == status


def test_who_answered_is_neither_reminded_nor_expired(client, moderator):
    signatory = factories.create_signatory()
    ask(signatory, by=moderator)
    answer(client, signatory, website="https://nieuw.example/")

    assert run_on(20) == run_on(40) == {}


@pytest.mark.django_db(transaction=True)
def test_applicant_and_moderator_at_the_same_moment_one_wins():
    moderator = factories.create_moderator()
    for _round in range(4):
        signatory = factories.create_signatory()
        (row,) = ask(signatory, by=moderator)

        def answer_it(pk: int = signatory.pk, key: int = row.pk) -> None:
            actions.answer_questions(
                Signatory.objects.get(pk=pk), asked=[key], answers={"website": "https://nieuw.example/"}
            )

        def take_out(pk: int = signatory.pk) -> None:
            actions.withdraw(Signatory.objects.get(pk=pk), by=moderator)

        together(answer_it, take_out)

        signatory.refresh_from_db()
        assert signatory.status == Status.WITHDRAWN  # possible from either status
        assert not AskedChange.objects.filter(signatory=signatory).exists()
        assert not Email.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_the_same_moment_give_one_answer():
    signatory = factories.create_signatory()
    (row,) = ask(signatory)

    def send(website: str) -> None:
        actions.answer_questions(Signatory.objects.get(pk=signatory.pk), asked=[row.pk], answers={"website": website})

    results = together(lambda: send("https://een.example/"), lambda: send("https://twee.example/"))

    assert [type(result) for result in results if result] == [actions.TransitionNotAllowedError]
    assert signatory.events.filter(what=EventKind.CHANGES_ANSWERED).count() == 1
