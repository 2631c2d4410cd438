import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatories import actions, emails, tokens
from signatories.models import Signatory
from signatories.models.signatory import make_file_key
from signatories.tokens import Purpose
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("made_for", Purpose)
@pytest.mark.parametrize("used_for", Purpose)
def test_token_opens_what_it_is_made_for_and_nothing_else(made_for, used_for):
    signatory = factories.create_signatory(second_key=make_file_key())

    found = tokens.find_signatory(tokens.make_token(signatory, made_for), used_for)

    assert found == (signatory if made_for == used_for else None)


def test_token_is_the_same_every_time_and_another_for_everybody():
    one, other = factories.create_signatory(), factories.create_signatory()

    assert tokens.make_token(one, Purpose.FILE) == tokens.make_token(Signatory.objects.get(pk=one.pk), Purpose.FILE)
    assert tokens.make_token(one, Purpose.FILE) != tokens.make_token(other, Purpose.FILE)


def test_token_with_the_name_of_another_signatory_is_worth_nothing():
    one, other = factories.create_signatory(), factories.create_signatory()
    token = tokens.make_token(one, Purpose.FILE)

    forged = token.replace(one.public_id.hex, other.public_id.hex)

    assert forged != token
    assert tokens.find_signatory(forged, Purpose.FILE) is None


def test_token_ends_with_the_file_key_and_outlives_the_address():
    signatory = factories.create_signatory(status="unconfirmed")
    token = tokens.make_token(signatory, Purpose.CONFIRM)

    actions.expire(signatory, why="te laat")
    assert tokens.find_signatory(token, Purpose.CONFIRM) == signatory

    Signatory.objects.update(file_key=make_file_key())
    assert tokens.find_signatory(token, Purpose.CONFIRM) is None


def test_token_says_nothing_about_who_it_is_for():
    signatory = factories.create_signatory(name="Gent", contact_email="lies@gent.example")

    for purpose in Purpose:
        token = tokens.make_token(signatory, purpose)
        assert signatory.file_key not in token
        assert signatory.receipt_number not in token
        assert len(token) < 120


@given(st.text("abcdef0123456789-._~%\0é\u202e", max_size=90))
def test_token_that_somebody_made_up_opens_nothing(token):
    assert all(tokens.find_signatory(token, purpose) is None for purpose in Purpose)


@pytest.mark.parametrize("cut", [0, 1, 10, 33, -1, -5, -20])
def test_token_that_was_cut_opens_nothing(cut):
    token = tokens.make_token(factories.create_signatory(), Purpose.CONFIRM)

    assert tokens.find_signatory(token[:cut], Purpose.CONFIRM) is None


def test_code_is_typed_as_it_comes():
    signatory = factories.create_signatory()
    code = tokens.confirmation_code(signatory)
    plain = code.replace("-", "")

    assert len(plain) == tokens.CODE_LENGTH
    for typed in (code, code.lower(), plain, f" {plain[:4]} {plain[4:]} ", ".".join(plain), f"{plain}\n"):
        assert tokens.is_code_of(signatory, typed)


def test_code_of_somebody_else_or_of_an_old_address_is_wrong():
    signatory, other = factories.create_signatory(), factories.create_signatory()
    code = tokens.confirmation_code(signatory)
    signatory.file_key = make_file_key()

    for typed in (code, tokens.confirmation_code(other), "", "-", "é" * 8, tokens.confirmation_code(signatory)[:-1]):
        assert not tokens.is_code_of(signatory, typed)


def test_codes_use_no_letter_that_is_read_as_another():
    codes = "".join(tokens.confirmation_code(factories.create_signatory()) for _time in range(20))

    assert not set(codes) & set("01OILU")


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_mail_without_keys_opens_nothing_and_says_all_the_rest(language):
    signatory = factories.create_signatory(status="unconfirmed", language=language)
    mail = emails.preview_confirmation(signatory)

    keys = {tokens.make_token(signatory, Purpose.CONFIRM), tokens.confirmation_code(signatory)}

    for whole in (mail.text, mail.html):
        shown = tokens.without_keys(whole, signatory)
        assert {key for key in keys if key in whole} == keys
        assert not any(key in shown for key in keys)
        assert signatory.receipt_number in shown
        assert len(whole) - len(shown) < 500
