"""Who might be the same: every clue by itself, how sure it makes us, and never more than one query."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from signatories.enums import Kind, Status
from signatories.models import Signatory
from signatories.moderation import clues
from signatories.moderation.likeness import CERTAIN, LIKELY, PERHAPS, find_likenesses
from tests.factories import create_signatory


def new(**facts: object) -> Signatory:
    """Somebody whom nothing but these facts makes like others."""
    number = Signatory.objects.count()
    own = {
        "name": f"{chr(97 + number) * 12}",
        "website": f"https://site{number}.example",
        "contact_email": f"an@post{number}.example",
        "contact_phone": "",
    }
    return create_signatory(**own | facts)


def found(signatory: Signatory) -> dict[str, list[clues.Clue]]:
    return {likeness.signatory.name: list(likeness.clues) for likeness in find_likenesses(signatory)}


@pytest.mark.parametrize("name", ["Ville de LIÈGE", "Stad Luik", "Liège vzw", "la ville de liege"])
def test_same_name_forgives_capitals_accents_legal_forms_and_the_other_language(db: None, name: str) -> None:
    new(name=name)
    new(name="Ville de Liège-Nord")
    new(name="Provincie Luik")

    assert found(new(name="ville de Liege")) == {name: [clues.SAME_NAME]}


@pytest.mark.parametrize(
    "name", ["Voorbeeldbedrijf Noord", "Voorbeeldbedrjif Noord NV", "Noord Vorbeeldbedrijf", "Voorbeeldbedrijf Noordd"]
)
def test_close_name_forgives_a_letter_or_two(db: None, name: str) -> None:
    new(name=name)
    new(name="Voorbeeldbedrijf Zuid")

    expected = clues.SAME_NAME if name == "Voorbeeldbedrijf Noord" else clues.CLOSE_NAME
    assert found(new(name="Voorbeeldbedrijf Noord bv")) == {name: [expected]}


@pytest.mark.parametrize(
    ("one", "other"),
    [("VRT", "Vlaamse Radio- en Televisieomroep"), ("Vlaamse Radio- en Televisieomroep", "VRT nv")],
)
def test_acronym_is_found_from_both_sides(db: None, one: str, other: str) -> None:
    new(name=one)

    assert found(new(name=other)) == {one: [clues.SAME_ACRONYM]}


@pytest.mark.parametrize("is_reversed", [False, True])
def test_acronym_with_the_name_in_brackets_is_found_from_both_sides(db: None, is_reversed: bool) -> None:
    names = ["HÉS (Haute École fictive Sablenuage)", "Haute École fictive Sablenuage"]
    one, other = reversed(names) if is_reversed else names
    new(name=one)
    new(name="Sablenuage (Voorbeeldstad)")

    assert found(new(name=other)) == {one: [clues.SPELLED_OUT]}


def test_name_of_a_municipality_within_another_one_counts_for_municipalities_only(db: None) -> None:
    new(name="Commune fictive de Longbrume", kind=Kind.MUNICIPALITY)
    new(name="Commune fictive de Roclanterne", kind=Kind.MUNICIPALITY)
    new(name="Cyclistes de Longbrume", kind=Kind.ASSOCIATION)

    city = new(name="Ville de Longbrume", kind=Kind.MUNICIPALITY)

    assert found(city) == {"Commune fictive de Longbrume": [clues.SAME_MUNICIPALITY]}


def test_same_website_compares_the_host_only(db: None) -> None:
    new(name="Een", website="https://www.gent.example/over-ons")
    new(name="Twee", website="http://gent.example")
    new(name="Ander", website="https://stadgent.example")
    new(name="Pad", website="https://elders.example/gent.example")

    assert set(found(new(name="Drie", website="https://gent.example/"))) == {"Een", "Twee"}


def test_same_website_is_the_page_where_many_share_one_host(db: None) -> None:
    new(name="Ander", website="https://www.facebook.com/ander")
    new(name="Zelfde", website="https://nl-nl.facebook.com/voorbeeld/")
    new(name="Ook zelfde", website="https://www.facebook.com/Voorbeeld")

    assert found(new(name="Een", website="https://facebook.com/voorbeeld")) == {"Ook zelfde": [clues.SAME_WEBSITE]}


def test_same_enterprise_number(db: None) -> None:
    new(name="Een", enterprise_number="0202239951")
    new(name="Leeg", enterprise_number="")

    assert found(new(name="Twee", enterprise_number="0202239951")) == {"Een": [clues.SAME_NUMBER]}


def test_same_mail_domain_leaves_free_mailboxes_out(db: None) -> None:
    new(name="Een", contact_email="an@gent.example")
    new(name="Twee", contact_email="bo@gmail.com")

    assert found(new(name="Drie", contact_email="cis@gent.example")) == {"Een": [clues.SAME_DOMAIN]}
    assert found(new(name="Vier", contact_email="dirk@gmail.com")) == {}


def test_same_mailbox_counts_at_a_free_provider_too(db: None) -> None:
    new(name="Een", contact_email="Bo@gmail.com")

    assert found(new(name="Twee", contact_email="bo@gmail.com")) == {"Een": [clues.SAME_MAILBOX]}


def test_mailbox_at_the_website_of_the_other_is_seen_from_both_sides(db: None) -> None:
    new(name="Een", website="https://gent.example")
    new(name="Twee", contact_email="an@brugge.example")

    assert found(new(name="Drie", contact_email="bo@gent.example", website="https://www.brugge.example")) == {
        "Een": [clues.MAIL_AT_WEBSITE],
        "Twee": [clues.MAIL_AT_WEBSITE],
    }


@pytest.mark.parametrize("phone", ["+32 2 123 45 67", "02/123.45.67", "0032 2 1234567"])
def test_same_phone_number_however_it_is_written(db: None, phone: str) -> None:
    new(name="Een", contact_phone=phone)
    new(name="Leeg")
    new(name="Kort", contact_phone="112")

    assert found(new(name="Twee", contact_phone="02 123 45 67")) == {"Een": [clues.SAME_PHONE]}


def test_strength_goes_from_perhaps_to_certain_and_the_surest_comes_first(db: None) -> None:
    new(name="Telefoon", contact_phone="02 123 45 67")
    new(name="Stad Gent")
    new(name="Ville de Gand", website="https://gent.example")
    new(name="Ander", enterprise_number="0202239951")

    likenesses = find_likenesses(
        new(name="Gent", website="https://www.gent.example", contact_phone="021234567", enterprise_number="0202239951")
    )

    assert [(likeness.signatory.name, likeness.strength) for likeness in likenesses] == [
        ("Ander", CERTAIN), ("Ville de Gand", CERTAIN), ("Stad Gent", LIKELY), ("Telefoon", PERHAPS),
    ]  # fmt: skip


def test_every_clue_is_given_and_what_expired_or_was_merged_is_left_out(db: None) -> None:
    same = {"name": "Stad Gent", "website": "https://gent.example", "contact_email": "an@gent.example"}
    declined = create_signatory(**same, enterprise_number="0202239951", status=Status.DECLINED)
    create_signatory(name="Stad Gent", website="https://gent.example", status=Status.EXPIRED)
    create_signatory(name="Stad Gent", status=Status.WITHDRAWN, merged_into=declined)

    likenesses = find_likenesses(create_signatory(**same, enterprise_number="0202239951"))

    assert [likeness.signatory for likeness in likenesses] == [declined]
    assert likenesses[0].clues == (
        clues.SAME_NUMBER, clues.SAME_NAME, clues.SAME_WEBSITE, clues.SAME_MAILBOX, clues.SAME_PHONE,
    )  # fmt: skip


def test_people_who_sign_for_themselves_are_not_alike_for_sharing_a_provider(db: None) -> None:
    """A small provider of mailboxes is on no list; an organisation and a person at its domain are still worth a look."""
    new(name="Mo", kind=Kind.INDIVIDUAL, contact_email="mo@klein.example")
    new(name="Klein bv", contact_email="info@klein.example")

    lies = new(name="Lies", kind=Kind.INDIVIDUAL, contact_email="lies@klein.example")

    assert found(lies) == {"Klein bv": [clues.SAME_DOMAIN]}


def test_the_surest_is_not_lost_among_hundreds_at_one_domain(db: None) -> None:
    rows = [
        Signatory(name=f"Aa{number}", search_text=f"aa{number}", receipt_number=f"R{number}", kind="company",
                  language="nl", status=Status.SUBMITTED, submitted_at="2026-01-01T00:00Z",
                  contact_email=f"an{number}@groot.example")
        for number in range(300)
    ]  # fmt: skip
    Signatory.objects.bulk_create(rows)
    new(name="Zzz", enterprise_number="0202239951")

    likenesses = find_likenesses(new(name="Yyy", enterprise_number="0202239951", contact_email="bo@groot.example"))

    assert likenesses[0].signatory.name == "Zzz"
    assert len(likenesses) == 20


@pytest.mark.parametrize("number", [1, 40])
def test_it_takes_the_same_queries_for_one_and_for_many(
    db: None, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _turn in range(number):
        create_signatory(name="Stad Gent")
    signatory = create_signatory(name="Stad Gent")

    with django_assert_num_queries(2):  # who looks like it, and its own logo
        assert len(find_likenesses(signatory)) == min(number, 20)


def test_who_has_left_nothing_to_compare_is_like_nobody(db: None) -> None:
    create_signatory(status=Status.EXPIRED, name="Weg", website="")
    nobody = create_signatory(status=Status.WITHDRAWN, website="")
    Signatory.objects.filter(pk=nobody.pk).update(name="", name_key="", name_marks=[])
    nobody.refresh_from_db()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert find_likenesses(nobody) == []
    assert len(queries) == 1  # whether it has a logo


def test_name_key_follows_the_name_and_goes_with_it(db: None) -> None:
    signatory = create_signatory(name="Stad Gent NV")
    assert signatory.name_key == "gent"

    signatory.name = "Ville de Bruges"
    signatory.save(update_fields=["name"])
    signatory.refresh_from_db()
    assert signatory.name_key == "brugge"

    signatory.name = ""
    signatory.save(update_fields=["name"])
    signatory.refresh_from_db()
    assert (signatory.name_key, signatory.name_marks) == ("", [])


def test_migration_computes_the_keys_of_who_was_here_before(db: None) -> None:
    here, gone = create_signatory(name="Stad Gent NV"), create_signatory(name="Weg", status=Status.EXPIRED)
    expected = here.name_marks
    Signatory.objects.filter(pk=gone.pk).update(name="")
    Signatory.objects.update(name_key="", name_marks=[])

    import_module("signatories.migrations.0010_name_keys_of_who_is_here").compute(apps, None)

    here.refresh_from_db()
    gone.refresh_from_db()
    assert (here.name_key, here.name_marks) == ("gent", expected)
    assert (gone.name_key, gone.name_marks) == ("", [])
