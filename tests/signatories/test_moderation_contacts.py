"""What moderators see and do about the yearly question and contact persons."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from signatories import actions, overview, reachability, renewal_emails
from signatories.models import ContactChange, Signatory
from signatories.moderation.choices import open_choices
from tests.signatories import questions
from tests.signatories.pages import Page
from tests.signatories.renewals import deliver, listed, story
from tests.signatories.test_contact_change import CLAIMANT, MIA, OLD, reload

pytestmark = pytest.mark.django_db


def recent(**facts: object) -> Signatory:
    return listed(approved_at=timezone.now(), **facts)


def write_to(signatory: Signatory, *, refused: tuple[str, ...] = (), at: timedelta = timedelta(0)) -> None:
    renewal_emails.renewal_done(signatory, to_second=True)
    deliver(refused=refused)
    newest = signatory.mails.values_list("email_id", flat=True)[:1]
    Email.objects.filter(pk__in=list(newest)).update(created=timezone.now() + at)


def old_orphan() -> Signatory:
    return listed(
        contact_email="", source_url="https://bron.example/", approved_at=timezone.now() - timedelta(days=400)
    )


def contacts_url(tab: str = "changes") -> str:
    return reverse("admin:signatories_signatory_contacts") + f"?tab={tab}"


def test_unreachable_is_whose_last_mails_failed_at_every_address():
    fine, mended = recent(name="Goed"), recent(name="Hersteld")
    failing, second_reads = recent(name="Stuk"), recent(name="Twee", second_email="jan@voorbeeld.example")
    changed = recent(name="Ander adres", contact_email="oud@voorbeeld.example")
    write_to(fine)
    write_to(mended, refused=(OLD,), at=timedelta(days=-9))
    write_to(mended)
    write_to(failing, at=timedelta(days=-9))
    write_to(failing, refused=(OLD,))
    write_to(second_reads, refused=(OLD,))
    write_to(changed, refused=("oud@voorbeeld.example",))
    Signatory.objects.filter(pk=changed.pk).update(contact_email="nieuw@voorbeeld.example")

    assert list(reachability.unreachable()) == [failing]
    assert reachability.is_unreachable(failing)
    assert not reachability.is_unreachable(second_reads)


def test_overview_counts_what_needs_a_moderator(moderator, editor):
    recent()
    old_orphan()
    failing = recent(contact_email="stuk@voorbeeld.example")
    write_to(failing, refused=("stuk@voorbeeld.example",))
    orphan = recent(contact_email="", source_url="https://bron.example/")
    actions.accept(actions.claim(orphan, person=CLAIMANT))

    def ours(user):
        return {(task.url, task.number) for task in overview.tasks(user) if "contacts/" in task.url}

    assert ours(moderator) == {
        (contacts_url("changes"), 1), (contacts_url("unreachable"), 1), (contacts_url("nobody"), 1),
    }  # fmt: skip
    assert ours(editor) == set()


@pytest.mark.parametrize("tab", ["changes", "unreachable", "nobody", "lapsed"])
def test_lists_show_their_own_and_cost_the_same_with_one_and_with_three(moderator_client, tab):
    def make() -> None:
        if tab == "changes":
            change = actions.hand_over(recent(), person=MIA)
            actions.object_to(reload(change))
        elif tab == "unreachable":
            write_to(recent(), refused=(OLD,))
        elif tab == "nobody":
            old_orphan()
        else:
            recent(lapsed_at=timezone.now())

    make()
    moderator_client.get(contacts_url(tab))
    with CaptureQueriesContext(connection) as with_one:
        one = moderator_client.get(contacts_url(tab))
    make()
    make()
    with CaptureQueriesContext(connection) as with_three:
        three = moderator_client.get(contacts_url(tab))

    assert (len(one.context["page_obj"]), len(three.context["page_obj"])) == (1, 3)
    assert len(with_one) == len(with_three)
    assert moderator_client.get(contacts_url("onzin")).status_code == 404


def test_moderator_notes_that_it_is_still_true(moderator, moderator_client):
    signatory = old_orphan()
    url = reverse("admin:signatories_signatory_still_true", args=[signatory.pk])

    for _press in range(2):
        assert moderator_client.post(url).status_code == 302

    assert story(signatory) == ["renewed"]
    assert signatory.events.get().by == moderator
    assert not Email.objects.exists()


@pytest.mark.parametrize(
    ("name", "is_done", "is_stopped"), [("approve", True, False), ("stop", False, True), ("seen", False, False)]
)
def test_moderator_decides_about_a_claim(moderator, moderator_client, name, is_done, is_stopped):
    change = actions.claim(recent(), person=CLAIMANT)
    actions.accept(reload(change))
    page = moderator_client.get(reverse("admin:signatories_signatory_review", args=[change.signatory_id]))
    url = reverse("admin:signatories_signatory_decide_contact", args=[change.pk, name])
    assert (url in page.content.decode()) is (name != "seen")

    moderator_client.post(url)
    moderator_client.post(url)  # a second press is told, and changes nothing

    change = reload(change)
    assert (bool(change.done_at), bool(change.stopped_at)) == (is_done, is_stopped)
    assert change.settled_by == (None if name == "seen" else moderator)


def test_decision_about_a_change_is_closed_to_others(client, editor_client, visitor):
    change = actions.claim(recent(), person=CLAIMANT)
    actions.accept(reload(change))
    url = reverse("admin:signatories_signatory_decide_contact", args=[change.pk, "approve"])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(visitor)

    statuses = [one.post(url).status_code for one in (client, editor_client, strict)]

    assert statuses == [302, 403, 403]
    assert client.get(url).status_code == 302
    assert ContactChange.objects.get().is_open


def test_review_says_how_it_stands(moderator_client):
    signatory = recent()
    write_to(signatory, refused=(OLD,))
    Signatory.objects.update(lapsed_at=timezone.now())

    page = Page(moderator_client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])))

    assert "Het contact is niet bereikbaar" in page.text
    assert reverse("admin:signatories_signatory_still_true", args=[signatory.pk]) in page_source(
        moderator_client, signatory
    )
    assert Email.objects.filter(status=STATUS.failed).count() == 1


def page_source(client: Client, signatory: Signatory) -> str:
    return client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).content.decode()


def test_button_to_open_a_closed_file_stays_on_the_page_however_much_is_asked_later(moderator_client, moderator):
    signatory = recent()
    change = actions.hand_over(signatory, person=MIA)
    actions.accept(reload(change))
    actions.object_to(reload(change))
    for number in range(4):
        actions.hand_over(signatory, person=MIA | {"new_email": f"juist{number}@elders.example"}, by=moderator)

    page = moderator_client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).content.decode()

    assert reverse("admin:signatories_signatory_decide_contact", args=[change.pk, "seen"]) in page
    assert "Het klopt: open het dossier" in page


def test_decision_says_that_the_contact_person_is_contested_and_believes_nobody_until_then(moderator_client):
    signatory = recent()
    questions.propose(signatory, name="Gekaapt vzw")
    actions.accept(reload(actions.hand_over(signatory, person=MIA)))
    before = {choice.name for choice in open_choices(Signatory.objects.get())}
    actions.object_to(ContactChange.objects.get())

    page = moderator_client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).content.decode()

    assert "De vorige contactpersoon zegt dat de huidige niet klopt." in page
    assert before - {choice.name for choice in open_choices(Signatory.objects.get())} == {"approve_change"}
