"""Ready replies: their lengths, the finder with its filters in the address, and the files for other tools."""

import csv
import io
import json

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from guidance.enums import Length, Tone
from guidance.exports import BYTE_ORDER_MARK, COLUMNS, FORMATS
from guidance.lengths import BY_KEY, LENGTHS, Limit
from guidance.loading import load_content
from guidance.models import ReplyText, RuleText
from guidance.models.replies import problem_with
from guidance.replies import ReadyReply
from tests import factories

ADDRESS = "hierniet.be/schelden"


@pytest.fixture
def replies(db: None) -> None:
    rule = factories.create_rule()
    other = factories.create_rule(key="spam", words={"nl": "spam", "fr": "pub", "en": "spam"}, position=2)
    for tone in Tone:
        factories.create_reply(rule=rule, tone=tone, says=f"Schelden {tone}.")
    factories.create_reply(rule=other, says="Spam.")
    factories.create_reply(rule=other, tone="firm", says="Nog niet klaar.", is_published=False)


def found(client: Client, query: str) -> list[str]:
    groups = client.get(f"/nl/antwoorden/?{query}").context["groups"]
    return [reply.text for _rule, tones in groups for _tone, same in tones for reply in same]


# Lengths -------------------------------------------------------------------------------------------------------------


def test_a_length_counts_the_address_where_the_link_stands():
    assert LENGTHS[Length.SHORT].count("Kijk: {link}", ADDRESS) == len(f"Kijk: {ADDRESS}")
    assert LENGTHS[Length.MEDIUM].count("Kijk: {link}", ADDRESS) == len("Kijk: ") + 23
    assert BY_KEY["google"].limit.count("é {link}", ADDRESS) == 3 + len(ADDRESS)


@given(st.text(max_size=400), st.sampled_from(list(Length)))
def test_a_reply_passes_exactly_when_it_fits(text, length):
    """Whatever an editor types: one link, no other braces, no formula, and not a character too many."""
    problem = problem_with(text, length, ADDRESS)

    is_shaped = text.count("{link}") == 1 and not set(text.replace("{link}", "")) & set("{}")
    is_formula = text[:1] in {"=", "+", "-", "@", "\t", "\r"}
    fits = LENGTHS[length].count(text, ADDRESS) <= LENGTHS[length].most
    assert (problem == "") == (not text or (is_shaped and not is_formula and fits))


@pytest.mark.parametrize("length", list(Length))
def test_the_last_character_that_fits_is_the_last_that_passes(length):
    limit: Limit = LENGTHS[length]
    room = limit.most - limit.count("{link}", ADDRESS) - 1

    assert problem_with("x" * room + " {link}", length, ADDRESS) == ""
    assert problem_with("x" * (room + 1) + " {link}", length, ADDRESS) != ""


def test_reply_that_is_too_long_is_refused_with_the_field_and_both_numbers(db: None):
    reply = factories.create_reply()
    text = reply.texts.get(language="nl")
    text.short = "x" * 200 + " {link}"

    with pytest.raises(ValidationError) as refusal:
        text.full_clean()

    assert set(refusal.value.message_dict) == {"short"}
    assert "221" in refusal.value.messages[0]
    assert "150" in refusal.value.messages[0]


# The finder ----------------------------------------------------------------------------------------------------------


def test_finder_first_asks_what_happened(client: Client, replies: None):
    page = client.get("/nl/antwoorden/")

    assert page.context["groups"] == []
    assert page.content.decode().count('href="?rule=') == 2


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("rule=insults&tone=firm&length=short", ["Schelden firm. hierniet.be/schelden"]),
        (
            "rule=spam",
            ["Spam. hierniet.be/spam", "Spam. Dank je. hierniet.be/spam", "Spam.\n\nLang nl. hierniet.be/spam"],
        ),
        ("tone=final&platform=tiktok", ["Schelden final. hierniet.be/schelden"]),
        ("tone=final&platform=x", ["Schelden final. Dank je. hierniet.be/schelden"]),
        ("tone=firm&rule=spam", []),
        ("rule=bestaat-niet&tone=firm&length=short", ["Schelden firm. hierniet.be/schelden"]),
    ],
)
def test_finder_shows_what_the_address_asks_for(client: Client, replies: None, query, texts):
    assert found(client, query) == texts


@pytest.mark.parametrize(
    "query",
    ["rule=%00", "tone=" + "x" * 10_000, "length=short&length=long", "platform[]=x", "rule=<script>", "%ff=%fe"],
)
def test_finder_reads_nonsense_as_nothing(client: Client, replies: None, query):
    page = client.get(f"/nl/antwoorden/?{query}")

    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


def test_finder_keeps_the_choice_when_the_language_changes(client: Client, replies: None):
    others = client.get("/nl/antwoorden/?rule=spam&tone=friendly").context["alternates"]

    assert {other["language"]: other["url"] for other in others}["fr"] == "/fr/reponses/?rule=spam&tone=friendly"


def test_reply_of_a_rule_that_is_not_published_is_not_shown(client: Client, db: None):
    factories.create_reply(rule=factories.create_rule(is_published=False))

    assert found(client, "tone=friendly") == []


def test_finder_says_that_a_reply_alone_is_not_enough_for_what_is_unlawful(client: Client, db: None):
    factories.create_reply(rule=factories.create_rule(key="threats", is_serious=True))

    assert "notice--signal" in client.get("/nl/antwoorden/?rule=threats").content.decode()


# Files ---------------------------------------------------------------------------------------------------------------


def ready(text: str, *, name: str = "Schelden") -> ReadyReply:
    rule = RuleText(language="nl", slug="schelden", name=name)
    return ReadyReply(rule, Tone.FIRM, Length.LONG, text)


# Everything that a reply may hold, line ends and quotes of all kinds too.
TEXTS = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="{}\x00\r\x85\u2028\u2029"),
    min_size=1,
    max_size=200,
).filter(lambda text: not text.startswith(("=", "+", "-", "@", "\t")))


@given(st.lists(TEXTS, max_size=4))
def test_csv_gives_back_what_went_in(texts):
    made = FORMATS["csv"].make([ready(f"{text} {{link}}") for text in texts])

    assert made.startswith(BYTE_ORDER_MARK)
    head, *rows = csv.reader(io.StringIO(made.removeprefix(BYTE_ORDER_MARK), newline=""), delimiter=";")
    assert tuple(head) == COLUMNS
    assert head[:4] == ["Text", "Title", "Folder", "Label"]
    assert [row[0] for row in rows] == [f"{text} {ADDRESS}" for text in texts]


@given(st.lists(TEXTS, max_size=4))
def test_text_expander_gives_back_what_went_in(texts):
    made = FORMATS["textexpander"].make([ready(f"{text} {{link}}") for text in texts])

    rows = list(csv.reader(io.StringIO(made, newline="")))
    assert [row[1] for row in rows] == [f"{text} {ADDRESS}" for text in texts]
    assert all(row[0] == ":hn-nl-schelden-kordaat-lang" for row in rows)


PRINTABLE = TEXTS.filter(lambda text: all(letter.isprintable() or letter == "\n" for letter in text))


@given(st.lists(PRINTABLE, max_size=4))
def test_espanso_gives_back_what_went_in(texts):
    made = FORMATS["espanso"].make([ready(f"{text} {{link}}") for text in texts])

    matches = yaml.safe_load(made)["matches"]
    assert [match["replace"] for match in matches] == [f"{text} {ADDRESS}" for text in texts]


@given(st.lists(TEXTS, max_size=4))
def test_zendesk_gives_back_what_went_in(texts):
    made = FORMATS["zendesk"].make([ready(f"{text} {{link}}") for text in texts])

    macros = json.loads(made)["macros"]
    assert [macro["actions"][0]["value"] for macro in macros] == [f"{text} {ADDRESS}" for text in texts]
    assert all(macro["title"] for macro in macros)


@pytest.mark.parametrize("name", ["=1+1", "+32", "-x", "@sum", "\tx"])
def test_no_cell_is_ever_a_formula(name):
    made = FORMATS["csv"].make([ready("Tekst {link}", name=name)])

    rows = list(csv.reader(io.StringIO(made.removeprefix(BYTE_ORDER_MARK), newline=""), delimiter=";"))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


@pytest.mark.parametrize("file_format", FORMATS)
def test_download_holds_the_choice_in_one_language_or_in_all(client: Client, replies: None, file_format):
    one = client.get(f"/nl/antwoorden/{file_format}/?rule=spam&length=short")
    three = client.get(f"/nl/antwoorden/{file_format}/?rule=spam&length=short&languages=all")

    assert one.status_code == 200
    assert one["Content-Disposition"] == f'attachment; filename="hierniet-antwoorden-nl.{FORMATS[file_format].ending}"'
    assert "hierniet.be/spam" in one.content.decode()
    assert "pasici.be/pub" not in one.content.decode()
    assert "pasici.be/pub" in three.content.decode()
    assert "Schelden" not in three.content.decode()


def test_download_in_a_format_that_does_not_exist_is_not_found(client: Client, replies: None):
    assert client.get("/nl/antwoorden/exe/").status_code == 404


def test_shortcuts_are_unique_over_all_languages(client: Client, replies: None):
    made = client.get("/nl/antwoorden/textexpander/?languages=all").content.decode()

    shortcuts = [row[0] for row in csv.reader(io.StringIO(made))]
    assert len(set(shortcuts)) == len(shortcuts) == 5 * 3 * 3


@pytest.mark.whole
def test_every_reply_that_ships_fits_its_length_and_platform(db: None):
    load_content()
    texts = list(ReplyText.objects.public())

    assert len(texts) == 10 * len(Tone) * 3
    for text in texts:
        address = RuleText(language=text.language, slug=text.rule_slug).reference_address
        assert {length.value: problem_with(getattr(text, length), length, address) for length in Length} == {
            "short": "", "medium": "", "long": "",
        }, text  # fmt: skip
        assert BY_KEY["bluesky"].limit.holds(text.medium, address)
