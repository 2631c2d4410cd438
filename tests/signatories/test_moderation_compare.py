"""Two beside each other: the differences, what a merge would do, and the button that does exactly that."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from signatories import actions
from signatories.enums import Kind, Status
from signatories.models import Event, OutgoingMail, Signatory
from signatories.moderation import merging
from tests.factories import create_moderator, create_reason, create_signatory


def address(one: Signatory, other: Signatory) -> str:
    return reverse("admin:signatories_signatory_compare", args=[one.pk, other.pk])


@pytest.fixture
def pair(db: None) -> tuple[Signatory, Signatory]:
    stays = create_signatory(status=Status.APPROVED, name="Stad Gent", slug="gent", website="")
    leaves = create_signatory(name="Ville de Gand", website="https://gent.example", contact_email="bo@gent.example")
    return stays, leaves


def test_differences_are_marked(moderator_client: Client, pair: tuple[Signatory, Signatory]) -> None:
    page = moderator_client.get(address(*pair))

    facts = {fact.label: fact.differs for fact in page.context["facts"]}
    assert page.status_code == 200
    assert (facts["Naam"], facts["Soort"]) == (True, False)
    assert page.content.decode().count('<tr class="differs">') == sum(facts.values())


def test_the_one_in_the_list_is_proposed_to_stay(moderator_client: Client, pair: tuple[Signatory, Signatory]) -> None:
    stays, leaves = pair

    assert moderator_client.get(address(leaves, stays)).context["stays"] == stays
    assert moderator_client.get(address(stays, leaves)).context["stays"] == stays


def test_looking_changes_nothing(moderator_client: Client, pair: tuple[Signatory, Signatory]) -> None:
    stays, leaves = pair

    moderator_client.get(address(stays, leaves), {"confirm": "1", "stays": stays.pk})
    moderator_client.post(address(stays, leaves), {"stays": stays.pk})

    leaves.refresh_from_db()
    assert leaves.status == Status.SUBMITTED
    assert not Event.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_what_will_happen_is_shown_and_then_happens(
    moderator_client: Client, pair: tuple[Signatory, Signatory]
) -> None:
    stays, leaves = pair
    fields = {"stays": stays.pk, "takes": ["website"]}
    shown = moderator_client.post(address(leaves, stays), fields)
    plan = shown.context["plan"]
    page = shown.content.decode()
    assert (plan.into, plan.leaving, plan.taken) == (stays, leaves, ("website",))
    assert "bo@gent.example" in page
    assert plan.mail.subject in page

    response = moderator_client.post(address(leaves, stays), fields | {"confirm": "1", "seen": plan.seen}, follow=True)

    stays.refresh_from_db()
    leaves.refresh_from_db()
    mail = OutgoingMail.objects.get()
    assert (leaves.merged_into, stays.website) == (stays, "https://gent.example")
    assert (mail.email.subject, mail.email.message) == (plan.mail.subject, plan.mail.text)
    assert response.redirect_chain[-1][0] == reverse("admin:signatories_signatory_review", args=[stays.pk])
    assert leaves.receipt_number in response.content.decode()


def test_pressed_twice_it_happens_once(moderator_client: Client, pair: tuple[Signatory, Signatory]) -> None:
    stays, _leaves = pair
    seen = moderator_client.post(address(*pair), {"stays": stays.pk}).context["plan"].seen
    fields = {"stays": stays.pk, "confirm": "1", "seen": seen}

    first, second = (moderator_client.post(address(*pair), fields) for _press in range(2))

    assert first["Location"] == reverse("admin:signatories_signatory_review", args=[stays.pk])
    assert second["Location"] == address(*pair)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("seen", ["", "x"])
def test_nothing_happens_that_was_not_seen(
    moderator_client: Client, pair: tuple[Signatory, Signatory], seen: str
) -> None:
    stays, leaves = pair

    page = moderator_client.post(address(*pair), {"stays": stays.pk, "confirm": "1", "seen": seen})

    leaves.refresh_from_db()
    assert leaves.merged_into is None
    assert page.context["has_changed"] is True


def test_what_changed_meanwhile_is_shown_again(moderator_client: Client, pair: tuple[Signatory, Signatory]) -> None:
    stays, leaves = pair
    seen = moderator_client.post(address(*pair), {"stays": stays.pk}).context["plan"].seen
    Signatory.objects.filter(pk=leaves.pk).update(contact_name="Een ander")

    page = moderator_client.post(address(*pair), {"stays": stays.pk, "confirm": "1", "seen": seen})

    assert page.context["has_changed"] is True
    assert not OutgoingMail.objects.exists()


def test_a_refusal_is_told_in_words(moderator_client: Client) -> None:
    one, other = create_signatory(), create_signatory(status=Status.QUARANTINED, name="Apart")

    page = moderator_client.post(address(one, other), {"stays": one.pk}, follow=True)

    assert "Apart" in page.content.decode().partition('<ul class="messagelist">')[2].partition("</ul>")[0]


def test_it_takes_a_moderator_and_two_rows(moderator_client: Client, editor_client: Client, client: Client) -> None:
    one, other = create_signatory(), create_signatory()

    assert editor_client.get(address(one, other)).status_code == 403
    assert client.post(address(one, other)).status_code in (302, 403)
    assert moderator_client.get(address(one, one)).status_code == 404
    assert moderator_client.put(address(one, other)).status_code == 405


@pytest.mark.pages
def test_it_needs_a_token_against_forged_forms(pair: tuple[Signatory, Signatory]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(create_moderator())

    assert client.post(address(*pair), {"stays": pair[0].pk}).status_code == 403


@pytest.mark.parametrize("number", [1, 20])
def test_comparing_takes_the_same_queries_in_a_crowd(
    moderator_client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    rows = [create_signatory(name="Stad Gent") for _turn in range(number + 1)]
    moderator_client.get(address(*rows[:2]))

    with django_assert_num_queries(7):
        moderator_client.get(address(*rows[:2]))


def test_both_pages_tell_of_the_merge(moderator_client: Client, pair: tuple[Signatory, Signatory]) -> None:
    stays, leaves = pair
    actions.merge(leaves, into=stays, by=create_moderator(name="Anke"))

    def page(signatory: Signatory) -> str:
        return moderator_client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).content.decode()

    assert leaves.receipt_number in page(stays)
    assert stays.receipt_number in page(leaves)
    assert "Samengevoegd" in page(stays)


def test_names_are_escaped(moderator_client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    one, other = create_signatory(name=nasty), create_signatory(name=nasty, kind=Kind.MEDIA)

    pages = [moderator_client.get(address(one, other)), moderator_client.post(address(one, other), {"stays": one.pk})]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any(nasty in page.content.decode() for page in pages)


def test_who_is_at_rest_is_proposed_to_leave(db: None) -> None:
    declined = create_signatory(status=Status.DECLINED, reason=create_reason())
    waits = create_signatory()

    assert merging.better_stays(declined, waits) == waits
