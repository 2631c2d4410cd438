"""A published entry changes when a moderator agrees, and not a moment before."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from guidance.models import ContentVersion
from signatories import actions
from signatories.enums import ChangeState, EventKind, Kind, Status
from signatories.models import Change, Signatory
from tests import factories
from tests.signatories.pages import Page
from tests.signatories.questions import page_of, propose
from tests.signatories.threads import together

pytestmark = pytest.mark.django_db

TYPED = {
    "kind": "company", "name": "Nieuwe naam vzw", "website": "https://www.voorbeeld.example/",
    "enterprise_number": "", "social_accounts": "", "remark": "",
}  # fmt: skip


def create_listed(**facts: object) -> Signatory:
    return factories.create_signatory(status=Status.APPROVED, slug="voorbeeld", name="Oude naam", **facts)


def decide(client, signatory: Signatory, name: str, **words: str):
    """Both steps, as a moderator takes them."""
    address = reverse("admin:signatories_signatory_decide", args=[signatory.pk, name])
    seen = client.post(address, words).context["seen"]
    return client.post(address, {**words, "seen": seen, "confirm": "1"}, follow=True)


def test_published_entry_stays_exactly_as_it_is_while_a_change_waits(client):
    signatory = create_listed()
    public = client.get("/nl/ondertekenaars/voorbeeld/").content
    listed = client.get("/nl/ondertekenaars/").content
    row, version = Signatory.objects.values().get(), ContentVersion.objects.values().first()

    response = client.post(page_of(signatory, "my_change"), TYPED)

    assert response["Location"] == page_of(signatory) + "?done=proposed"
    assert Signatory.objects.values().get() == row
    assert ContentVersion.objects.values().first() == version
    assert client.get("/nl/ondertekenaars/voorbeeld/").content == public
    assert client.get("/nl/ondertekenaars/").content == listed
    change = Change.objects.get()
    assert (change.fields, change.before, change.state) == (
        {"name": "Nieuwe naam vzw"},
        {"name": "Oude naam"},
        "waiting",
    )
    assert list(Signatory.objects.with_waiting_change()) == [signatory]


def test_both_sides_see_the_difference(client, moderator_client):
    signatory = create_listed()
    propose(signatory, name="Oude nieuwe naam")

    for source in (
        client.get(page_of(signatory)).content.decode(),
        client.get(page_of(signatory, "my_change")).content.decode(),
        moderator_client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).content.decode(),
    ):
        assert "<ins>nieuwe" in source.replace("<ins> ", "<ins>")


def test_approval_changes_what_is_public_and_keeps_the_address(client, moderator_client):
    signatory = create_listed()
    propose(signatory, name="Nieuwe naam vzw", kind="association", social_accounts=["https://sociaal.example/x"])

    page = decide(moderator_client, signatory, "approve_change")

    signatory.refresh_from_db()
    assert page.status_code == 200
    assert (signatory.name, signatory.kind, signatory.slug) == ("Nieuwe naam vzw", "association", "voorbeeld")
    assert signatory.social_accounts == ["https://sociaal.example/x"]
    assert "Nieuwe naam vzw" in client.get("/nl/ondertekenaars/voorbeeld/").content.decode()
    assert [event.what for event in signatory.events.all()] == [EventKind.CHANGE_PROPOSED, EventKind.CHANGE_APPROVED]
    assert "Nieuwe naam vzw" in Email.objects.get().message
    change = Change.objects.get()
    assert (change.state, change.decided_by.username) == ("approved", "Mo")
    assert not Signatory.objects.with_waiting_change().exists()


def test_refusal_needs_words_and_changes_nothing(client, moderator_client):
    signatory = create_listed()
    propose(signatory)
    address = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "decline_change"])
    assert moderator_client.post(address, {"begin": "1"}).status_code == 200
    assert moderator_client.post(address, {"own_words": ""}).context["form"].errors

    decide(moderator_client, signatory, "decline_change", own_words="Dat is een ander bedrijf.")

    signatory.refresh_from_db()
    assert signatory.name == "Oude naam"
    assert "Dat is een ander bedrijf." in Email.objects.get().message
    assert Change.objects.get().state == ChangeState.DECLINED


def test_entry_that_a_moderator_corrected_meanwhile_is_shown_three_ways(moderator_client):
    signatory = create_listed()
    propose(signatory, name="Voorgesteld")
    address = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve_change"])
    seen = moderator_client.post(address).context["seen"]
    Signatory.objects.filter(pk=signatory.pk).update(name="Verbeterd")

    response = moderator_client.post(address, {"seen": seen, "confirm": "1"})

    page = Page(response)
    assert response.context["has_changed"] is True
    assert Signatory.objects.get().name == "Verbeterd"
    for name in ("Oude naam", "Verbeterd", "Voorgesteld"):
        assert name in page.text


def test_change_replaced_after_the_mail_was_seen_is_not_approved_unread(moderator_client):
    signatory = create_listed()
    propose(signatory, name="Eerste")
    address = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve_change"])
    seen = moderator_client.post(address).context["seen"]
    propose(signatory, name="Tweede")

    response = moderator_client.post(address, {"seen": seen, "confirm": "1"})

    assert response.context["has_changed"] is True
    assert Signatory.objects.get().name == "Oude naam"


def test_new_proposal_takes_the_place_of_the_one_that_waits(client):
    signatory = create_listed()
    client.post(page_of(signatory, "my_change"), TYPED | {"name": "Eerste"})

    client.post(page_of(signatory, "my_change"), TYPED | {"name": "Tweede"})

    states = list(Change.objects.order_by("pk").values_list("state", "fields__name"))
    assert states == [("taken_back", "Eerste"), ("waiting", "Tweede")]
    assert Page(client.get(page_of(signatory, "my_change"))).fields["name"] == ["Tweede"]


def test_same_proposal_twice_is_one_and_no_difference_is_none(client):
    signatory = create_listed()

    for _time in range(2):
        client.post(page_of(signatory, "my_change"), TYPED)
    unchanged = client.post(page_of(signatory, "my_change"), TYPED | {"name": "Oude naam"})

    assert Change.objects.count() == 1
    assert unchanged["Location"].endswith("?done=unchanged")


def test_change_can_be_taken_back_once_and_again(client, moderator):
    signatory = create_listed()
    propose(signatory)

    for _time in range(2):
        client.post(page_of(signatory, "my_change"), {"action": "take_back"})

    assert Change.objects.get().state == ChangeState.TAKEN_BACK
    assert signatory.events.filter(what=EventKind.CHANGE_TAKEN_BACK).count() == 1
    with pytest.raises(actions.TransitionNotAllowedError):
        actions.approve_change(signatory, by=moderator)


def test_neither_contact_nor_a_second_short_name_can_be_proposed(client):
    signatory = create_listed(short_name_chosen_at=timezone.now())

    client.post(page_of(signatory, "my_change"), TYPED | {"slug": "dief", "contact_email": "dief@x.example"})

    assert Change.objects.get().fields == {"name": "Nieuwe naam vzw"}


def test_only_who_may_decide_judges_a_change(client, moderator):
    signatory = create_listed()
    propose(signatory)
    moderator.groups.clear()
    moderator.user_permissions.add(Permission.objects.get(codename="view_signatory"))
    client.force_login(moderator)
    address = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve_change"])

    assert client.post(address, {"confirm": "1"}).status_code == 403
    assert client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).context["choices"] == []


def test_choices_about_a_change_are_there_only_while_one_waits(moderator_client):
    signatory = create_listed()
    review = reverse("admin:signatories_signatory_review", args=[signatory.pk])
    without = [choice.name for choice in moderator_client.get(review).context["choices"]]
    propose(signatory)

    found = [choice.name for choice in moderator_client.get(review).context["choices"]]

    assert set(found) - set(without) == {"approve_change", "decline_change"}


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.APPROVED, Status.SUSPENDED}))
def test_who_was_never_listed_proposes_nothing(client, status):
    signatory = factories.create_signatory(status=status)

    assert client.get(page_of(signatory, "my_change"))["Location"] == page_of(signatory)
    client.post(page_of(signatory, "my_change"), TYPED)

    assert not Change.objects.exists()


def test_change_of_one_who_leaves_is_erased_with_everything_else():
    signatory = create_listed(kind=Kind.INDIVIDUAL)
    propose(signatory, name="Noor Verzonnen")

    actions.withdraw(signatory, by=None)

    assert not Change.objects.exists()


def test_database_refuses_impossible_changes(moderator):
    signatory = create_listed()
    change = propose(signatory)
    impossible = (
        {"state": "misschien"}, {"state": "approved"}, {"decided_by": moderator},
        {"state": "declined", "decided_by": moderator, "decided_at": change.created_at, "words": ""},
    )  # fmt: skip
    for facts in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            Change.objects.filter(pk=change.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(signatory=signatory, fields={}, before={})


def test_details_are_saved_at_once_with_an_entry_in_the_history(client):
    signatory = create_listed()
    typed = {
        "contact_role": "Directeur",
        "contact_phone": "02 765 43 21",
        "language": "fr",
        "contact_name": "Lies Anders",
    }
    typed |= {"contact_email": "dief@voorbeeld.example"}

    for _time in range(2):
        client.post(page_of(signatory, "my_details"), typed)

    signatory.refresh_from_db()
    assert (signatory.contact_role, signatory.contact_phone, signatory.language) == ("Directeur", "02 765 43 21", "fr")
    assert (signatory.contact_name, signatory.contact_email) == ("Lies Anders", "lies@voorbeeld.example")
    event = signatory.events.get()
    changed = "language, contact_name, contact_role, contact_phone"
    assert (event.what, event.why, event.by) == (EventKind.DETAILS, changed, None)


@pytest.mark.django_db(transaction=True)
def test_approval_and_taking_back_at_the_same_moment_one_wins():
    moderator = factories.create_moderator()
    for number in range(3):
        signatory = factories.create_signatory(status=Status.APPROVED, name="Oude naam", slug=f"voorbeeld-{number}x")
        propose(signatory, name="Nieuwe naam")

        together(
            lambda pk=signatory.pk: actions.approve_change(Signatory.objects.get(pk=pk), by=moderator),
            lambda pk=signatory.pk: actions.take_back_change(Signatory.objects.get(pk=pk)),
        )

        signatory.refresh_from_db()
        state = signatory.changes.get().state
        assert (state, signatory.name) in {("approved", "Nieuwe naam"), ("taken_back", "Oude naam")}
        assert signatory.events.count() == 2


def test_who_signs_for_themselves_from_now_on_has_nobody_beside_them(moderator):
    signatory = factories.create_signatory(
        status=Status.APPROVED, second_name="An Tweede", second_email="an@voorbeeld.example", second_key="x",
        second_confirmed_at=timezone.now(),
    )  # fmt: skip
    propose(signatory, kind=Kind.INDIVIDUAL)

    actions.approve_change(signatory, by=moderator)

    signatory.refresh_from_db()
    assert (signatory.second_name, signatory.second_email, signatory.second_confirmed_at) == ("", "", None)
