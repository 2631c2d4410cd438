"""The reference link, `/schelden`: the main job of the site."""

import pytest
from django.test import Client

from guidance.models import RuleWord
from tests import factories

pytestmark = pytest.mark.django_db

HOSTS = {"hierniet.example": "nl", "pasici.example": "fr"}


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", *HOSTS]
    settings.HOST_LANGUAGES = HOSTS


def refer(client: Client, address: str, *, host: str = "testserver", languages: str = "") -> str:
    """Where `address` leads."""
    response = client.get(address, headers={"host": host, "accept-language": languages})
    assert response.status_code == 302
    return response["Location"]


@pytest.mark.parametrize(
    "address",
    [
        "/schelden",
        "/schelden/",
        "/Schelden",
        "/SCHELDEN/",
        "/sch%C3%A9lden",
        "/%20schelden%20",
        "/schelden.",
        "/schelden%E2%80%8B",
        "/schelden%E2%80%8F",
        "/%EF%BB%BFschelden",
        "/schelden?fbclid=IwAR0",
        "/beledigen",
    ],
)
def test_word_leads_to_its_rule_however_it_is_typed(client: Client, address):
    rule = factories.create_rule()
    RuleWord.objects.create(rule=rule, language="nl", word="beledigen")

    assert refer(client, address) == "/nl/regels/schelden/"


def test_blank_and_underscore_stand_for_a_hyphen(client: Client):
    factories.create_rule(key="private-data", words={"fr": "vie-privee"})

    assert refer(client, "/vie%20privée") == "/fr/regles/vie-privee/"
    assert refer(client, "/Vie_Privee") == "/fr/regles/vie-privee/"


@pytest.mark.parametrize(("word", "target"), [("schelden", "/nl/regels/schelden/"), ("insultes", "/fr/regles/insultes/"), ("insults", "/en/rules/insults/")])  # fmt: skip
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("languages", ["nl", "fr", "en", "de"])
def test_word_opens_in_its_own_language_whoever_asks(client: Client, word, target, host, languages):
    factories.create_rule()

    assert refer(client, f"/{word}", host=host, languages=languages) == target


@pytest.mark.parametrize(
    ("host", "languages", "target"),
    [
        ("hierniet.example", "fr", "/nl/regels/spam/"),
        ("pasici.example", "nl", "/fr/regles/pub/"),
        ("PASICI.EXAMPLE:8000", "nl", "/fr/regles/pub/"),
        ("testserver", "fr-BE,fr;q=0.9,nl;q=0.8", "/fr/regles/pub/"),
        ("testserver", "nl-BE", "/nl/regels/spam/"),
        ("testserver", "en-GB,en;q=0.9,fr;q=0.5", "/fr/regles/pub/"),
        ("testserver", "de", "/nl/regels/spam/"),
        ("testserver", "", "/nl/regels/spam/"),
        ("testserver", "x" * 9000, "/nl/regels/spam/"),
        ("testserver", "fr;q=boos,\x00,*", "/nl/regels/spam/"),
    ],
)
def test_word_of_two_languages_opens_in_that_of_the_host_else_of_the_browser(client: Client, host, languages, target):
    rule = factories.create_rule(key="spam", words={"nl": "spam", "fr": "pub"})
    RuleWord.objects.create(rule=rule, language="fr", word="spam")

    assert refer(client, "/spam", host=host, languages=languages) == target


def test_old_word_leads_to_todays_page_in_one_step(client: Client):
    text = factories.create_rule(words={"nl": "schelden"}).texts.get()
    text.slug = "vloeken"
    text.save()

    assert refer(client, "/schelden") == "/nl/regels/vloeken/"


def test_answer_is_for_this_visitor_only_and_leaves_nothing_behind(client: Client):
    factories.create_rule()

    response = client.get("/schelden")

    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_head_answers_like_get_and_post_is_refused(client: Client):
    factories.create_rule()

    assert client.head("/schelden")["Location"] == "/nl/regels/schelden/"
    assert client.post("/schelden").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/onbekend",
        "/%00",
        "/%0d%0aSet-Cookie:%20a=b",
        "/schelden%0d%0aLocation:%20https://example.org",
        "/%E2%80%AEnedlehcs",
        "/%ff%fe",
        "/%ED%A0%80",
        "/пример",
        "/" + "a" * 8192,
        "/" + "%F0%9F%92%A9" * 80,
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/https:%2f%2fexample.org",
        "/'%20OR%201=1--",
        "/.env",
        "/wp-login.php",
        "/schelden/x/y",
    ],
)
def test_hostile_word_is_not_found_and_echoed_in_no_header(client: Client, address):
    factories.create_rule()

    response = client.get(address)

    assert response.status_code in (400, 404)
    assert "example.org" not in str(response.headers)
    assert "Location" not in response
    assert not response.cookies
    assert b"<script>alert" not in response.content


def test_unknown_signatory_does_not_spoil_the_word(client: Client):
    factories.create_rule()

    for signatory in ("onbekend", "%00", "a" * 80, "%0d%0aX:%201"):
        assert refer(client, f"/schelden/{signatory}") == "/nl/regels/schelden/"


def test_word_that_two_rules_hold_by_accident_still_answers(client: Client):
    """The models refuse it, but two editors at once or a script can bring it about."""
    factories.create_rule(position=2)
    other = factories.create_rule(key="hate", words={"nl": "haat", "fr": "haine"}, position=1)
    RuleWord.objects.create(rule=other, language="fr", word="schelden")

    assert refer(client, "/schelden") in ("/nl/regels/schelden/", "/nl/regels/haat/")
