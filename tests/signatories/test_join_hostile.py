"""The form in the hands of those who want to break it, and of those whose name only looks as if they did."""

from email import message_from_bytes, policy
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from post_office.models import Email

from signatories import screening
from signatories.models import Signatory
from tests.signatories.applications import FILLED_IN, address, filled_in, send
from tests.signatories.pages import Page

pytestmark = pytest.mark.django_db

TEXTS = [name for name in FILLED_IN if name not in ("agrees_to_charter", "has_mandate")]


def arrived() -> tuple[str, str, dict[str, str]]:
    """Text, HTML and headers of the one mail, as a mail program reads them."""
    message = message_from_bytes(Email.objects.get().email_message().message().as_bytes(), policy=policy.default)
    bodies = [message.get_body((kind,)).get_content() for kind in ("plain", "html")]
    return bodies[0], bodies[1], dict(message.items())


@pytest.mark.parametrize(
    "name",
    [
        "Dupont & Fils « L'été »", 'Bakkerij "Het Brood"', "O'Reilly <BVBA>", "100% _eerlijk_ \\ vzw", "🔥 Vuur & Vlam 🏳️",
        "ЖЗЛ Ελλάς 株式会社", "a" * 120, "Œuvre ﬁn 3²", "<script>alert(1)</script>", "=HYPERLINK(1)", "{{ 7*7 }} {% now %}",
    ],
)  # fmt: skip
def test_join_takes_a_name_as_it_is_written(client, name):
    url = send(client, name=name, contact_name=name[:100], contact_role=name[:100]).url

    signatory = Signatory.objects.get()
    text, html, headers = arrived()
    assert (signatory.name, signatory.contact_name) == (name, name[:100])
    assert name in text
    assert "&#" not in text
    assert "&amp;" not in text
    assert name in Page(html).text
    assert "<script>" not in html
    assert "Bcc" not in headers
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("field", ["name", "contact_name", "contact_role", "contact_email", "website"])
def test_join_lets_no_header_slip_into_a_mail(client, field):
    typed = f"{FILLED_IN[field]}\r\nBcc: victim@elders.example\r\n\r\nKoop nu"

    response = send(client, **{field: typed})

    if response.status_code == 302:
        text, _html, headers = arrived()
        assert headers["To"] == "lies@voorbeeld.example"
        assert "Bcc" not in headers
        assert not [line for line in text.splitlines() if line.startswith(("Bcc:", "Koop nu"))]
        assert "\n" not in getattr(Signatory.objects.get(), field)
    else:
        assert f"#id_{field}" in Page(response).error_targets
    assert (response.status_code == 302) is (field in ("name", "contact_name", "contact_role"))


def post(client: Client, typed: dict[str, str | bytes]) -> HttpResponse:
    """As a browser sends a form, bytes that are no text included."""
    return client.post(address("join"), urlencode(typed), content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    "typed", [b"\0", b"x" * 12_000, b"\xed\xa0\xbd", b"\xff\xfe", "\u202e\u200b\ufeff", "%00%0d%0a"]
)
def test_join_answers_whatever_is_typed_everywhere(client, typed):
    response = post(client, dict.fromkeys([*FILLED_IN, "form_token"], typed))

    assert response.status_code == 200
    assert not Signatory.objects.exists()


@pytest.mark.parametrize("field", TEXTS)
def test_join_answers_a_zero_byte_in_one_field(client, field):
    response = post(client, {**filled_in(), field: FILLED_IN[field] + "\0"})

    assert response.status_code in (200, 302)
    for signatory in Signatory.objects.all():
        signatory.full_clean()


ODD = st.text(
    st.sampled_from("aZ9é&<>'\"@.,:;/\\%_-+()[]{}#= \r\n\t\0\u00a0\u00ad\u0301\u200b\u202e\u3164²０🔥"), max_size=40
)


@pytest.mark.pages
@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(TEXTS), ODD, max_size=4))
def test_join_either_stores_what_the_model_accepts_or_says_what_is_wrong(changes):
    with transaction.atomic():
        response = send(Client(), **changes)

        if response.status_code == 302:
            signatory = Signatory.objects.get()
            signatory.full_clean()
            assert Email.objects.count() == (0 if changes.get("homepage") else 1)
            assert [len(email.to) for email in Email.objects.all()] in ([1], [])
        else:
            assert response.status_code == 200
            assert Page(response).error_targets
            assert not Signatory.objects.exists()
        transaction.set_rollback(True)


@pytest.mark.pages
def test_join_refuses_a_body_of_ten_megabytes():
    browser = Client(enforce_csrf_checks=True)
    form = filled_in(name="a" * 10_000_000)

    assert post(browser, form).status_code == 400
    assert browser.post(address("join"), form).status_code == 400
    assert not Signatory.objects.exists()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"name": "Gent"}'),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nGe'),
        ("multipart/form-data", b"geen grens"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
        ("application/x-www-form-urlencoded", b"name=%ff%fe&kind=company"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"name=+ADw-script+AD4-"),
        ("application/x-www-form-urlencoded; charset=onzin", b"name=Gent"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(600))),
        ("text/plain", b"\x00" * 100),
        ("", b"name=Gent"),
    ],
)
def test_join_survives_a_body_that_is_no_form(client, content_type, body):
    client.raise_request_exception = False

    response = client.generic("POST", address("join"), body, content_type=content_type)

    assert response.status_code in (200, 400, 415)
    assert not Signatory.objects.exists()


def test_join_reads_the_last_of_a_field_that_comes_twice(client):
    pairs = [(name, value) for name, value in filled_in().items() if name != "contact_email"]
    pairs += [("contact_email", "een@voorbeeld.example"), ("contact_email", "twee@voorbeeld.example")]

    client.post(address("join"), urlencode(pairs), content_type="application/x-www-form-urlencoded")

    assert Email.objects.get().to == ["twee@voorbeeld.example"]


def test_join_with_the_form_of_somebody_else_changes_nothing_of_theirs(client):
    """Tokens are signed: nobody can name another's filling-in, and so reach their application."""
    token = screening.make_form_token()
    send(client, form_token=token, name="Stad Gent")
    name, time, signature = token.split(":")

    send(client, form_token=f"{name}:{time}:{signature[::-1]}", name="Gekaapt")

    assert list(Signatory.objects.order_by("pk").values_list("name", flat=True)) == ["Stad Gent", "Gekaapt"]
    assert Signatory.objects.order_by("pk").first().submission_key is not None
    assert Signatory.objects.order_by("pk").last().submission_key is None


@pytest.mark.parametrize("name", ["Win: www.evil.example", "https://evil.example", "Klik HTTP://evil.example/x"])
def test_join_carries_no_link_into_a_strangers_mailbox(client, name):
    response = client.post(address("join"), filled_in(name=name))

    assert response.status_code == 200
    assert not Signatory.objects.exists()
    assert not Email.objects.exists()
