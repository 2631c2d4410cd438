"""The lists behind moderation: signatories that can be corrected, events and mails that can only be read."""

import threading

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Attachment, Email, EmailTemplate, Log
from pytest_django import DjangoAssertNumQueries

from guidance.models import ContentVersion
from signatories import actions, delivery
from signatories.enums import Kind, Status
from signatories.models import Event, OutgoingMail, Signatory
from tests.factories import create_moderator, create_signatory

SIGNATORIES = reverse("admin:signatories_signatory_changelist")
MAILS = reverse("admin:signatories_outgoingmail_changelist")
EVENTS = reverse("admin:signatories_event_changelist")


def change_address(signatory: Signatory) -> str:
    return reverse("admin:signatories_signatory_change", args=[signatory.pk])


def correct(client: Client, signatory: Signatory, **changes: str) -> object:
    form = client.get(change_address(signatory)).context["adminform"].form
    fields = {name: form[name].value() or "" for name in form.fields}
    return client.post(change_address(signatory), fields | changes)


def create_mail(*, status: int = STATUS.queued, signatory: Signatory | None = None) -> OutgoingMail:
    signatory = signatory or create_signatory(status=Status.APPROVED)
    email = Email.objects.create(
        from_email="hallo@hierniet.example", to=["lies@voorbeeld.example"], subject="Onderwerp",
        message="Tekst", html_message="<p>Tekst</p>", status=status,
    )  # fmt: skip
    return OutgoingMail.objects.create(signatory=signatory, email=email, message="application_approved", language="nl")


def test_correction_changes_what_the_public_sees_and_raises_the_content_version(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.APPROVED, name="Bakkerij Zoet")
    version = ContentVersion.current()

    correct(
        moderator_client, signatory, name="  Bakkerij   Zoet & Zonen ", website="zoet.example", kind=Kind.ASSOCIATION
    )

    signatory.refresh_from_db()
    assert (signatory.name, signatory.website) == ("Bakkerij Zoet & Zonen", "https://zoet.example")
    assert signatory.kind == Kind.ASSOCIATION
    assert signatory.search_text == "bakkerij zoet & zonen zoet.example"
    assert ContentVersion.current() == version + 1


def test_correction_of_what_is_not_public_leaves_the_content_version(moderator_client: Client) -> None:
    signatory = create_signatory()
    version = ContentVersion.current()

    correct(moderator_client, signatory, name="Anders")

    assert ContentVersion.current() == version


def test_correction_stands_in_the_history_with_the_old_and_the_new_value(
    moderator_client: Client, moderator: object
) -> None:
    signatory = create_signatory(name="Bakkerij Zout")

    correct(moderator_client, signatory, name="Bakkerij Zoet")

    entry = LogEntry.objects.get()
    assert entry.user == moderator
    assert "“Bakkerij Zout” → “Bakkerij Zoet”" in entry.get_change_message()
    page = moderator_client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).content.decode()
    assert "“Bakkerij Zout” → “Bakkerij Zoet”" in page


@pytest.mark.parametrize("leave", ["withdraw", "expire"])
def test_correction_of_a_person_is_erased_with_the_person(
    moderator_client: Client, moderator: User, leave: str
) -> None:
    status = Status.APPROVED if leave == "withdraw" else Status.QUARANTINED
    signatory = create_signatory(status=status, kind=Kind.INDIVIDUAL, name="Fien Verzonen", website="")
    correct(moderator_client, signatory, name="Fien Verzonnen")
    signatory.refresh_from_db()

    if leave == "withdraw":
        actions.withdraw(signatory, by=moderator)
    else:
        actions.expire(signatory, why="not confirmed in time")

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr, entry.change_message) == (moderator, signatory.receipt_number, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": " \u202e "},
        {"website": "javascript:alert(1)"},
        {"website": "https://gebruiker:geheim@voorbeeld.example"},
        {"kind": "nonsense"},
        {"slug": "Met Hoofdletters"},
        {"slug": "beheer"},
        {"slug": "bezet"},
    ],
)
def test_correction_refuses_what_the_form_of_applicants_refuses(
    moderator_client: Client, changes: dict[str, str]
) -> None:
    create_signatory(status=Status.APPROVED, slug="bezet")
    signatory = create_signatory()

    response = correct(moderator_client, signatory, **changes)

    assert response.status_code == 200
    assert response.context["errors"]


def test_correction_touches_neither_status_nor_contact_nor_dates(moderator_client: Client) -> None:
    signatory = create_signatory()
    before = Signatory.objects.filter(pk=signatory.pk).values().get()

    correct(
        moderator_client, signatory, status="approved", contact_email="x@x.example", confirmed_at="", approved_at="2020-01-01",
        decided_by="1", doubts="honeypot", receipt_number="HN-1",
    )  # fmt: skip

    assert Signatory.objects.filter(pk=signatory.pk).values().get() == before


def test_correction_keeps_a_short_name_that_was_ever_public(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.SUSPENDED, slug="zoet")

    correct(moderator_client, signatory, slug="zout")

    signatory.refresh_from_db()
    assert signatory.slug == "zoet"


def test_correction_may_choose_the_short_name_before_approval(moderator_client: Client) -> None:
    signatory = create_signatory()

    correct(moderator_client, signatory, slug="zoet")
    signatory.refresh_from_db()
    actions.approve(signatory, by=create_moderator(name="Anke"))

    assert signatory.slug == "zoet"


def test_correction_never_fills_in_what_was_erased(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.WITHDRAWN, kind=Kind.INDIVIDUAL)
    Signatory.objects.filter(pk=signatory.pk).update(name="", website="", search_text="")

    response = moderator_client.post(change_address(signatory), {"name": "Terug", "kind": "individual", "website": ""})

    assert response.status_code == 403


@pytest.mark.django_db(transaction=True)
def test_correction_does_not_undo_a_decision_that_falls_meanwhile() -> None:
    signatory = create_signatory(name="Oud")
    client = Client()
    client.force_login(create_moderator(name="Anke"))
    form = client.get(change_address(signatory)).context["adminform"].form
    fields = {name: form[name].value() or "" for name in form.fields} | {"name": "Nieuw"}
    reached, go_on = threading.Event(), threading.Event()
    save = Signatory.save

    def save_late(self: Signatory, *args: object, **kwargs: object) -> None:
        if threading.current_thread() is editor:
            reached.set()
            go_on.wait(timeout=1)  # the decision below has to wait for our lock: it comes after, or not at all
        save(self, *args, **kwargs)

    def edit() -> None:
        client.post(change_address(signatory), fields)
        connections.close_all()

    editor = threading.Thread(target=edit)
    Signatory.save = save_late
    try:
        editor.start()
        assert reached.wait(timeout=60)
        actions.approve(Signatory.objects.get(pk=signatory.pk), by=create_moderator(name="Bruno"))
        go_on.set()
        editor.join(timeout=60)
    finally:
        Signatory.save = save

    signatory.refresh_from_db()
    assert (signatory.status, signatory.name) == (Status.APPROVED, "Nieuw")


def test_two_corrections_are_told_apart(moderator_client: Client) -> None:
    signatory = create_signatory(name="Oud", website="https://oud.example")
    form = moderator_client.get(change_address(signatory)).context["adminform"].form
    fields = {name: form[name].value() or "" for name in form.fields}
    correct(moderator_client, signatory, website="https://ander.example")

    response = moderator_client.post(change_address(signatory), fields | {"name": "Nieuw"})

    assert response.status_code == 200
    shown = response.context["adminform"].form
    assert (shown["name"].value(), shown["website"].value()) == ("Nieuw", "https://ander.example")
    signatory.refresh_from_db()
    assert signatory.name == "Oud"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("liege", ["Ville de Liège"]),
        ("LIÈGE", ["Ville de Liège"]),
        ("0202.239.951", ["Stad Gent"]),
        ("gent", ["Stad Gent"]),
    ],
)
def test_signatories_are_found_without_accents_and_by_number(
    moderator_client: Client, query: str, found: list[str]
) -> None:
    create_signatory(name="Ville de Liège")
    create_signatory(name="Stad Gent", enterprise_number="0202239951")

    result = moderator_client.get(SIGNATORIES, {"q": query}).context["cl"].result_list

    assert [signatory.name for signatory in result] == found


@pytest.mark.parametrize(("address", "queries"), [(SIGNATORIES, 12), (MAILS, 12), (EVENTS, 12)])
@pytest.mark.parametrize("number", [1, 30])
def test_lists_take_the_same_queries_for_one_and_for_many(
    moderator_client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
    number: int,
) -> None:
    for _turn in range(number):
        mail = create_mail()
        Log.objects.create(email=mail.email, status=STATUS.failed, message="550 no such user", exception_type="X")
        Event.objects.create(
            signatory=mail.signatory, to_status=Status.APPROVED, by=create_moderator(name=f"M{mail.pk}")
        )

    with django_assert_max_num_queries(queries):
        assert moderator_client.get(address).status_code == 200


@pytest.mark.parametrize("model", ["signatory", "event", "outgoingmail"])
def test_nobody_adds_or_deletes_rows_of_history(admin_client: Client, model: str) -> None:
    mail = create_mail()
    event = Event.objects.create(signatory=mail.signatory, to_status=Status.APPROVED)
    pk = {"signatory": mail.signatory_id, "event": event.pk, "outgoingmail": mail.pk}[model]

    assert admin_client.get(reverse(f"admin:signatories_{model}_add")).status_code == 403
    assert (
        admin_client.post(reverse(f"admin:signatories_{model}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    )
    bulk = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    admin_client.post(reverse(f"admin:signatories_{model}_changelist"), bulk)

    assert Signatory.objects.count() == Event.objects.count() == OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("model", ["event", "outgoingmail"])
def test_rows_of_history_cannot_be_changed(admin_client: Client, model: str) -> None:
    mail = create_mail()
    event = Event.objects.create(signatory=mail.signatory, to_status=Status.APPROVED, why="Zo.")
    pk = {"event": event.pk, "outgoingmail": mail.pk}[model]
    address = reverse(f"admin:signatories_{model}_change", args=[pk])

    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, {"why": "Anders.", "message": "x"}).status_code == 403


def test_post_office_has_no_pages_of_its_own() -> None:
    assert not {Attachment, Email, EmailTemplate, Log} & set(admin.site._registry)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("waiting", STATUS.queued),
        ("postponed", STATUS.requeued),
        ("failed", STATUS.failed),
        ("sent", STATUS.sent),
    ],
)
def test_mails_are_filtered_by_state(moderator_client: Client, state: str, status: int) -> None:
    for every in (STATUS.queued, STATUS.requeued, STATUS.failed, STATUS.sent):
        create_mail(status=every)

    result = moderator_client.get(MAILS, {"state": state}).context["cl"].result_list

    assert [mail.email.status for mail in result] == [status]


def test_mail_shows_its_text_and_what_the_server_said(moderator_client: Client) -> None:
    mail = create_mail(status=STATUS.failed)
    Log.objects.create(email=mail.email, status=STATUS.failed, message="550 <no> such user", exception_type="SMTPError")

    page = moderator_client.get(reverse("admin:signatories_outgoingmail_change", args=[mail.pk]))
    html = moderator_client.get(reverse("admin:signatories_outgoingmail_html", args=[mail.pk]))

    assert "550 &lt;no&gt; such user" in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert html.content.decode() == "<p>Tekst</p>"
    assert "sandbox" in html["Content-Security-Policy"]
    assert "550 &lt;no&gt; such user" in moderator_client.get(MAILS).content.decode()


def test_send_again_puts_a_failed_mail_back_with_all_its_tries(moderator_client: Client) -> None:
    mail = create_mail(status=STATUS.failed)
    Email.objects.filter(pk=mail.email_id).update(number_of_retries=288, scheduled_time=timezone.now())

    moderator_client.post(reverse("admin:signatories_outgoingmail_send_again", args=[mail.pk]))

    mail.email.refresh_from_db()
    assert (mail.email.status, mail.email.number_of_retries, mail.email.scheduled_time) == (STATUS.queued, 0, None)
    assert mail.email in delivery.due_mails()
    assert LogEntry.objects.get().object_id == str(mail.pk)


@pytest.mark.parametrize("status", [STATUS.queued, STATUS.requeued, STATUS.sent])
def test_send_again_is_for_failed_mails_only(moderator_client: Client, status: int) -> None:
    mail = create_mail(status=status)

    response = moderator_client.post(reverse("admin:signatories_outgoingmail_send_again", args=[mail.pk]))

    assert response.status_code == 302
    mail.email.refresh_from_db()
    assert mail.email.status == status


def test_send_again_needs_a_button(moderator_client: Client) -> None:
    mail = create_mail(status=STATUS.failed)

    assert moderator_client.get(reverse("admin:signatories_outgoingmail_send_again", args=[mail.pk])).status_code == 405
