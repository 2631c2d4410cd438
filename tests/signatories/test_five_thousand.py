"""5,000 applications wait: every page takes as many queries as for one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from signatories.enums import BurstMode, Doubt, Status
from signatories.models import ModerationSettings, Signatory
from tests.factories import create_signatory

MANY = 5000
QUEUE, GROUPS = (reverse(f"admin:signatories_signatory_{name}") for name in ("queue", "groups"))
SIGNATORIES = reverse("admin:signatories_signatory_changelist")


def waits(number: int) -> Signatory:
    """Two at each domain, a long word apart from each other, all of them some time after the first one."""
    now = timezone.now()
    signatory = Signatory(
        name=f"Organisatie {number} van {number % 97}", kind="company", language="nl", status=Status.SUBMITTED,
        website=f"https://www.plaats{number // 2}.example/", contact_name="Lies", contact_phone=f"02 {number:07}",
        contact_email=f"lies{number}@plaats{number // 2}.example", doubts=[Doubt.TOO_FAST],
        charter_agreed_at=now, mandate_stated_at=now, confirmed_at=now,
        submitted_at=now - timedelta(hours=1) + timedelta(milliseconds=number),
    )  # fmt: skip
    signatory.derive_from_name()
    return signatory


def count(client: Client, pages: dict[str, str]) -> dict[str, int]:
    return {name: queries(client, address) for name, address in pages.items()}


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.pages
def test_pages_of_moderators_take_as_many_queries_for_five_thousand_as_for_one(moderator_client: Client) -> None:
    ModerationSettings(burst=BurstMode.ON, second_look_in_burst=True).save()
    create_signatory(status=Status.APPROVED, website="https://plaats7.example/")
    Signatory.objects.bulk_create([waits(0)])
    review = reverse("admin:signatories_signatory_review", args=[Signatory.objects.get(status=Status.SUBMITTED).pk])
    lists = {
        "queue": QUEUE,
        "queue, last page": f"{QUEUE}?page=99999",
        "queue, easiest first": f"{QUEUE}?sort=easiest",
        "queue, searched": f"{QUEUE}?q=organisatie",
        "groups": GROUPS,
        "signatories": SIGNATORIES,
        "signatories, searched": f"{SIGNATORIES}?q=organisatie",
        "first page": reverse("admin:index"),
    }
    with_next = {
        "review": review,
        "review, next in a narrowed queue": f"{review}?kind=company",
        "review, next of the easiest": f"{review}?sort=easiest",
    }
    count(moderator_client, lists | with_next)  # what is read once and kept

    few = count(moderator_client, lists)
    Signatory.objects.bulk_create([waits(1)])  # or nobody would be next
    few |= count(moderator_client, with_next)
    Signatory.objects.bulk_create([waits(number) for number in range(2, MANY)], batch_size=1000)

    assert count(moderator_client, lists | with_next) == few
    assert Signatory.objects.filter(status=Status.SUBMITTED).count() == MANY
    assert moderator_client.get(review).context["next"].name == "Organisatie 1 van 1"
