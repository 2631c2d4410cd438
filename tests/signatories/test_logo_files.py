"""Who gets to see which file, and as what a browser takes it."""

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories import actions, tokens
from signatories.enums import LogoState, Status
from signatories.logos import storage
from signatories.models import Logo, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories.applications import address
from tests.signatories.logos import create_logo, made

pytestmark = pytest.mark.django_db
LOCKED = "default-src 'none'; sandbox"


def public(file: str) -> str:
    return f"/logo/{file}"


def of_mine(signatory: Signatory, file: str) -> str:
    return address("logo_of_mine", token=tokens.make_token(signatory, Purpose.FILE), file=file)


@pytest.mark.parametrize("ending", ["webp", "png"])
def test_public_logo_is_served_as_a_picture_and_nothing_else(client, ending):
    logo = create_logo(factories.create_signatory(status=Status.APPROVED))

    response = client.get(public(logo.file(160, ending)))

    assert (response.status_code, response.content) == (200, made().files[160, ending])
    found = {name: response[name] for name in ("Content-Type", "Cache-Control", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")}  # fmt: skip
    assert found == {
        "Content-Type": f"image/{ending}",
        "Cache-Control": "public, max-age=31536000, s-maxage=60, immutable",
        "Content-Disposition": "inline",
        "Content-Security-Policy": LOCKED,
        "X-Content-Type-Options": "nosniff",
    }
    assert (response.cookies, "Cookie" in response.get("Vary", "")) == ({}, False)


def test_public_logo_costs_one_query(client):
    logo = create_logo(factories.create_signatory(status=Status.APPROVED))

    with CaptureQueriesContext(connection) as queries:
        client.get(public(logo.file(160, "webp")))

    assert len(queries) == 1


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.SUSPENDED, Status.APPROVED])
@pytest.mark.parametrize("state", LogoState)
def test_only_a_logo_in_use_of_who_is_public_is_for_everybody(client, moderator_client, editor_client, status, state):
    signatory, other = factories.create_signatory(status=status), factories.create_signatory()
    logo = create_logo(signatory, state)
    file = logo.file(160, "png")
    is_public = (status, state) == (Status.APPROVED, LogoState.USED)

    found = {
        "visitor": client.get(public(file)).status_code,
        "editor": editor_client.get(public(file)).status_code,
        "moderator": moderator_client.get(public(file)).status_code,
        "itself": client.get(of_mine(signatory, file)).status_code,
        "somebody else": client.get(of_mine(other, file)).status_code,
    }

    stranger = 200 if is_public else 404
    assert found == {
        "visitor": stranger, "editor": stranger, "moderator": 200, "itself": 200, "somebody else": 404
    }  # fmt: skip
    assert client.get(of_mine(signatory, file))["Cache-Control"] == "private, no-store"
    if not is_public:
        assert moderator_client.get(public(file))["Cache-Control"] == "private, no-store"


def test_who_lapsed_or_left_has_no_public_logo_any_more(client, django_capture_on_commit_callbacks):
    signatory = factories.create_signatory(status=Status.APPROVED)
    file = create_logo(signatory).file(160, "png")
    assert client.get(public(file)).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(signatory, by=None)

    assert client.get(public(file)).status_code == 404
    assert not storage.store().exists(storage.path_of(file))


@pytest.mark.parametrize(
    "file", ["a", "..", "0" * 32 + "-160.svg", "0" * 32 + "-160.png", "0" * 32 + "-0160.png/", "Z" * 32 + "-160.png"]
)
def test_what_is_no_file_of_ours_is_not_found(client, file):
    signatory = factories.create_signatory()

    assert client.get(public(file)).status_code in (301, 404)
    assert client.get(of_mine(signatory, "x" + file.replace("/", ""))).status_code == 404


def test_only_widths_that_were_made_are_looked_for(client, monkeypatch):
    logo = create_logo(factories.create_signatory(status=Status.APPROVED))
    monkeypatch.setattr(storage, "read", lambda file: pytest.fail("the store was asked"))

    assert client.get(public(logo.file(9_999, "png"))).status_code == 404


def test_files_are_asked_for_only(client):
    logo = create_logo(factories.create_signatory(status=Status.APPROVED))

    assert client.post(public(logo.file(160, "png"))).status_code == 405
    assert client.head(public(logo.file(160, "png"))).status_code == 200


def lose_files(logo: Logo) -> None:
    storage.remove(logo.files)


@pytest.mark.parametrize("place", ["entry", "rule", "bench", "review"])
def test_lost_file_breaks_no_page_and_leaves_the_name(client, moderator_client, place):
    rule = factories.create_rule()
    signatory = factories.create_signatory(status=Status.APPROVED, name="Voorbeeldstad")
    logo = create_logo(signatory)
    lose_files(logo)
    addresses = {
        "entry": address("signatory", slug=signatory.slug),
        "rule": address("rule_on_behalf", slug=rule.texts.get(language="nl").slug, signatory=signatory.slug),
        "bench": address("logo", token=tokens.make_token(signatory, Purpose.FILE)),
        "review": f"/beheer/signatories/signatory/{signatory.pk}/review/",
    }
    visitor = moderator_client if place == "review" else client

    response = visitor.get(addresses[place])

    assert response.status_code == 200
    html = " ".join(response.content.decode().split())
    assert f'width="{logo.width}" height="{logo.height}" alt="Voorbeeldstad"' in html
    assert client.get(public(logo.plainest)).status_code == 404


def test_pages_never_open_a_file(client, monkeypatch):
    signatory = factories.create_signatory(status=Status.APPROVED)
    create_logo(signatory)
    monkeypatch.setattr(storages["logos"].__class__, "open", lambda *_: pytest.fail("a page opened a file"))

    assert client.get(address("signatory", slug=signatory.slug)).status_code == 200


def test_store_that_is_away_is_said_to_be_away_for_a_while(client, monkeypatch):
    logo = create_logo(factories.create_signatory(status=Status.APPROVED))
    monkeypatch.setattr(storages["logos"].__class__, "open", lambda *_: (_ for _ in ()).throw(OSError("away")))

    response = client.get(public(logo.plainest))

    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")


def test_entry_and_rule_show_the_logo_of_who_has_one_only(client):
    rule = factories.create_rule()
    slug = rule.texts.get(language="nl").slug
    with_logo, without = (factories.create_signatory(status=Status.APPROVED) for _number in range(2))
    logo = create_logo(with_logo)
    create_logo(without, LogoState.WAITING)

    for signatory, expected in ((with_logo, True), (without, False)):
        for page in (
            address("signatory", slug=signatory.slug),
            address("rule_on_behalf", slug=slug, signatory=signatory.slug),
        ):
            assert (f"/logo/{logo.plainest}" in client.get(page).content.decode()) == expected
            assert ("/logo/" in client.get(page).content.decode()) == expected
