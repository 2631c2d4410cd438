"""The bench as its visitors meet it: a file, a preview, and a second press."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hierniet.languages import LANGUAGES
from signatories import limits, tokens
from signatories.actions.logos import WITH_BENCH
from signatories.enums import LogoReason, LogoState, Status
from signatories.logos import drawing, storage, upload, workshop
from signatories.logos.problems import Problem, UnusableError
from signatories.logos.sentences import PROBLEM_SENTENCES
from signatories.models import LimitCounter, Logo, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories import logo_files
from tests.signatories.applications import address
from tests.signatories.logo_files import png
from tests.signatories.logos import create_logo, kept
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _drawn_here(monkeypatch):
    """In this process, for speed; test_logo_workshop.py is about the other one."""
    monkeypatch.setattr(workshop, "make", drawing.draw)


def bench_of(signatory: Signatory, language: str = "nl", purpose: Purpose = Purpose.FILE) -> str:
    return address("logo", language, token=tokens.make_token(signatory, purpose))


def send(client: Client, signatory: Signatory, content: bytes, name: str = "logo.png", language: str = "nl"):
    file = SimpleUploadedFile(name, content, content_type="image/png")
    return client.post(bench_of(signatory, language), {"picture": file})


def press(client: Client, signatory: Signatory, action: str, logo: Logo):
    return client.post(bench_of(signatory), {"action": action, "name": logo.name})


def said(problem: Problem, language: str = "nl") -> str:
    with translation.override(language):
        return " ".join(str(PROBLEM_SENTENCES[problem]).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_becomes_a_preview_on_three_grounds_and_a_second_press_uses_it(client, language):
    signatory = factories.create_signatory()

    sent = send(client, signatory, png(), language=language)
    page = client.get(bench_of(signatory, language))
    draft = signatory.logos.get()
    used = client.post(bench_of(signatory, language), {"action": "use", "name": draft.name})

    assert (sent.status_code, sent["Location"]) == (302, bench_of(signatory, language))
    assert (used.status_code, used["Location"]) == (302, bench_of(signatory, language))
    assert draft.state == LogoState.DRAFT
    html = page.content.decode()
    assert [html.count(f"ground--{ground}") for ground in ("light", "dark", "print")] == [1, 1, 1]
    assert Page(page).language == language
    assert signatory.logos.get().state == LogoState.USED


def test_looking_changes_nothing_and_sets_no_cookie(client):
    signatory = factories.create_signatory()
    create_logo(signatory, LogoState.DRAFT)
    before = list(signatory.logos.values())

    for method in (client.get, client.head):
        response = method(bench_of(signatory))
        assert (response.status_code, response.cookies, "no-store" in response["Cache-Control"]) == (200, {}, True)

    assert list(signatory.logos.values()) == before
    assert client.put(bench_of(signatory)).status_code == 405


@pytest.mark.parametrize("status", [status for status in Status if status not in WITH_BENCH])
def test_who_has_no_bench_is_shown_the_file_instead(client, status):
    signatory = factories.create_signatory(status=status)

    for response in (client.get(bench_of(signatory)), send(client, signatory, png())):
        assert response["Location"] == address("my_file", token=tokens.make_token(signatory, Purpose.FILE))

    assert not signatory.logos.exists()


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.RECEIPT])
def test_bench_opens_with_the_link_to_the_file_only(client, purpose):
    signatory = factories.create_signatory()

    assert client.get(bench_of(signatory, purpose=purpose)).status_code == 404
    assert client.post(bench_of(signatory, purpose=purpose), {}).status_code == 404


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED])
def test_my_file_leads_to_the_bench_of_who_has_one(client, status):
    signatory = factories.create_signatory(status=status)
    file = address("my_file", token=tokens.make_token(signatory, Purpose.FILE))

    assert bench_of(signatory) in Page(client.get(file)).links


def test_my_file_of_who_has_none_does_not(client):
    signatory = factories.create_signatory(status=Status.DECLINED)
    file = address("my_file", token=tokens.make_token(signatory, Purpose.FILE))

    assert bench_of(signatory) not in Page(client.get(file)).links


WRONG = {
    "nothing chosen": (None, Problem.NO_FILE),
    "empty": (b"", Problem.EMPTY_FILE),
    "svg": (logo_files.SVG, Problem.IS_SVG),
    "gif as png": (b"GIF89a" + b"\0" * 40, Problem.OTHER_KIND),
    "html as png": (b"<html><script>alert(1)</script>", Problem.OTHER_KIND),
    "bomb": (logo_files.bomb_of((10_000, 10_000)), Problem.TOO_MANY_PIXELS),
    "too big": (b"\x89PNG\r\n\x1a\n" + b"\0" * upload.MOST_BYTES, Problem.FILE_TOO_BIG),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_words_and_what_was_there_stays(client, name, language):
    content, problem = WRONG[name]
    signatory = factories.create_signatory()
    used = create_logo(signatory)

    if content is None:
        response = client.post(bench_of(signatory, language), {"other": SimpleUploadedFile("a.png", b"x")})
    else:
        response = send(client, signatory, content, language=language)

    assert response.status_code == 200
    assert said(problem, language) in Page(response).text
    assert 'role="alert"' in response.content.decode()
    assert signatory.logos.get() == used


def test_sentences_differ_in_every_language():
    for problem in Problem:
        assert len({said(problem, language) for language in LANGUAGES}) == 3


@pytest.mark.parametrize(
    "name", ["logo.exe", "../../etc/passwd", "a\0b.png", "“élève” 😀.png", "x" * 200 + ".svg", "logo.php.png"]
)
def test_name_of_the_file_means_nothing_and_is_kept_nowhere(client, name):
    signatory = factories.create_signatory()

    assert send(client, signatory, png(), name=name).status_code == 302

    assert set(kept(signatory.logos.get())) == {True}
    assert not [value for value in signatory.logos.values().get().values() if str(value) == name]


def test_name_of_eight_kilobytes_gets_a_clear_answer(client):
    signatory = factories.create_signatory()

    body = HEAD.replace(b"a.png", b"n" * 8_192 + b".png") + png() + b"\r\n--x--\r\n"

    response = client.post(bench_of(signatory), body, content_type="multipart/form-data; boundary=x")

    assert response.status_code == 200
    assert said(Problem.UNREADABLE_FORM) in Page(response).text


class Endless:
    """A body that would never end; it counts what is read of it."""

    def __init__(self, head: bytes) -> None:
        self.head = head
        self.read_so_far = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0
        part = self.head or b"\0" * size
        self.head = b""
        self.read_so_far += len(part)
        return part[:size]

    readline = read


HEAD = b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'


def endless_request(length: int | None):
    body = Endless(HEAD)
    meta = RequestFactory().post("/").META | {"wsgi.input": body, "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    del meta["CONTENT_LENGTH"]
    return WSGIRequest(meta if length is None else meta | {"CONTENT_LENGTH": str(length)}), body


def read_all(request: WSGIRequest) -> bytes:
    upload.take_in(request)
    return upload.content(request)


@pytest.mark.parametrize(
    ("length", "problem", "most_read"),
    [
        (10 * 1024**3, Problem.FILE_TOO_BIG, 0),
        (upload.MOST_BODY, Problem.FILE_TOO_BIG, upload.MOST_BODY + 1024**2),
        (None, Problem.NO_FILE, 0),
    ],
    ids=["ten gigabytes", "what is read to its end", "without a length"],
)
def test_body_is_never_read_beyond_its_limit(length, problem, most_read):
    request, body = endless_request(length)

    with pytest.raises(UnusableError) as refused:
        read_all(request)

    assert refused.value.problem == problem
    assert body.read_so_far <= most_read


def test_file_beyond_the_limit_never_stands_in_memory():
    handler = upload.CappedUpload(RequestFactory().post("/"))
    handler.new_file("picture", "a", "b", None)
    chunk = b"\0" * handler.chunk_size
    for start in range(0, upload.MOST_BYTES, len(chunk)):
        handler.receive_data_chunk(chunk, start)

    with pytest.raises(upload.StopUpload):
        handler.receive_data_chunk(b"\0", upload.MOST_BYTES)

    assert (handler.content.getbuffer().nbytes, handler.is_over) == (0, True)


def test_second_file_and_one_by_another_name_are_passed_over(client):
    signatory = factories.create_signatory()
    first, second = (SimpleUploadedFile(f"{n}.png", png(size=(400, size))) for n, size in ((1, 200), (2, 400)))

    client.post(bench_of(signatory), {"evil": SimpleUploadedFile("e.png", b"x" * 100), "picture": [first, second]})

    assert signatory.logos.get().height < signatory.logos.get().width * 0.6


def test_too_many_in_an_hour_are_refused_in_words_and_nothing_is_lost(client, settings):
    settings.LIMITS_PER_HOUR = settings.LIMITS_PER_HOUR | {"logos_of_signatory": 2}
    signatory, other = factories.create_signatory(), factories.create_signatory()

    answers = [send(client, signatory, png()) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert said(Problem.TOO_OFTEN) in Page(answers[2]).text
    draft = signatory.logos.get()
    assert press(client, signatory, "use", draft).status_code == 302
    assert send(client, other, png()).status_code == 302
    assert not LimitCounter.objects.filter(key__contains=signatory.public_id.hex).exists()
    assert limits.is_spent("logos_of_signatory", str(signatory.public_id))


def test_store_that_is_away_gets_a_calm_answer(client, monkeypatch):
    signatory = factories.create_signatory()
    used = create_logo(signatory)
    monkeypatch.setattr(type(storage.store()), "save", lambda *_: (_ for _ in ()).throw(OSError("no space left")))

    response = send(client, signatory, png())

    assert said(Problem.NOT_KEPT) in Page(response).text
    assert signatory.logos.get() == used


@pytest.mark.parametrize("action", ["use", "take_back"])
def test_press_for_what_is_gone_is_told_so(client, action):
    signatory = factories.create_signatory()
    gone = create_logo(signatory, LogoState.DRAFT, has_files=False)
    name = gone.name
    gone.delete()

    response = client.post(bench_of(signatory), {"action": action, "name": name})

    assert (response.status_code, 'role="alert"' in response.content.decode()) == (200, True)


def test_press_without_a_known_verb_changes_nothing(client):
    signatory = factories.create_signatory()
    draft = create_logo(signatory, LogoState.DRAFT)

    for data in ({}, {"action": "approve", "name": draft.name}, {"action": "use"}):
        assert client.post(bench_of(signatory), data).status_code == 200

    assert signatory.logos.get().state == LogoState.DRAFT


def test_refused_logo_is_shown_with_its_reason(client):
    signatory = factories.create_signatory(status=Status.APPROVED)
    create_logo(signatory, LogoState.REFUSED, reason=LogoReason.OF_ANOTHER, own_words="Van <b>wie</b>?")

    page = client.get(bench_of(signatory))

    with translation.override("nl"):
        assert str(LogoReason.OF_ANOTHER.label) in Page(page).text
    assert "Van &lt;b&gt;wie&lt;/b&gt;?" in page.content.decode()


def test_bench_costs_the_same_queries_with_one_logo_and_with_four(client):
    signatory = factories.create_signatory(status=Status.APPROVED)
    create_logo(signatory)
    with CaptureQueriesContext(connection) as with_one:
        client.get(bench_of(signatory))
    for state in set(LogoState) - {LogoState.USED}:
        create_logo(signatory, state)

    with CaptureQueriesContext(connection) as with_four:
        client.get(bench_of(signatory))

    assert len(with_four) == len(with_one) <= 6
