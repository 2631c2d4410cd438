"""What holds for every page of the site, whatever it says."""

import re
from itertools import pairwise

from hierniet.languages import LANGUAGES
from signatories.actions.logos import WITH_BENCH
from signatories.enums import Status
from tests.site.walk.visits import BELOW_MY_FILE, OF_CONTACTS, Visit

WITHIN = "http://127.0.0.1:8000"
MORE_OF_THE_SAME = re.compile(
    r"/(antwoorden|reponses|replies|ondertekenaars|signataires|signatories|mijn-dossier|mon-dossier|my-file)/[^/]+/(contact/)?$"
    r"|/(mijn-dossier|mon-dossier|my-file)/[^/]+\.[^/]+/[a-z/-]+(/\d+|\.(svg|png))?/?$"
    r"|/(huisregelmaker|generateur-de-regles|house-rules-maker)/(web|council)/(docx|md)/$"
    r"|/(cijfers|chiffres|numbers)/(signatories|visits)/$"
    r"|^/api/v1/openapi\.json$|^/(nl|fr|en)/[a-z]+/[a-z]+\.atom$"
)
# A badge is copied to where only its whole address leads back.
LEADS_OUT = re.compile(
    r"https?://[a-z0-9.-]+\.[a-z]{2,}([/?#:]|$)|http://127\.0\.0\.1:8000/badge/|mailto:[^@\s]+@[^@\s]+$|tel:\+?\d+$"
)


# Everything else answers 200. Of who left or never came nothing is told to whoever holds an old receipt.
OTHER_ANSWERS = (
    {
        "404": 404,
        "403": 403,
        "403 csrf": 403,
        "signatories:confirm unknown": 404,
        "signatories:second_person unknown": 404,
        "signatories:renew unknown": 404,
        "signatories:certificate unknown": 404,
    }
    | {f"signatories:sent {status}": 404 for status in Status.erased}
    | {f"signatories:confirm {status}": 302 for status in Status.decided}
    | {f"signatories:logo {status}": 302 for status in Status if status not in WITH_BENCH}
)


def test_every_page_was_visited_and_answered(visits: list[Visit]):
    wrong = []
    for visit in visits:
        expected = OTHER_ANSWERS.get(visit.name) or OTHER_ANSWERS.get(f"{visit.name} {visit.variant}", 200)
        if visit.status != expected:
            wrong.append((str(visit), visit.status))

    assert wrong == []
    assert len(visits) > 200
    assert {visit.language for visit in visits} == set(LANGUAGES)


def test_pages_are_valid_and_nothing_in_them_points_at_nothing(pages: list[Visit]):
    problems = {str(page): page.document.problems for page in pages if page.document.problems}

    assert problems == {}


def test_page_is_in_the_language_of_its_address(pages: list[Visit]):
    wrong = [
        str(page)
        for page in pages
        if page.document.one("html")["lang"] != page.language or page.headers["Content-Language"] != page.language
    ]

    assert wrong == []


def test_page_has_one_title_one_first_heading_and_its_landmarks(pages: list[Visit]):
    wrong = []
    for page in pages:
        body = page.document.one("body")
        counts = {tag: len(page.document.all(tag)) for tag in ("h1", "title", "main")}
        straight = [child.tag for child in body.children if not isinstance(child, str)]
        if counts != {"h1": 1, "title": 1, "main": 1} or straight != ["a", "header", "main", "footer"]:
            wrong.append((str(page), counts, straight))

    assert wrong == []


def test_first_stop_of_the_keyboard_skips_to_the_content(pages: list[Visit]):
    assert {page.document.one("body").all("a")[0]["href"] for page in pages} == {"#main"}
    assert {page.document.main["id"] for page in pages} == {"main"}


def test_headings_do_not_skip_a_level(pages: list[Visit]):
    wrong = []
    for page in pages:
        levels = [int(heading.tag[1]) for heading in page.document.main.all("h1", "h2", "h3", "h4", "h5", "h6")]
        if levels[:1] != [1] or any(after - before > 1 for before, after in pairwise(levels)):
            wrong.append((str(page), levels))

    assert wrong == []


def test_navigations_and_sections_have_names_of_their_own(pages: list[Visit]):
    wrong = []
    for page in pages:
        names = [nav["aria-label"] or nav["aria-labelledby"] for nav in page.document.all("nav")]
        if not all(names) or len(set(names)) < len(names):
            wrong.append((str(page), names))

    assert wrong == []


def test_page_has_a_title_and_a_description_of_its_own(visits: list[Visit]):
    """Pages behind a personal link are in no search engine: for those the title is enough."""
    private = (
        "404",
        "403",
        "403 csrf",
        "signatories:sent",
        "signatories:confirm",
        "signatories:confirm_code",
        "signatories:certificate",
        "signatories:lost_link",
        "signatories:my_file",
        "signatories:second_person",
        "signatories:logo",
        *OF_CONTACTS,
        *BELOW_MY_FILE,
    )
    titles: dict[tuple[str, str], set[str]] = {}
    for visit in visits:
        if visit.name not in private and not visit.variant.startswith(("?", "with")):
            description = visit.document.one("meta", name="description")["content"]
            assert 30 <= len(description) <= 170, (str(visit), description)
            title = visit.document.one("title").text
            titles.setdefault((visit.language, title), set()).add(visit.address.rstrip("/").removesuffix("/bijzonder"))

    assert {title: addresses for title, addresses in titles.items() if len(addresses) > 1} == {}


def test_page_behind_a_personal_link_or_of_long_ago_is_kept_out_of_search_engines(visits: list[Visit]):
    private = (
        "signatories:sent", "signatories:confirm", "signatories:my_file", "signatories:lost_link", *BELOW_MY_FILE,
        "signatories:second_person", "signatories:logo", *OF_CONTACTS,
        "guidance:rule_version", "signatories:certificate", "404",
    )  # fmt: skip
    wrong = [
        str(visit)
        for visit in visits
        if visit.status != 302
        and bool(visit.document.all("meta", name="robots", content="noindex"))
        != (visit.name in private or (visit.name == "guidance:search" and "?q" in visit.variant))
        and not visit.name.startswith("403")
    ]

    assert wrong == []


def test_alternates_are_complete_and_say_the_same_on_both_sides(visits: list[Visit]):
    public = [visit for visit in visits if visit.status == 200 and "?" not in visit.address]
    by_address = {f"{WITHIN}{visit.address}": visit for visit in public}
    wrong = []
    for visit in public:
        alternates = visit.document.alternates()
        if list(alternates) != list(LANGUAGES) or visit.document.canonical() != alternates[visit.language]:
            wrong.append((str(visit), alternates))
        wrong += [
            (str(visit), other)
            for language, other in alternates.items()
            if other not in by_address
            or by_address[other].language != language
            or by_address[other].document.alternates() != alternates
        ]

    assert wrong == []


def test_canonical_address_is_the_bare_one(visits: list[Visit]):
    for visit in visits:
        if visit.status == 200 and visit.name != "signatories:rule_on_behalf":
            assert visit.document.canonical() == f"{WITHIN}{visit.address.partition('?')[0]}"


def test_rule_on_behalf_of_somebody_is_the_rule_itself_for_search_engines(visits: list[Visit]):
    for visit in visits:
        if visit.name == "signatories:rule_on_behalf":
            assert visit.document.canonical() == WITHIN + visit.address.removesuffix("bijzonder/")


def test_language_switch_leads_to_the_same_page(visits: list[Visit]):
    wrong = []
    for visit in visits:
        if visit.status == 200:
            switch = [
                link["href"].partition("?")[0]  # a choice that lives in the address comes along
                for link in visit.document.one("header", **{"class": "masthead wrap"}).all("a")
                if link["hreflang"]
            ]
            below = (
                "bijzonder/" if visit.name == "signatories:rule_on_behalf" else ""
            )  # those are alternates of the rule
            paths = [address.removeprefix(WITHIN) + below for address in visit.document.alternates().values()]
            if switch != paths:
                wrong.append((str(visit), switch))

    assert wrong == []


def test_every_link_within_the_site_leads_somewhere(visits: list[Visit]):
    """Links in the real content too. What was not visited itself is one more of the same: a name, a file, a word."""
    known = {visit.address for visit in visits}
    words = {f"/{visit.address.split('/')[3]}" for visit in visits if visit.name == "guidance:rule"}
    linked = {link["href"].partition("#")[0].partition("?")[0] for visit in visits for link in visit.document.all("a")}
    left = {link for link in linked - known if link.startswith("/") and not MORE_OF_THE_SAME.search(link)}

    assert {link for link in left if f"/{link.split('/')[1]}" not in words} == set()
    assert words <= left


def test_links_that_lead_out_are_web_addresses_mail_or_phone(visits: list[Visit]):
    links = {link["href"] for visit in visits for link in visit.document.all("a")}

    assert {link for link in links if link[0] not in "/#?" and not LEADS_OUT.match(link)} == set()
    assert {link for link in links if link.startswith("//")} == set()


def test_what_people_typed_is_shown_as_text(visits: list[Visit]):
    shown = [visit for visit in visits if "bijzonder" in visit.variant or visit.name == "signatories:rule_on_behalf"]

    assert len(shown) == 3 * 3
    for visit in shown:
        assert "Zeer <i>Bijzonder</i> & Zonen" in visit.document.main.text
        assert not visit.document.main.all("i")
