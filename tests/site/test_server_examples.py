"""The examples for a server, as far as they can be held to the site without nginx and systemd; deploy/README.md says how
they were tried with them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from hierniet.languages import LANGUAGES
from tests.site.documents import Document

DEPLOY = Path(settings.BASE_DIR) / "deploy"
NGINX = (DEPLOY / "nginx" / "hierniet.conf").read_text()
PAGES = sorted((DEPLOY / "nginx" / "pages").glob("*.html"))
SERVERS = NGINX.split("\nserver {\n")[1:]
WITH_TOKEN = ("signatories:sent", "signatories:confirm", "signatories:my_file", "signatories:logo")
WITH_FORM = ("signatories:join", "signatories:confirm_code")


def not_kept() -> list[str]:
    """The patterns of locations whose answers nginx does not keep."""
    locations = re.findall(r"location ~ (\S+) {(.*?)\n    }", NGINX, re.DOTALL)
    return [pattern for pattern, rules in locations if "proxy_cache off;" in rules]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_behind_a_signed_link_or_a_form_is_kept_by_the_proxy(language: str):
    """A link is part of the name under which a page is kept."""
    with translation.override(language):
        personal = [reverse(name, kwargs={"token": "x:y"}) for name in WITH_TOKEN]
        personal += [reverse(name) for name in WITH_FORM]
    personal += [reverse("admin:index"), reverse("account_login"), "/beheer/toegang/1-x/", reverse("readyz")]

    assert [address for address in personal if not any(re.match(pattern, address) for pattern in not_kept())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_logo_passes_the_proxy_and_nothing_else_that_is_large_does(language: str):
    """nginx takes the first pattern that fits."""
    with translation.override(language):
        bench, file = (reverse(f"signatories:{name}", kwargs={"token": "x:y"}) for name in ("logo", "my_file"))
    locations = re.findall(r"location ~ (\S+) {(.*?)\n    }", NGINX, re.DOTALL)
    first = {
        address: next(rules for pattern, rules in locations if re.match(pattern, address)) for address in (bench, file)
    }

    assert re.findall(r"client_max_body_size (\w+);", first[bench]) == ["12m"]
    assert "client_max_body_size" not in first[file]


@pytest.mark.parametrize(
    "address", ["/nl/", "/fr/participation/", "/en/joining/", "/beheerder", "/nl/regels/schelden/"]
)
def test_what_only_begins_alike_is_kept(address: str):
    assert not any(re.match(pattern, address) for pattern in not_kept())


def test_proxy_writes_no_request_in_its_logs():
    """Below `alert`, nginx quotes the request and its referrer; a log of its own quotes only what its format names."""
    (logged,) = re.findall(r"log_format .*?;", NGINX, re.DOTALL)

    assert len(SERVERS) == 2
    for server in SERVERS:
        assert re.findall(r"error_log \S+ (\w+);", server) == ["alert"]
        assert re.findall(r"access_log (.*);", server) in (
            ["off"],
            ["/var/log/nginx/hierniet.log hierniet if=$went_wrong"],
        )
    assert set(re.findall(r"\$(\w+)", logged)) == {
        "time_iso8601", "status", "upstream_status", "limit_req_status", "request_time", "request_method",
    }  # fmt: skip


def test_proxy_takes_nobodys_word_for_who_they_are():
    for header in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded"):
        (value,) = re.findall(rf"proxy_set_header {header} (\S+);", NGINX)
        assert value in ("$remote_addr", "https", '""')


def test_proxy_answers_to_the_same_hosts_as_the_site():
    example = (Path(settings.BASE_DIR) / ".env.example").read_text()
    (hosts,) = re.findall(r"^#ALLOWED_HOSTS=(\S+)", example, re.MULTILINE)

    assert re.findall(r"server_name (.*);", NGINX) == [hosts.replace(",", " ")] * 2


def test_proxy_has_a_page_for_every_answer_of_its_own():
    assert set(re.findall(r"error_page .*/proxy-pages/(\S+);", NGINX)) == {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_of_the_proxy_stands_alone_and_speaks_three_languages(page: Path):
    document = Document(page.read_text())

    assert document.problems == []
    assert [part["lang"] for part in document.main.all() if part["lang"]] == list(LANGUAGES)
    assert document.links() == ["/nl/", "/fr/", "/en/"]
    assert document.one("meta", name="robots")["content"] == "noindex"
    assert document.one("link", rel="stylesheet")["href"] == "/static/css/site.css"


def test_every_file_that_the_examples_name_exists():
    text = "".join(path.read_text() for path in DEPLOY.rglob("*") if path.suffix in (".conf", ".service", ".md"))
    named = set(re.findall(r"/srv/hierniet/(deploy/[\w./-]*\w)", text))

    assert len(named) > 4
    assert [name for name in named if not (Path(settings.BASE_DIR) / name).exists()] == []
