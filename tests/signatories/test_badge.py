"""The badge on the pages of others: says what is true today, and can be shown anywhere."""

import io
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image

from guidance.previews.lettering import display, plain
from signatories import actions
from signatories.badges.look import GAP, START, THEMES, WIDTH, WORDS_SIZE
from signatories.badges.picture import NAME_SIZE, SHARP, as_png
from signatories.badges.words import Badge
from signatories.enums import Decision, Kind, Status
from signatories.models import FormerSlug
from tests import factories
from tests.signatories.pages import Page
from tests.signatories.questions import page_of

pytestmark = pytest.mark.django_db
SIGNED = datetime(2023, 12, 31, 23, 30, tzinfo=UTC)  # 2024 in Belgium


def create_city(**facts: object):
    return factories.create_signatory(
        **({"status": Status.APPROVED, "name": "Voorbeeldstad", "slug": "stad", "approved_at": SIGNED} | facts)
    )


def said(client, slug: str = "stad", language: str = "nl", theme: str = "light") -> str:
    response = client.get(f"/badge/{language}/{theme}/{slug}.svg")
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)[0].text  # noqa: S314  our own


def drawn(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGBA")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Hier niet. Ondertekenaar sinds 2024"),
        ("fr", "Pas ici. Signataire depuis 2024"),
        ("en", "Not here. Signatory since 2024"),
    ],
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_badge_says_since_when_in_each_language_whoever_asks(client, language, words, theme):
    create_city()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    assert said(client, language=language, theme=theme) == words


def test_who_is_listed_for_a_public_source_is_not_said_to_have_signed(client):
    create_city(source_url="https://bron.example/")

    assert said(client) == "Hier niet. In de lijst sinds 2024"


def test_badge_says_former_after_leaving_and_nothing_why_after_a_suspension(client, moderator):
    left, suspended = create_city(), create_city(slug="dorp", name="Dorp")
    actions.withdraw(left, by=None)
    actions.suspend(suspended, by=moderator, reason=factories.create_reason(decision=Decision.SUSPEND))

    assert said(client) == "Hier niet. Vroeger ondertekenaar"
    assert said(client, "dorp") == "Hier niet. Nu niet in de lijst"


def test_badge_of_who_lapsed_is_back_as_soon_as_it_is(client):
    city = create_city(lapsed_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert said(client) == "Hier niet. Nu niet in de lijst"

    city.lapsed_at = None
    city.save()

    assert said(client) == "Hier niet. Ondertekenaar sinds 2024"


def test_person_who_left_has_no_badge_any_more(client):
    person = create_city(kind=Kind.INDIVIDUAL)
    actions.withdraw(person, by=None)

    assert client.get("/badge/nl/light/stad.svg").status_code == 404


@pytest.mark.parametrize("facts", [{"lapsed_at": SIGNED}, {"status": Status.SUSPENDED}, {"status": Status.WITHDRAWN}])
@pytest.mark.parametrize("ending", ["svg", "png"])
def test_badge_names_no_person_who_is_not_in_the_list(client, facts, ending):
    create_city(kind=Kind.INDIVIDUAL, **facts)

    here, unknown = (client.get(f"/badge/nl/light/{slug}.{ending}") for slug in ("stad", "onbekend"))

    assert (here.status_code, unknown.status_code) == (404, 404)
    assert here.content == unknown.content


def test_former_name_shows_the_badge_of_who_goes_on(client):
    FormerSlug.objects.create(slug="oude-stad", signatory=create_city())

    assert said(client, "oude-stad") == "Hier niet. Ondertekenaar sinds 2024"


@pytest.mark.parametrize("status", [status for status in Status if status not in Status.once_listed])
def test_who_was_never_listed_has_no_badge(client, status):
    factories.create_signatory(status=status, slug="stad" if status not in Status.erased else "")

    assert client.get("/badge/nl/light/stad.svg").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/badge/nl/light/onbekend.svg", "/badge/de/light/stad.svg", "/badge/nl/pink/stad.svg", "/badge/nl/light/stad.gif",
     "/badge/nl/light/%00.svg", "/badge/nl/light/a%0d%0ab.svg", "/badge/nl/light/%E2%80%AEstad.svg",
     f"/badge/nl/light/{'a' * 8000}.svg", "/badge/nl/light/<script>.svg"],
)  # fmt: skip
def test_address_of_another_shape_is_not_found(client, address):
    create_city()

    assert client.get(address).status_code == 404


def test_badge_can_be_shown_anywhere_and_is_asked_for_once_an_hour(client, moderator):
    city = create_city()
    address = "/badge/nl/light/stad.svg"

    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    actions.suspend(city, by=moderator, reason=factories.create_reason(decision=Decision.SUSPEND))
    later = client.get(address, headers={"if-none-match": first["ETag"]})

    assert first["Content-Type"] == "image/svg+xml"
    assert first["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert first["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "max-age=3600" in first["Cache-Control"]
    assert not first.cookies
    assert "Vary" not in first
    assert (again.status_code, later.status_code) == (304, 200)
    kept = {"Cache-Control", "Cross-Origin-Resource-Policy", "Content-Language", "ETag"}
    assert {name: again[name] for name in kept} == {name: first[name] for name in kept}
    assert "Vary" not in again


def test_what_is_not_there_is_not_found_whatever_the_browser_holds(client):
    create_city()
    tag = client.get("/badge/nl/light/stad.svg")["ETag"]

    assert client.get("/badge/nl/light/onbekend.svg", headers={"if-none-match": tag}).status_code == 404


def test_badge_is_not_sent_anew_for_what_others_publish(client):
    create_city()
    tag = client.get("/badge/nl/light/stad.svg")["ETag"]
    factories.create_signatory(status=Status.APPROVED)

    assert client.get("/badge/nl/light/stad.svg", headers={"if-none-match": tag}).status_code == 304


def test_badge_takes_few_queries_and_few_bytes(client):
    create_city()

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/badge/nl/light/stad.svg")

    assert len(queries) <= 3
    assert len(response.content) < 4_500


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_badge_as_png_is_drawn_in_its_colours_with_clear_corners(client, language, theme):
    create_city()

    response = client.get(f"/badge/{language}/{theme}/stad.png")

    picture = drawn(response.content)
    ground = tuple(bytes.fromhex(THEMES[theme].ground[1:]))
    assert response["Content-Type"] == "image/png"
    assert "max-age=3600" in response["Cache-Control"]
    assert picture.size == (480, 152)
    assert picture.getpixel((0, 0))[3] == 0
    assert all(abs(here - there) <= 2 for here, there in zip(picture.getpixel((440, 40)), (*ground, 255), strict=True))
    assert len(response.content) < 6_000


def test_png_of_who_left_is_another_and_nobody_keeps_the_old_one(client):
    city = create_city()
    first = client.get("/badge/nl/light/stad.png")
    actions.withdraw(city, by=None)

    left = client.get("/badge/nl/light/stad.png", headers={"if-none-match": first["ETag"]})

    assert left.status_code == 200
    assert left.content == as_png(Badge("Vroeger ondertekenaar", is_signed=False), "Hier niet", "light")
    assert left.content != first.content


@pytest.mark.parametrize("status", [status for status in Status if status not in Status.once_listed])
def test_who_was_never_listed_has_no_png_either(client, status):
    factories.create_signatory(status=status, slug="stad" if status not in Status.erased else "")

    assert client.get("/badge/nl/light/stad.png").status_code == 404


@pytest.mark.parametrize("theme", THEMES)
def test_whoever_is_not_in_the_list_has_a_ring_and_no_dot(theme):
    """In colours of its own too: who cannot tell red from grey sees a shape."""
    dot, ring = (
        drawn(as_png(Badge("Sinds 2024", is_signed=is_signed), "Hier niet", theme)).convert("RGB")
        for is_signed in (True, False)
    )
    large = 8  # as it is drawn, where letters stand closer
    middle = round(SHARP * (START + display(NAME_SIZE * large).width("Hier niet") / large + GAP))
    ground, red = (tuple(bytes.fromhex(colour[1:])) for colour in (THEMES[theme].ground, THEMES[theme].dot))

    assert all(abs(here - there) <= 4 for here, there in zip(dot.getpixel((middle, 69)), red, strict=True))
    assert all(abs(here - there) <= 4 for here, there in zip(ring.getpixel((middle, 69)), ground, strict=True))


def test_all_that_badges_can_say_fits_in_them():
    """The words in every language, at the widest: a picture has no second line."""
    for language in ("nl", "fr", "en"):
        with translation.override(language):
            since = [_("In the list since %(year)s"), _("Signatory since %(year)s")]
            said = [words % {"year": 2026} for words in since] + [_("Former signatory"), _("Not in the list now")]
        assert max(plain(WORDS_SIZE).width(words) for words in said) <= WIDTH - 2 * START


def test_kit_offers_the_png_by_its_address(client):
    city = create_city()

    page = Page(client.get(page_of(city, "my_kit")))

    assert "http://127.0.0.1:8000/badge/nl/light/stad.png" in page.links
    assert "http://127.0.0.1:8000/badge/nl/dark/stad.png" in page.links


def test_kit_has_the_html_of_the_badge_with_the_name_as_text(client):
    city = create_city(name='Stad "Voorbeeld" <b>')

    page = Page(client.get(page_of(city, "my_kit")))

    assert 'src="http://127.0.0.1:8000/badge/nl/light/stad.svg" width="240" height="76"' in page.text
    assert 'alt="De vermelding van Stad &quot;Voorbeeld&quot; &lt;b&gt; bij HierNiet"' in page.text
    assert '<a href="http://127.0.0.1:8000/nl/ondertekenaars/stad/">' in page.text
