"""The reference link, `/schelden`: the main job of the site."""

import pytest
from django.test import Client

from guidance.models import RuleWord
from signatories.enums import Status
from tests import factories

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
HOSTS = {"hierniet.example": "nl", "pasici.example": "fr"}


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", *HOSTS]
    settings.HOST_LANGUAGES = HOSTS


def refer(client: Client, address: str, *, host: str = "testserver", languages: str = "", agent: str = PHONE) -> str:
    """Where `address` leads."""
    response = client.get(address, headers={"host": host, "accept-language": languages, "user-agent": agent})
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


@pytest.mark.parametrize(
    ("languages", "target"),
    [
        ("nl-BE,nl;q=0.9", "/nl/regels/schelden/"),
        ("fr-BE,fr;q=0.9,nl;q=0.8", "/fr/regles/insultes/"),
        ("en-GB,en;q=0.9,nl;q=0.5", "/en/rules/insults/"),
        ("de,fr;q=0.5", "/fr/regles/insultes/"),
        ("fr;q=0,en;q=0.1", "/en/rules/insults/"),
    ],
)
@pytest.mark.parametrize("word", ["schelden", "insultes", "insults"])
@pytest.mark.parametrize("host", ["testserver", *HOSTS])
def test_word_opens_in_the_language_of_the_reader(client: Client, word, host, languages, target):
    factories.create_rule()

    assert refer(client, f"/{word}", host=host, languages=languages) == target


@pytest.mark.parametrize("languages", ["", "de", "tr-TR,tr;q=0.9", "*", "x" * 9000, "fr;q=boos,\x00,*"])
@pytest.mark.parametrize(("word", "target"), [("schelden", "/nl/regels/schelden/"), ("insultes", "/fr/regles/insultes/"), ("insults", "/en/rules/insults/")])  # fmt: skip
def test_word_opens_in_its_own_language_for_who_reads_none_of_ours(client: Client, word, target, languages):
    factories.create_rule()

    assert refer(client, f"/{word}", languages=languages) == target


@pytest.mark.parametrize("program", ["facebookexternalhit/1.1", "WhatsApp/2.23.20.0", "Twitterbot/1.0", ""])
def test_preview_for_everybody_is_in_the_language_of_the_word(client: Client, program):
    factories.create_rule()

    assert refer(client, "/insultes", languages="en-US", agent=program) == "/fr/regles/insultes/"


def test_rule_that_is_not_there_in_the_language_of_the_reader_opens_in_that_of_the_word(client: Client):
    factories.create_rule(words={"nl": "schelden", "fr": "insultes"})

    assert refer(client, "/schelden", languages="en") == "/nl/regels/schelden/"
    assert refer(client, "/insultes", languages="en") == "/fr/regles/insultes/"


@pytest.mark.parametrize(
    ("host", "languages", "target"),
    [
        ("hierniet.example", "de", "/nl/regels/spam/"),
        ("pasici.example", "de", "/fr/regles/pub/"),
        ("PASICI.EXAMPLE:8000", "", "/fr/regles/pub/"),
        ("testserver", "de", "/nl/regels/spam/"),
        ("testserver", "en", "/nl/regels/spam/"),
        ("hierniet.example", "fr", "/fr/regles/pub/"),
    ],
)
def test_word_of_two_languages_opens_in_that_of_the_reader_else_of_the_host(client: Client, host, languages, target):
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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/scheldne", "/schelden"),
        ("/SCHELDN", "/schelden"),
        ("/shelden/", "/schelden"),
        ("/schellden", "/schelden"),
        ("/insulte", "/insultes"),
        ("/sch%D0%B5lden", "/schelden"),  # a Cyrillic letter that looks the same
    ],
)
def test_near_miss_is_not_found_and_says_what_was_meant(client: Client, typed, meant):
    factories.create_rule()
    factories.create_rule(key="hate", words={"nl": "haat"})

    response = client.get(typed, headers={"user-agent": PHONE})

    assert response.status_code == 404
    assert ["/" + one["word"] for one in response.context["near"]] == [meant]
    assert "no-store" in response["Cache-Control"]
    assert f'href="{meant}"' in response.content.decode()
    assert refer(client, meant)


def test_near_miss_of_two_words_of_one_rule_is_suggested_once(client: Client):
    rule = factories.create_rule()
    RuleWord.objects.create(rule=rule, language="nl", word="scheldt")

    near = client.get("/scheld").context["near"]

    assert len(near) == 1


def test_near_miss_keeps_the_signatory_behind_it(client: Client):
    factories.create_rule()
    factories.create_signatory(status=Status.APPROVED, slug="dupont")

    assert ["/" + one["word"] for one in client.get("/scheldne/dupont").context["near"]] == ["/schelden/dupont"]
    assert ["/" + one["word"] for one in client.get("/scheldne/onbekend").context["near"]] == ["/schelden"]


def test_word_that_is_near_to_nothing_gets_the_usual_page(client: Client):
    factories.create_rule()

    response = client.get("/wp-login.php")

    assert response.status_code == 404
    assert "near" not in response.context


def test_near_misses_are_words_of_public_rules_only(client: Client):
    rule = factories.create_rule()
    rule.is_published = False
    rule.save()

    assert "near" not in client.get("/scheldne").context
    assert client.get("/schelden").status_code == 404
