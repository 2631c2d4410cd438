"""Leaving: out of the list at once, and nothing personal left behind."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from signatories import actions
from signatories.enums import Kind, Status
from signatories.models import OutgoingMail
from tests.factories import create_signatory

pytestmark = pytest.mark.django_db


def test_withdraw_erases_the_person_and_keeps_the_history(moderator: User) -> None:
    signatory = create_signatory(status=Status.SUBMITTED)
    actions.approve(signatory, by=moderator)

    actions.withdraw(signatory, by=moderator)

    signatory.refresh_from_db()
    assert signatory.status == Status.WITHDRAWN
    assert (signatory.contact_name, signatory.contact_email, signatory.contact_phone) == ("", "", "")
    assert signatory.name.startswith("Voorbeeld")
    assert not OutgoingMail.objects.exists()
    assert [event.to_status for event in signatory.events.all()] == [Status.APPROVED, Status.WITHDRAWN]


def test_withdraw_leaves_no_name_of_an_individual(moderator: User) -> None:
    signatory = create_signatory(
        status=Status.APPROVED, kind=Kind.INDIVIDUAL, name="Fien Verzonnen", slug="fien-verzonnen"
    )

    actions.withdraw(signatory, by=moderator)

    signatory.refresh_from_db()
    assert (signatory.name, signatory.slug, signatory.website, signatory.search_text.strip()) == ("", "", "", "")


def test_withdraw_takes_the_page_away_at_once(client: Client, moderator: User) -> None:
    signatory = create_signatory(status=Status.APPROVED, slug="voorbeeldbedrijf")
    assert client.get("/nl/ondertekenaars/voorbeeldbedrijf/").status_code == 200

    actions.withdraw(signatory, by=moderator)

    assert client.get("/nl/ondertekenaars/voorbeeldbedrijf/").status_code == 404


@pytest.mark.parametrize("status", [Status.UNCONFIRMED, Status.QUARANTINED, Status.DECLINED, Status.EXPIRED])
def test_withdraw_is_refused_from_elsewhere(moderator: User, status: Status) -> None:
    signatory = create_signatory(status=status)

    with pytest.raises(actions.TransitionNotAllowedError):
        actions.withdraw(signatory, by=moderator)

    assert not signatory.events.exists()
