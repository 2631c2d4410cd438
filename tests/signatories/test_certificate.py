"""The certificate: a paper for the wall, and the page that says whether it is still true."""

import base64
import io
import re
from datetime import UTC, date, datetime

import pypdf
import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from signatories import actions
from signatories.certificates import drawing
from signatories.certificates.seals import MOST_DAYS, ShortSigner, make_seal, read_seal
from signatories.certificates.words import certificate_of
from signatories.enums import Decision, Kind, Status
from signatories.logos import storage
from signatories.models import Signatory
from tests import factories
from tests.signatories import logo_files
from tests.signatories.applications import address
from tests.signatories.logos import create_logo
from tests.signatories.pages import Page
from tests.signatories.questions import page_of

pytestmark = pytest.mark.django_db
SIGNED = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # 1 April in Belgium
HIDDEN = {
    "contact_name": "Geheime Persoon", "contact_email": "geheim@voorbeeld.example",
    "contact_phone": "0470 12 34 56", "contact_role": "Geheime rol",
}  # fmt: skip


@pytest.fixture
def city() -> Signatory:
    return factories.create_signatory(
        status=Status.APPROVED, name="Voorbeeldstad", slug="voorbeeldstad", approved_at=SIGNED, **HIDDEN
    )


def read(content: bytes) -> str:
    """Its words, however the lines are broken."""
    sheet = pypdf.PdfReader(io.BytesIO(content))
    assert len(sheet.pages) == 1
    return " ".join(sheet.pages[0].extract_text().split())


def printed(content: bytes, scale: float = 3) -> Image.Image:
    return pypdfium2.PdfDocument(content)[0].render(scale=scale).to_pil()


def code_on(content: bytes) -> str:
    return zxingcpp.read_barcode(printed(content)).text


WORDS = {
    "nl": (
        "Hier niet Voorbeeldstad ondertekende het charter van HierNiet. Op onze pagina’s is kritiek welkom. Haat"
        " en discriminatie niet. Klopt dit nog? Scan de code, of kijk op"
        " 127.0.0.1:8000/nl/ondertekenaars/voorbeeldstad/ In de lijst sinds 1 april 2026."
        " Certificaat van 26 november 2026. Het is een belofte, geen keurmerk."
    ),
    "fr": (
        "Pas ici Voorbeeldstad a signé la charte de Pas ici. Sur nos pages, la critique est bienvenue. La haine"
        " et la discrimination, non. Est-ce encore exact ? Scannez le code, ou consultez"
        " 127.0.0.1:8000/fr/signataires/voorbeeldstad/ Dans la liste depuis le 1er avril 2026."
        " Certificat du 26 novembre 2026. C’est une promesse, pas un label."
    ),
    "en": (
        "Not here Voorbeeldstad signed the charter of HierNiet. On our pages, criticism is welcome. Hate and"
        " discrimination are not. Is this still true? Scan the code, or look at"
        " 127.0.0.1:8000/en/signatories/voorbeeldstad/ In the list since 1 April 2026."
        " Certificate of 26 November 2026. It is a promise, not a quality label."
    ),
}


@pytest.mark.parametrize("language", WORDS)
@time_machine.travel("2026-11-26T12:00:00+01:00", tick=False)
def test_certificate_says_who_and_what_and_since_when_and_nothing_of_the_contact(client, city, language):
    response = client.get(page_of(city, "my_certificate", language))

    assert response["Content-Type"] == "application/pdf"
    assert re.fullmatch(r'attachment; filename="hierniet-[a-z]+-voorbeeldstad\.pdf"', response["Content-Disposition"])
    assert "no-store" in response["Cache-Control"]
    assert read(response.content) == WORDS[language]
    assert not any(hidden.encode() in response.content for hidden in HIDDEN.values())


def test_certificate_is_a_document_in_its_language_with_a_title(client, city):
    sheet = pypdf.PdfReader(io.BytesIO(client.get(page_of(city, "my_certificate", "fr")).content))

    assert sheet.root_object["/Lang"] == "fr"
    assert sheet.metadata.title == "Certificat de Voorbeeldstad"
    assert sheet.metadata.author == "HierNiet"
    width, height = (round(float(side) / 72 * 25.4) for side in sheet.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)


def test_code_on_the_paper_leads_to_a_page_that_says_it_is_right(client, city):
    code = code_on(client.get(page_of(city, "my_certificate")).content)

    assert code.startswith("http://127.0.0.1:8000/nl/certificaat/")
    response = client.get(code.removeprefix("http://127.0.0.1:8000"))
    assert response.status_code == 200
    page = Page(response)
    assert "Dit klopt" in page.text
    assert "Voorbeeldstad staat in onze lijst sinds 1 april 2026." in page.text
    assert address("signatory", slug="voorbeeldstad") in page.links
    assert b'content="noindex"' in response.content


def test_link_in_the_file_is_the_code_for_who_reads_on_a_screen(client, city):
    content = client.get(page_of(city, "my_certificate")).content

    links = [
        note.get_object()["/A"]["/URI"] for note in pypdf.PdfReader(io.BytesIO(content)).pages[0].get("/Annots", [])
    ]
    assert links == [code_on(content)]


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ("supports", "steunt het initiatief HierNiet."),
        ("joined", "sloot zich aan bij het initiatief HierNiet."),
        ("signed", "ondertekende het charter van HierNiet."),
    ],
)
def test_certificate_says_no_more_than_the_public_source(city, says, sentence):
    city.source_url, city.source_says = "https://bron.example/", says

    assert certificate_of(city).statement == sentence


def test_person_promises_for_themselves(city):
    city.kind = Kind.INDIVIDUAL

    assert certificate_of(city).promise == "Onder mijn berichten is kritiek welkom. Haat en discriminatie niet."


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.APPROVED])
def test_who_is_not_in_the_list_gets_no_paper(client, status):
    signatory = factories.create_signatory(status=status, slug="x" if status in Status.once_listed else "")

    response = client.get(page_of(signatory, "my_certificate"))

    assert response.status_code in (302, 404)
    assert response["Content-Type"] != "application/pdf"


def test_who_lapsed_gets_none_and_is_not_offered_one(client, city):
    offered = page_of(city, "my_certificate") in Page(client.get(page_of(city, "my_kit"))).links
    city.lapsed_at = SIGNED
    city.save()

    assert offered
    assert client.get(page_of(city, "my_certificate")).status_code == 404
    assert page_of(city, "my_certificate") not in Page(client.get(page_of(city, "my_kit"))).links


def page_of_paper(client, signatory: Signatory, language: str = "nl") -> Page:
    seal = make_seal(signatory.public_id, date(2026, 11, 26))
    return Page(client.get(address("certificate", language, seal=seal)))


def test_paper_of_who_left_or_was_suspended_is_true_no_more_and_names_nobody(client, city, moderator):
    suspended = factories.create_signatory(status=Status.APPROVED, name="Voorbeelddorp", slug="dorp")
    actions.withdraw(city, by=None)
    actions.suspend(suspended, by=moderator, reason=factories.create_reason(decision=Decision.SUSPEND))

    left, out = page_of_paper(client, city), page_of_paper(client, suspended)

    assert "Dit klopt niet meer" in left.text
    assert "heeft ooit getekend en is intussen uit de lijst gestapt" in left.text
    assert "staat nu niet in onze lijst" in out.text
    assert "We gaven dit certificaat uit op 26 november 2026." in out.text
    assert not re.search("Voorbeeldstad|Voorbeelddorp", left.text + out.text)


def test_of_a_person_who_left_the_paper_tells_nothing(client, city):
    city.kind = Kind.INDIVIDUAL
    city.save()
    actions.withdraw(city, by=None)

    page = page_of_paper(client, city)

    assert "staat nu niet in onze lijst" in page.text
    assert "ooit getekend" not in page.text


def test_paper_of_one_that_was_merged_is_that_of_who_goes_on(client, city, moderator):
    other = factories.create_signatory(status=Status.APPROVED, name="Grote stad", slug="grote-stad")
    actions.merge(city, into=other, by=moderator)

    assert "Grote stad staat in onze lijst" in page_of_paper(client, city).text


@pytest.mark.parametrize(
    "forge",
    [
        lambda seal: seal[:-1] + ("A" if seal[-1] != "A" else "B"),
        lambda seal: ("A" if seal[0] != "A" else "B") + seal[1:],
        lambda seal: seal.replace(".", ""),
        lambda seal: seal.rpartition(".")[0],
        lambda seal: seal + "x",
        lambda _seal: "x" * 4_000,
        lambda _seal: "%00.%0d%0aSet-Cookie:x",
        lambda _seal: "<script>alert(1)</script>",
        lambda _seal: "\u202e\u0410.\u0430",
    ],
)
def test_forged_paper_is_not_ours(client, city, forge):
    response = client.get(f"/nl/certificaat/{forge(make_seal(city.public_id, date(2026, 11, 26)))}/")

    assert response.status_code == 404
    assert b"<script>alert" not in response.content
    assert "Voorbeeldstad" not in response.content.decode()


def test_paper_with_the_seal_of_another_purpose_is_not_ours(client, city):
    payload = base64.urlsafe_b64encode(city.public_id.bytes + b"\0\0").decode()
    other = ShortSigner(salt="signatories.file", sep=".").sign(payload)

    assert client.get(f"/nl/certificaat/{other}/").status_code == 404


@given(days=st.integers(min_value=0, max_value=MOST_DAYS), public_id=st.uuids())
def test_seal_comes_back_as_it_was(days, public_id):
    day = date.fromordinal(date(2026, 1, 1).toordinal() + days)

    seal = make_seal(public_id, day)

    assert len(seal) == 41
    found = read_seal(seal)
    assert (found.public_id, found.day) == (public_id, day)


@given(st.text(max_size=80))
def test_whatever_is_typed_as_a_seal_is_refused_calmly(text):
    assert read_seal(text) is None


NAMES = (
    "Stad",
    "Openbaar Centrum voor Maatschappelijk Welzijn van Voorbeeldstad aan de Voorbeeldrivier en omstreken vzw",
    "Centre public d’action sociale de l’Exemple-sur-Meuse",
    "W" * 120,
    "Wijkcomité Ledeberg–Moscou «Łódź» & 100 % Straßenfest",
)


@pytest.mark.parametrize(
    ("name", "size", "language"),
    [
        (name, size, language)
        for name in NAMES
        for size, language in ((None, "nl"), ((640, 80), "fr"), ((80, 640), "en"))
    ],
)
def test_nothing_runs_over_the_edge_or_into_another_line(city, name, size, language):
    """Lines of text do not touch, whatever the name and the logo, and the code can be read."""
    city.name = name
    logo = drawing.Logo(logo_files.picture(size), (17, 22, 42)) if size else None

    with translation.override(language):
        content, expected = drawing.draw(certificate_of(city), logo, SIGNED), certificate_of(city).check_url

    text = pypdfium2.PdfDocument(content)[0].get_textpage()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    assert all(left >= 24 * 72 / 25.4 - 1 and right <= (210 - 23) * 72 / 25.4 for left, _low, right, _high in boxes)
    assert code_on(content) == expected
    assert not overlapping(boxes)


def overlapping(boxes: list[tuple[float, float, float, float]]) -> list[object]:
    """Boxes of two lines that share more than a point of height: parts of one line share nearly all of it."""
    return [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if min(one[3], other[3]) - max(one[1], other[1]) > 1 and min(one[2], other[2]) - max(one[0], other[0]) > 1
    ]


def test_name_that_cannot_be_drawn_is_the_short_name(city):
    city.name = "Аcme\u202e \u0410"

    assert certificate_of(city).name == "voorbeeldstad"


def test_logo_is_on_the_paper_and_a_lost_file_leaves_the_name(client, city):
    plain = client.get(page_of(city, "my_certificate")).content
    logo = create_logo(city)
    with_logo = client.get(page_of(city, "my_certificate")).content
    storage.remove([logo.file(width, "png") for width in logo.widths])

    lost = client.get(page_of(city, "my_certificate"))

    images = [len(pypdf.PdfReader(io.BytesIO(content)).pages[0].images) for content in (plain, with_logo, lost.content)]
    assert images == [0, 1, 0]
    assert "Voorbeeldstad" in read(lost.content)


def test_certificate_is_there_while_the_store_of_logos_is_away_or_holds_nonsense(client, city, monkeypatch):
    logo = create_logo(city)
    address_of = page_of(city, "my_certificate")
    monkeypatch.setattr(storage, "store", lambda: (_ for _ in ()).throw(ConnectionError("away")))
    away = client.get(address_of)
    monkeypatch.undo()
    storage.remove(logo.files)
    storage.put(dict.fromkeys(logo.files, b"\x89PNG no picture"))

    damaged = client.get(address_of)

    assert [read(response.content).count("Voorbeeldstad") for response in (away, damaged)] == [1, 1]


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2205, 6, 6), date(9999, 12, 31)])
def test_clock_that_is_wrong_stops_no_certificate(city, day):
    assert read_seal(make_seal(city.public_id, day)).public_id == city.public_id


def test_certificate_and_its_page_take_few_queries_and_bytes(client, city):
    create_logo(city)

    with CaptureQueriesContext(connection) as queries:
        content = client.get(page_of(city, "my_certificate")).content
    with CaptureQueriesContext(connection) as page_queries:
        page_of_paper(client, city)

    assert (len(queries) <= 4, len(page_queries) <= 3) == (True, True)
    assert len(content) < 60_000
