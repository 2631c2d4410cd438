"""The link that `make run` prints: opens the back office once, on a developer's machine."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from hierniet.staff import make_log_in_token
from tests.site.documents import Document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _local(settings) -> None:
    settings.DEBUG = True
    settings.LOG_IN_LINKS = True
    settings.ROOT_URLCONF = "tests.site.local_urls"


def link_of(user: User) -> str:
    return reverse("log_in_link", kwargs={"token": make_log_in_token(user)})


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_command_makes_the_administrator_once_and_prints_a_link_that_works(client: Client, capsys):
    call_command("login_link")
    call_command("login_link")

    first, second = capsys.readouterr().out.split()
    user = User.objects.get()
    assert (user.is_superuser, user.is_staff, user.has_usable_password()) == (True, True, False)
    assert second.startswith("http://127.0.0.1:8000/beheer/toegang/")
    response = client.post(second.removeprefix("http://127.0.0.1:8000"))
    assert (response.status_code, response["Location"]) == (302, "/beheer/")
    assert is_logged_in(client)
    assert client.get(first.removeprefix("http://127.0.0.1:8000")).status_code == 410


def test_opening_the_link_does_not_log_in(client: Client, moderator):
    link = link_of(moderator)

    for _time in range(2):
        response = client.get(link)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
    client.head(link)

    assert not is_logged_in(client)
    assert Document(response.content.decode()).main.one("form", method="post")


def test_link_works_once(client: Client, moderator):
    link = link_of(moderator)
    client.post(link)

    again = Client()
    assert again.post(link).status_code == 410
    assert not is_logged_in(again)


@pytest.mark.pages
def test_button_needs_the_page_it_stands_on(moderator):
    careful = Client(enforce_csrf_checks=True)

    assert careful.post(link_of(moderator)).status_code == 403
    assert not is_logged_in(careful)


def test_link_is_out_of_date_after_three_days(client: Client, moderator, time_machine):
    time_machine.move_to("2026-11-22 12:00 +0100")
    link = link_of(moderator)
    time_machine.shift(3 * 24 * 3600 + 60)

    assert client.post(link).status_code == 410
    assert not is_logged_in(client)


@pytest.mark.parametrize("change", [{"is_active": False}, {"pk": 0}])
def test_link_of_somebody_who_is_gone_does_not_work(client: Client, moderator, change):
    link = link_of(moderator)
    User.objects.filter(pk=moderator.pk).update(**change) if "pk" not in change else moderator.delete()

    assert client.post(link).status_code == 410
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "token", ["x", "1", "1-", "-", "1-x-y", "²-x-y", "-1-x-y", "9" * 30 + "-x-y", "1-" + "x" * 500, "%00"]
)
def test_made_up_link_does_not_work(client: Client, moderator, token):
    assert client.post(f"/beheer/toegang/{token}/").status_code == 410
    assert not is_logged_in(client)


def test_link_of_one_person_does_not_open_as_another(client: Client, moderator, editor):
    signature = make_log_in_token(moderator).partition("-")[2]

    assert client.post(f"/beheer/toegang/{editor.pk}-{signature}/").status_code == 410


def test_in_production_there_are_no_such_links(client: Client, moderator, settings):
    link = link_of(moderator)
    settings.LOG_IN_LINKS = False

    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    assert not is_logged_in(client)
    with pytest.raises(CommandError, match="debug mode only"):
        call_command("login_link")


def test_settings_give_the_links_to_debug_mode_alone(settings):
    source = (Path(settings.BASE_DIR) / "hierniet" / "settings.py").read_text(encoding="utf-8")

    assert "\nLOG_IN_LINKS = DEBUG " in source
