"""What the house-rules maker writes: every choice gives whole texts, and what somebody typed never breaks out of them."""

import io
import zipfile
from datetime import date, time
from itertools import product
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from guidance import markdown
from guidance.forms import MakerForm
from guidance.maker import word, writing
from guidance.maker.choice import CHANNELS, Choice, Hours, Moderation, Organisation, Voice
from guidance.maker.words import blocks, words
from guidance.maker.writing import GAP, MOST_IN_POST, Section, Text
from guidance.models import HouseRule, RuleText
from hierniet.languages import LANGUAGES

DAY = date(2026, 11, 25)
KEYS = tuple(block.key for block in blocks())
RULES = {
    language: [
        RuleText(
            rule=HouseRule(key="x"), language=language, slug="schelden", name="Schelden & [x]", summary="Nee, *nooit*."
        )
    ]
    for language in LANGUAGES
}
HOSTILE = (
    "<script>alert(1)</script>", "# Kop", "## Kop #", "Kop\n# Nog een", "1. Een", "2) Twee", "- Punt", "+ Plus", "> Citaat",
    "---", "===", "```", "~~~ x", "| a | b |", "[x](javascript:alert(1))", "![x](https://x.example/x.png)", "<https://x.example>",
    "**vet**", "_schuin_", "~~weg~~", "&lt;b&gt; &#60;", "\\# x", "{contact} {rules} {name}", "{0} {x!r} %s %(name)s", "]]> <w:p/>",
    '"><img src=x onerror=alert(1)>', "=1+1", "C #", "`code`", "O’Neill & Zonen", "a" * 80, "*", "\\", "[ ] taak", ":x", "[x]: /y",
)  # fmt: skip
some_names = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=120))
some_choices = st.builds(
    Choice,
    kind=st.sampled_from(Organisation.values),
    name=some_names.map(lambda name: MakerForm({"n": name}, language="nl").choice().name),
    channels=st.lists(st.sampled_from(list(CHANNELS)), unique=True).map(tuple),
    web=st.sampled_from(["", "voorbeeld.be/huisregels", "https://" + "a" * 60 + ".be/" + "b" * 28]),
    contact=some_names.map(lambda line: MakerForm({"m": line}, language="nl").choice().contact),
    hours=st.sampled_from(Hours.values),
    opens=st.none() | st.times(),
    closes=st.none() | st.times(),
    moment=st.sampled_from(Moderation.values),
    days=st.integers(1, 60),
    blocks=st.lists(st.sampled_from(KEYS), unique=True).map(tuple),
    tone=st.sampled_from(Voice.values),
    languages=st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True).map(tuple),
    council=st.booleans(),
)


def written(choice: Choice) -> list[list[Text]]:
    """Both long texts, each in every chosen language."""
    return [
        [write(choice, language, rules=RULES, day=DAY) for language in choice.languages]
        for write in (writing.web_text, writing.council_text)
    ]


def headings(source: str) -> list[tuple[str, str]]:
    """As another reader of Markdown than ours sees them."""
    tokens = MarkdownIt("commonmark").parse(source)
    return [
        (token.tag, "".join(child.content for child in tokens[place + 1].children or []))
        for place, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def expected_headings(text: Text) -> list[tuple[str, str]]:
    return [("h1", markdown.plain(text.title)), *(("h2", markdown.plain(part.title)) for part in text.sections)]


def paragraphs(file: bytes) -> list[tuple[str, str]]:
    """Style and words of every paragraph in a Word file, those in a table too."""
    opened = docx.Document(io.BytesIO(file))
    cells = [cell for table in opened.tables for row in table.rows for cell in row.cells]
    found = [*opened.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    return [(paragraph.style.name, paragraph.text) for paragraph in found]


def body_of(section: Section) -> list[str]:
    """What stands in a section, line by line, without anything of Markdown."""
    return [
        "".join(" " if child.type == "softbreak" else child.content for child in token.children or [])
        for token in markdown.parse(section.body)
        if token.type == "inline"
    ]


def check(choice: Choice) -> None:
    """What is true of every choice."""
    for language in choice.languages:
        post = writing.post(choice, language, day=DAY)
        assert len(post.text) <= MOST_IN_POST
        assert (
            not GAP.search(post.text.replace(choice.name, "").replace(choice.contact, ""))
            or "{" in choice.name + choice.contact
        )
        assert all(line.strip() for line in post.text.split("\n\n"))
    for texts in written(choice):
        for text in texts:
            assert headings(text.markdown) == expected_headings(text)
            assert all(part.body for part in text.sections)
            assert "<script" not in text.html
            assert "<img" not in text.html
            assert (
                "javascript:" not in text.html.replace("javascript:alert(1)", "") or 'href="javascript' not in text.html
            )
        file = word.as_word(texts, author=choice.name)
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            for name in package.namelist():
                ElementTree.fromstring(package.read(name))  # noqa: S314  our own file
        found = paragraphs(file)
        for text in texts:
            assert ("Heading 1", markdown.plain(text.title)) in found
            for part in text.sections:
                assert ("Heading 2", markdown.plain(part.title)) in found
                assert set(body_of(part)) <= {line for _style, line in found}


@pytest.mark.whole
@pytest.mark.parametrize("kind", Organisation.values)
@pytest.mark.parametrize("tone", Voice.values)
def test_every_part_alone_and_all_together_give_whole_texts(kind, tone):
    for keys in [KEYS, *((key,) for key in KEYS)]:
        check(Choice(kind=kind, name="Voorbeeld", blocks=keys, tone=tone, languages=LANGUAGES))


@pytest.mark.whole
@given(some_choices)
@settings(max_examples=60, deadline=None)
def test_any_choice_gives_whole_texts(choice):
    check(choice)


@pytest.mark.whole
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_stays_the_words_that_it_is(name):
    read = MakerForm({"n": name, "m": name}, language="nl").choice()
    choice = Choice(
        kind=Organisation.MUNICIPALITY, name=read.name, contact=read.contact, blocks=KEYS, languages=LANGUAGES
    )

    check(choice)

    for text in written(choice)[0]:
        assert read.name in markdown.plain(text.title)
    plain = writing.web_text(Choice(name="Voorbeeld", contact="Voorbeeld", blocks=KEYS), "nl", rules=RULES, day=DAY)
    shape = [token.type for token in markdown.parse(plain.markdown)]
    hostile = writing.web_text(Choice(name=read.name, contact=read.contact, blocks=KEYS), "nl", rules=RULES, day=DAY)
    assert [token.type for token in markdown.parse(hostile.markdown)] == shape


@pytest.mark.parametrize("keys", list(product([True, False], repeat=6)))
def test_post_never_grows_over_its_limit_and_names_what_it_leaves_out(keys):
    """With the longest name, address and contact that the form lets through."""
    chosen = tuple(
        key for key, is_in in zip(("welcome", "rules", "steps", "hours", "object", "equal"), keys, strict=True) if is_in
    )
    choice = Choice(
        name="N" * 80, contact="c" * 100, web="a" * 60 + ".be/" + "b" * 30, hours=Hours.WEEKENDS, opens=time(8, 30), closes=time(17), blocks=chosen
    )  # fmt: skip

    for language, tone in product(LANGUAGES, Voice.values):
        post = writing.post(Choice(**{**vars(choice), "tone": tone}), language, day=DAY)
        said = [words(language)["blocks"][key]["post"] for key in chosen]
        named = [sentence for sentence in said if GAP.split(sentence)[0].strip() in post.text]
        assert len(post.text) <= MOST_IN_POST
        assert len(named) + len(post.left_out) == len(chosen)


def test_usual_post_names_what_matters_most():
    choice = Choice.usual(Organisation.MUNICIPALITY, "nl")

    post = writing.post(
        Choice(
            **{
                **vars(choice),
                "name": "Gemeente Voorbeeld",
                "contact": "klachten@voorbeeld.be",
                "web": "voorbeeld.be/huisregels",
            }
        ),
        "nl",
        day=DAY,
    )

    assert post.text == (
        "Welkom bij Gemeente Voorbeeld.\n\n"
        "Vragen, klachten en kritiek zijn welkom, ook harde. We aanvaarden geen beledigingen, haat, bedreigingen of pesterijen. "
        "Wat te ver gaat, verbergen of verwijderen we. Blokkeren is de laatste stap. "
        "We lezen de reacties op werkdagen van 9 tot 17 uur. Niet akkoord? Dat kan via klachten@voorbeeld.be. De regels gelden voor iedereen. "
        "Deze pagina is neutraal. Blijf bij het onderwerp. Geen reclame of valse profielen.\n\n"
        "Alle huisregels: voorbeeld.be/huisregels"
    )  # fmt: skip


def test_decision_of_a_council_has_reasons_equal_treatment_and_objection_even_when_nobody_ticked_them():
    choice = Choice(kind=Organisation.MUNICIPALITY, name="Gemeente Voorbeeld", blocks=("privacy",))

    text = writing.council_text(choice, "nl", rules=RULES, day=DAY)

    assert [part.title for part in text.sections] == [
        "Overwegingen", "Besluit", "Artikel 1. Doel en toepassing", "Artikel 2. Wat welkom is", "Artikel 3. Wat niet aanvaard wordt",
        "Artikel 4. Wat er gebeurt bij een overtreding", "Artikel 5. Voor iedereen hetzelfde, en met een reden", "Artikel 6. Bezwaar",
        "Artikel 7. Persoonsgegevens", "Artikel 8. Wie de regels toepast", "Artikel 9. Jaarlijks verslag",
        "Artikel 10. Bekendmaking en herziening", "Datum en handtekening",
    ]  # fmt: skip
    assert "De gemeenteraad besluit:" in text.markdown
    assert "Stemmen voor, tegen" in text.markdown
    assert "mandataris" in text.sections[9].body


def test_company_votes_without_words_that_belong_to_public_bodies():
    text = writing.council_text(Choice(name="Voorbeeld nv", blocks=KEYS), "nl", rules=RULES, day=DAY)

    assert "mandataris" not in text.markdown
    assert "Een overheid is gebonden" not in text.markdown
    assert "De directie besluit:" in text.markdown


def test_rules_stand_with_their_reference_links_in_the_language_of_the_text():
    text = writing.web_text(Choice(name="X", blocks=("rules",)), "fr", rules=RULES, day=DAY)

    assert "[pasici.be/schelden](https://pasici.be/schelden)" in text.markdown
    assert '<a href="https://pasici.be/schelden" rel="noopener">pasici.be/schelden</a>' in text.html
    assert "Nee, *nooit*." in text.html


def test_several_languages_stand_side_by_side_in_the_word_file():
    choice = Choice(name="Voorbeeld", blocks=KEYS, kind=Organisation.PUBLIC, languages=("nl", "fr"))

    opened = docx.Document(io.BytesIO(word.as_word(written(choice)[0], author="Voorbeeld")))

    [table] = opened.tables
    assert len(table.columns) == 2
    assert len(table.rows) == len(KEYS) + 1
    assert [cell.paragraphs[0].text for cell in table.rows[1].cells] == ["Wat welkom is", "Ce qui est bienvenu"]
    assert opened.sections[0].page_width > opened.sections[0].page_height


def test_numbered_lists_in_a_word_file_each_begin_at_one():
    text = Text("nl", "Titel", "", [Section("Een", "1. a\n2. b"), Section("Twee", "1. c\n\n- d")])

    opened = docx.Document(io.BytesIO(word.as_word([text], author="")))

    numbers = [
        paragraph._p.pPr.numPr.numId.val for paragraph in opened.paragraphs if paragraph.style.name == "List Paragraph"
    ]
    assert numbers == [2, 2, 3, 1]
    assert opened.core_properties.title == "Titel"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(hours=Hours.WEEKDAYS, opens=time(8, 30), closes=time(17)), {"nl": "op werkdagen van 8.30 tot 17 uur", "fr": "les jours ouvrables, de 8\u00a0h\u00a030 à 17\u00a0h", "en": "on working days from 8:30 to 17:00"}),
        (Choice(hours=Hours.DAILY, opens=time(17), closes=time(9)), {"nl": "elke dag", "fr": "tous les jours", "en": "every day"}),
        (Choice(hours=Hours.OPEN, opens=time(9), closes=time(17)), {"nl": "geregeld, maar niet op vaste uren", "fr": "régulièrement, mais sans heures fixes", "en": "regularly, but not at fixed hours"}),
    ],
)  # fmt: skip
def test_hours_read_as_people_say_them(choice, expected):
    said = {language: writing._hours(choice, words(language)["hours"]) for language in LANGUAGES}

    assert said == expected


def test_channels_read_as_people_say_them():
    choice = Choice(channels=("facebook", "instagram", "website"))

    assert writing._channels(choice, words("nl"), Voice.WARM) == "Facebook, Instagram en onze website"
    assert (
        writing._channels(choice, words("fr"), Voice.BUSINESSLIKE) == "Facebook, Instagram et le site de l’organisation"
    )
    assert writing._channels(Choice(), words("en"), Voice.WARM) == "all our social media"


def test_words_say_the_same_things_in_every_language():
    """The same parts, tones and gaps: what is missing in one language would only show when somebody ticks it."""
    shapes = {language: _shape(words(language)) for language in LANGUAGES}

    assert shapes["fr"] == shapes["nl"]
    assert shapes["en"] == shapes["nl"]
    assert set(words("nl")["blocks"]) == set(KEYS)
    assert len({block.post for block in blocks()}) == len(KEYS)


def _shape(said: object) -> object:
    """Keys, how many sentences a list has, and whether a text is there; titles of one's own are a matter of each language."""
    if isinstance(said, dict):
        return {key: _shape(value) for key, value in said.items() if key != "title_businesslike"}
    return len(said) if isinstance(said, list) else bool(said)


def test_words_have_only_gaps_that_are_filled():
    known = {"name", "contact", "web", "channels", "hours", "moment", "days", "date", "reference", "link", "rules", "number", "title", "body", "from", "until", "hour", "minute"}  # fmt: skip

    assert {gap for language in LANGUAGES for gap in GAP.findall(str(words(language)))} <= known
