"""Where one topic of a signatory's life meets another: what each of them promises must still hold."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from signatories import actions, emails, retention, screening, tokens
from signatories.enums import Doubt, EventKind, Kind, LogoState, Status
from signatories.management.commands import work
from signatories.models import LinkRequest, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.applications import address, details
from tests.signatories.deciding import take
from tests.signatories.logos import create_logo

pytestmark = [pytest.mark.django_db, pytest.mark.pages]

SECOND = {"second_name": "An Voorbeeld", "second_email": "an@voorbeeld.example", "second_key": "sleutel"}


def begin(client, signatory: Signatory) -> tuple[str, str]:
    url = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve"])
    return url, client.post(url, {"begin": "1"}).context["seen"]


@pytest.mark.parametrize("what", ["logo", "second person", "correction"])
def test_nobody_approves_what_changed_since_it_was_on_the_page(moderator_client, moderator, what):
    """The mail is the same to the letter; the application is not."""
    signatory = factories.create_signatory(**SECOND)
    url, seen = begin(moderator_client, signatory)
    if what == "logo":
        create_logo(signatory, LogoState.USED)
    elif what == "second person":
        actions.refuse_second(signatory)
    else:
        Signatory.objects.filter(pk=signatory.pk).update(website="https://anders.example/")

    response = moderator_client.post(url, {"confirm": "1", "seen": seen})

    assert response.context["has_changed"]
    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED
    moderator_client.post(url, {"confirm": "1", "seen": response.context["seen"]})
    signatory.refresh_from_db()
    assert signatory.status == Status.APPROVED


def test_who_is_restored_is_in_the_list_as_the_mail_says(moderator):
    signatory = factories.create_signatory(status=Status.SUSPENDED, lapsed_at=timezone.now(), reminders_sent=4)

    actions.restore(signatory, by=moderator)

    assert signatory.is_public
    assert signatory.reminders_sent == 0


def test_public_entry_is_not_merged_into_one_that_lapsed(moderator):
    public = factories.create_signatory(status=Status.APPROVED)
    lapsed = factories.create_signatory(status=Status.APPROVED, lapsed_at=timezone.now())

    with pytest.raises(actions.MergeNotAllowedError):
        actions.merge(public, into=lapsed, by=moderator)


def test_correction_stands_in_the_history_without_its_values(moderator_client, moderator):
    signatory = factories.create_signatory(name="Voorbeld")
    page = reverse("admin:signatories_signatory_change", args=[signatory.pk])
    form = moderator_client.get(page).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields} | {"name": "Voorbeeld"}

    moderator_client.post(page, data)

    event = signatory.events.get(what=EventKind.CORRECTION)
    assert (event.by, event.why) == (moderator, "name")


def test_form_that_comes_again_with_a_throw_away_mailbox_is_set_apart():
    key = screening.read_submission_key(screening.make_form_token())
    first = actions.sign_up(details=details(), submission_key=key, doubts=[])

    again = actions.sign_up(
        details=details(contact_email="x@wegwerp.example"), submission_key=key, doubts=[Doubt.DISPOSABLE]
    )

    assert again.pk != first.pk
    assert again.status == Status.QUARANTINED


def test_who_proved_the_address_is_not_erased_for_our_silence():
    waits = factories.create_signatory(
        status=Status.QUARANTINED, doubts=[Doubt.DISPOSABLE], confirmed_at=timezone.now() - timedelta(days=40)
    )
    Signatory.objects.filter(pk=waits.pk).update(created_at=timezone.now() - timedelta(days=41))

    retention.enforce()

    waits.refresh_from_db()
    assert (waits.status, waits.contact_email) == (Status.QUARANTINED, "lies@voorbeeld.example")


def test_mailbox_that_proved_nothing_gets_no_key_and_reads_no_data(client):
    """A mistyped address is a stranger's."""
    signatory = factories.create_signatory(status=Status.UNCONFIRMED, contact_phone="02 123 45 67")
    LinkRequest.objects.create(email=signatory.contact_email)

    actions.answer_link_requests()

    assert not Email.objects.exists()
    token = tokens.make_token(signatory, Purpose.FILE)
    for name in ("my_data", "my_data_download", "my_details"):
        response = client.get(address(name, token=token))
        assert (response.status_code, response["Location"]) == (302, address("my_file", token=token))
    assert "02 123" not in client.get(address("my_file", token=token)).content.decode()


def test_second_person_who_says_no_is_written_to_no_more_and_named_nowhere(moderator):
    signatory = factories.create_signatory(kind=Kind.ASSOCIATION, **SECOND)
    emails.second_person_asked(signatory)
    later = Email.objects.get()
    later.pk = None
    later.message_id = "<later@voorbeeld.example>"
    later.save()
    signatory.mails.create(email=later, message="renewal_due", language="nl")

    actions.disown_second(signatory)

    assert not Email.objects.exists()


def test_link_made_useless_ends_the_handover_that_was_begun_with_it():
    signatory = factories.create_signatory(status=Status.APPROVED)
    person = {"new_name": "Dief", "new_role": "", "new_email": "dief@elders.example", "new_phone": ""}
    change = actions.hand_over(signatory, person=person)

    actions.renew_link(signatory)

    change.refresh_from_db()
    assert change.stopped_at is not None
    assert change.new_email == ""


def test_moderator_writes_to_another_contact_person_who_has_to_accept(moderator_client, moderator):
    signatory = factories.create_signatory(status=Status.APPROVED, contact_email="weg@voorbeeld.example")
    invite = reverse("admin:signatories_signatory_invite", args=[signatory.pk])

    moderator_client.post(invite, {"new_name": "Mia Voorbeeld", "new_role": "", "new_email": "mia@voorbeeld.example"})

    assert sorted(email.to[0] for email in Email.objects.all()) == ["mia@voorbeeld.example", "weg@voorbeeld.example"]
    signatory.refresh_from_db()
    assert signatory.contact_email == "weg@voorbeeld.example"
    assert signatory.events.get(what=EventKind.CONTACT_ASKED).by == moderator
    assert moderator_client.get(invite).status_code == 405


@pytest.mark.parametrize("email", ["weg+2@voorbeeld.example", "an@voorbeeld.example", "geen adres", ""])
def test_known_or_broken_address_is_invited_by_nobody(moderator_client, email):
    signatory = factories.create_signatory(status=Status.APPROVED, contact_email="weg@voorbeeld.example", **SECOND)

    moderator_client.post(
        reverse("admin:signatories_signatory_invite", args=[signatory.pk]), {"new_name": "Mia", "new_email": email}
    )

    assert not Email.objects.exists()
    assert not signatory.contact_changes.exists()


def test_nobody_merges_what_a_colleague_looks_at(moderator_client):
    leaving, into = factories.create_signatory(name="Stad Gent"), factories.create_signatory(name="Stad Gent")
    actions.hold(leaving, by=factories.create_moderator(name="Anke"))
    page = reverse("admin:signatories_signatory_compare", args=[leaving.pk, into.pk])

    moderator_client.post(page, {"stays": into.pk, "confirm": "1", "seen": "wat dan ook"})

    leaving.refresh_from_db()
    assert leaving.status == Status.SUBMITTED


@pytest.mark.parametrize("name", ["assign", "take_over", "note"])
def test_view_of_the_queue_goes_along_with_what_is_pressed_on_the_way(moderator_client, name):
    signatory = factories.create_signatory()
    view = "tab=submitted&kind=company"
    url = reverse(f"admin:signatories_signatory_{name}", args=[signatory.pk])

    response = moderator_client.post(f"{url}?{view}", {"to": "", "of": "1", "text": "Wie kent deze?"})

    review = reverse("admin:signatories_signatory_review", args=[signatory.pk])
    assert response["Location"].partition("#")[0] == f"{review}?{view}"
    page = moderator_client.get(f"{review}?{view}").content.decode()
    assert f"{url}?tab=submitted&amp;kind=company" in page or name == "take_over"


def test_stranger_who_asks_for_the_entry_takes_no_undo_away(moderator):
    signatory = factories.create_signatory()
    taken = take("approve", signatory, by=moderator)
    signatory.refresh_from_db()
    actions.record(signatory, by=None, what=EventKind.CONTACT_ASKED, why="claim")

    actions.undo(taken, by=moderator)

    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


def test_step_of_the_worker_that_fails_stops_neither_mails_nor_the_others(monkeypatch):
    done = []
    monkeypatch.setattr(work, "close_old_connections", lambda: None)  # a test is always in the middle of something
    monkeypatch.setattr(work.Command, "_look_after_history", lambda self: done.append("history"))

    def fail(self) -> None:
        raise ValueError("a row that nobody expected")

    fail.__name__ = "_keep_retention_periods"
    monkeypatch.setattr(work.Command, "_keep_retention_periods", fail)
    worker = work.Command()

    worker._work()
    worker._work()

    assert done == ["history", "history"]
