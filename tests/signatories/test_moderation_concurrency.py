"""Two moderators at the same moment, with real transactions: one wins, the other is told who."""

import pytest
from django.test import Client
from django.urls import reverse

from signatories import actions
from signatories.enums import Status
from signatories.models import Event, OutgoingMail, Signatory
from tests.factories import create_moderator, create_reason, create_signatory
from tests.signatories.test_contact_change import CLAIMANT, reload
from tests.signatories.threads import first_then, together


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second_choice", ["approve", "decline"])
def test_one_moderator_wins_and_the_other_reads_who_was_faster(second_choice: str) -> None:
    signatory = create_signatory()
    reason = create_reason()
    clients = {name: Client() for name in ("Anke", "Bruno")}
    for name, client in clients.items():
        client.force_login(create_moderator(name=name))
    choices = {"Anke": "approve", "Bruno": second_choice}
    fields = {"Anke": {}, "Bruno": {"reason": reason.pk} if second_choice == "decline" else {}}

    def address(name: str) -> str:
        return reverse("admin:signatories_signatory_decide", args=[signatory.pk, choices[name]])

    seen = {name: clients[name].post(address(name), fields[name]).context["seen"] for name in clients}
    # From here on no `context`: the test client mixes up what is rendered at the same time.
    pages = together(
        *(
            lambda name=name: clients[name].post(
                address(name), fields[name] | {"confirm": "1", "seen": seen[name]}, follow=True
            )
            for name in clients
        )
    )

    event = Event.objects.get(signatory=signatory)
    winner = event.by.username
    loser = "Bruno" if winner == "Anke" else "Anke"
    signatory.refresh_from_db()
    assert signatory.status == event.to_status == {"approve": "approved", "decline": "declined"}[choices[winner]]
    assert OutgoingMail.objects.filter(signatory=signatory).count() == 1
    told = dict(zip(clients, pages, strict=True))[loser]
    assert told.status_code == 200
    message = told.content.decode().partition('<ul class="messagelist">')[2].partition("</ul>")[0]
    assert winner in message
    assert str(Status(signatory.status).label) in message


@pytest.mark.django_db(transaction=True)
def test_looking_at_the_mail_does_not_stand_in_the_way_of_a_decision() -> None:
    signatory = create_signatory()
    reader, decider = Client(), Client()
    reader.force_login(create_moderator(name="Anke"))
    decider.force_login(create_moderator(name="Bruno"))
    address = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve"])
    seen = decider.post(address).context["seen"]

    pages = together(
        *(lambda: reader.post(address) for _turn in range(3)),
        lambda: decider.post(address, {"confirm": "1", "seen": seen}),
    )

    assert [page.status_code in (200, 302) for page in pages] == [True] * 4
    assert Event.objects.filter(signatory=signatory).count() == 1
    assert OutgoingMail.objects.filter(signatory=signatory).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["approve", "stop", "seen"])
def test_decision_about_a_contact_person_of_whoever_leaves_at_that_moment_is_told_so(name: str) -> None:
    signatory = create_signatory(status=Status.APPROVED)
    change = actions.claim(signatory, person=CLAIMANT)
    actions.accept(reload(change))
    client = Client()
    client.force_login(create_moderator(name="Anke"))
    address = reverse("admin:signatories_signatory_decide_contact", args=[change.pk, name])

    _left, page = first_then(
        lambda: actions.withdraw(Signatory.objects.get(pk=signatory.pk), by=None),
        lambda: client.post(address, follow=True),
    )

    assert page.status_code == 200
    assert "Die is intussen gestopt" in page.content.decode()
