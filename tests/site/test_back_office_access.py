"""Deny by default: who gets in where, and that nothing happens by a link."""

from collections.abc import Iterator
from itertools import product

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guidance.models import HouseRule, Page
from signatories.enums import BurstMode, Status
from signatories.models import Batch, ContactChange, ModerationSettings, Signatory
from tests.factories import (
    create_aid,
    create_article,
    create_helpline,
    create_moderator,
    create_page,
    create_reason,
    create_reply,
    create_rule,
    create_signatory,
)
from tests.signatories.deciding import address as deciding_address
from tests.signatories.deciding import take
from tests.signatories.test_moderation_admin import create_mail

SHOWN = ("aid", "article", "helpline", "houserule", "outcome", "page", "question", "reply")
CUSTOM = {
    # name: (groups that may, besides being staff; methods that it answers). See also roles.py and test_roles.py.
    "signatories_signatory_queue": ("moderators", {"GET"}),
    "signatories_signatory_review": ("moderators", {"GET"}),
    "signatories_signatory_numbers": ("moderators", {"GET"}),
    "signatories_signatory_decide": ("moderators", {"GET", "POST"}),
    "signatories_signatory_decide_mail": ("moderators", {"POST"}),
    "signatories_signatory_ask_second": ("moderators", {"POST"}),
    "signatories_signatory_compare": ("moderators", {"GET", "POST"}),
    "signatories_signatory_look_again": ("moderators", {"POST"}),
    "signatories_signatory_just_decided": ("moderators", {"GET"}),
    "signatories_signatory_undo": ("moderators", {"POST"}),
    "signatories_signatory_send_now": ("moderators", {"POST"}),
    "signatories_signatory_assign": ("moderators", {"POST"}),
    "signatories_signatory_look": ("moderators", {"POST"}),
    "signatories_signatory_take_over": ("moderators", {"POST"}),
    "signatories_signatory_note": ("moderators", {"POST"}),
    "signatories_signatory_see": ("moderators", {"POST"}),
    "signatories_signatory_bulk": ("moderators", {"GET", "POST"}),
    "signatories_signatory_bulk_done": ("moderators", {"GET"}),
    "signatories_signatory_bulk_undo": ("moderators", {"POST"}),
    "signatories_signatory_groups": ("moderators", {"GET"}),
    "signatories_signatory_work_through": ("moderators", {"POST"}),
    "signatories_signatory_lane": ("moderators", {"GET"}),
    "signatories_signatory_look_first": ("moderators", {"POST"}),
    "signatories_signatory_take_look_back": ("moderators", {"POST"}),
    "signatories_signatory_digest": ("moderators", {"GET", "POST"}),
    "signatories_signatory_logos": ("moderators", {"GET"}),
    "signatories_signatory_approve_logo": ("moderators", {"POST"}),
    "signatories_signatory_refuse_logo": ("moderators", {"POST"}),
    "signatories_signatory_contacts": ("moderators", {"GET"}),
    "signatories_signatory_invite": ("moderators", {"POST"}),
    "signatories_signatory_still_true": ("moderators", {"POST"}),
    "signatories_signatory_decide_contact": ("moderators", {"POST"}),
    "signatories_outgoingmail_html": ("moderators", {"GET"}),
    "signatories_outgoingmail_send_again": ("moderators", {"POST"}),
    "signatories_outgoingmail_see": ("moderators", {"POST"}),
    "signatories_outgoingmail_correct_address": ("moderators", {"POST"}),
    "signatories_wording_edit": ("moderators administrators", {"GET", "POST"}),
    "signatories_wording_preview": ("moderators administrators", {"POST"}),
    "signatories_reason_preview": ("moderators", {"POST"}),
    "signatories_event_upkeep": ("moderators administrators", {"GET"}),
    "signatories_event_file": ("moderators administrators", {"GET"}),
    "guidance_houserule_preview": ("editors", {"POST"}),
    "guidance_page_preview": ("editors", {"POST"}),
    "guidance_helpline_preview": ("editors", {"POST"}),
    "guidance_article_preview": ("editors", {"POST"}),
    "guidance_reply_preview": ("editors", {"POST"}),
    "guidance_aid_preview": ("editors", {"POST"}),
    "guidance_question_preview": ("editors", {"POST"}),
    "guidance_outcome_preview": ("editors", {"POST"}),
    "guidance_aid_tree": ("editors", {"GET"}),
    "guidance_work": ("editors", {"GET"}),
    **{f"guidance_{model}_as_public": ("editors", {"GET"}) for model in SHOWN},
}
ALLOWED = (200, 302)
GUIDE = [
    f"guidance_{name}" for name in ("aid", "article", "helpline", "houserule", "outcome", "page", "question", "reply")
]


@pytest.fixture
def addresses(db: None) -> dict[str, str]:
    """Every custom address of the back office, with a row behind it."""
    signatory = create_signatory()
    create_signatory(status=Status.APPROVED)  # of the same domain: a burst in which two share the well-known ones
    ModerationSettings(burst=BurstMode.ON, second_look_in_burst=True).save()
    mail = create_mail(signatory=create_signatory(status=Status.APPROVED))
    moderator = create_moderator(name="Beslist")
    batch = Batch.objects.create(by=moderator, choice="approve", number=1)
    taken = take("approve", create_signatory(), by=moderator)
    change = ContactChange.objects.create(signatory=signatory, kind="claim", new_email="info@voorbeeld.example")
    aid, rule = create_aid(), create_rule()
    shown = (
        aid, create_article(), create_helpline(), rule, aid.outcomes.first(), create_page(), aid.questions.first(),
        create_reply(rule=rule),
    )  # fmt: skip
    return {
        "signatories_signatory_queue": reverse("admin:signatories_signatory_queue"),
        "signatories_signatory_review": reverse("admin:signatories_signatory_review", args=[signatory.pk]),
        "signatories_signatory_decide": reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve"]),
        "signatories_signatory_decide_mail": reverse(
            "admin:signatories_signatory_decide_mail", args=[signatory.pk, "approve"]
        ),
        "signatories_signatory_ask_second": reverse("admin:signatories_signatory_ask_second", args=[signatory.pk]),
        "signatories_signatory_compare": reverse(
            "admin:signatories_signatory_compare", args=[signatory.pk, create_signatory().pk]
        ),
        "signatories_signatory_look_again": reverse("admin:signatories_signatory_look_again", args=[signatory.pk]),
        **{
            f"signatories_signatory_{name}": deciding_address(name, signatory.pk)
            for name in ("assign", "look", "take_over", "note", "see")
        },
        **{f"signatories_signatory_{name}": deciding_address(name) for name in ("just_decided", "bulk")},
        **{f"signatories_signatory_{name}": deciding_address(name, batch.pk) for name in ("bulk_done", "bulk_undo")},
        **{f"signatories_signatory_{name}": deciding_address(name, taken.pk) for name in ("undo", "send_now")},
        "signatories_signatory_numbers": reverse("admin:signatories_signatory_numbers"),
        "signatories_event_upkeep": reverse("admin:signatories_event_upkeep"),
        "signatories_event_file": reverse("admin:signatories_event_file", args=[signatory.pk, "json"]),
        **{
            f"signatories_signatory_{name}": reverse(f"admin:signatories_signatory_{name}")
            for name in ("groups", "work_through", "lane", "digest")
        },
        **{
            f"signatories_signatory_{name}": reverse(f"admin:signatories_signatory_{name}", args=[signatory.pk])
            for name in ("look_first", "take_look_back")
        },
        "signatories_signatory_logos": reverse("admin:signatories_signatory_logos"),
        "signatories_signatory_approve_logo": reverse("admin:signatories_signatory_approve_logo", args=[signatory.pk]),
        "signatories_signatory_refuse_logo": reverse("admin:signatories_signatory_refuse_logo", args=[signatory.pk]),
        "signatories_signatory_contacts": reverse("admin:signatories_signatory_contacts"),
        "signatories_signatory_invite": reverse("admin:signatories_signatory_invite", args=[signatory.pk]),
        "signatories_signatory_still_true": reverse("admin:signatories_signatory_still_true", args=[signatory.pk]),
        "signatories_signatory_decide_contact": reverse(
            "admin:signatories_signatory_decide_contact", args=[change.pk, "seen"]
        ),
        "signatories_outgoingmail_html": reverse("admin:signatories_outgoingmail_html", args=[mail.pk]),
        "signatories_outgoingmail_send_again": reverse("admin:signatories_outgoingmail_send_again", args=[mail.pk]),
        "signatories_outgoingmail_see": reverse("admin:signatories_outgoingmail_see", args=[mail.pk]),
        "signatories_outgoingmail_correct_address": reverse(
            "admin:signatories_outgoingmail_correct_address", args=[mail.pk]
        ),
        "signatories_wording_edit": reverse("admin:signatories_wording_edit", args=["confirm_address", "nl"]),
        "signatories_wording_preview": reverse("admin:signatories_wording_preview", args=["confirm_address", "nl"]),
        "guidance_aid_tree": reverse("admin:guidance_aid_tree", args=[aid.pk]),
        "guidance_work": reverse("admin:guidance_work"),
        **{
            f"guidance_{row._meta.model_name}_as_public": reverse(
                f"admin:guidance_{row._meta.model_name}_as_public", args=[row.pk, "nl"]
            )
            for row in shown
        },
        **{
            name: reverse(f"admin:{name}")
            for name in CUSTOM
            if name.startswith("guidance_") and name.endswith("_preview")
        },
        "signatories_reason_preview": reverse("admin:signatories_reason_preview"),
    }


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


def client_of(*, is_staff: bool, group: str = "") -> Client:
    client = Client()
    user = {"moderators": create_moderator}.get(group, lambda: None)() or User.objects.create_user(
        "iemand", password="een-lang-wachtwoord", is_staff=is_staff
    )
    client.force_login(user)
    return client


def test_set_of_custom_addresses_is_exactly_this() -> None:
    """Whoever adds one has to say here who may, and how it is asked."""
    stock = {"add", "changelist", "history", "delete", "change"}
    resolver = next(
        pattern for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin"
    )  # fmt: skip
    names = {pattern.name for pattern in patterns(resolver) if pattern.name}
    ours = {
        name for name in names
        if name.startswith(("guidance_", "signatories_")) and name.rpartition("_")[2] not in stock
    }  # fmt: skip

    assert ours == set(CUSTOM)


def test_custom_address_is_closed_to_who_is_not_logged_in(client: Client, addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        for method in (client.get, client.post):
            response = method(address)

            assert response.status_code == 302, name
            assert response["Location"].startswith(reverse("account_login")), name


@pytest.mark.pages
@pytest.mark.parametrize("is_staff", [False, True])
def test_custom_address_is_closed_to_accounts_without_the_right(addresses: dict[str, str], is_staff: bool) -> None:
    client = client_of(is_staff=is_staff)

    for name, address in addresses.items():
        for method in (client.get, client.post):
            assert method(address, follow=not is_staff).status_code in (403, 405), name


def test_custom_address_is_open_to_its_own_group_only(
    moderator_client: Client, editor_client: Client, addresses: dict[str, str]
) -> None:
    clients = {"moderators": moderator_client, "editors": editor_client}
    for name, (groups, methods) in CUSTOM.items():
        for method, (theirs, client) in product(methods, clients.items()):
            status = getattr(client, method.lower())(addresses[name]).status_code
            assert status in ALLOWED if theirs in groups.split() else status == 403, (name, method, theirs)


def test_custom_address_answers_its_own_methods_only(admin_client: Client, addresses: dict[str, str]) -> None:
    for name, (_group, methods) in CUSTOM.items():
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            status = getattr(admin_client, method.lower())(addresses[name]).status_code
            assert status in ALLOWED if method in methods else status == 405, (name, method)


@pytest.mark.pages
def test_custom_address_that_posts_needs_the_token_against_forgery(addresses: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("beheer", password="een-lang-wachtwoord"))

    for name, (_group, methods) in CUSTOM.items():
        if "POST" in methods:
            assert client.post(addresses[name]).status_code == 403, name


@pytest.mark.pages
def test_decide_needs_the_right_to_decide_and_not_only_to_see(db: None) -> None:
    viewer = create_moderator()
    viewer.groups.clear()
    viewer.user_permissions.set(
        permission for permission in _permissions() if permission.codename in ("view_signatory", "change_signatory")
    )
    client = Client()
    client.force_login(viewer)
    signatory = create_signatory()
    decide = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve"])

    page = client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk]))

    assert page.status_code == 200
    assert decide not in page.content.decode()
    assert client.post(decide, {"confirm": "1"}).status_code == 403
    assert Signatory.objects.get().status == Status.SUBMITTED


def _permissions() -> Iterator[object]:
    from django.contrib.auth.models import Permission

    yield from Permission.objects.all()


@pytest.mark.parametrize(
    ("group", "own", "others"),
    [
        ("moderators", ["signatories_signatory", "signatories_event", "signatories_outgoingmail", "signatories_reason",
          "signatories_wording"],
         [*GUIDE, "auth_user", "auth_group", "mfa_authenticator"]),
        ("editors", GUIDE,
         ["signatories_signatory", "signatories_event", "signatories_outgoingmail", "signatories_reason", "signatories_wording", "auth_user",
          "auth_group", "mfa_authenticator", "usersessions_usersession", "account_emailaddress"]),
    ],
)  # fmt: skip
def test_each_group_sees_its_own_lists_only(
    moderator_client: Client, editor_client: Client, group: str, own: list[str], others: list[str]
) -> None:
    client = moderator_client if group == "moderators" else editor_client

    assert {name: client.get(reverse(f"admin:{name}_changelist")).status_code for name in own} == dict.fromkeys(
        own, 200
    )
    assert {name: client.get(reverse(f"admin:{name}_changelist")).status_code for name in others} == dict.fromkeys(
        others, 403
    )


def test_editors_cannot_write_reasons_nor_moderators_rules(moderator_client: Client, editor_client: Client) -> None:
    rule, page, helpline, reason = create_rule(), create_page(), create_helpline(), create_reason()

    for model, row in (("houserule", rule), ("page", page), ("helpline", helpline)):
        assert moderator_client.post(reverse(f"admin:guidance_{model}_change", args=[row.pk])).status_code == 403
    assert editor_client.post(reverse("admin:signatories_reason_change", args=[reason.pk])).status_code == 403
    assert (HouseRule.objects.count(), Page.objects.count()) == (1, 1)


def test_every_model_of_the_back_office_belongs_to_somebody() -> None:
    """A library that brings pages of its own is noticed here, before it shows what nobody should see."""
    assert {model._meta.label for model in admin.site._registry} == {
        "account.EmailAddress", "auth.Group", "auth.User", "guidance.Aid", "guidance.Article", "guidance.Helpline",
        "guidance.HouseRule", "guidance.Outcome", "guidance.Page", "guidance.Question", "guidance.Reply",
    "mfa.Authenticator", "signatories.Event", "signatories.Limit", "signatories.Listed",
    "signatories.ModerationSettings", "signatories.OutgoingMail", "signatories.Reason", "signatories.Signatory",
    "signatories.Wording", "usersessions.UserSession",
    }  # fmt: skip
