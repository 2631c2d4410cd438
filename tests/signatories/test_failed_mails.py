"""Mails that failed stay in sight until somebody has looked at them, and no longer."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from post_office.models import STATUS

from signatories import delivery, digest, overview
from signatories.models import OutgoingMail
from tests.factories import create_administrator, create_moderator
from tests.signatories.test_moderation_admin import MAILS, create_mail

pytestmark = pytest.mark.django_db
UNSEEN = f"{MAILS}?state=unseen"
EVERY_STATE = [STATUS.queued, STATUS.requeued, STATUS.failed, STATUS.sent]


def see(client: Client, mail: OutgoingMail) -> object:
    return client.post(reverse("admin:signatories_outgoingmail_see", args=[mail.pk]), follow=True)


def on_first_page(user: User) -> int:
    return sum(task.number for task in overview.tasks(user) if task.url == UNSEEN)


def in_digest(user: User) -> int:
    return sum(item.number for item in digest.items_for(user) if item.key == "failed")


def choose(client: Client, action: str, mails: list[OutgoingMail]) -> object:
    return client.post(MAILS, {"action": action, "_selected_action": [mail.pk for mail in mails]}, follow=True)


def test_failed_mail_stays_in_sight_until_somebody_has_looked(moderator_client: Client, moderator: User) -> None:
    mail, other = create_mail(status=STATUS.failed), create_mail(status=STATUS.failed)
    assert (on_first_page(moderator), in_digest(moderator)) == (2, 2)

    see(moderator_client, mail)

    assert (on_first_page(moderator), in_digest(moderator)) == (1, 1)
    assert list(moderator_client.get(UNSEEN).context["cl"].result_list) == [other]
    assert LogEntry.objects.get().object_id == str(mail.pk)


def test_two_presses_are_one(moderator_client: Client) -> None:
    mail = create_mail(status=STATUS.failed)
    see(moderator_client, mail)
    first = OutgoingMail.objects.get().seen_at

    see(moderator_client, mail)

    assert OutgoingMail.objects.get().seen_at == first
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("status", [STATUS.queued, STATUS.requeued, STATUS.sent])
def test_only_what_has_failed_can_be_marked(moderator_client: Client, status: int) -> None:
    see(moderator_client, create_mail(status=status))

    assert OutgoingMail.objects.get().seen_at is None
    assert not LogEntry.objects.exists()


def test_mail_that_is_sent_again_and_fails_again_is_in_sight_again(moderator_client: Client, moderator: User) -> None:
    mail = create_mail(status=STATUS.failed)
    see(moderator_client, mail)

    assert delivery.send_again(mail.email_id)
    mail.email.status = STATUS.failed
    mail.email.save()

    assert on_first_page(moderator) == 1


def test_button_is_there_only_while_it_does_something(moderator_client: Client) -> None:
    mail = create_mail(status=STATUS.failed)
    page = reverse("admin:signatories_outgoingmail_change", args=[mail.pk])
    button = reverse("admin:signatories_outgoingmail_see", args=[mail.pk])
    assert button in moderator_client.get(page).content.decode()

    see(moderator_client, mail)

    assert button not in moderator_client.get(page).content.decode()


@pytest.mark.parametrize(("action", "statuses", "seen"), [("send_chosen_again", {STATUS.queued}, 0), ("see_chosen", {STATUS.failed}, 2)])  # fmt: skip
def test_several_at_once_after_a_bad_day(moderator_client: Client, action, statuses, seen) -> None:
    """Of what did not fail nothing changes, also when it was ticked."""
    failed = [create_mail(status=STATUS.failed) for _turn in range(2)]
    others = [create_mail(status=status) for status in EVERY_STATE if status != STATUS.failed]

    choose(moderator_client, action, [*failed, *others])

    after = OutgoingMail.objects.select_related("email").in_bulk()
    assert {after[mail.pk].email.status for mail in failed} == statuses
    assert sum(mail.seen_at is not None for mail in after.values()) == seen
    assert [after[mail.pk].email.status for mail in others] == [mail.email.status for mail in others]
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("action", ["send_chosen_again", "see_chosen"])
def test_several_at_once_is_for_moderators(client: Client, action) -> None:
    mail = create_mail(status=STATUS.failed)
    client.force_login(create_administrator())

    assert choose(client, action, [mail]).status_code == 403
    mail.email.refresh_from_db()
    assert mail.email.status == STATUS.failed


def test_who_may_only_read_the_mails_is_offered_nothing(client: Client) -> None:
    reader = create_moderator()
    group = reader.groups.get()
    group.permissions.remove(group.permissions.get(codename="decide_signatory"))
    mail = create_mail(status=STATUS.failed)
    client.force_login(reader)

    assert "see_chosen" not in client.get(MAILS).content.decode()
    choose(client, "see_chosen", [mail])
    assert see(client, mail).status_code == 403
    assert OutgoingMail.objects.get().seen_at is None
