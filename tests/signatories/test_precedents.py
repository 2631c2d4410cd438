"""How the likes of this one were judged before: the nearest five, with outcome, reason, who and when."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from signatories.enums import Doubt, Kind, Status
from signatories.models import Signatory
from signatories.moderation.precedents import find_precedents
from tests.factories import create_moderator, create_reason, create_signatory


@pytest.fixture
def by(db: None) -> User:
    return create_moderator(name="Anke")


def decided(by: User, name: str, days: float = 1, status: Status = Status.DECLINED, **facts: object) -> Signatory:
    own = {"contact_email": f"an@{name.lower().replace(' ', '')}.example"}
    moment = timezone.now() - timedelta(days=days)
    return create_signatory(name=name, status=status, by=by, **{**own, "decided_at": moment, **facts})


def names(signatory: Signatory) -> list[str]:
    return [precedent.signatory.name for precedent in find_precedents(signatory, "nl")]


def test_the_nearest_come_first_and_then_the_newest(by: User) -> None:
    decided(by, "Zelfde soort", 1)
    decided(by, "Vrij postvak", 2, contact_email="an@gmail.com", status=Status.APPROVED)
    decided(by, "Twijfel", 3, doubts=[Doubt.TOO_FAST])
    decided(by, "Voorbeeld nv", 9)
    decided(by, "Voorbeeld", 8)
    decided(by, "Goedgekeurd", 1, status=Status.APPROVED)
    decided(by, "Ander soort", 1, kind=Kind.MEDIA)

    signatory = create_signatory(name="VOORBEELD", contact_email="bo@hotmail.com", doubts=[Doubt.TOO_FAST])

    assert names(signatory) == ["Voorbeeld", "Voorbeeld nv", "Twijfel", "Vrij postvak", "Zelfde soort"]


def test_same_mail_domain_counts_unless_it_is_free(by: User) -> None:
    decided(by, "Een", contact_email="an@gent.example", status=Status.APPROVED)
    decided(by, "Twee", contact_email="an@gmail.com", status=Status.APPROVED)

    assert names(create_signatory(name="Drie", contact_email="bo@GENT.example")) == ["Een"]


def test_what_nobody_judged_is_no_precedent(by: User) -> None:
    create_signatory(name="Voorbeeld", status=Status.APPROVED)
    create_signatory(name="Voorbeeld")

    assert names(create_signatory(name="Voorbeeld")) == []


def test_outcome_reason_who_and_when_are_shown(moderator_client: Client, by: User) -> None:
    earlier = decided(by, "Voorbeeld", reason=create_reason())
    signatory = create_signatory(name="Voorbeeld nv")

    page = moderator_client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).content.decode()

    part = page.partition('id="precedents"')[2].partition("</section>")[0]
    for fact in ("Label nl", "Anke", str(Status.DECLINED.label), f"/{earlier.pk}/review/"):
        assert fact in part


@pytest.mark.parametrize("number", [1, 30])
def test_it_takes_the_same_queries(by: User, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    for _turn in range(number):
        decided(by, "Voorbeeld", reason=create_reason())
    signatory = create_signatory(name="Voorbeeld")

    with django_assert_num_queries(2):
        assert len(find_precedents(signatory, "nl")) == min(number, 5)
