"""Getting in: one log-in, a limit on guesses, and a second factor where the settings ask for one."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from signatories.models import LimitCounter

PASSWORD = "een-lang-wachtwoord"
LOG_IN = reverse("account_login")
INDEX = reverse("admin:index")
ACTIVATE = reverse("mfa_activate_totp")


@pytest.fixture
def colleague(db: None) -> User:
    return User.objects.create_user("Mo", "mo@hierniet.example", PASSWORD, is_staff=True)


def log_in(client: Client, *, name: str = "Mo", password: str = PASSWORD, **more: str) -> object:
    return client.post(LOG_IN, {"login": name, "password": password}, **more)


@pytest.mark.parametrize("name", ["Mo", "mo@hierniet.example"])
def test_log_in_by_name_or_address_leads_to_the_back_office(client: Client, colleague: User, name: str) -> None:
    response = log_in(client, name=name)

    assert response["Location"] == INDEX
    assert client.get(INDEX).status_code == 200


def test_log_in_leads_back_to_where_one_wanted_to_be(client: Client, admin_user: User) -> None:
    queue = reverse("admin:signatories_signatory_queue")

    asked = client.get(queue)
    response = client.post(asked["Location"], {"login": admin_user.username, "password": "password", "next": queue})

    assert response["Location"] == queue


def test_log_in_leads_nowhere_else(client: Client, colleague: User) -> None:
    response = client.post(
        f"{LOG_IN}?next=https://elders.example/",
        {"login": "Mo", "password": PASSWORD, "next": "https://elders.example/"},
    )

    assert response["Location"] == INDEX


def test_log_in_pages_of_the_admin_lead_to_the_one_log_in(client: Client, colleague: User) -> None:
    assert client.get(reverse("admin:login"))["Location"].startswith(LOG_IN)
    client.force_login(colleague)
    assert client.get(reverse("admin:login"))["Location"] == INDEX
    assert client.get(reverse("admin:password_change"))["Location"] == reverse("account_change_password")
    assert client.get(reverse("admin:logout"))["Location"] == reverse("account_logout")


def test_account_without_staff_status_is_told_no(client: Client, visitor: User) -> None:
    client.force_login(visitor)

    response = client.get(INDEX, follow=True)

    assert response.status_code == 403


def test_log_out_needs_a_button(client: Client, colleague: User) -> None:
    client.force_login(colleague)

    client.get(reverse("account_logout"))
    assert client.get(INDEX).status_code == 200

    client.post(reverse("account_logout"))
    assert client.get(INDEX).status_code == 302


def test_guesses_at_one_account_run_into_a_limit_from_wherever_they_come(
    client: Client, colleague: User, settings: object
) -> None:
    settings.LIMITS_PER_HOUR = settings.LIMITS_PER_HOUR | {"log_in_as": 3}
    for number in range(3):
        log_in(client, password="fout", REMOTE_ADDR=f"10.0.0.{number}")

    response = log_in(client, REMOTE_ADDR="10.0.0.9")

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_guesses_from_one_address_run_into_a_limit_for_all_accounts(
    client: Client, colleague: User, settings: object
) -> None:
    settings.LIMITS_PER_HOUR = settings.LIMITS_PER_HOUR | {"log_in_from_address": 3}
    for number in range(3):
        log_in(client, name=f"naam{number}", password="fout")

    assert log_in(client).status_code == 200
    assert log_in(client, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_a_right_password_is_not_counted_as_a_guess(client: Client, colleague: User, settings: object) -> None:
    settings.LIMITS_PER_HOUR = settings.LIMITS_PER_HOUR | {"log_in_as": 2, "log_in_from_address": 2}

    for _turn in range(4):
        assert log_in(client).status_code == 302
        client.post(reverse("account_logout"))

    assert not LimitCounter.objects.exists()


def test_log_in_says_the_same_of_a_wrong_name_and_a_wrong_password(client: Client, colleague: User) -> None:
    pages = [log_in(client, **wrong).content.decode() for wrong in ({"name": "Nobody"}, {"password": "fout"})]

    errors = [re.findall(r'<div class="error-summary".*?</ul>', page, re.DOTALL) for page in pages]
    assert errors[0]
    assert errors[0] == errors[1]


def test_inactive_account_does_not_get_in(client: Client, colleague: User) -> None:
    User.objects.update(is_active=False)

    log_in(client)

    assert client.get(INDEX).status_code == 302


@pytest.fixture
def _second_factor(settings: object) -> None:
    settings.STAFF_SECOND_FACTOR = True


@pytest.mark.usefixtures("_second_factor")
def test_who_has_no_second_factor_yet_is_led_to_it_before_anything_else(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)

    for name in ("index", "signatories_signatory_queue", "guidance_page_changelist", "auth_user_changelist"):
        response = client.get(reverse(f"admin:{name}"), follow=True)
        assert ACTIVATE in [address.partition("?")[0] for address, _status in response.redirect_chain]


@pytest.mark.usefixtures("_second_factor")
def test_custom_pages_stay_closed_without_the_second_factor(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)

    response = client.post(reverse("admin:guidance_page_preview"), {"preview": "a", "a": "x"})

    assert response.status_code == 302
    assert "admin" not in response["Location"]


@pytest.mark.django_db(transaction=True)  # allauth tells that it is set up when the transaction ends
@pytest.mark.usefixtures("_second_factor")
def test_second_factor_is_set_up_with_the_password_and_opens_the_back_office(client: Client, colleague: User) -> None:
    log_in(client)
    asked = client.get(ACTIVATE)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked["Location"], {"password": PASSWORD})

    page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    response = client.post(ACTIVATE, {"code": _code(secret)})

    assert 'src="data:image/svg+xml' in page.content.decode()
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(INDEX).status_code == 200


def test_owner_is_told_by_mail_when_the_password_changes(
    client: Client, colleague: User, mailoutbox: list[EmailMessage]
) -> None:
    log_in(client)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "nog-een-lang-wachtwoord", "password2": "nog-een-lang-wachtwoord"},
    )

    assert [mail.to for mail in mailoutbox] == [["mo@hierniet.example"]]


@pytest.mark.usefixtures("_second_factor")
def test_password_alone_does_not_open_an_account_with_a_second_factor(client: Client, colleague: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(colleague, secret)

    response = log_in(client)

    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get(INDEX)["Location"].startswith(reverse("admin:login"))
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get(INDEX).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": _code(secret)})
    assert client.get(INDEX).status_code == 200


@pytest.mark.usefixtures("_second_factor")
@pytest.mark.parametrize("view", ["mfa_authenticate", "mfa_reauthenticate"])
def test_guesses_at_a_second_factor_run_into_a_limit_that_all_processes_share(
    client: Client, colleague: User, settings: object, view: str
) -> None:
    settings.LIMITS_PER_HOUR = settings.LIMITS_PER_HOUR | {"second_factor_of": 3}
    secret = totp.generate_totp_secret()
    if view == "mfa_reauthenticate":
        log_in(client)
    totp.TOTP.activate(colleague, secret)
    if view == "mfa_authenticate":
        log_in(client)

    for guess in ("000000", "111111", "222222"):
        client.post(reverse(view), {"code": guess})
        cache.clear()  # another process, with a cache of its own
    refused = client.post(reverse(view), {"code": _code(secret)})

    assert refused.status_code == 200
    assert "code" in refused.context["form"].errors
    assert client.get(INDEX).status_code == 302


@pytest.mark.usefixtures("_second_factor")
def test_a_right_code_is_not_counted_as_a_guess(client: Client, colleague: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(colleague, secret)
    log_in(client)

    client.post(reverse("mfa_authenticate"), {"code": _code(secret)})

    assert client.get(INDEX).status_code == 200
    assert not LimitCounter.objects.exists()


@pytest.mark.usefixtures("_second_factor")
def test_session_from_before_the_second_factor_has_to_show_it(client: Client, colleague: User) -> None:
    """Somebody who knew the password was in already when the owner set up the second factor."""
    log_in(client)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(colleague, secret)

    closed = client.get(INDEX, follow=True)

    assert closed.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("mfa_reauthenticate"), {"code": _code(secret)})
    assert client.get(INDEX).status_code == 200


def test_secret_of_a_second_factor_is_not_readable_in_the_database(colleague: User) -> None:
    secret = totp.generate_totp_secret()

    totp.TOTP.activate(colleague, secret)

    stored = Authenticator.objects.get()
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code(_code(secret))


def test_old_key_still_opens_a_second_factor(colleague: User, settings: object) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(colleague, secret)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-that-is-long-enough-to-pass-for-a-real-one-0123456789"

    assert Authenticator.objects.get().wrap().validate_code(_code(secret))


@pytest.mark.usefixtures("_second_factor")
def test_taking_the_second_factor_away_closes_the_door_again(client: Client, admin_user: User, colleague: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(colleague, secret)
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": _code(secret)})
    assert client.get(INDEX).status_code == 200

    Authenticator.objects.filter(user=colleague).delete()

    assert client.get(INDEX).status_code == 302


def test_what_a_second_factor_is_made_of_is_shown_to_nobody(admin_client: Client, colleague: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(colleague, secret)
    authenticator = Authenticator.objects.get()

    page = admin_client.get(reverse("admin:mfa_authenticator_change", args=[authenticator.pk])).content.decode()

    assert "Mo" in page
    assert secret not in page
    assert "secret" not in page


def test_an_administrator_lets_a_colleague_in_who_lost_the_phone(
    admin_client: Client, client: Client, colleague: User
) -> None:
    """With the recovery codes, which would keep asking, and without whoever may have found the phone."""
    log_in(client)
    totp.TOTP.activate(colleague, totp.generate_totp_secret())
    RecoveryCodes.activate(colleague)
    pk = Authenticator.objects.get(type=Authenticator.Type.TOTP).pk

    admin_client.post(reverse("admin:mfa_authenticator_delete", args=[pk]), {"post": "yes"})

    assert not Authenticator.objects.exists()
    assert client.get(INDEX).status_code == 302


def test_session_that_an_administrator_deletes_is_over(admin_client: Client, client: Client, colleague: User) -> None:
    log_in(client)
    pk = UserSession.objects.get(user=colleague).pk

    admin_client.post(reverse("admin:usersessions_usersession_delete", args=[pk]), {"post": "yes"})

    assert client.get(INDEX).status_code == 302


def _code(secret: str) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))))
