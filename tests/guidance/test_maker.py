"""The page of the house-rules maker and its downloads: a choice that lives in the address, and is kept nowhere."""

import io
import logging
import unicodedata

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.forms import MakerForm
from guidance.maker.choice import PARAMETERS, Choice, Organisation
from guidance.maker.words import blocks
from tests import factories
from tests.site.documents import Document

pytestmark = pytest.mark.django_db
PAGE = "/nl/huisregelmaker/"
BASIC = "k=municipality&n=Gemeente+Voorbeeld&b=welcome&b=object&l=nl&t=warm"


def read(query: str, language: str = "nl") -> Choice:
    from django.http import QueryDict

    return MakerForm(QueryDict(query), language=language).choice()


def test_page_begins_with_the_usual_ticks_and_no_text(client: Client):
    page = Document(client.get(PAGE).content.decode())

    ticked = {box["value"] for box in page.all("input", name="b") if "checked" in box.attributes}
    assert ticked == {block.key for block in blocks() if block.is_ticked}
    assert not page.all("div", id="texts")


def test_page_shows_three_texts_for_a_municipality(client: Client):
    page = Document(client.get(f"{PAGE}?{BASIC}").content.decode())
    to_vote_on = next(link["href"] for link in page.all("a") if "v=council" in link["href"])
    council = Document(client.get(PAGE + to_vote_on.partition("#")[0]).content.decode())

    assert "Welkom bij Gemeente Voorbeeld." in page.one("p", id="post-nl").text
    assert "Huisregels van Gemeente Voorbeeld" in page.one("div", id="web-nl").text
    assert "De gemeenteraad besluit:" in council.one("div", id="council-nl").text


@pytest.mark.parametrize(
    ("kind", "asked", "is_there"), [("company", "", False), ("company", "&s=1", True), ("public", "", True)]
)
def test_version_to_vote_on_is_for_public_bodies_and_for_who_asks(client: Client, kind, asked, is_there):
    query = f"k={kind}&b=welcome{asked}"

    page = Document(client.get(f"{PAGE}?{query}&v=council").content.decode())
    file = client.get(f"{PAGE}council/docx/?{query}")

    assert bool(page.all("div", id="council-nl")) == is_there
    assert file.status_code == (200 if is_there else 302)


def test_languages_stand_beside_one_another_each_marked(client: Client):
    page = Document(client.get(f"{PAGE}?{BASIC}&l=fr&l=en").content.decode())

    assert [page.one("div", id=f"web-{language}")["lang"] for language in ("nl", "fr", "en")] == ["nl", "fr", "en"]


def test_part_for_public_bodies_is_left_out_elsewhere_and_the_page_says_so(client: Client):
    page = Document(client.get(f"{PAGE}?k=company&b=welcome&b=elections").content.decode())

    assert "Weggelaten, want alleen bedoeld voor openbare besturen: Rond verkiezingen." in page.main.text
    assert "Campagne voeren" not in page.main.text


def test_language_switch_keeps_the_choice_and_the_canonical_address_does_not(client: Client):
    page = Document(client.get(f"{PAGE}?{BASIC}").content.decode())

    assert f"/fr/generateur-de-regles/?{read(BASIC).query}" in {link["href"] for link in page.all("a")}
    assert page.canonical().endswith(PAGE)


def test_choice_in_the_address_is_read_back_as_it_was():
    choice = read(
        "k=public&n=X&c=facebook&c=website&w=voorbeeld.be/x&m=a@b.be&h=daily&f=8:30&u=17:00&a=both&d=5&b=rules&b=who&t=businesslike&l=fr&l=en&s=1"
    )

    assert read(choice.query) == choice
    assert read(choice.query).query == choice.query


@given(st.dictionaries(st.sampled_from(sorted(PARAMETERS.values())), st.lists(st.text(max_size=60), max_size=3)))
@settings(max_examples=150, deadline=None)
def test_any_address_is_read_as_a_choice_that_can_be_read_again(parameters):
    from urllib.parse import urlencode

    choice = read(
        urlencode([(key, value.encode("utf-8", "replace")) for key, values in parameters.items() for value in values])
    )

    assert read(choice.query) == choice
    assert choice.languages
    assert choice.kind in Organisation.values


@pytest.mark.parametrize(
    "query",
    [
        "k=onzin", "b=onzin&l=xx&t=y&h=z&a=q", "d=abc&f=99:99&u=x", "d=-1", "d=999999999999999999999", "n=%00%01%E2%80%AE&b=welcome",
        "n=%FF%FE&b=welcome", "b=welcome&b=welcome&l=nl&l=nl", "w=javascript:alert(1)&b=welcome", "c=&b=", "s=maybe", "b[]=welcome", "=&&&",
        "n=" + "x" * 100_000 + "&b=welcome",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_read_as_nothing(client: Client, query):
    assert client.get(f"{PAGE}?{query}").status_code == 200
    assert client.get(f"{PAGE}web/docx/?{query}").status_code in (200, 302)


def test_ten_megabytes_of_address_do_no_harm(client: Client):
    query = "b=welcome&n=" + "%E2%80%AE" * 1_100_000

    assert client.get(f"{PAGE}?{query}").status_code == 200


def test_far_too_many_parameters_are_refused_kindly(client: Client):
    assert client.get(PAGE + "?" + "b=welcome&" * 600).status_code == 400


def test_parameter_of_somebody_else_is_no_choice(client: Client):
    assert client.get(f"{PAGE}?fbclid=x").content == client.get(PAGE).content


def test_nothing_ticked_is_told(client: Client):
    response = client.get(f"{PAGE}?k=company&n=X")

    assert "Er is nog niets aangevinkt." in response.content.decode()
    assert client.get(f"{PAGE}web/docx/?k=company&n=X")["Location"].startswith(f"{PAGE}?k=company&n=X")


def test_name_is_shown_as_text(client: Client):
    html = client.get(PAGE, {"n": "<script>alert(1)</script>", "b": "who", "l": ["nl", "fr"]}).content.decode()

    assert "<script>alert" not in html
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt;" in Document(html).one("p", id="post-nl").text
        or "<script>alert(1)</script>" in Document(html).one("p", id="post-nl").text
    )


@pytest.mark.parametrize(
    "name",
    [
        "Rood\u202eneorg",
        "a\r\nSet-Cookie: x=1",
        "x\u200f\u2066y",
        "a\x00b\x07c",
        '"; filename="x.exe',
        "../../etc/passwd",
        "名前",
        "CON",
    ],
)
def test_name_of_a_file_has_only_plain_letters(client: Client, name):
    response = client.get(f"{PAGE}web/docx/", {"n": name, "b": "who"})

    name = response["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('.docx"')
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert name.startswith("huisregels")
    assert name.endswith("-nl")


def test_what_cannot_be_seen_is_taken_out_of_a_name():
    name = read("n=Rood%E2%80%AEneorg%0D%0A%00%E2%80%8Bx%EF%BF%BFy&m=a%E2%80%A8b").name

    assert name == "Roodneorg xy"
    assert not {letter for letter in name if unicodedata.category(letter).startswith("C")}


@pytest.mark.parametrize(("written", "expected"), [("voorbeeld.be/huisregels", "voorbeeld.be/huisregels"), ("https://www.voorbeeld.be/", "https://www.voorbeeld.be/"), ("javascript:alert(1)", ""), ("geen adres", ""), ("voorbeeld", ""), ("voorbeeld.be/" + "x" * 100, ""), ("ftp://x.be", "")])  # fmt: skip
def test_web_address_is_whole_or_nothing(written, expected):
    assert read(f"w={written}").web == expected


def test_word_file_opens_and_has_what_was_chosen(client: Client):
    factories.create_rule()
    response = client.get(f"{PAGE}web/docx/?{BASIC}&b=rules")

    opened = docx.Document(io.BytesIO(response.content))

    assert [one.text for one in opened.paragraphs if one.style.name.startswith("Heading")] == [
        "Huisregels van Gemeente Voorbeeld", "Wat welkom is", "Wat we niet aanvaarden", "Niet akkoord met een beslissing?",
    ]  # fmt: skip
    assert response["Content-Disposition"] == 'attachment; filename="huisregels-gemeente-voorbeeld-nl.docx"'
    assert opened.core_properties.author == "Gemeente Voorbeeld"


def test_markdown_file_has_every_language(client: Client):
    response = client.get(f"{PAGE}council/md/?{BASIC}&l=fr")

    text = response.content.decode()
    assert text.startswith(
        "# Besluit: huisregels voor de sociale media van Gemeente Voorbeeld\n\n## Overwegingen\n\n- Rechtsgrond"
    )
    assert "\n# Décision" in text
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="besluit-gemeente-voorbeeld-nl-fr.md"'


@pytest.mark.parametrize("address", ["post/docx/", "web/pdf/", "web/x/", "x/md/"])
def test_text_or_format_that_does_not_exist_is_not_found(client: Client, address):
    assert client.get(f"{PAGE}{address}?{BASIC}").status_code == 404


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}web/docx/", f"{PAGE}web/md/"])
def test_what_somebody_chose_is_kept_by_nobody(client: Client, address, settings, caplog):
    """Neither by the page cache, nor by proxies, nor in the log of requests."""
    settings.PAGE_CACHE_SECONDS = 3600
    caplog.set_level(logging.INFO)

    response = client.get(f"{address}?{BASIC}&m=lies@voorbeeld.example")

    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert not response.cookies
    assert any(record.name == "hierniet.requests" for record in caplog.records)
    assert "lies" not in str([vars(record) for record in caplog.records if record.name != "django.db.backends"])
    assert "Voorbeeld" not in str([vars(record) for record in caplog.records if record.name == "hierniet.requests"])


def test_bare_page_is_kept_like_every_other(client: Client):
    assert "s-maxage=60" in client.get(PAGE)["Cache-Control"]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_rules(client: Client, number, django_assert_max_num_queries):
    for one in range(number):
        factories.create_rule(key=f"r{one}", words=dict.fromkeys(("nl", "fr", "en"), f"r{one}"))

    with django_assert_max_num_queries(6):
        client.get(f"{PAGE}?{Choice.usual('municipality', 'nl').query}&l=fr&l=en")


def test_every_example_gives_texts(client: Client):
    for language in ("nl", "fr", "en"):
        with translation.override(language):
            address = reverse("guidance:maker")
        for kind in Organisation:
            html = client.get(f"{address}?{Choice.usual(kind, language).query}").content.decode()
            assert Document(html).one("div", id=f"web-{language}")
