"""Several at once: exactly those who were listed, as they were listed, and undoable as one.

Pytition mailed everybody instead of those who were chosen, unnoticed for years (#280); Decidim the same (#6987).
"""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from signatories import actions, delivery, tokens
from signatories.enums import Doubt, EventKind, Status
from signatories.models import Batch, Event, OutgoingMail, Signatory, TakenDecision
from signatories.moderation import bulk
from tests.factories import create_moderator, create_reason, create_signatory

from .deciding import address, post, row, told
from .threads import together


def waiting(number: int, **facts: Any) -> list[Signatory]:
    return [
        create_signatory(name=f"Nummer {index}", contact_email=f"lies{index}@voorbeeld.example", **facts)
        for index in range(number)
    ]


def show(client: Client, chosen: list[Signatory], choice: str = "approve", **more: object) -> HttpResponse:
    return post(client, "bulk", choice=choice, chosen=[signatory.pk for signatory in chosen], **more)


def confirm(client: Client, listed: HttpResponse, **words: object) -> HttpResponse:
    return client.post(address("bulk"), {"list": listed.context["list"], "confirm": "1", **words}, follow=True)


def statuses(signatories: list[Signatory]) -> list[str]:
    return [row(signatory)["status"] for signatory in signatories]


def test_bulk_lists_first_and_then_decides_about_those_and_nobody_else(moderator_client: Client) -> None:
    chosen, others = waiting(3), waiting(2)

    listed = show(moderator_client, chosen)

    assert [line.signatory for line in listed.context["able"]] == chosen
    assert [signatory.contact_email in listed.content.decode() for signatory in chosen] == [True] * 3
    assert not Event.objects.exists()
    done = confirm(moderator_client, listed)

    assert statuses(chosen) == [Status.APPROVED] * 3
    assert statuses(others) == [Status.SUBMITTED] * 2
    mails = {outgoing.signatory_id: outgoing.email.to for outgoing in OutgoingMail.objects.select_related("email")}
    assert mails == {signatory.pk: [signatory.contact_email] for signatory in chosen}
    batch = Batch.objects.get()
    assert done.redirect_chain[-1][0] == address("bulk_done", batch.pk)
    assert (batch.choice, batch.number, batch.by.username) == ("approve", 3, "Mo")
    assert [taken.signatory for taken in done.context["decisions"]] == chosen


def test_bulk_sends_the_mail_that_each_row_shows(moderator_client: Client) -> None:
    reason = create_reason()
    chosen = waiting(2)
    listed = show(moderator_client, chosen, "decline")
    words = {"reason": reason.pk, "own_words": "Zie onze mail."}
    shown = [
        moderator_client.post(
            address("decide_mail", signatory.pk, "decline"), {"list": listed.context["list"], **words}
        )
        for signatory in chosen
    ]
    without = moderator_client.post(address("decide_mail", chosen[0].pk, "decline"), {"reason": ""})

    confirm(moderator_client, listed, **words)

    sent = [tokens.without_keys(signatory.mails.get().email.html_message, signatory) for signatory in chosen]
    assert [page.content.decode() for page in shown] == sent
    assert without.content.decode() == "<p>Kies eerst een reden.</p>"


def test_bulk_decline_asks_for_a_reason(moderator_client: Client) -> None:
    chosen = waiting(2)
    listed = show(moderator_client, chosen, "decline")

    again = confirm(moderator_client, listed, reason="")

    assert "reason" in again.context["form"].errors
    assert [line.signatory for line in again.context["able"]] == chosen
    assert statuses(chosen) == [Status.SUBMITTED] * 2


def test_bulk_says_who_cannot_take_part_and_why(moderator_client: Client) -> None:
    able, unproven, approved = (
        create_signatory(),
        create_signatory(confirmed_at=None),
        create_signatory(status="approved"),
    )
    held = create_signatory()
    actions.hold(held, by=create_moderator(name="Anke"))

    listed = show(moderator_client, [able, unproven, approved, held])

    assert [line.signatory for line in listed.context["able"]] == [able]
    reasons = {line.signatory: line.why_not for line in listed.context["unable"]}
    assert reasons[unproven].startswith("Goedkeuren kan zodra")
    assert reasons[approved].startswith("Dat kan niet meer")
    assert reasons[held].startswith("Anke bekijkt dit sinds")
    confirm(moderator_client, listed)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("change", ["declined", "renamed", "other mailbox", "colleague looks"])
def test_bulk_leaves_out_what_changed_since_it_was_shown_and_names_it(moderator_client: Client, change: str) -> None:
    first, second = waiting(2)
    anke = create_moderator(name="Anke")
    listed = show(moderator_client, [first, second])
    if change == "declined":
        actions.decline(first, by=anke, reason=create_reason())
    elif change == "renamed":
        Signatory.objects.filter(pk=first.pk).update(name="Iets anders")
    elif change == "other mailbox":
        Signatory.objects.filter(pk=first.pk).update(contact_email="ander@elders.example")
    else:
        actions.hold(first, by=anke)
    before = row(first)

    done = confirm(moderator_client, listed)

    assert (row(first), row(second)["status"]) == (before, Status.APPROVED)
    assert [signatory.pk for signatory, _why in done.context["skipped"]] == [first.pk]
    assert OutgoingMail.objects.filter(message="application_approved").get().signatory == second


@pytest.mark.parametrize("where", ["queue", "changelist"])
def test_bulk_begins_in_the_queue_and_in_the_list_with_those_that_wait(moderator_client: Client, where: str) -> None:
    chosen, approved = waiting(2), create_signatory(status=Status.APPROVED)

    page = moderator_client.get(address(where)).content.decode()

    boxes = [f'name="chosen" value="{signatory.pk}" form="bulk"' in page for signatory in (*chosen, approved)]
    assert boxes == [True, True, False]
    assert page.count(f'action="{address("bulk")}"') == 1


def test_bulk_list_cannot_be_forged_lent_or_kept(moderator_client: Client) -> None:
    chosen = waiting(2)
    listed = show(moderator_client, chosen[:1]).context["list"]
    anke = Client()
    anke.force_login(create_moderator(name="Anke"))
    forged = signing.dumps(["approve", 1, "0" * 32, [[chosen[1].pk, "x"]]], salt="elders")

    for client, text in (
        (moderator_client, listed[:-1]),
        (moderator_client, forged),
        (moderator_client, ""),
        (anke, listed),
    ):
        response = client.post(address("bulk"), {"list": text, "confirm": "1"}, follow=True)
        assert told(response)[-1].startswith("Deze lijst geldt niet meer.")
    with time_machine.travel(timezone.now() + timedelta(hours=13), tick=False):
        assert bulk.SignedList.read(listed, by=User.objects.get(username="Mo")) is None

    assert statuses(chosen) == [Status.SUBMITTED] * 2
    assert not Batch.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"choice": "approve"}, {"choice": "withdraw", "chosen": ["1"]},
                                    {"choice": "approve", "chosen": ["x", "-1", "9" * 40]}, {"chosen": ["1"]}])  # fmt: skip
def test_bulk_without_a_choice_or_anybody_goes_back(moderator_client: Client, fields: dict[str, object]) -> None:
    assert post(moderator_client, "bulk", **fields)["Location"] == address("queue")


def test_bulk_of_who_is_not_there_lists_nobody(moderator_client: Client) -> None:
    listed = post(moderator_client, "bulk", choice="approve", chosen=["99999999"])

    assert (listed.status_code, listed.context["able"]) == (200, [])
    assert 'name="confirm"' not in listed.content.decode()


def test_bulk_is_capped(moderator_client: Client, settings: object) -> None:
    settings.BULK_LIMIT = 2
    chosen = waiting(3)

    response = moderator_client.post(
        address("bulk"), {"choice": "approve", "chosen": [signatory.pk for signatory in chosen]}, follow=True
    )

    assert told(response) == ["Dat zijn er te veel tegelijk: 3, en er kunnen er hoogstens 2."]
    assert show(moderator_client, chosen[:2]).status_code == 200


def test_bulk_sent_twice_decides_once(moderator_client: Client) -> None:
    chosen = waiting(2)
    listed = show(moderator_client, chosen)

    confirm(moderator_client, listed)
    confirm(moderator_client, listed)

    assert (Batch.objects.count(), Event.objects.count(), Email.objects.count()) == (1, 2, 2)


def test_bulk_that_broke_off_goes_on_where_it_was(moderator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = waiting(3)
    listed = show(moderator_client, chosen)
    really, turns = bulk._decide_one, []

    def break_off(*args: Any, **kwargs: Any) -> None:
        turns.append(args)
        if len(turns) == 2:
            raise RuntimeError
        really(*args, **kwargs)

    monkeypatch.setattr(bulk, "_decide_one", break_off)
    with pytest.raises(RuntimeError):
        confirm(moderator_client, listed)
    assert statuses(chosen) == [Status.APPROVED, Status.SUBMITTED, Status.SUBMITTED]
    monkeypatch.undo()

    done = confirm(moderator_client, listed)

    assert statuses(chosen) == [Status.APPROVED] * 3
    assert (Batch.objects.count(), Event.objects.count(), len(done.context["decisions"])) == (1, 3, 3)


def test_bulk_is_undone_as_one_and_names_what_cannot_be(moderator_client: Client) -> None:
    chosen = waiting(3)
    before = [row(signatory) for signatory in chosen]
    confirm(moderator_client, show(moderator_client, chosen))
    batch = Batch.objects.get()
    Email.objects.filter(outgoing_mail__signatory=chosen[1]).update(scheduled_time=None)
    assert delivery.deliver_due_mails().sent == 1
    after = row(chosen[1])

    response = moderator_client.post(address("bulk_undo", batch.pk), follow=True)

    assert [row(signatory) for signatory in chosen] == [before[0], after, before[2]]
    assert told(response) == ["Nummer 1: Het is te laat: de mail is onderweg.", "2 beslissingen zijn ongedaan gemaakt."]
    assert Event.objects.filter(what=EventKind.UNDONE).count() == 2
    confirmed_again = confirm(moderator_client, show(moderator_client, [chosen[0]]))
    assert confirmed_again.context["decisions"][0].signatory == chosen[0]


def test_bulk_assigns(moderator_client: Client) -> None:
    anke = create_moderator(name="Anke")
    chosen, approved = waiting(2), create_signatory(status=Status.APPROVED)
    listed = show(moderator_client, [*chosen, approved], "assign")

    response = confirm(moderator_client, listed, to=anke.pk)

    assert told(response) == ["2 aanvragen zijn toegewezen."]
    assert [row(signatory)["assigned_to_id"] for signatory in (*chosen, approved)] == [anke.pk, anke.pk, None]
    assert not Email.objects.exists()


def test_bulk_releases_and_asks_for_proof(moderator_client: Client) -> None:
    chosen = waiting(2, status=Status.QUARANTINED, doubts=[Doubt.MANY_FROM_ADDRESS])

    confirm(moderator_client, show(moderator_client, chosen, "release"))

    assert [row(signatory)["doubts"] for signatory in chosen] == [[Doubt.AWAITING_PROOF]] * 2
    assert OutgoingMail.objects.filter(message="confirm_address").count() == 2


def test_bulk_without_a_window_still_has_its_receipts(moderator_client: Client, settings: object) -> None:
    settings.UNDO_WINDOW = timedelta(0)
    chosen = waiting(2)
    listed = show(moderator_client, chosen)

    confirm(moderator_client, listed)
    done = confirm(moderator_client, listed)

    assert (len(done.context["decisions"]), done.context["number_open"], Event.objects.count()) == (2, 0, 2)
    assert delivery.deliver_due_mails().sent == 2


def test_list_says_of_whom_there_is_somebody_alike(moderator_client: Client) -> None:
    alone, one, other = (
        create_signatory(name=name, website=f"https://www.{site}.example/")
        for name, site in (("Enig vzw", "enig"), ("Dubbel vzw", "dubbel"), ("Dubbel vzw", "elders"))
    )

    lines = {line.signatory: line for line in show(moderator_client, [alone, one, other]).context["able"]}

    assert [lines[row].ease.alone for row in (alone, one, other)] == [True, False, False]


@pytest.mark.parametrize("number", [1, 3])
def test_bulk_list_takes_the_same_queries(
    moderator_client: Client, django_assert_num_queries: object, number: int
) -> None:
    chosen = waiting(number)
    show(moderator_client, chosen)

    with django_assert_num_queries(6):
        show(moderator_client, chosen)


def test_bulk_is_for_who_may_decide_and_by_button(moderator_client: Client, editor_client: Client) -> None:
    listed = show(moderator_client, waiting(1))
    confirm(moderator_client, listed)
    batch = Batch.objects.get()

    assert moderator_client.get(address("bulk"))["Location"] == address("queue")
    assert moderator_client.get(address("bulk_undo", batch.pk)).status_code == 405
    assert editor_client.post(address("bulk")).status_code == 403
    assert editor_client.post(address("bulk_undo", batch.pk)).status_code == 403
    assert editor_client.get(address("bulk_done", batch.pk)).status_code == 403
    assert TakenDecision.objects.get().undone_at is None


@pytest.mark.pages
@pytest.mark.django_db(transaction=True)
def test_bulk_by_two_at_once_decides_each_once() -> None:
    chosen = waiting(4)
    clients = [Client(), Client()]
    lists = []
    for name, client in zip(("Anke", "Bruno"), clients, strict=True):
        client.force_login(create_moderator(name=name))
        lists.append(show(client, chosen).context["list"])

    pages = together(
        *(
            lambda client=client, text=text: client.post(address("bulk"), {"list": text, "confirm": "1"})
            for client, text in zip(clients, lists, strict=True)
        ),
        lambda: clients[0].post(address("bulk"), {"list": lists[0], "confirm": "1"}),
    )

    assert [page.status_code for page in pages] == [302] * 3
    assert statuses(chosen) == [Status.APPROVED] * 4
    assert (Event.objects.count(), Email.objects.count()) == (4, 4)
    decided = {batch.by.username: (batch.decisions.count(), len(batch.skipped)) for batch in Batch.objects.all()}
    assert set(decided) == {"Anke", "Bruno"}
    assert all(sum(counts) == 4 for counts in decided.values())
    assert sum(taken for taken, _skipped in decided.values()) == 4
