"""Two rows for one organisation become one: who leaves, what stays, where old addresses lead, who is written to."""

from contextlib import suppress
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from post_office.models import Email

from guidance.models import ContentVersion
from signatories import actions
from signatories.actions import MergeNotAllowedError, TransitionNotAllowedError
from signatories.actions.merging import LEAVES, STAYS
from signatories.enums import EventKind, Kind, Status
from signatories.models import Event, FormerSlug, OutgoingMail, Signatory, WebsiteLook
from signatories.models.signatory import PERSONAL_FIELDS
from signatories.moderation.merging import carry_out, rehearse
from signatories.short_names import free_short_name
from tests import factories
from tests.factories import create_moderator, create_reason, create_signatory
from tests.signatories.threads import together


@pytest.fixture
def by(db: None) -> User:
    return create_moderator(name="Anke")


def story(signatory: Signatory) -> list[tuple[str, str, str]]:
    return [(event.what, event.to_status, event.why) for event in signatory.events.all()]


def test_the_one_leaves_and_points_to_the_other(by: User) -> None:
    stays = create_signatory(status=Status.APPROVED, slug="gent")
    leaves = create_signatory(status=Status.APPROVED, slug="stad-gent")
    version = ContentVersion.current()

    actions.merge(leaves, into=stays, by=by)

    for signatory in (leaves, stays):
        signatory.refresh_from_db()
    assert (leaves.status, leaves.merged_into) == (Status.WITHDRAWN, stays)
    assert (stays.status, stays.merged_into, stays.slug) == (Status.APPROVED, None, "gent")
    assert ContentVersion.current() > version


def test_history_of_both_is_kept_and_names_the_other(by: User) -> None:
    stays, leaves = create_signatory(), create_signatory()
    Event.objects.create(signatory=leaves, to_status=Status.SUBMITTED, why="eerder")

    actions.merge(leaves, into=stays, by=by)

    assert story(leaves) == [
        (EventKind.STATUS, Status.SUBMITTED, "eerder"),
        (EventKind.STATUS, Status.WITHDRAWN, "merged"),
        (EventKind.MERGED, Status.WITHDRAWN, stays.receipt_number),
    ]
    assert story(stays) == [(EventKind.MERGED, Status.SUBMITTED, leaves.receipt_number)]
    assert {event.by for event in Event.objects.filter(what=EventKind.MERGED)} == {by}


@pytest.mark.parametrize("status", LEAVES)
def test_nothing_personal_of_the_one_that_leaves_is_left(by: User, status: Status) -> None:
    stays, leaves = create_signatory(status=Status.APPROVED), create_signatory(status=status, own_words="Dag Lies")
    WebsiteLook.objects.create(signatory=leaves, website=leaves.website, asked_at=leaves.created_at, title="Lies")

    actions.merge(leaves, into=stays, by=by)

    leaves.refresh_from_db()
    assert [getattr(leaves, name) for name in PERSONAL_FIELDS] == [""] * len(PERSONAL_FIELDS)
    assert leaves.own_words == ""
    assert leaves.merged_into == stays
    assert leaves.status == (status if status in Status.at_rest else Status.WITHDRAWN)
    assert not WebsiteLook.objects.filter(signatory=leaves).exists()


def test_of_a_person_not_even_the_name_is_left(by: User) -> None:
    stays = create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL, slug="lies")
    leaves = create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL, slug="lies-v", name="Lies V")

    actions.merge(leaves, into=stays, by=by)

    leaves.refresh_from_db()
    assert (leaves.name, leaves.slug, leaves.name_key, leaves.search_text) == ("", "", "", "")
    assert FormerSlug.objects.get().signatory == stays
    actions.withdraw(stays, by=by)
    assert not FormerSlug.objects.exists()


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_applicant_reads_that_it_is_in_already_and_not_who_signed(by: User, language: str) -> None:
    stays = create_signatory(
        status=Status.APPROVED, name="Stad Gent", slug="gent", contact_email="geheim@gent.example",
        contact_name="Geheim Persoon", contact_phone="09 876 54 32",
    )  # fmt: skip
    leaves = create_signatory(name="Ville de Gand", language=language, contact_email="bo@gent.example")

    actions.merge(leaves, into=stays, by=by)

    mail = OutgoingMail.objects.get()
    text = f"{mail.email.subject}{mail.email.message}{mail.email.html_message}"
    assert (mail.message, mail.language, mail.email.to) == ("application_merged", language, ["bo@gent.example"])
    with translation.override(language):
        assert stays.get_absolute_url() in mail.email.message
    for secret in ("geheim", "Geheim", "876 54", stays.receipt_number):
        assert secret not in text
    for needed in ("Stad Gent", "Ville de Gand", leaves.receipt_number, "hallo@hierniet.be"):
        assert needed in mail.email.message
        assert needed in text


def test_what_is_not_public_is_not_named_in_the_mail(by: User) -> None:
    stays = create_signatory(name="Nog niet openbaar")
    leaves = create_signatory(name="Ander")

    actions.merge(leaves, into=stays, by=by)

    email = OutgoingMail.objects.get().email
    assert "Nog niet openbaar" not in f"{email.message}{email.html_message}"


def test_earlier_mails_go_and_whoever_was_declined_is_not_written_to(by: User) -> None:
    stays, leaves = create_signatory(), create_signatory()
    actions.decline(leaves, by=by, reason=create_reason())

    actions.merge(leaves, into=stays, by=by)

    assert not Email.objects.exists()


@pytest.mark.parametrize("status", [status for status in Status if status not in STAYS])
def test_who_has_left_or_is_not_in_yet_cannot_stay(by: User, status: Status) -> None:
    stays, leaves = create_signatory(status=status), create_signatory()

    with pytest.raises(MergeNotAllowedError):
        actions.merge(leaves, into=stays, by=by)

    leaves.refresh_from_db()
    assert (leaves.status, leaves.merged_into) == (Status.SUBMITTED, None)
    assert not Event.objects.exists()
    assert not Email.objects.exists()


@pytest.mark.parametrize("status", [Status.UNCONFIRMED, Status.QUARANTINED])
def test_what_is_not_in_yet_is_declined_and_not_merged(by: User, status: Status) -> None:
    with pytest.raises(MergeNotAllowedError):
        actions.merge(create_signatory(status=status), into=create_signatory(), by=by)


def test_whoever_stands_in_the_list_does_not_give_way_to_who_does_not(by: User) -> None:
    for status in (Status.SUBMITTED, Status.CHANGES_ASKED, Status.SUSPENDED):
        with pytest.raises(MergeNotAllowedError):
            actions.merge(create_signatory(status=Status.APPROVED), into=create_signatory(status=status), by=by)


def test_nobody_is_merged_into_itself(by: User) -> None:
    signatory = create_signatory(status=Status.DECLINED)

    with pytest.raises(MergeNotAllowedError):
        actions.merge(signatory, into=signatory, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signatory.objects.filter(pk=signatory.pk).update(merged_into=signatory)


def test_a_chain_leads_to_its_end_and_never_round(by: User) -> None:
    one, two, three = (create_signatory(status=Status.APPROVED, slug=f"naam-{number}") for number in (1, 2, 3))

    actions.merge(one, into=two, by=by)
    actions.merge(two, into=three, by=by)

    one.refresh_from_db()
    assert one.merged_into == three
    assert dict(FormerSlug.objects.values_list("slug", "signatory")) == {"naam-1": three.pk, "naam-2": three.pk}
    for leaves, stays in ((three, one), (three, two), (one, three), (two, one)):
        with pytest.raises(MergeNotAllowedError):
            actions.merge(leaves, into=stays, by=by)


def test_what_was_merged_cannot_come_back_to_life(by: User) -> None:
    stays, leaves = create_signatory(), create_signatory()
    actions.merge(leaves, into=stays, by=by)

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.move(leaves, Status.SUBMITTED, by=by)


def test_only_missing_facts_that_were_ticked_go_over(by: User) -> None:
    stays = create_signatory(website="https://gent.example", social_accounts=["https://mastodon.example/@gent"])
    leaves = create_signatory(
        website="https://ander.example",
        enterprise_number="0202239951",
        social_accounts=["https://mastodon.example/@gent", "https://peertube.example/gent"],
    )

    actions.merge(leaves, into=stays, by=by, takes=("website", "social_accounts", "contact_email", "name"))

    stays.refresh_from_db()
    assert (stays.website, stays.enterprise_number) == ("https://gent.example", "")
    assert stays.social_accounts == ["https://mastodon.example/@gent", "https://peertube.example/gent"]
    assert story(stays)[-1][2] == f"{leaves.receipt_number}, social_accounts"


@pytest.mark.pages
def test_old_addresses_lead_on_for_ever(by: User, client: object) -> None:
    factories.create_rule()
    stays = create_signatory(status=Status.APPROVED, slug="gent", name="Stad Gent")
    leaves = create_signatory(status=Status.APPROVED, slug="stad-gent")
    actions.merge(leaves, into=stays, by=by)

    entry = client.get("/nl/ondertekenaars/stad-gent/")
    link = client.get("/schelden/Stad-Gent")
    page = client.get("/nl/regels/schelden/stad-gent/")

    assert (entry.status_code, entry["Location"]) == (301, "/nl/ondertekenaars/gent/")
    assert (link.status_code, link["Location"]) == (302, "/nl/regels/schelden/gent/")
    assert (page.status_code, page["Location"]) == (301, "/nl/regels/schelden/gent/")


@pytest.mark.pages
def test_old_addresses_lead_nowhere_once_the_other_is_gone_too(by: User, client: object) -> None:
    factories.create_rule()
    stays, leaves = create_signatory(status=Status.APPROVED), create_signatory(status=Status.APPROVED, slug="weg")
    actions.merge(leaves, into=stays, by=by)
    actions.withdraw(stays, by=by)

    assert client.get("/nl/ondertekenaars/weg/").status_code == 404
    assert client.get("/schelden/weg")["Location"] == "/nl/regels/schelden/"


def test_a_person_and_an_organisation_do_not_become_one(by: User) -> None:
    person = create_signatory(kind=Kind.INDIVIDUAL)

    for leaves, stays in ((person, create_signatory()), (create_signatory(), person)):
        with pytest.raises(MergeNotAllowedError):
            actions.merge(leaves, into=stays, by=by)


@pytest.mark.django_db
@settings(max_examples=25)
@given(
    statuses=st.lists(st.sampled_from(LEAVES), min_size=4, max_size=4),
    pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8),
)
def test_whatever_is_merged_leads_to_somebody_in_one_step(statuses: list[Status], pairs: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        by = create_moderator(name="Anke")
        rows = [create_signatory(status=status) for status in statuses]
        for leaves, stays in pairs:
            with suppress(MergeNotAllowedError):
                actions.merge(rows[leaves], into=rows[stays], by=by)
        for row in Signatory.objects.filter(merged_into__isnull=False).select_related("merged_into"):
            assert row.status in Status.at_rest
            assert row.merged_into.merged_into_id is None
            assert row.merged_into.status in STAYS
            assert not row.former_slugs.exists()
        transaction.set_rollback(True)


@pytest.mark.pages
def test_a_colleague_cannot_give_a_former_short_name_away(by: User, moderator_client: Client) -> None:
    stays = create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL, slug="lies")
    actions.merge(create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL, slug="gent"), into=stays, by=by)
    other = create_signatory(name="Gent")
    address = reverse("admin:signatories_signatory_change", args=[other.pk])

    moderator_client.post(address, {"name": "Gent", "kind": "company", "website": "", "slug": "gent"})

    other.refresh_from_db()
    assert other.slug == ""


def test_nobody_gets_a_former_short_name_again(by: User) -> None:
    stays = create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL, slug="lies")
    actions.merge(create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL, slug="gent"), into=stays, by=by)

    assert free_short_name(create_signatory(name="Gent")) == "gent-2"


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_crosswise_wait_for_each_other_and_one_wins() -> None:
    by = create_moderator(name="Anke")
    for _turn in range(4):
        one, other = create_signatory(), create_signatory()
        copies = [Signatory.objects.get(pk=row.pk) for row in (one, other, one, other)]

        results = together(
            partial(actions.merge, copies[0], into=copies[1], by=by),
            partial(actions.merge, copies[3], into=copies[2], by=by),
        )

        assert sorted(type(result).__name__ for result in results) == ["MergeNotAllowedError", "NoneType"]
        rows = Signatory.objects.filter(pk__in=[one.pk, other.pk])
        assert sorted(row.status for row in rows) == [Status.SUBMITTED, Status.WITHDRAWN]


@pytest.mark.django_db(transaction=True)
def test_who_was_merged_before_does_not_make_two_merges_wait_for_each_other_for_ever() -> None:
    """One takes along whoever was merged before, while somebody with an old page wants to merge that one."""
    by = create_moderator(name="Anke")
    for _turn in range(6):
        earlier, stays, between = create_signatory(), create_signatory(), create_signatory()
        actions.merge(Signatory.objects.get(pk=earlier.pk), into=between, by=by)
        seen = rehearse(between, stays, by=by, takes=()).seen

        results = together(
            partial(carry_out, between, stays, by=by, takes=(), seen=seen),
            partial(rehearse, earlier, stays, by=by, takes=()),
        )

        assert [type(result).__name__ for result in results] == ["Plan", "MergeNotAllowedError"], results
        assert set(stays.merged.all()) == {earlier, between}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rival", ["approve", "decline", "withdraw", "decline the one that stays"])
def test_merge_against_a_decision_ends_in_a_possible_state(rival: str) -> None:
    by, reason = create_moderator(name="Anke"), create_reason()
    for _turn in range(3):
        stays, leaves = create_signatory(), create_signatory()
        row = Signatory.objects.get(pk=stays.pk if rival.endswith("stays") else leaves.pk)
        decisions = {
            "approve": partial(actions.approve, row, by=by),
            "withdraw": partial(actions.withdraw, row, by=None),
            "decline": partial(actions.decline, row, by=by, reason=reason),
        }

        results = together(
            partial(actions.merge, Signatory.objects.get(pk=leaves.pk), into=Signatory.objects.get(pk=stays.pk), by=by),
            decisions[rival.partition(" ")[0]],
        )

        errors = [result for result in results if result is not None]
        assert all(isinstance(error, (MergeNotAllowedError, TransitionNotAllowedError)) for error in errors), errors
        for signatory in (stays, leaves):
            signatory.refresh_from_db()
        assert len(errors) <= 1
        if leaves.merged_into:
            assert leaves.status in Status.at_rest
            assert leaves.contact_email == ""
        else:
            assert isinstance(results[0], MergeNotAllowedError)
        moves = [event for event in leaves.events.all() if event.what == EventKind.STATUS]
        assert [event.to_status for event in moves][-1:] in ([leaves.status], [])
