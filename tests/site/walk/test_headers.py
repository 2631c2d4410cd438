"""What every answer says to browsers and proxies."""

import pytest
from django.test import Client

from tests.site.walk.visits import BELOW_MY_FILE, OF_CONTACTS, WITH_FORM, Visit

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
# A page on which people write what must not leave their device is stricter still.
STRICTER = {"guidance:checklist": CSP - {"connect-src 'self'", "form-action 'self'"} | {"connect-src 'none'", "form-action 'none'"}}  # fmt: skip
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
KEPT_BY_PROXIES = "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"
# Whatever these show belongs to one person or to one moment.
PRIVATE = (
    "signatories:join",
    "signatories:sent",
    "signatories:confirm",
    "signatories:confirm_code",
    "signatories:my_file",
    "signatories:logo",
    "signatories:second_person",
    *OF_CONTACTS,
    "signatories:lost_link",
    *BELOW_MY_FILE,
)
# Their addresses are keys: a mail carried them, and whoever has one may press the buttons there.
NO_KEYS = {"signatories:join", "signatories:confirm_code", "signatories:lost_link", "signatories:claim"}
KEYS = set(PRIVATE) - NO_KEYS


def _policy(headers: dict[str, str]) -> set[str]:
    return {part.strip() for part in headers.get("Content-Security-Policy", "").split(";")}


def test_policy_lets_in_nothing_but_our_own_files(visits: list[Visit]):
    wrong = [visit for visit in visits if _policy(visit.headers) != STRICTER.get(visit.name, CSP)]

    assert {str(visit): visit.headers for visit in wrong} == {}


def test_every_page_has_the_other_headers(visits: list[Visit]):
    wrong = [str(visit) for visit in visits if _others(visit).items() - visit.headers.items()]

    assert wrong == []


def _others(visit: Visit) -> dict[str, str]:
    """No page and no log may hear of an address that is a key from a browser that goes on; one that opens nothing is none."""
    if visit.name not in KEYS:
        return OTHERS
    if visit.status == 404:
        return OTHERS | {"Referrer-Policy": visit.headers["Referrer-Policy"]}
    return OTHERS | {"Referrer-Policy": "no-referrer"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/readyz", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/beheer/account/login/", "/beheer/account/password/reset/"])  # fmt: skip
def test_files_and_the_log_in_have_them_too(client: Client, address):
    headers = dict(client.get(address).headers)

    assert _policy(headers) == CSP
    assert OTHERS.items() - headers.items() == set()


def test_no_page_sets_a_cookie_or_asks_for_one(visits: list[Visit]):
    """Also not those with a form. The closed door of the back office looks at who is logged in."""
    with_cookie = {str(visit) for visit in visits if visit.cookies}
    varying = {visit.name for visit in visits if "cookie" in visit.headers.get("Vary", "").lower()}
    with_token = {str(visit) for visit in visits if visit.document.all("input", name="csrfmiddlewaretoken")}

    assert (with_cookie, varying, with_token) == (set(), {"403"}, set())
    assert {visit.name for visit in visits if visit.document.all("form", method="post")} == set(WITH_FORM)


def test_public_pages_are_kept_by_proxies_and_personal_ones_nowhere(visits: list[Visit]):
    """A page that is gone is kept for seconds, so that it takes the place of the page that was there."""
    wrong = {}
    for visit in visits:
        said = visit.headers.get("Cache-Control", "")
        if visit.status == 404 and said == "public, max-age=0, s-maxage=10":
            continue
        is_own_choice = visit.name in ("guidance:maker", "guidance:search") and visit.variant
        if visit.status != 200 or visit.name in PRIVATE or is_own_choice or "open=1" in visit.address:
            is_right = ("no-store" in said or said == "private, no-cache") and "public" not in said
        else:
            is_right = said == KEPT_BY_PROXIES
        if not is_right:
            wrong[str(visit)] = said

    assert wrong == {}


def test_page_varies_with_what_it_really_depends_on(visits: list[Visit]):
    """An address that names its language is the same for every browser."""
    wrong = [
        str(visit)
        for visit in visits
        if visit.address.startswith(f"/{visit.language}/")
        and {part.strip() for part in visit.headers.get("Vary", "").split(",")} - {"", "Accept-Encoding"}
    ]

    assert wrong == []
