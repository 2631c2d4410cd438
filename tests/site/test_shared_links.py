"""What the robots of social media see when somebody shares a link: as Facebook, X, LinkedIn and the others fetch it."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from hierniet.languages import LANGUAGES, SITE_NAMES
from signatories.enums import Kind, Status
from signatories.models import Signatory
from signatories.previews.rounds import Bench
from signatories.referrals import visitors
from tests import factories
from tests.site.documents import Document

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
ROBOTS = {
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "X": "Twitterbot/1.0",
    "LinkedIn": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "WhatsApp": "WhatsApp/2.23.20.0 A",
    "Mastodon": "Mastodon/4.3.1 (http.rb/5.2.0; +https://mastodon.example/) Bot",
    "Bluesky": "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "Telegram": "TelegramBot (like TwitterBot)",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
}
# How much each takes in, at the most careful of them: so far into the page, and so large a picture.
READS_OF_A_PAGE = 32 * 1024
WHATSAPP_TAKES = 300 * 1024
HOSTS = {"nl": "https://hierniet.be", "fr": "https://pasici.be", "en": "https://hierniet.be"}
HOSTILE = "“><script>alert(1)</script>\u202e & ‘zonen’"


@pytest.fixture
def published(settings) -> Signatory:
    """A site at its real hosts, of which everything is drawn."""
    settings.SITE_ADDRESS, settings.SITE_ADDRESSES = HOSTS["nl"], {"fr": HOSTS["fr"]}
    settings.ALLOWED_HOSTS = ["hierniet.be", "pasici.be"]
    settings.WHITENOISE_USE_FINDERS = True
    factories.create_rule()
    found = factories.create_signatory(status=Status.APPROVED, name="Dupont & Fils", slug="dupont")
    Bench().draw_all()
    return found


def fetch(robot: str, link: str):
    """As a robot does: no cookies, no wish for a language, a few redirects followed."""
    client = Client(headers={"user-agent": ROBOTS.get(robot, robot)})
    for _hop in range(4):
        host, path = link.removeprefix("https://").split("/", 1)
        response = client.get(f"/{path}", HTTP_HOST=host)
        if response.status_code not in (301, 302):
            return response
        assert response.cookies == {}
        target = response["Location"]
        link = target if target.startswith("https://") else f"https://{host}{target}"
    raise AssertionError(f"{link} leads round in circles")


def tags(response) -> dict[str, str]:
    """Only what stands in the first bytes, and in the head."""
    beginning = response.content[:READS_OF_A_PAGE].decode(errors="ignore")
    assert "</head>" in beginning
    page = Document(response.content.decode())
    assert page.problems == []
    return {meta["property"] or meta["name"]: meta["content"] for meta in page.one("head").all("meta")}


def picture(robot: str, address: str) -> Image.Image:
    response = fetch(robot, address)
    assert (response.status_code, response["Content-Type"], response.cookies) == (200, "image/png", {})
    content = response.getvalue()
    assert len(content) <= WHATSAPP_TAKES
    return Image.open(io.BytesIO(content), formats=["PNG"])


@pytest.mark.parametrize("robot", ROBOTS)
@pytest.mark.parametrize(
    ("link", "language", "on_behalf"),
    [("schelden/dupont", "nl", "Op de pagina van"), ("insultes/dupont", "fr", "Sur la page de"), ("insults/dupont", "en", "On the page of")],
)  # fmt: skip
def test_robot_sees_the_rule_and_on_whose_page_it_is(published, robot, link, language, on_behalf):
    response = fetch(robot, f"{HOSTS[language]}/{link}")

    found = tags(response)
    with translation.override(language):
        path = reverse("signatories:rule_on_behalf", kwargs={"slug": link.split("/")[0], "signatory": "dupont"})
    says = found["og:title"]
    assert (response.status_code, response.cookies) == (200, {})
    assert found["og:url"] == f"{HOSTS[language]}{path}"
    assert says.endswith(f"{SITE_NAMES[language]}.")
    assert found["og:image:alt"] == f"{says} {on_behalf} Dupont & Fils."
    assert found["og:description"] == found["description"] != ""
    assert (found["og:type"], found["og:site_name"]) == ("website", SITE_NAMES[language])
    assert found["og:locale"] == {"nl": "nl_BE", "fr": "fr_BE", "en": "en_GB"}[language]
    assert (found["og:image:type"], found["og:image:width"], found["og:image:height"]) == ("image/png", "1200", "630")
    assert found["og:image"].startswith(f"{HOSTS[language]}/preview/{language}/")
    assert found["twitter:card"] == "summary_large_image"
    for name in ("title", "description", "image", "image:alt"):
        assert found[f"twitter:{name}"] == found[f"og:{name}"]
    assert picture(robot, found["og:image"]).size == (1200, 630)


@pytest.mark.parametrize("robot", ROBOTS)
def test_robot_is_known_as_a_program(rf, robot):
    """So that it is not counted as a visit, and gets the language of the link that everybody will see."""
    assert visitors.is_program(rf.get("/", headers={"user-agent": ROBOTS[robot]}))


def test_pages_of_a_rule_are_shared_each_by_itself(published):
    """Facebook puts those together that have one og:url; search engines those with one canonical address."""
    plain, on_behalf = (fetch("Facebook", f"{HOSTS['nl']}/schelden{end}") for end in ("", "/dupont"))

    canonical = {Document(page.content.decode()).canonical() for page in (plain, on_behalf)}
    assert canonical == {"https://hierniet.be/nl/regels/schelden/"}
    assert tags(plain)["og:url"] == "https://hierniet.be/nl/regels/schelden/"
    assert tags(on_behalf)["og:url"] == "https://hierniet.be/nl/regels/schelden/dupont/"
    assert tags(plain)["og:image"] != tags(on_behalf)["og:image"]


def test_other_languages_are_named(published):
    page = Document(fetch("Facebook", f"{HOSTS['fr']}/insultes/dupont").content.decode())

    assert [meta["content"] for meta in page.all("meta", property="og:locale:alternate")] == ["nl_BE", "en_GB"]


def test_pictures_of_two_signatories_differ(published):
    factories.create_signatory(status=Status.APPROVED, name="Peeters", slug="peeters")
    Bench().draw_all()

    first, second = (
        picture("X", tags(fetch("X", f"{HOSTS['nl']}/schelden/{slug}"))["og:image"]) for slug in ("dupont", "peeters")
    )

    assert first.tobytes() != second.tobytes()
    assert first.crop((0, 0, 1200, 400)).tobytes() == second.crop((0, 0, 1200, 400)).tobytes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["signatories:home", "guidance:rules", "signatories:directory", "signatories:numbers"])
def test_every_other_page_is_shared_with_the_picture_of_the_site(published, name, language):
    with translation.override(language):
        path = reverse(name)

    found = tags(fetch("LinkedIn", f"{HOSTS[language]}{path}"))

    assert found["og:image"] == f"{HOSTS[language]}/static/images/preview-{language}.png"
    assert found["og:url"] == f"{HOSTS[language]}{path}"
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:image:alt"].endswith(f"{SITE_NAMES[language]}.")
    assert picture("LinkedIn", found["og:image"]).size == (1200, 630)


def test_form_to_join_has_words_for_who_shares_it_and_no_room_for_a_picture(published):
    found = tags(fetch("LinkedIn", f"{HOSTS['nl']}/nl/meedoen/"))

    assert found["og:title"]
    assert found["og:description"]
    assert "og:image" not in found


def test_hostile_name_is_nothing_but_text(published):
    factories.create_signatory(status=Status.APPROVED, name=HOSTILE, slug="zonen")
    Bench().draw_all()

    response = fetch("Facebook", f"{HOSTS['nl']}/schelden/zonen")

    head = response.content.decode().partition("</head>")[0]
    assert tags(response)["og:image:alt"] == f"Schelden? Hier niet. Op de pagina van {HOSTILE}."
    assert "<script>alert" not in head
    assert tags(response)["og:image"].isascii()
    assert picture("Facebook", tags(response)["og:image"]).size == (1200, 630)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("HTTP_HOST", "boef.example"),
        ("HTTP_X_FORWARDED_HOST", "boef.example"),
        ("HTTP_USER_AGENT", "facebookexternalhit/1.1 <script>boef.example</script>"),
        ("HTTP_REFERER", "https://boef.example/"),
        ("HTTP_ACCEPT_LANGUAGE", "fr-boef.example;q=1, \u202een"),
        ("HTTP_ACCEPT", "text/html<boef.example>"),
    ],
)
def test_headers_of_whoever_asks_reach_no_tag(published, client, header, value):
    response = client.get("/nl/regels/schelden/dupont/", **{"HTTP_HOST": "hierniet.be"} | {header: value})

    assert "boef" not in response.content.decode()
    assert response.status_code == (400 if header == "HTTP_HOST" else 200)


def test_parameters_of_platforms_change_no_tag(published, client):
    """Facebook and others put one behind each link."""
    bare = tags(fetch("Facebook", "https://hierniet.be/nl/regels/schelden/dupont/"))

    assert tags(fetch("Facebook", "https://hierniet.be/nl/regels/schelden/dupont/?fbclid=<x>&utm_source=y")) == bare


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.WITHDRAWN])
def test_robot_sees_only_the_rule_once_a_signatory_has_left(published, status):
    factories.create_signatory(status=status, kind=Kind.COMPANY, slug="weg" if status == Status.SUSPENDED else "")

    found = tags(fetch("WhatsApp", "https://hierniet.be/schelden/weg"))

    assert found["og:url"] == "https://hierniet.be/nl/regels/schelden/"
    assert found["og:image:alt"] == "Schelden? Hier niet."


def test_robots_may_fetch_pages_and_pictures(client):
    rules = client.get("/robots.txt").content.decode()

    refused = [line.partition(": ")[2] for line in rules.splitlines() if line.startswith("Disallow")]
    wanted = ["/schelden/dupont", "/nl/regels/schelden/dupont/", "/preview/nl/schelden/dupont-0123456789ab.png", "/static/images/preview-nl.png"]  # fmt: skip
    assert [path for path in wanted if any(path.startswith(start) for start in refused)] == []


def test_my_file_has_no_picture(client):
    """Nobody shares what opens by a secret link."""
    response = client.get("/nl/mijn-dossier/nieuwe-link/")

    assert "og:image" not in response.content.decode()
