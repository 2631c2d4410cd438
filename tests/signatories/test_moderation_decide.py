"""Each decision in two steps: first the exact mail, then the decision, and what is sent is what was seen."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from guidance.models import ContentVersion
from signatories import actions, tokens
from signatories.enums import Decision, Doubt, Status
from signatories.models import Event, OutgoingMail, Reason, Signatory
from signatories.moderation.choices import BY_NAME
from tests.factories import create_moderator, create_reason, create_signatory

STARTS = {
    "approve": Status.SUBMITTED,
    "decline": Status.SUBMITTED,
    "release": Status.QUARANTINED,
    "suspend": Status.APPROVED,
    "restore": Status.SUSPENDED,
    "reopen": Status.DECLINED,
    "withdraw": Status.APPROVED,
}
ENDS = {
    "approve": (Status.APPROVED, "application_approved"),
    "decline": (Status.DECLINED, "application_declined"),
    "release": (Status.SUBMITTED, "application_submitted"),
    "suspend": (Status.SUSPENDED, "signatory_suspended"),
    "restore": (Status.APPROVED, "signatory_restored"),
    "reopen": (Status.SUBMITTED, "application_reopened"),
}


def decide(client: Client, signatory: Signatory, name: str, **fields: object) -> HttpResponse:
    return client.post(reverse("admin:signatories_signatory_decide", args=[signatory.pk, name]), fields)


def words_for(name: str) -> dict[str, object]:
    if name in ("decline", "suspend"):
        reason = create_reason(decision=Decision.DECLINE if name == "decline" else Decision.SUSPEND)
        return {"reason": reason.pk, "own_words": "Met spijt, <Bob> & co."}
    return {"why": "Nagekeken."} if name in ("restore", "reopen") else {}


def everything() -> tuple[object, ...]:
    statuses = list(Signatory.objects.order_by("pk").values_list("pk", "status", "slug", "decided_at", "submitted_at"))
    return (
        statuses,
        Event.objects.count(),
        OutgoingMail.objects.count(),
        Email.objects.count(),
        ContentVersion.current(),
    )


@pytest.mark.parametrize("name", ENDS)
def test_decide_goes_in_two_steps_and_sends_the_mail_that_was_shown(moderator_client: Client, name: str) -> None:
    signatory = create_signatory(status=STARTS[name], confirmed_at=timezone.now())
    words = words_for(name)
    before = everything()

    preview = decide(moderator_client, signatory, name, **words)

    assert preview.status_code == 200
    assert everything() == before
    mail = preview.context["mail"]

    response = decide(moderator_client, signatory, name, **words, confirm="1", seen=preview.context["seen"])

    assert response.status_code == 302
    signatory.refresh_from_db()
    end, message = ENDS[name]
    assert signatory.status == end
    outgoing = signatory.mails.get()
    assert (outgoing.message, outgoing.language) == (message, "nl")
    assert (outgoing.email.subject, outgoing.email.message, outgoing.email.html_message) == (
        mail.subject, mail.text, mail.html,
    )  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
def test_decide_shows_the_html_of_the_mail_for_its_frame(moderator_client: Client, name: str) -> None:
    signatory = create_signatory(status=STARTS[name])
    words = words_for(name)
    before = everything()
    shown = tokens.without_keys(decide(moderator_client, signatory, name, **words).context["mail"].html, signatory)

    framed = moderator_client.post(reverse("admin:signatories_signatory_decide_mail", args=[signatory.pk, name]), words)

    assert framed.content.decode() == shown
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    policy = framed["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert everything() == before


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_decide_shows_the_mail_in_the_language_of_the_applicant(moderator_client: Client, language: str) -> None:
    signatory = create_signatory(language=language)
    reason = create_reason()

    preview = decide(moderator_client, signatory, "decline", reason=reason.pk)

    assert f"Uitleg {language}." in preview.context["mail"].text
    assert f'lang="{language}"' in preview.content.decode()


@pytest.mark.pages
@pytest.mark.parametrize("accepted", ["nl", "fr", "en"])
def test_decide_offers_the_reasons_in_the_language_of_the_moderator(moderator: object, accepted: str) -> None:
    client = Client(headers={"accept-language": accepted})
    client.force_login(moderator)
    create_reason(key="weg", is_active=False)
    create_reason()

    page = decide(client, create_signatory(language="fr"), "decline", begin="1").content.decode()

    assert page.count(f"Label {accepted}") == 1


def test_decide_asks_for_a_reason_before_it_shows_a_mail(moderator_client: Client) -> None:
    signatory = create_signatory()

    first = decide(moderator_client, signatory, "decline", begin="1")
    empty = decide(moderator_client, signatory, "decline", reason="", own_words="Toch niet.")

    assert "mail" not in first.context
    assert not first.context["form"].errors
    assert "reason" in empty.context["form"].errors
    assert "Toch niet." in empty.content.decode()


def test_decide_refuses_a_reason_of_another_decision(moderator_client: Client) -> None:
    signatory = create_signatory()
    wrong = create_reason(decision=Decision.SUSPEND)

    response = decide(moderator_client, signatory, "decline", reason=wrong.pk, confirm="1", seen="x")

    assert "reason" in response.context["form"].errors
    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


def test_decide_shows_the_mail_again_when_it_is_not_the_one_that_was_seen(moderator_client: Client) -> None:
    signatory = create_signatory()
    reason = create_reason()
    seen = decide(moderator_client, signatory, "decline", reason=reason.pk).context["seen"]
    before = everything()

    response = decide(
        moderator_client, signatory, "decline", reason=reason.pk, own_words="Nieuw.", confirm="1", seen=seen
    )

    assert response.status_code == 200
    assert response.context["has_changed"]
    assert "Nieuw." in response.context["mail"].text
    assert everything() == before


def test_decide_notices_that_somebody_rewrote_the_reason(moderator_client: Client) -> None:
    signatory = create_signatory()
    reason = create_reason()
    seen = decide(moderator_client, signatory, "decline", reason=reason.pk).context["seen"]
    text = reason.texts.get(language="nl")
    text.explanation = "Anders."
    text.save()

    response = decide(moderator_client, signatory, "decline", reason=reason.pk, confirm="1", seen=seen)

    assert response.context["has_changed"]
    assert "Anders." in response.context["mail"].text


@pytest.mark.parametrize("seen", ["", "none", "0" * 64])
def test_decide_needs_proof_that_the_mail_was_seen(moderator_client: Client, seen: str) -> None:
    signatory = create_signatory()

    decide(moderator_client, signatory, "approve", confirm="1", seen=seen)

    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


def test_decide_says_plainly_that_no_mail_goes_to_who_has_no_mailbox(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.APPROVED, contact_email="", source_url="https://bron.example/")
    reason = create_reason(decision=Decision.SUSPEND)

    preview = decide(moderator_client, signatory, "suspend", reason=reason.pk)

    assert preview.context["mail"] is None
    assert "zonder mail" in preview.content.decode()

    decide(moderator_client, signatory, "suspend", reason=reason.pk, confirm="1", seen=preview.context["seen"])

    signatory.refresh_from_db()
    assert signatory.status == Status.SUSPENDED
    assert not Email.objects.exists()


def test_decide_says_plainly_that_mail_is_held(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.QUARANTINED, doubts=[Doubt.HONEYPOT])

    preview = decide(moderator_client, signatory, "decline", reason=create_reason().pk)

    assert preview.context["mail"] is None
    assert "bevestigd" in preview.content.decode()


def test_decide_shows_the_mail_that_asks_for_proof_when_a_doubt_is_lifted(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.QUARANTINED, doubts=[Doubt.MANY_TO_MAILBOX])
    preview = decide(moderator_client, signatory, "release")

    decide(moderator_client, signatory, "release", confirm="1", seen=preview.context["seen"])

    signatory.refresh_from_db()
    assert (signatory.status, signatory.doubts) == (Status.QUARANTINED, [Doubt.AWAITING_PROOF])
    outgoing = signatory.mails.get()
    assert (outgoing.message, outgoing.email.message) == ("confirm_address", preview.context["mail"].text)


def test_decide_erases_who_leaves_without_a_mail(moderator_client: Client) -> None:
    signatory = create_signatory(status=Status.APPROVED)
    preview = decide(moderator_client, signatory, "withdraw", begin="1")

    assert preview.context["mail"] is None
    assert str(BY_NAME["withdraw"].why_silent) in preview.content.decode()

    decide(moderator_client, signatory, "withdraw", confirm="1", seen=preview.context["seen"])

    signatory.refresh_from_db()
    assert (signatory.status, signatory.contact_email) == (Status.WITHDRAWN, "")
    assert signatory.events.get().why == ""


def test_decide_goes_on_to_the_next_in_the_queue(moderator_client: Client) -> None:
    first = create_signatory(name="Eerste")
    second = create_signatory(name="Tweede")
    seen = decide(moderator_client, first, "approve").context["seen"]

    response = moderator_client.post(
        reverse("admin:signatories_signatory_decide", args=[first.pk, "approve"]),
        {"confirm": "1", "seen": seen},
        follow=True,
    )

    assert response.redirect_chain == [(reverse("admin:signatories_signatory_review", args=[second.pk]), 302)]
    assert "“Eerste”" in response.content.decode()
    assert "lies@voorbeeld.example" in str(next(iter(response.context["messages"])))


def test_decide_ends_in_the_empty_queue(moderator_client: Client) -> None:
    only = create_signatory()
    seen = decide(moderator_client, only, "approve").context["seen"]

    response = decide(moderator_client, only, "approve", confirm="1", seen=seen)

    assert response["Location"] == reverse("admin:signatories_signatory_queue")


def test_frame_that_asks_for_the_mail_after_the_decision_says_so_where_it_may_be_shown(
    moderator_client: Client, moderator: User
) -> None:
    """The page asks by itself, and the button beside it may be pressed before the answer is there."""
    signatory = create_signatory()
    actions.approve(signatory, by=moderator)

    framed = moderator_client.post(reverse("admin:signatories_signatory_decide_mail", args=[signatory.pk, "approve"]))

    assert framed.status_code == 200
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert framed.content.decode() == "<p>Dat kan niet meer: de status is nu “Goedgekeurd”.</p>"


def test_decide_tells_the_second_who_was_faster(moderator_client: Client) -> None:
    signatory = create_signatory()
    seen = decide(moderator_client, signatory, "approve").context["seen"]
    actions.decline(signatory, by=create_moderator(name="Anke"), reason=create_reason())

    response = moderator_client.post(
        reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve"]),
        {"confirm": "1", "seen": seen},
        follow=True,
    )

    message = str(next(iter(response.context["messages"])))
    assert "Anke" in message
    assert str(Status.DECLINED.label) in message
    assert Event.objects.filter(signatory=signatory).count() == 1


@pytest.mark.parametrize("name", STARTS)
@pytest.mark.parametrize("status", Status)
def test_decide_never_ends_in_an_error_page(moderator_client: Client, name: str, status: Status) -> None:
    signatory = create_signatory(status=status)
    words = words_for(name)

    for step in ({"begin": "1"}, words, words | {"confirm": "1", "seen": "x"}):
        assert decide(moderator_client, signatory, name, **step).status_code in (200, 302)


def test_decide_calmly_says_that_the_address_is_not_proven(moderator_client: Client) -> None:
    signatory = create_signatory(confirmed_at=None)

    response = decide(moderator_client, signatory, "approve")

    assert response["Location"] == reverse("admin:signatories_signatory_review", args=[signatory.pk])
    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


def test_decide_by_a_link_leads_to_the_page_before(moderator_client: Client) -> None:
    signatory = create_signatory()

    response = moderator_client.get(reverse("admin:signatories_signatory_decide", args=[signatory.pk, "approve"]))

    assert response["Location"] == reverse("admin:signatories_signatory_review", args=[signatory.pk])
    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


def test_decide_knows_no_other_decisions(moderator_client: Client) -> None:
    assert decide(moderator_client, create_signatory(), "expire").status_code == 404


@pytest.mark.pages
@pytest.mark.parametrize("token", ["", "wrong"])
def test_decide_needs_the_token_against_forgery(moderator: object, token: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    signatory = create_signatory()

    response = decide(client, signatory, "approve", confirm="1", seen="x", csrfmiddlewaretoken=token)

    assert response.status_code == 403
    signatory.refresh_from_db()
    assert signatory.status == Status.SUBMITTED


def test_decide_writes_the_reason_in_the_history(moderator_client: Client, moderator: object) -> None:
    signatory = create_signatory()
    reason: Reason = create_reason(key="geen-mandaat")
    fields = {"reason": reason.pk, "own_words": "Vraag het na."}
    seen = decide(moderator_client, signatory, "decline", **fields).context["seen"]

    decide(moderator_client, signatory, "decline", **fields, confirm="1", seen=seen)

    event = signatory.events.get()
    assert (event.by, event.from_status, event.to_status) == (moderator, "submitted", "declined")
    assert event.why == "geen-mandaat"
    signatory.refresh_from_db()
    assert (signatory.reason, signatory.own_words) == (reason, "Vraag het na.")
