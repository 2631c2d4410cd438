"""Pictures on behalf of signatories: what the worker draws and removes, and what is sent to whoever asks."""

import io
import logging
import subprocess
import sys
import time

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image

from guidance.models import RuleText
from guidance.previews import drawing, joining, storage
from guidance.previews.pieces import Headline, Strip
from hierniet.languages import LANGUAGES
from signatories import actions
from signatories.actions import logos
from signatories.enums import Decision, LogoReason, LogoState, Status
from signatories.logos import storage as logo_storage
from signatories.models import FormerSlug, Signatory
from signatories.previews import rounds
from signatories.previews.addresses import preview_of
from signatories.previews.rounds import TRY_AGAIN_SECONDS, Bench, wanted_pieces
from signatories.previews.strips import SignedStrip
from tests import factories
from tests.signatories.logos import create_logo
from tests.signatories.programs import environment, until

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"
FOR_EVER = "public, max-age=31536000, immutable"
WHILE_PUBLIC = "public, max-age=31536000, s-maxage=60, immutable"
FOR_NOW = "public, max-age=60"


@pytest.fixture
def rule() -> RuleText:
    return factories.create_rule().texts.get(language="nl")


@pytest.fixture
def dupont(rule) -> Signatory:
    return factories.create_signatory(status=Status.APPROVED, name="Dupont & Fils", slug="dupont")


def address(rule: RuleText, signatory: Signatory) -> str:
    return preview_of(rule, signatory, signatory.logo).url.removeprefix(HOST)


def plain_address(client, rule: RuleText) -> str:
    return client.get(rule.get_absolute_url()).context["preview"].url.removeprefix(HOST)


def lower_half(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=["PNG"]).convert("RGB")
    return image.crop((0, 436, 1200, 630))


def is_white(image: Image.Image) -> int:
    return {colour: number for number, colour in image.getcolors(1 << 20)}.get((255, 255, 255), 0)


def kept() -> set[str]:
    return set(storage.paths())


def troubles(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.levelno >= logging.WARNING]


# The worker


def test_worker_draws_a_half_for_each_rule_and_each_signatory(dupont):
    factories.create_signatory(status=Status.APPROVED)

    Bench().draw_all()

    assert len(kept()) == 3 + 3 + 2 * 3
    assert kept() == {storage.path_of(piece.digest) for piece in wanted_pieces()}


def test_halves_are_as_many_as_the_sum_and_not_as_the_product(rule):
    for number in range(3):
        factories.create_rule(key=f"regel-{number}", words=dict.fromkeys(LANGUAGES, f"regel-{number}"))
    for _number in range(7):
        factories.create_signatory(status=Status.APPROVED)

    assert len({piece.digest for piece in wanted_pieces()}) == 4 * 3 + 3 + 7 * 3


@pytest.mark.parametrize("status", [status for status in Status if status != Status.APPROVED])
def test_nothing_is_drawn_for_who_is_not_public(rule, status):
    factories.create_signatory(status=status)

    assert [piece for piece in wanted_pieces() if isinstance(piece, SignedStrip)] == []


def test_drafts_of_rules_are_not_drawn():
    factories.create_rule(is_published=False)

    assert [piece for piece in wanted_pieces() if isinstance(piece, Headline)] == []


def test_second_round_draws_nothing(dupont, monkeypatch):
    Bench().draw_all()
    monkeypatch.setattr(storage, "put", lambda *_piece: pytest.fail("drawn twice"))

    bench = Bench()

    assert (bench.draw_some(), bench.draw_some()) == (False, False)


def test_quiet_round_asks_one_question(dupont):
    bench = Bench()
    bench.draw_all()

    with CaptureQueriesContext(connection) as queries:
        bench.draw_some()

    assert len(queries) == 1


def test_queries_of_a_round_do_not_grow(dupont):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            list(wanted_pieces())
        return len(found)

    with_one = queries()
    for _number in range(5):
        create_logo(factories.create_signatory(status=Status.APPROVED))

    assert queries() == with_one == 3


def test_worker_goes_on_where_another_was_stopped(dupont):
    assert Bench().draw_some(2)
    assert len(kept()) == 2

    Bench().draw_all()

    assert len(kept()) == 9


def test_store_that_fails_is_tried_again(dupont, monkeypatch):
    bench, put = Bench(), storage.put
    monkeypatch.setattr(storage, "put", lambda *_piece: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        bench.draw_some()

    monkeypatch.setattr(storage, "put", put)
    bench.draw_all()

    assert len(kept()) == 9


def test_file_that_was_removed_by_hand_is_drawn_within_a_day(dupont, monkeypatch):
    bench = Bench()
    bench.draw_all()
    storage.remove(sorted(kept())[:2])
    bench.draw_all()
    at_once = len(kept())

    tomorrow = time.monotonic() + rounds.LOOK_AGAIN_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: tomorrow)
    bench.draw_all()

    assert (at_once, len(kept())) == (7, 9)


def test_piece_that_cannot_be_drawn_stops_no_other(dupont, monkeypatch, caplog):
    monkeypatch.setattr(SignedStrip, "draw", lambda self: (_ for _ in ()).throw(ValueError("Dupont & Fils")))

    Bench().draw_all()

    assert len(kept()) == 6
    assert troubles(caplog) == ["a preview cannot be drawn"] * 3


def test_new_question_of_a_rule_draws_one_half_anew(rule, dupont):
    bench = Bench()
    bench.draw_all()
    before = kept()

    rule.question = "Vloeken?"
    rule.save()
    bench.draw_all()

    assert (len(before - kept()), len(kept() - before)) == (1, 1)


@pytest.mark.parametrize("end", ["suspend", "withdraw"])
def test_who_leaves_is_tidied_up_in_the_next_round(dupont, moderator, end):
    bench = Bench()
    bench.draw_all()

    if end == "suspend":
        actions.suspend(dupont, by=moderator, reason=factories.create_reason(decision=Decision.SUSPEND))
    else:
        actions.withdraw(dupont, by=None)
    bench.draw_all()

    assert len(kept()) == 6
    assert kept() == {storage.path_of(piece.digest) for piece in wanted_pieces()}


def test_half_written_file_is_tidied_up(dupont):
    left = "0/0123.4567"
    storage.store().save(left, io.BytesIO(b"half"))

    Bench().draw_all()

    assert left not in kept()
    assert len(kept()) == 9


def test_worker_draws_in_its_rounds(dupont, monkeypatch):
    monkeypatch.setattr("signatories.management.commands.work.close_old_connections", lambda: None)
    monkeypatch.setattr("signal.signal", lambda number, handler: None)

    call_command("work", "--once")

    assert len(kept()) == 9


def test_command_draws_what_is_missing_or_all(dupont, capsys):
    call_command("draw_previews")
    broken = min(kept())
    storage.remove([broken])
    storage.store().save(broken, io.BytesIO(b"broken"))

    call_command("draw_previews")
    as_before = storage.store().open(broken).read()
    call_command("draw_previews", "--anew")

    assert as_before == b"broken"
    assert storage.store().open(broken).read() != b"broken"
    assert capsys.readouterr().out == "there: 9\n" * 3


# What is sent


def test_picture_on_behalf_is_sent_under_its_own_address(client, rule, dupont):
    Bench().draw_all()

    response = client.get(address(rule, dupont))

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == WHILE_PUBLIC
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.cookies == {}
    assert response.content == joining.joined(Headline.of_rule(rule), SignedStrip.of(dupont.name, dupont.slug, None))


def test_plain_picture_is_kept_for_good(client, rule):
    Bench().draw_all()

    response = client.get(plain_address(client, rule))

    assert (response.status_code, response["Cache-Control"]) == (200, FOR_EVER)
    assert response.content == joining.joined(Headline.of_rule(rule), Strip.of_site())


def test_nothing_is_drawn_while_somebody_waits(client, rule, dupont, monkeypatch):
    Bench().draw_all()
    for name in ("draw_headline", "draw_strip"):
        monkeypatch.setattr(drawing, name, lambda *_words: pytest.fail("drawn in a request"))

    answers = [
        client.get(place).status_code
        for place in (rule.get_absolute_url(), plain_address(client, rule), address(rule, dupont), "/preview/nl/schelden/dupont-000000000000.png")
    ]  # fmt: skip

    assert answers == [200] * 4


@pytest.mark.program
def test_web_processes_do_without_pillow():
    code = "import django, sys; django.setup(); import hierniet.urls; print('PIL' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], cwd=django_settings.BASE_DIR, env=environment(DJANGO_SETTINGS_MODULE="hierniet.settings"), capture_output=True, text=True, check=True)  # fmt: skip

    assert done.stdout == "False\n"


def test_picture_that_is_not_drawn_yet_has_a_stand_in_for_a_minute(client, rule, dupont):
    nothing_yet = client.get(address(rule, dupont))
    storage.put(Headline.of_rule(rule).digest, Headline.of_rule(rule).draw())
    storage.put(Strip.of_site().digest, Strip.of_site().draw())
    only_plain = client.get(address(rule, dupont))

    assert nothing_yet.content == joining.of_site("nl")
    assert only_plain.content == joining.joined(Headline.of_rule(rule), Strip.of_site())
    assert nothing_yet["Cache-Control"] == only_plain["Cache-Control"] == FOR_NOW


def test_old_address_gets_the_picture_of_today_for_a_minute(client, rule, dupont):
    old = address(rule, dupont)
    Signatory.objects.filter(pk=dupont.pk).update(name="Dupont Frères")
    Bench().draw_all()
    dupont.refresh_from_db()

    response = client.get(old)

    assert response["Cache-Control"] == FOR_NOW
    assert response.content == client.get(address(rule, dupont)).content
    assert old != address(rule, dupont)


@pytest.mark.parametrize("change", [{"status": Status.SUSPENDED}, {"lapsed_at": "2026-01-01T00:00Z"}])
def test_who_is_not_public_any_more_is_on_no_picture_at_once(client, rule, dupont, change):
    """Before the worker has tidied up."""
    Bench().draw_all()
    before = client.get(address(rule, dupont)).content

    Signatory.objects.filter(pk=dupont.pk).update(**change)
    response = client.get(address(rule, dupont))
    page = client.get("/nl/regels/schelden/dupont/")

    assert response.content == joining.joined(Headline.of_rule(rule), Strip.of_site()) != before
    assert response["Cache-Control"] == FOR_NOW
    assert (page.status_code, page["Location"]) == (302, "/nl/regels/schelden/")


def test_picture_of_an_unknown_signatory_is_the_plain_one(client, rule):
    Bench().draw_all()

    response = client.get("/preview/nl/schelden/niemand-0123456789ab.png")

    assert response.content == joining.joined(Headline.of_rule(rule), Strip.of_site())
    assert response["Cache-Control"] == FOR_NOW


@pytest.mark.parametrize(
    "path",
    [
        "/preview/nl/bestaat-niet-0123456789ab.png",
        "/preview/nl/insultes-0123456789ab.jpg",
        "/preview/nl/schelden.png",
        "/preview/de/schelden-0123456789ab.png",
        "/preview/nl/../../settings-0123456789ab.png",
        "/preview/nl/schelden/a/b-0123456789ab.png",
        "/preview/nl/schelden%00-0123456789ab.png",
        "/preview/nl/schelden%0d%0aX-Evil:1-0123456789ab.png",
        f"/preview/nl/{'a' * 8_000}-0123456789ab.png",
        "/preview/",
    ],
)
def test_address_of_nothing_is_not_found(client, rule, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "X-Evil" not in response.headers


def test_old_word_of_a_rule_still_has_its_picture(client, rule, dupont):
    old = address(rule, dupont)
    rule.slug = "uitschelden"
    rule.save()
    Bench().draw_all()

    response = client.get(old)

    assert (response.status_code, response["Cache-Control"]) == (200, FOR_NOW)
    assert response.content == client.get(address(rule, dupont)).content


def test_broken_piece_leaves_the_plain_picture(client, rule, dupont, caplog):
    Bench().draw_all()
    path = storage.path_of(SignedStrip.of(dupont.name, dupont.slug, None).digest)
    storage.remove([path])
    storage.store().save(path, io.BytesIO(b"broken"))

    response = client.get(address(rule, dupont))

    assert response.content == joining.joined(Headline.of_rule(rule), Strip.of_site())
    assert troubles(caplog) == ["a piece of a preview is broken"]


def test_store_that_does_not_answer_leaves_the_picture_of_the_site(client, rule, dupont, monkeypatch):
    Bench().draw_all()
    where, page = address(rule, dupont), client.get("/nl/regels/schelden/dupont/")
    monkeypatch.setattr(storage, "store", lambda: (_ for _ in ()).throw(ConnectionError("away")))

    response = client.get(where)

    assert (page.status_code, response.status_code, response["Cache-Control"]) == (200, 200, FOR_NOW)
    assert response.content == joining.of_site("nl")


def test_picture_costs_few_questions(client, rule, dupont):
    create_logo(dupont)
    Bench().draw_all()
    where = address(rule, dupont)

    with CaptureQueriesContext(connection) as queries:
        client.get(where)

    assert len(queries) <= 3


def test_head_is_answered_too(client, rule, dupont):
    Bench().draw_all()

    assert client.head(address(rule, dupont)).status_code == 200


# Names and logos


@pytest.mark.parametrize("language", LANGUAGES)
def test_strip_says_whose_page_it_is(language):
    with translation.override(language):
        strip = SignedStrip.of("Dupont & Fils", "dupont", None)

    label = {"nl": "op de pagina van", "fr": "sur la page de", "en": "on the page of"}[language]
    assert (strip.label, strip.words) == (label, "Dupont & Fils")


@pytest.mark.parametrize(
    ("name", "words"),
    [("Acme", "Acme"), ("Аcme", "acme-be"), ("東京", "acme-be"), ("\u202eemcA", "\u202eemcA"), ("Vis 🐟", "Vis 🐟")],
)
def test_name_of_other_letters_shows_as_its_short_name(name, words):
    """Also the one that only looks like another, with a Cyrillic A."""
    assert SignedStrip.of(name, "acme-be", None).words == words


def test_logo_in_use_stands_beside_the_name(client, rule, dupont):
    Bench().draw_all()
    without = client.get(address(rule, dupont)).content
    create_logo(dupont)

    Bench().draw_all()
    found = client.get(address(rule, dupont)).content

    assert (is_white(lower_half(without)), is_white(lower_half(found)) > 2_000) == (0, True)
    assert len(found) < 80 * 1024


@pytest.mark.parametrize("state", [state for state in LogoState if state != LogoState.USED])
def test_logo_that_is_not_public_is_on_no_picture(dupont, state):
    create_logo(dupont, state)

    strips = [piece for piece in wanted_pieces() if isinstance(piece, SignedStrip)]

    assert [strip.logo_file for strip in strips] == [""] * 3


def test_picture_under_a_short_name_of_before_keeps_the_name(client, rule, dupont):
    old = address(rule, dupont)
    FormerSlug.objects.create(slug="dupont", signatory=dupont)
    dupont.slug = "dupont-en-zoon"
    dupont.save()
    Bench().draw_all()

    assert client.get(old).content == client.get(address(rule, dupont)).content
    assert client.get(old).content != client.get(plain_address(client, rule)).content


def test_logo_that_is_removed_is_gone_from_the_picture_at_once(client, rule, dupont, moderator):
    logo = create_logo(dupont)
    Bench().draw_all()
    old = address(rule, dupont)

    logos.refuse(dupont, logo.name, by=moderator, reason=LogoReason.OF_ANOTHER, seen_as=LogoState.USED)
    response = client.get(old)

    assert is_white(lower_half(response.content)) == 0
    assert address(rule, dupont) != old


def test_lost_logo_leaves_the_name(dupont):
    logo = create_logo(dupont, has_files=False)

    strip = SignedStrip.of(dupont.name, dupont.slug, logo)

    assert strip.draw() == SignedStrip(strip.label, strip.words).draw()


def test_pieces_with_a_logo_that_cannot_be_read_wait_and_keep_no_other_waiting(dupont, monkeypatch):
    create_logo(dupont)
    bench = Bench()
    monkeypatch.setattr(logo_storage, "store", lambda: (_ for _ in ()).throw(ConnectionError("away")))

    bench.draw_all()
    while_away = len(kept())
    monkeypatch.undo()
    bench.draw_all()
    at_once = len(kept())
    soon = time.monotonic() + TRY_AGAIN_SECONDS + 1
    monkeypatch.setattr(rounds.time, "monotonic", lambda: soon)
    bench.draw_all()

    assert (while_away, at_once, len(kept())) == (6, 6, 9)


# Killed


@pytest.mark.program
@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_no_half_picture(tmp_path, settings):
    """`kill -9` in the middle, again and again: every file is whole, and the last one finishes."""
    factories.create_rule()
    for _number in range(12):
        factories.create_signatory(status=Status.APPROVED)
    places = environment(DJANGO_SETTINGS_MODULE="hierniet.settings", PREVIEWS_FOLDER=str(tmp_path / "previews"))
    settings.STORAGES = settings.STORAGES | {
        "previews": {"BACKEND": "hierniet.whole_files.WholeFiles", "OPTIONS": {"location": tmp_path / "previews", "allow_overwrite": True}}
    }  # fmt: skip
    command = [sys.executable, "manage.py", "draw_previews"]

    for drawn in (1, 8, 20):
        worker = subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=places, stdout=subprocess.DEVNULL)
        until(lambda: len(kept()), lambda number, least=drawn: number >= least)
        worker.kill()
        worker.wait()
    subprocess.run(command, cwd=django_settings.BASE_DIR, env=places, check=True, stdout=subprocess.DEVNULL)

    assert kept() == {storage.path_of(piece.digest) for piece in wanted_pieces()}
    for text in RuleText.objects.all():
        with translation.override(text.language):
            for signatory in Signatory.objects.all():
                strip = SignedStrip.of(signatory.name, signatory.slug, None)
                assert joining.joined(Headline.of_rule(text), strip) is not None
