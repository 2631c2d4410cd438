"""The kit: links, codes and replies with one's own link, for who holds the link to the file."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from guidance.exports import FORMATS
from signatories import actions, tokens
from signatories.enums import Kind, Status
from signatories.kit import codes
from signatories.models import Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.pages import Page
from tests.signatories.questions import page_of

pytestmark = pytest.mark.django_db
LONGEST = f"hierniet.be/{'a' * 40}/{'b' * 60}"


@pytest.fixture
def dupont() -> Signatory:
    factories.create_reply(rule=factories.create_rule())
    return factories.create_signatory(status=Status.APPROVED, name="Dupont & <Fils>", slug="dupont")


def read_code(picture: bytes) -> str:
    return zxingcpp.read_barcode(Image.open(io.BytesIO(picture))).text


@pytest.mark.parametrize("address", ["hierniet.be/schelden/dupont", "pasici.be/insultes/ville-de-liege", LONGEST])
def test_code_reads_as_the_link(address):
    assert read_code(codes.as_png(address)) == f"https://{address}"


def test_code_is_large_enough_for_print_and_has_its_white_around_it():
    picture = Image.open(io.BytesIO(codes.as_png("hierniet.be/schelden/dupont"))).convert("L")
    module = picture.width // codes.code_of("hierniet.be/schelden/dupont").symbol_size(border=codes.QUIET_ZONE)[0]
    quiet = codes.QUIET_ZONE * module

    assert 1_000 <= picture.width <= 1_200
    assert all(picture.crop((0, 0, picture.width, quiet)).getextrema()[side] == 255 for side in (0, 1))
    assert picture.getpixel((quiet, quiet)) == 0


def test_code_as_svg_is_well_formed_and_paints_its_own_white():
    svg = codes.as_svg("hierniet.be/schelden/dupont").decode()

    assert ElementTree.fromstring(svg).tag.endswith("svg")  # noqa: S314  our own
    assert "#fff" in svg
    assert not re.search("script|href|onload", svg)


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_code_of_each_rule_is_there_to_take_along(client, dupont, ending):
    response = client.get(page_of(dupont, "my_code", word="schelden", ending=ending))

    assert response["Content-Type"] == codes.CONTENT_TYPES[ending]
    assert response["Content-Disposition"] == f'attachment; filename="dupont-schelden.{ending}"'
    assert response.content == codes.MAKERS[ending]("hierniet.be/schelden/dupont")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("word", "ending"), [("onbekend", "svg"), ("schelden", "gif"), ("insultes", "svg")])
def test_code_of_nothing_is_not_found(client, dupont, word, ending):
    assert client.get(page_of(dupont, "my_code", word=word, ending=ending)).status_code == 404


def test_page_has_the_links_a_reply_with_them_and_texts_with_the_name_as_text(client, dupont):
    page = Page(client.get(page_of(dupont, "my_kit")))

    assert "hierniet.be/schelden/dupont" in page.text
    assert "Dupont & <Fils> staat mee achter HierNiet" in page.text
    assert page.text.count("hierniet.be/schelden/dupont") >= 2
    assert {page_of(dupont, "my_replies", file_format=name) for name in FORMATS} <= set(page.links)


@pytest.mark.parametrize(
    ("facts", "is_offered"),
    [
        ({"slug": "dienst-communicatie-voorbeeldstad"}, True),
        ({"slug": "dienst-communicatie-voorbeeldstad", "short_name_chosen_at": timezone.now()}, False),
        ({"slug": "dupont"}, False),
    ],
)
def test_who_has_a_long_name_is_told_that_it_can_be_shorter(client, facts, is_offered):
    signatory = factories.create_signatory(status=Status.APPROVED, **facts)

    page = Page(client.get(page_of(signatory, "my_kit")))

    assert (page_of(signatory, "my_change") in page.links) is is_offered


@pytest.mark.parametrize("file_format", FORMATS)
def test_replies_come_with_the_own_link(client, dupont, file_format):
    response = client.get(page_of(dupont, "my_replies", file_format=file_format))

    text = response.content.decode()
    assert "hierniet.be/schelden/dupont" in text
    assert not re.search(r"hierniet\.be/schelden(?!/dupont)", text)
    assert "{link}" not in text
    assert "dupont" in response["Content-Disposition"]


def test_replies_of_three_languages_come_in_one_file(client, dupont):
    everything = client.get(page_of(dupont, "my_replies", file_format="csv") + "?languages=all").content.decode(
        "utf-8-sig"
    )

    languages = {row["Language"] for row in csv.DictReader(io.StringIO(everything), delimiter=";")}
    assert languages == {"nl", "fr", "en"}


def test_unknown_format_is_not_found(client, dupont):
    assert client.get(page_of(dupont, "my_replies", file_format="exe")).status_code == 404


def test_who_is_not_listed_has_no_kit(client, dupont):
    waits = factories.create_signatory()

    assert client.get(page_of(waits, "my_kit")).status_code == 302
    assert client.get(page_of(waits, "my_code", word="schelden", ending="svg")).status_code == 404
    assert client.get(page_of(waits, "my_replies", file_format="csv")).status_code == 404


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_mail_of_approval_leads_to_the_kit(language, moderator):
    signatory = factories.create_signatory(language=language)

    actions.approve(signatory, by=moderator)

    mail = signatory.mails.get(message="application_approved").email
    address = page_of(signatory, "my_kit", language)
    assert tokens.make_token(signatory, Purpose.FILE) in address
    assert f"{address}\n" in mail.message
    assert f'{address}"' in mail.html_message


@pytest.mark.parametrize("rules", [1, 8])
def test_kit_takes_the_same_queries_whatever_there_is(client, rules):
    for number in range(rules):
        factories.create_reply(rule=factories.create_rule(key=f"rule-{number}", words={"nl": f"woord-{number}"}))
    signatory = factories.create_signatory(status=Status.APPROVED)

    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(signatory, "my_kit"))

    assert len(queries) <= 6


@pytest.mark.parametrize(("kind", "has_badge"), [(Kind.COMPANY, True), (Kind.INDIVIDUAL, False)])
def test_who_is_suspended_reads_it_and_finds_no_picture_that_is_not_there(client, kind, has_badge):
    suspended = factories.create_signatory(status=Status.SUSPENDED, kind=kind, slug="dupont")

    page = client.get(page_of(suspended, "my_kit")).content.decode()

    assert "Je staat nu niet in de lijst." in page
    for address in set(re.findall(r'src="(/badge/[^"]+)"', page)):
        assert client.get(address).status_code == 200
    assert ("/badge/" in page) is has_badge


def test_texts_of_a_person_speak_for_one(client):
    person = factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL, name="Lies Peeters", slug="lies")

    text = Page(client.get(page_of(person, "my_kit"))).text

    assert "Ik sta mee achter HierNiet, samen met andere Belgische community managers." in text
    assert "Op onze pagina’s" not in text
