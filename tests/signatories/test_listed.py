"""The allow and the block list: one spelling, the closest entry, a reason and an end."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from signatories import lists, retention
from signatories.enums import Listable
from signatories.models import Listed
from signatories.models.listed import normalise

pytestmark = pytest.mark.django_db
LIST = reverse("admin:signatories_listed_changelist")
ADD = reverse("admin:signatories_listed_add")


def put(listing: str, what: str, value: str, **more: object) -> Listed:
    return Listed.objects.create(listing=listing, what=what, value=value, comment="Afgesproken in het team.", **more)


@pytest.mark.parametrize(
    ("what", "typed", "kept"),
    [
        ("address", " 192.0.2.1 ", "192.0.2.1/32"),
        ("address", "2001:DB8:1:2::7", "2001:db8:1:2::/64"),
        ("network", "192.0.2.77/24", "192.0.2.0/24"),
        ("network", "2001:db8:1:2::/48", "2001:db8:1::/48"),
        ("domain", "@Voorbeeld.BE.", "voorbeeld.be"),
        ("mailbox", "Li.es+pers@Voorbeeld.be", "lies@voorbeeld.be"),
    ],
)
def test_value_is_kept_in_one_spelling(what, typed, kept):
    assert put("block", what, typed).value == kept
    assert normalise(what, kept) == kept  # a second time too, when somebody corrects the entry


@pytest.mark.parametrize(
    ("what", "typed"),
    [
        ("address", "192.0.2.0/24"), ("address", "lies"), ("address", ""), ("network", "192.0.2.1"), ("network", "0.0.0.0/0"),
        ("network", "::/0"), ("network", "2001:db8:1:2::/64"), ("network", "voorbeeld.be"), ("domain", "be"),
        ("domain", "lies@voorbeeld.be"), ("domain", "http://voorbeeld.be"), ("mailbox", "voorbeeld.be"),
        ("mailbox", '"a,b"@voorbeeld.be'), ("address", "1" * 300),
    ],
)  # fmt: skip
def test_value_that_is_none_is_refused_with_a_sentence(what, typed):
    with pytest.raises(ValidationError) as error:
        normalise(what, typed)

    assert error.value.messages[0]


@pytest.mark.parametrize(
    ("entries", "is_blocked", "is_allowed"),
    [
        ([], False, False),
        ([("block", "network", "192.0.0.0/16")], True, False),
        ([("block", "network", "192.0.0.0/16"), ("allow", "network", "192.0.2.0/24")], False, True),
        ([("allow", "network", "192.0.0.0/16"), ("block", "address", "192.0.2.1")], True, False),
        ([("allow", "network", "192.0.2.0/24"), ("block", "mailbox", "lies@voorbeeld.be")], True, True),
        ([("block", "domain", "be")], False, False),
        ([("block", "domain", "voorbeeld.be")], True, False),
        ([("block", "domain", "voorbeeld.be"), ("allow", "mailbox", "lies@voorbeeld.be")], False, False),
        ([("block", "domain", "oorbeeld.be"), ("block", "network", "192.0.3.0/24")], False, False),
    ],
)
def test_closest_entry_decides(entries, is_blocked, is_allowed):
    Listed.objects.bulk_create(
        Listed(listing=listing, what=what, value=normalise(what, value) if value != "be" else value, comment="x",
               until=timezone.localdate())
        for listing, what, value in entries if value != "be"
    )  # fmt: skip

    verdict = lists.look_up(address="192.0.2.1", email="L.ies@mail.voorbeeld.be".replace("mail.", ""))

    assert (verdict.block is not None, verdict.origin_is_allowed) == (is_blocked, is_allowed)


def test_domain_holds_its_subdomains_and_no_lookalikes():
    put("block", "domain", "voorbeeld.be")

    def is_blocked(email: str) -> bool:
        return lists.look_up(address="unknown", email=email).block is not None

    assert is_blocked("lies@mail.voorbeeld.be")
    assert not is_blocked("lies@echtvoorbeeld.be")
    assert not is_blocked("voorbeeld.be@elders.be")


def test_entry_past_its_day_does_nothing_and_is_erased():
    entry = put("block", "domain", "voorbeeld.be", until=timezone.localdate())
    assert lists.look_up(address="192.0.2.1", email="lies@voorbeeld.be").block == entry

    Listed.objects.update(until=timezone.localdate() - timedelta(days=1))

    assert lists.look_up(address="192.0.2.1", email="lies@voorbeeld.be").block is None
    assert retention.enforce()["ended entries of the lists"] == 1
    assert not Listed.objects.exists()


@pytest.mark.parametrize("what", Listable.values)
def test_what_says_something_about_a_person_leaves_after_ninety_days(what):
    value = {"address": "192.0.2.1", "network": "192.0.2.0/24", "domain": "voorbeeld.be", "mailbox": "l@voorbeeld.be"}[
        what
    ]

    entry = put("block", what, value)

    is_personal = what in Listable.personal
    assert entry.until == (timezone.localdate() + timedelta(days=90) if is_personal else None)
    if is_personal:
        with pytest.raises(IntegrityError), transaction.atomic():
            Listed.objects.update(until=None)


def fields(**changes: str) -> dict[str, str]:
    return {
        "listing": "block",
        "what": "mailbox",
        "value": "lies@voorbeeld.be",
        "comment": "Schold.",
        "until": "",
        **changes,
    }


def test_moderator_puts_on_and_takes_off_and_the_log_keeps_no_address(moderator_client, moderator):
    assert moderator_client.post(ADD, fields()).status_code == 302
    entry = Listed.objects.get()
    assert (entry.by, entry.value) == (moderator, "lies@voorbeeld.be")

    page = moderator_client.get(LIST).content.decode()
    moderator_client.post(reverse("admin:signatories_listed_delete", args=[entry.pk]), {"post": "yes"})

    assert "lies@voorbeeld.be" in page
    assert "Schold." in page
    assert not Listed.objects.exists()
    assert LogEntry.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, ' ') FROM django_admin_log l")
        assert "voorbeeld" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"comment": ""}, "comment"), ({"value": ""}, "value"), ({"value": "lies"}, "value"),
        ({"until": "2001-01-01"}, "until"), ({"until": "2199-01-01"}, "until"),
        ({"what": "address", "value": "192.0.2.0/24"}, "value"),
    ],
)  # fmt: skip
def test_form_says_what_is_wrong(moderator_client, changes, field):
    response = moderator_client.post(ADD, fields(**changes))

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert not Listed.objects.exists()


def test_nothing_stands_on_both_lists(moderator_client):
    put("allow", "mailbox", "lies@voorbeeld.be")

    response = moderator_client.post(ADD, fields(value="L.I.E.S+x@voorbeeld.be"))

    assert response.status_code == 200
    assert Listed.objects.get().listing == "allow"


def test_editors_keep_no_lists_and_set_no_limits(editor_client):
    for model in ("limit", "listed", "moderationsettings"):
        assert editor_client.get(reverse(f"admin:signatories_{model}_changelist")).status_code == 403
        assert editor_client.post(reverse(f"admin:signatories_{model}_add")).status_code == 403
