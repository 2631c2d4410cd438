"""Logos as moderators meet them: on the page of who brought them, in a list, and in what there is to do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from signatories import overview
from signatories.actions import logos
from signatories.enums import LogoReason, LogoState, Status
from signatories.models import Signatory
from tests import factories
from tests.signatories.logos import create_logo, made
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db


def at(name: str, signatory: Signatory) -> str:
    return reverse(f"admin:signatories_signatory_{name}", args=[signatory.pk])


def refusal(logo, **changes: str) -> dict[str, str]:
    facts = {"name": logo.name, "seen_as": logo.state, "reason": LogoReason.OF_ANOTHER, "own_words": "Van wie is dit?"}
    return facts | changes


def test_waiting_logo_is_counted_listed_and_shown_beside_the_public_one(moderator_client, moderator):
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeldstad")
    public, waiting = create_logo(signatory), create_logo(signatory, LogoState.WAITING)

    tasks = {task.url: task.number for task in overview.tasks(moderator)}
    listed = moderator_client.get(reverse("admin:signatories_signatory_logos"))
    shown = moderator_client.get(at("review", signatory)).content.decode()

    assert tasks[reverse("admin:signatories_signatory_logos")] == 1
    assert f"{at('review', signatory)}#logos" in Page(listed).links
    assert [shown.count(f"/logo/{logo.plainest}") for logo in (waiting, public)] == [3, 3]
    assert shown.index(waiting.name) < shown.index(public.name)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.WITHDRAWN])
def test_what_nobody_waits_for_is_not_counted(moderator, moderator_client, status):
    create_logo(factories.create_signatory(status=status), LogoState.WAITING)
    create_logo(factories.create_signatory(status=Status.APPROVED), LogoState.DRAFT)

    assert reverse("admin:signatories_signatory_logos") not in {task.url for task in overview.tasks(moderator)}
    assert list(moderator_client.get(reverse("admin:signatories_signatory_logos")).context["page_obj"]) == []


def test_one_press_approves(moderator_client, moderator):
    signatory = factories.create_signatory(status=Status.APPROVED)
    logo = create_logo(signatory, LogoState.WAITING)

    response = moderator_client.post(at("approve_logo", signatory), {"name": logo.name})

    assert response["Location"] == at("review", signatory)
    assert signatory.logos.get().state == LogoState.USED
    assert signatory.events.get().by == moderator


@pytest.mark.parametrize(
    ("status", "state"),
    [(Status.APPROVED, LogoState.WAITING), (Status.APPROVED, LogoState.USED), (Status.SUBMITTED, LogoState.USED)],
)
def test_one_press_with_a_reason_refuses_or_takes_away(moderator_client, status, state):
    signatory = factories.create_signatory(status=status)
    logo = create_logo(signatory, state)

    moderator_client.post(at("refuse_logo", signatory), refusal(logo))

    found = signatory.logos.get()
    assert (found.state, found.reason, found.own_words) == (LogoState.REFUSED, "of_another", "Van wie is dit?")
    assert signatory.mails.get().message == "logo_refused"
    assert signatory.status == status


@pytest.mark.parametrize(
    "changes", [{"reason": ""}, {"reason": "because"}, {"own_words": "x" * 2_001}, {"seen_as": "draft"}]
)
def test_refusal_without_a_reason_changes_nothing(moderator_client, changes):
    signatory = factories.create_signatory(status=Status.APPROVED)
    logo = create_logo(signatory, LogoState.WAITING)

    moderator_client.post(at("refuse_logo", signatory), refusal(logo, **changes))

    assert signatory.logos.get().state == LogoState.WAITING
    assert not signatory.mails.exists()


@pytest.mark.parametrize("press", ["approve_logo", "refuse_logo"])
def test_who_is_slower_changes_nothing_and_is_told(moderator_client, moderator, press):
    signatory = factories.create_signatory(status=Status.APPROVED)
    logo = create_logo(signatory, LogoState.WAITING)
    seen = refusal(logo)
    logos.approve(signatory, logo.name, by=moderator)

    response = moderator_client.post(at(press, signatory), seen, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    assert signatory.logos.get().state == LogoState.USED
    assert signatory.mails.count() == 1


def test_logo_that_was_replaced_while_a_moderator_looked_is_not_approved(moderator_client):
    signatory = factories.create_signatory(status=Status.APPROVED)
    seen = create_logo(signatory, LogoState.WAITING)
    logos.use(signatory, logos.keep_draft(signatory, made()).name)

    moderator_client.post(at("approve_logo", signatory), {"name": seen.name})

    assert signatory.logos.get().state == LogoState.WAITING


def test_history_says_it_in_words(moderator_client, moderator):
    signatory = factories.create_signatory(status=Status.APPROVED)
    logo = create_logo(signatory, LogoState.WAITING)
    logos.refuse(signatory, logo.name, seen_as=LogoState.WAITING, by=moderator, reason=LogoReason.UNREADABLE)

    response = moderator_client.get(at("review", signatory))

    entry = response.context["trail"][0]
    assert (entry.what, str(LogoReason.UNREADABLE.label) in entry.why, "logo refused" in entry.why) == (
        "Logo",
        True,
        False,
    )


def test_list_and_page_cost_the_same_queries_with_one_and_with_three(moderator_client):
    first = factories.create_signatory(status=Status.APPROVED)
    create_logo(first, LogoState.WAITING)
    addresses = [reverse("admin:signatories_signatory_logos"), at("review", first)]

    def cost() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert moderator_client.get(address).status_code == 200
            found.append(len(queries))
        return found

    cost()  # what Django remembers of its tables is asked for once
    create_logo(first)
    with_one = cost()
    for _number in range(2):
        create_logo(factories.create_signatory(status=Status.APPROVED, website=""), LogoState.WAITING)

    assert cost() == with_one
