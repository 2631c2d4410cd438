"""What speaks for an application: where the mailbox is, and whether it is here already."""

import pytest
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from signatories.enums import Status
from signatories.models import Signatory
from signatories.moderation.evidence import match_mailbox
from signatories.moderation.likeness import find_likenesses
from tests.factories import create_signatory


@pytest.mark.parametrize(
    ("email", "website", "level"),
    [
        ("an@gent.example", "https://www.gent.example", "good"),
        ("an@stad.gent.example", "https://gent.example", "good"),
        ("an@gent.example", "https://nieuws.gent.example/", "good"),
        ("AN@GENT.EXAMPLE", "https://gent.example", "good"),
        ("an@gentse.example", "https://gent.example", "late"),
        ("an@stadgent.example", "https://gent.example", "late"),
        ("an@gmail.com", "https://gent.example", "unsure"),
        ("an@telenet.be", "https://www.telenet.be", "unsure"),
        ("an@gent.example", "", "unsure"),
        ("", "https://gent.example", "unsure"),
    ],
)
def test_mailbox_is_compared_with_the_website(email: str, website: str, level: str) -> None:
    match = match_mailbox(Signatory(contact_email=email, website=website))

    assert match.level == level
    assert match.word
    assert match.sentence


def reasons(signatory: Signatory) -> dict[str, list[str]]:
    return {likeness.signatory.name: likeness.reasons for likeness in find_likenesses(signatory)}


def new(**facts: object) -> Signatory:
    """Somebody whom nothing but these facts makes like others."""
    number = Signatory.objects.count()
    own = {"website": f"https://site{number}.example", "contact_email": f"an@post{number}.example"}
    return create_signatory(**own | facts)


def test_likeness_by_name_forgives_capitals_and_accents(db: None) -> None:
    new(name="Ville de LIÈGE")
    new(name="Ville de Liège-Nord")
    new(name="Ville")

    assert reasons(new(name="ville de Liege")) == {"Ville de LIÈGE": [_("same name")]}


def test_likeness_by_website_compares_the_host_only(db: None) -> None:
    new(name="Een", website="https://www.gent.example/over-ons")
    new(name="Twee", website="http://gent.example")
    new(name="Ander", website="https://stadgent.example")
    new(name="Pad", website="https://elders.example/gent.example")

    assert set(reasons(new(name="Drie", website="https://gent.example/"))) == {"Een", "Twee"}


def test_likeness_by_enterprise_number(db: None) -> None:
    new(name="Een", enterprise_number="0202239951")
    new(name="Leeg", enterprise_number="")

    assert set(reasons(new(name="Twee", enterprise_number="0202239951"))) == {"Een"}


def test_likeness_by_mail_domain_leaves_free_mailboxes_out(db: None) -> None:
    new(name="Een", contact_email="an@gent.example")
    new(name="Twee", contact_email="bo@gmail.com")

    assert set(reasons(new(name="Drie", contact_email="cis@gent.example"))) == {"Een"}
    assert reasons(new(name="Vier", contact_email="dirk@gmail.com")) == {}


def test_likeness_gives_every_reason_and_leaves_out_what_expired(db: None) -> None:
    same = {"name": "Stad Gent", "website": "https://gent.example", "contact_email": "an@gent.example"}
    create_signatory(**same, enterprise_number="0202239951", status=Status.DECLINED)
    create_signatory(name="Stad Gent", website="https://gent.example", status=Status.EXPIRED)

    found = find_likenesses(create_signatory(**same, enterprise_number="0202239951"))

    assert [(likeness.signatory.status, len(likeness.reasons)) for likeness in found] == [("declined", 4)]


@pytest.mark.parametrize("number", [1, 40])
def test_likeness_takes_one_query(db: None, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    for _turn in range(number):
        create_signatory(name="Stad Gent")
    signatory = create_signatory(name="Stad Gent")

    with django_assert_num_queries(1):
        assert len(find_likenesses(signatory)) == min(number, 20)
