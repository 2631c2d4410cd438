"""One signatory: everything that is needed to judge, and only the decisions that are possible."""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from signatories import actions
from signatories.enums import TRANSITIONS, Decision, Doubt, Kind, Status
from signatories.models import Signatory
from signatories.moderation.choices import CHOICES, Choice, open_choices
from tests.factories import create_moderator, create_reason, create_signatory


def review(client: Client, signatory: Signatory) -> str:
    response = client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_review_shows_what_is_needed_to_judge(moderator_client: Client) -> None:
    signatory = create_signatory(
        name="Bakkerij Zoet & Zonen",
        website="https://www.zoet.example/over",
        contact_email="an@zoet.example",
        enterprise_number="0202239951",
    )

    page = review(moderator_client, signatory)

    for fact in (
        "Bakkerij Zoet &amp; Zonen",
        'href="https://www.zoet.example/over" rel="noopener noreferrer"',
        "an@zoet.example",
        "0202.239.951",
        "ondernemingsnummer=0202239951",
        "Lies Voorbeeld",
        signatory.receipt_number,
        "/nl/ondertekenaars/bakkerij-zoet-zonen/",
    ):
        assert fact in page


@pytest.mark.parametrize("status", Status)
def test_review_opens_in_every_status(moderator_client: Client, status: Status) -> None:
    assert review(moderator_client, create_signatory(status=status))


def test_review_says_the_doubts_in_words(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.QUARANTINED, doubts=[Doubt.MANY_TO_MAILBOX])

    assert str(Doubt.MANY_TO_MAILBOX.label) in review(moderator_client, signatory)


def test_review_tells_who_did_what_and_why(moderator_client: Client) -> None:
    signatory = create_signatory()
    reason = create_reason(key="geen-mandaat")
    actions.decline(signatory, by=create_moderator(name="Anke"), reason=reason, own_words="Vraag het na.")

    page = review(moderator_client, signatory)

    assert "Anke" in page
    assert "Label nl" in page
    assert "Vraag het na." in page
    assert "geen-mandaat" not in page


def test_review_lists_the_mails_with_their_state(moderator_client: Client) -> None:
    signatory = create_signatory()
    actions.approve(signatory, by=create_moderator(name="Anke"))
    mail = signatory.mails.get()

    page = review(moderator_client, signatory)

    assert reverse("admin:signatories_outgoingmail_change", args=[mail.pk]) in page
    assert "wacht" in page


@pytest.mark.parametrize("number", [1, 15])
def test_review_takes_the_same_queries_with_many_mails_and_events(
    moderator_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    signatory, anke = create_signatory(status=Status.APPROVED), create_moderator(name="Anke")
    reason = create_reason(decision=Decision.SUSPEND)
    for _turn in range(number):
        actions.suspend(signatory, by=anke, reason=reason)
        actions.restore(signatory, by=anke)
        create_signatory(name=signatory.name)

    with django_assert_max_num_queries(28):
        review(moderator_client, signatory)


@pytest.mark.parametrize(("choice", "status"), list(product(CHOICES, Status)), ids=lambda part: str(part.name))
def test_choice_is_open_only_where_the_table_allows(db: None, choice: Choice, status: Status) -> None:
    signatory = create_signatory(status=status)

    is_open = choice in open_choices(signatory)

    is_exception = choice.name == "approve_all_the_same"  # only where one person does not speak for all
    assert is_open == (status in choice.starts and not is_exception and choice.end is not None)
    assert not is_open or choice.end in TRANSITIONS[status]


def test_every_move_of_a_moderator_has_a_choice() -> None:
    by_applicant_or_site = {
        (Status.UNCONFIRMED, Status.SUBMITTED),
        (Status.CHANGES_ASKED, Status.SUBMITTED),
        (Status.WITHDRAWN, Status.SUBMITTED),
    }
    moves = {(start, end) for start, ends in TRANSITIONS.items() for end in ends}
    by_the_clock = {(start, end) for start, end in moves if end == Status.EXPIRED}

    covered = {(start, choice.end) for choice in CHOICES for start in choice.starts if choice.end}

    assert moves - by_the_clock - by_applicant_or_site == covered


def test_review_offers_approval_only_when_the_address_is_proven(moderator_client: Client) -> None:
    signatory = create_signatory(confirmed_at=None)
    approve = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve"])

    page = review(moderator_client, signatory)

    assert approve not in page
    assert "bevestigd" in page


def test_review_does_not_offer_to_reopen_what_was_erased(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.DECLINED, contact_email="")

    assert reverse("admin:signatories_signatory_decide", args=[signatory.pk, "reopen"]) not in review(
        moderator_client, signatory
    )


def test_review_escapes_what_applicants_type(moderator_client: Client) -> None:
    nasty = '<script>alert(1)</script>"onmouseover="x'
    signatory = create_signatory(name=nasty, contact_name=nasty, contact_role=nasty, kind=Kind.INDIVIDUAL)
    create_signatory(name=nasty)

    page = review(moderator_client, signatory)

    assert "<script>alert" not in page
    assert '"onmouseover=' not in page
