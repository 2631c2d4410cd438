"""The matrix: every address of the back office × everybody who could ask × GET and POST, against a table in roles.py."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from signatories.models import Signatory
from tests import factories
from tests.site.roles import ADD, CHANGE, DELETE, EVERYBODY_IN, LOOK, MODELS, OTHERS, ROLES
from tests.site.test_back_office_access import CUSTOM, addresses  # noqa: F401  a fixture

# Django's own page of an account leaves a variable out.
pytestmark = [pytest.mark.django_db, pytest.mark.pages, pytest.mark.ignore_template_errors]
ANSWERED = (200, 302)
LOG_IN = ("/beheer/login/", "/beheer/account/login/")
STOCK = {"changelist": LOOK, "history": LOOK, "add": ADD, "change": CHANGE, "delete": DELETE}


def client_of(role: str) -> Client:
    client = Client()
    user = ROLES[role]()
    if user:
        client.force_login(user)
    return client


def is_refused(response: object) -> bool:
    """Sent to the log-in, or told that this is not theirs."""
    status = response.status_code  # type: ignore[attr-defined]
    return status == 403 or (status == 302 and response["Location"].startswith(LOG_IN))  # type: ignore[index]


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        yield from patterns(pattern) if isinstance(pattern, URLResolver) else [pattern]


def names_in_the_back_office() -> set[str]:
    admin = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", None) == "admin")
    return {pattern.name for pattern in patterns(admin) if pattern.name}


def test_every_address_is_in_a_table():
    stock = {f"{model}_{page}" for model in MODELS for page in STOCK}

    assert names_in_the_back_office() == {*CUSTOM, *stock, *OTHERS}


@pytest.mark.parametrize("role", ROLES)
def test_custom_addresses_answer_their_own_roles_and_methods_only(role, addresses):  # noqa: F811  the fixture
    client = client_of(role)

    for name, (groups, methods) in CUSTOM.items():
        for method in ("GET", "POST"):
            response = getattr(client, method.lower())(addresses[name])
            if role in (*groups.split(), "superuser"):
                expected = ANSWERED if method in methods else (405,)
                assert response.status_code in expected, (name, method)
                assert not (response.status_code == 302 and is_refused(response)), (name, method)
            else:
                assert is_refused(response) or response.status_code == 405, (name, method)
                assert response.status_code != 200, (name, method)


def row_addresses(model: str, pk: int) -> dict[str, str]:
    return {
        page: reverse(f"admin:{model}_{page}", args=[] if page in ("changelist", "add") else [pk]) for page in STOCK
    }


@pytest.fixture
def rows(db: None) -> dict[str, int]:
    """A row of every model that has one to make; of the others a number that nobody has."""
    signatory = factories.create_signatory()
    reason, aid, rule = factories.create_reason(), factories.create_aid(), factories.create_rule()
    made = [
        signatory, reason, aid, rule, factories.create_page(), factories.create_article(), factories.create_helpline(),
        factories.create_reply(rule=rule), aid.outcomes.first(), aid.questions.first(), Group.objects.create(name="g"),
        User.objects.create_user("iemand", password="een-lang-wachtwoord"),
    ]  # fmt: skip
    return {f"{row._meta.app_label}_{row._meta.model_name}": row.pk for row in made}


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_each_model_answer_those_who_work_with_it_only(role, rows):
    client = client_of(role)

    for model, rights in MODELS.items():
        may = rights.get(role, set())
        for page, address in row_addresses(model, rows.get(model, 0)).items():
            for method in ("get", "post"):
                response = getattr(client, method)(address)
                case = (model, page, method, response.status_code)
                if not may:
                    is_nothing_there = model not in rows and response.headers.get("Location") == reverse("admin:index")
                    assert is_refused(response) or is_nothing_there, case
                elif page in ("changelist", "add") or (page in ("change", "delete", "history") and model in rows):
                    is_look_at_one = page == "change" and method == "get"
                    assert is_refused(response) is not (STOCK[page] in may or (is_look_at_one and LOOK in may)), case


@pytest.mark.parametrize("role", ROLES)
def test_other_pages_answer_those_in_the_table(role):
    client = client_of(role)
    other = User.objects.create_user("iemand", password="een-lang-wachtwoord")
    places = {
        "auth_user_password_change": [other.pk], "view_on_site": [0, 0], "app_list": ["signatories"],
    }  # fmt: skip

    for name, roles in OTHERS.items():
        response = client.get(reverse(f"admin:{name}", args=places.get(name, [])))
        if name not in ("login", "logout", "app_list", "autocomplete", "view_on_site"):
            assert is_refused(response) is (role not in roles), (name, response.status_code)
        elif role not in EVERYBODY_IN and name not in ("login", "logout"):
            assert is_refused(response), (name, response.status_code)


# Nobody gives themselves more -----------------------------------------------------------------------------------------


def post_user(client: Client, user: User, **more: object) -> int:
    facts = {"username": user.username, "first_name": "", "last_name": "", "email": user.email, "is_active": "on"}
    return client.post(reverse("admin:auth_user_change", args=[user.pk]), facts | more).status_code


def test_administrator_hands_out_less_than_they_have():
    client, colleague = client_of("administrators"), User.objects.create_user("Nieuw", email="n@hierniet.example")
    groups = {group.name: group.pk for group in Group.objects.all()}

    more = {"is_staff": "on", "groups": [groups["moderators"]]}
    assert (
        post_user(client, colleague, **more, is_superuser="on", user_permissions=[Permission.objects.first().pk]) == 302
    )
    colleague.refresh_from_db()
    assert [group.name for group in colleague.groups.all()] == ["moderators"]
    assert (colleague.is_staff, colleague.is_superuser, colleague.user_permissions.exists()) == (True, False, False)

    assert post_user(client, colleague, is_staff="on", groups=[groups["administrators"]]) == 200  # not on offer
    assert [group.name for group in colleague.groups.all()] == ["moderators"]


@pytest.mark.parametrize("role", ["administrators", "superuser"])
def test_administrator_changes_nobody_who_is_as_strong(role):
    client, strong = client_of("administrators"), ROLES["superuser"]()
    if role == "administrators":
        strong = factories.create_administrator(name="Bea")
    myself = User.objects.get(username="Ada")

    for somebody in (strong, myself):
        before = User.objects.filter(pk=somebody.pk).values().get()
        assert post_user(client, somebody, email="ander@x.example", is_superuser="on") == 403
        assert User.objects.filter(pk=somebody.pk).values().get() == before
        address = reverse("admin:auth_user_password_change", args=[somebody.pk])
        assert (
            client.post(address, {"password1": "een-ander-wachtwoord", "password2": "een-ander-wachtwoord"}).status_code
            == 403
        )


@pytest.mark.parametrize("role", ["visitor", "staff", "editors", "moderators"])
def test_others_change_no_account_at_all(role):
    client = client_of(role)
    myself = User.objects.get()

    assert is_refused(client.post(reverse("admin:auth_user_change", args=[myself.pk]), {"is_superuser": "on"}))
    assert is_refused(client.post(reverse("admin:auth_user_add"), {"username": "pop"}))
    myself.refresh_from_db()
    assert not myself.is_superuser
    assert User.objects.count() == 1


def test_new_account_made_by_an_administrator_has_no_rights_yet():
    client = client_of("administrators")
    words = {"username": "nieuw", "password1": "een-lang-wachtwoord", "password2": "een-lang-wachtwoord"}

    response = client.post(
        reverse("admin:auth_user_add"), words | {"usable_password": "true", "is_superuser": "on", "is_staff": "on"}
    )

    assert response.status_code == 302
    made = User.objects.get(username="nieuw")
    assert (made.is_superuser, made.is_staff, made.groups.exists()) == (False, False, False)


@pytest.mark.parametrize("role", ["staff", "editors", "moderators", "administrators"])
def test_nobody_sees_the_sessions_of_others(role):
    from allauth.usersessions.models import UserSession

    other = factories.create_visitor(name="Ander")
    UserSession.objects.create(user=other, session_key="s", ip="192.0.2.77", user_agent="Vreemde browser")
    client = client_of(role)

    mine = client.get(reverse("usersessions_list"))

    assert "192.0.2.77" not in mine.content.decode()
    assert "Vreemde browser" not in mine.content.decode()
    assert is_refused(client.get(reverse("admin:usersessions_usersession_changelist")))


def test_signatories_are_untouched_by_asking_for_everything(rows):
    """The matrix above posts to every address: for who may not, nothing happened."""
    before = list(Signatory.objects.values())
    for role in ("anonymous", "visitor", "staff", "editors", "administrators"):
        client = client_of(role)
        for address in row_addresses("signatories_signatory", rows["signatories_signatory"]).values():
            client.post(address, {"name": "Gekaapt", "post": "yes"})

    assert list(Signatory.objects.values()) == before
