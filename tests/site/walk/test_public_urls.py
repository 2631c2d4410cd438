"""Who may go where. A new address is closed until somebody writes it down here: forgetting is loud."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.site.walk.visits import Visit, visit

# Below the link to one's own file: forms, and pages to read.
MY_FILE = {
    f"signatories:{name}"
    for name in ("my_corrections", "my_change", "my_details", "my_link", "my_erasure", "leave_for_good")
}
MY_FILE_TO_READ = {
    f"signatories:{name}"
    for name in (
        "my_mail",
        "my_data",
        "my_data_download",
        "my_numbers",
        "my_kit",
        "my_code",
        "my_replies",
        "my_certificate",
        "leave",
    )
}
# Read only, and so without Django's token: whoever writes is told in a sentence that nothing can be written.
OPEN_DATA = {
    f"api:{name}"
    for name in (
        "contents",
        "openapi",
        "nothing",
        "signatories",
        "signatory",
        "proof_of_signatory",
        "proof_by_domain",
        "rules",
        "rule_versions",
        "rule_version",
        "replies",
        "helplines",
        "counts",
        "counts_by_month",
        "visits",
    )
}  # fmt: skip
# Whoever adds to this list shows something to everybody.
PUBLIC = {
    "front_door", "healthz", "readyz", "robots", "security", "sitemap", "refer", "refer_on_behalf", "count_badge",
    "guidance:changed_rules", "signatories:new_signatories",
    "guidance:guide", "guidance:article", "guidance:replies", "guidance:replies_download",
    "guidance:aid", "guidance:step", "guidance:aid_overview", "guidance:search", "guidance:search_description",
    "guidance:checklist", "guidance:checklist_offline", "guidance:maker", "guidance:maker_download",
    "guidance:rules", "guidance:rule", "guidance:rule_versions", "guidance:rule_version", "guidance:rule_as_on",
    "guidance:rule_comparison", "guidance:helplines", "guidance:sent_here", "guidance:page",
    "badge", "signatories:certificate", "signatories:numbers", "signatories:numbers_download",
    "signatories:home", "signatories:directory", "signatories:signatory", "signatories:rule_on_behalf",
    "signatories:join", "signatories:sent", "signatories:confirm", "signatories:confirm_code", "signatories:my_file",
    "logo_file", "preview", "preview_on_behalf", "signatories:logo", "signatories:logo_of_mine",
    "signatories:second_person",
    "signatories:renew", "signatories:hand_over", "signatories:claim", "signatories:accept_contact",
    "signatories:object_contact",
    *MY_FILE, *MY_FILE_TO_READ, "signatories:lost_link", *OPEN_DATA,
}  # fmt: skip
# The ways in of the back office, allauth's.
PUBLIC_OF_ALLAUTH = {
    "account_login", "account_logout", "account_inactive", "account_signup", "account_email_verification_sent",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_confirm_login_code", "account_confirm_email", "mfa_authenticate",
}  # fmt: skip
# What an anonymous visitor may write to: forms.
MAY_POST = {
    "signatories:join", "signatories:confirm", "signatories:confirm_code", "signatories:logo", "signatories:second_person",
    "signatories:renew", "signatories:hand_over",
    "signatories:claim", "signatories:accept_contact", "signatories:object_contact",
    "signatories:lost_link", *MY_FILE,
}  # fmt: skip
SAMPLES = {
    "path": "1",
    "int": "1",
    "str": "x",
    "slug": "x",
    "name": "x",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str = "", start: str = "/"
) -> Iterator[tuple[str, URLPattern, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or ""), pattern, start + _sample(pattern)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, start + str(pattern.pattern))


def _sample(pattern: URLPattern) -> str:
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        sample = SAMPLES["str" if kind == "string" else kind]
        for written in (f"<{kind}:{name}>", f"<str:{name}>", f"<{name}>"):
            route = route.replace(written, sample)
    if "(?P<app_label>" in route:
        return "guidance/"
    return "x/" if "(?P<" in route else route


ALL = list(_walk(get_resolver().url_patterns))
CLOSED = [(name, path) for name, pattern, path in ALL if getattr(pattern.callback, "login_required", True)]


def test_set_of_public_names_is_exactly_this():
    public = {name for name, pattern, _path in ALL if not getattr(pattern.callback, "login_required", True)}

    assert public == PUBLIC | PUBLIC_OF_ALLAUTH


def test_only_forms_of_strangers_do_without_a_cookie():
    """What a session speaks for is guarded by Django's token; see hierniet/strangers.py."""
    assert {name for name, pattern, _path in ALL if getattr(pattern.callback, "csrf_exempt", False)} == (
        MAY_POST | OPEN_DATA
    )


def test_nothing_for_debugging_is_in_the_addresses():
    assert not {"gallery", "log_in_link", "local_mail:mailbox", "local_mail:mail", "local_mail:mail_html"} & {
        name for name, _p, _s in ALL
    }


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_address_sends_a_stranger_to_the_log_in(client: Client, method):
    answers = {path: getattr(client, method)(path) for _name, path in CLOSED}

    doors = {reverse("account_login"), reverse("admin:login")}  # the second leads to the first
    wrong = {
        path: (answer.status_code, answer.get("Location"))
        for path, answer in answers.items()
        if answer.status_code != 302 or answer["Location"].partition("?")[0] not in doors
    }
    assert len(CLOSED) > 60
    assert all("<" not in path and "(" not in path for _name, path in CLOSED)
    assert wrong == {}


@pytest.mark.django_db
def test_public_page_that_is_only_read_refuses_to_be_written_to(client: Client):
    paths = {name: path for name, pattern, path in ALL if name in PUBLIC - MAY_POST}
    assert len(paths) == len(PUBLIC - MAY_POST)

    statuses = {
        (name, method): getattr(client, method)(path).status_code
        for name, path in paths.items()
        for method in ("post", "put", "patch", "delete")
    }

    assert {key: status for key, status in statuses.items() if status != 405} == {}


@pytest.mark.django_db
def test_form_refuses_methods_that_no_form_has(client: Client):
    paths = {name: path for name, pattern, path in ALL if name in MAY_POST}

    statuses = {(name, method): getattr(client, method)(path).status_code for name, path in paths.items() for method in ("put", "patch", "delete")}  # fmt: skip

    assert set(statuses.values()) == {405}


def test_reading_a_page_of_the_site_writes_nothing(visits: list[Visit]):
    """What is posted may write: limits count each try."""
    wrong = {
        str(visit): visit.writes
        for visit in visits
        if visit.writes and visit.variant != "with errors" and visit.name != "403"
    }

    assert wrong == {}


@pytest.mark.django_db
def test_reading_any_other_public_address_writes_nothing():
    before = _number_of_rows()
    addresses = [path for name, _pattern, path in ALL if name in PUBLIC | PUBLIC_OF_ALLAUTH]

    made = [visit(address, "", "nl", address) for address in addresses]

    assert {one.address: one.writes for one in made if one.writes} == {}
    assert _number_of_rows() == before
    assert {one.address: one.status for one in made if one.status >= 500} == {}


def _number_of_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables))  # noqa: S608
        return dict(cursor.fetchall())
