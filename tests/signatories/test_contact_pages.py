"""The pages about another contact person: hostile input, scanners, and what they do not tell."""

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from hierniet.languages import LANGUAGES
from signatories import actions, emails, limits, tokens
from signatories.actions.contacts import MAY_HAND_OVER
from signatories.change_tokens import ChangePurpose, find_change, make_change_token
from signatories.enums import Kind, Status
from signatories.models import ContactChange, Event, Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories import questions
from tests.signatories.applications import address
from tests.signatories.pages import Page
from tests.signatories.renewals import listed
from tests.signatories.test_contact_change import CLAIMANT, MIA, NEW, OLD, ROLE

pytestmark = [pytest.mark.django_db, pytest.mark.pages]


def file_link(signatory: Signatory, language: str = "nl") -> str:
    return address("hand_over", language, token=tokens.make_token(signatory, Purpose.FILE))


def change_link(change: ContactChange, purpose: ChangePurpose, language: str = "nl") -> str:
    name = "accept_contact" if purpose is ChangePurpose.ACCEPT else "object_contact"
    return address(name, language, token=make_change_token(change, purpose))


def claim_link(language: str = "nl") -> str:
    return address("claim", language, slug="dupont")


MY_PAGES = ("my_change", "my_details", "my_data", "my_data_download", "my_link", "leave", "leave_for_good", "logo", "hand_over", "my_corrections", "my_erasure", "my_mail", "my_numbers", "my_kit")  # fmt: skip


@pytest.fixture
def signatory(db: None) -> Signatory:
    return listed(name="Dupont & Fils", slug="dupont")


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_to_hand_over_works_without_a_cookie(language, signatory):
    client = Client(enforce_csrf_checks=True)
    page = Page(client.get(file_link(signatory, language)))
    assert page.language == language
    assert set(page.described_by) <= set(page.ids)
    assert set(page.fields) == set(MIA)

    response = client.post(file_link(signatory, language), MIA, follow=True)

    assert NEW in response.content.decode()
    assert response.cookies == {}
    assert ContactChange.objects.get().new_email == NEW


@pytest.mark.parametrize(
    "changes",
    [
        {"new_email": "geen adres"},
        {"new_email": 'a,"b"@c.example'},
        {"new_email": "mia@elders.example\r\nBcc: x@y.example"},
        {"new_email": OLD},
        {"new_name": ""},
        {"new_name": "Kijk op www.kwaad.example"},
        {"new_phone": "<script>"},
        {"new_name": "x" * 101},
    ],
)
def test_form_to_hand_over_refuses_what_cannot_be(client, signatory, changes):
    response = client.post(file_link(signatory), MIA | changes)

    assert response.status_code == 200
    assert not ContactChange.objects.exists()
    assert not Email.objects.exists()
    assert "<script>" not in response.content.decode().replace('<script type="module"', "")


def test_form_to_hand_over_opens_with_the_link_to_the_file_only(client, signatory):
    for purpose in set(Purpose) - {Purpose.FILE}:
        link = address("hand_over", token=tokens.make_token(signatory, purpose))
        assert client.get(link).status_code == 404
        assert client.post(link, MIA).status_code == 404
    for status in set(Status) - set(MAY_HAND_OVER):
        other = factories.create_signatory(status=status)
        # Who never proved the mailbox is led to the file, as from every page of it.
        assert client.post(file_link(other), MIA).status_code == 302
    assert not ContactChange.objects.exists()


@pytest.mark.parametrize("link", ["hand_over", "claim"])
def test_forms_from_another_site_are_not_taken(client, signatory, link):
    place = file_link(signatory) if link == "hand_over" else claim_link()

    response = client.post(place, CLAIMANT, headers={"origin": "https://kwaad.example"})

    assert response.status_code == 200
    assert not ContactChange.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", ChangePurpose)
def test_link_in_the_mail_changes_nothing_by_itself(client, signatory, language, purpose):
    change = actions.hand_over(signatory, person=MIA)
    events = Event.objects.count()

    response = client.get(change_link(change, purpose, language))
    client.head(change_link(change, purpose, language))
    client.post(change_link(change, purpose, language), {"action": "iets anders"})

    assert response.status_code == 200
    assert Page(response).language == language
    assert Event.objects.count() == events
    change.refresh_from_db()
    assert (change.is_open, change.confirmed_at) == (True, None)


def test_links_of_a_change_serve_their_own_purpose_only(client, signatory):
    change = actions.hand_over(signatory, person=MIA)

    accept, object_ = (make_change_token(change, purpose) for purpose in ChangePurpose)
    assert find_change(accept, ChangePurpose.ACCEPT) == find_change(object_, ChangePurpose.OBJECT) == change
    assert find_change(object_, ChangePurpose.ACCEPT) is find_change(accept, ChangePurpose.OBJECT) is None
    for token in (accept[:-1], "x.y", tokens.make_token(signatory, Purpose.FILE), ""):
        assert find_change(token, ChangePurpose.ACCEPT) is None
    assert client.get(address("accept_contact", token=object_)).status_code == 404
    assert client.post(address("object_contact", token=accept), {"action": "object"}).status_code == 404


def test_mails_as_colleagues_read_them_hold_no_link_of_a_change(signatory):
    actions.claim(signatory, person=CLAIMANT)

    mail = Email.objects.get()
    assert "nieuw-contact" in mail.message
    for part in (mail.message, mail.html_message):
        shown = tokens.without_keys(part, signatory)
        change = ContactChange.objects.get()
        assert make_change_token(change, ChangePurpose.ACCEPT) in part
        assert make_change_token(change, ChangePurpose.ACCEPT) not in shown


def test_new_contact_person_accepts_and_a_second_press_does_no_harm(signatory):
    client = Client(enforce_csrf_checks=True)
    change = actions.hand_over(signatory, person=MIA)
    link = change_link(change, ChangePurpose.ACCEPT)

    for _press in range(2):
        response = client.post(link, {"action": "accept"}, follow=True)
        assert response.status_code == 200

    assert Signatory.objects.get().contact_email == NEW
    assert Event.objects.filter(what="contact_changed").count() == 1
    assert (
        "mijn-dossier" not in response.content.decode()
    )  # the link is in the mailbox, not on a page that is forwarded


def test_old_contact_person_objects(client, signatory):
    change = actions.hand_over(signatory, person=MIA)
    link = change_link(change, ChangePurpose.OBJECT)
    assert NEW in Page(client.get(link)).text

    client.post(link, {"action": "object"})
    client.post(change_link(change, ChangePurpose.ACCEPT), {"action": "accept"})

    assert Signatory.objects.get().contact_email == OLD
    assert client.get(link).status_code == 200


def test_pages_of_a_change_whose_signatory_left_do_not_fall_over(client, signatory):
    change = actions.hand_over(signatory, person=MIA)
    links = [change_link(change, purpose) for purpose in ChangePurpose]
    actions.withdraw(signatory, by=None)

    for link in links:
        assert client.get(link).status_code == 404
        assert client.post(link, {"action": "accept"}).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_claim_answers_the_same_whatever_we_know(language, signatory):
    """Whether there is a contact person, where that mailbox is, and whether a mail went out: nobody can tell."""
    answers = set()
    for number, typed in enumerate((ROLE, ROLE, "info@elders.example", "pers@gmail.com", "info@nog-iets.example")):
        client = Client(enforce_csrf_checks=True, REMOTE_ADDR=f"192.0.2.{number}")
        response = client.post(claim_link(language), CLAIMANT | {"new_email": typed}, follow=True)
        answers.add((response.status_code, response.content))

    assert len(answers) == 1
    assert [email.to for email in Email.objects.all()] == [[ROLE]]
    page = client.get(claim_link(language)).content.decode()
    for secret in (signatory.contact_email, signatory.contact_name, signatory.contact_phone, "elders"):
        assert secret not in page


def test_claim_refuses_the_address_of_a_person(client, signatory):
    response = client.post(claim_link(), CLAIMANT | {"new_email": "jan@voorbeeld.example"})

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"new_email"}
    assert not Email.objects.exists()


def test_claim_is_no_mail_cannon(client, settings, signatory):
    settings.LIMITS_PER_HOUR = settings.LIMITS_PER_HOUR | {"contact_ask_from_address": 5, "contact_mail_to_mailbox": 2}
    for number in range(4):
        listed(slug=f"firma-{number}")
    for number in range(4):
        client.post(address("claim", slug=f"firma-{number}"), CLAIMANT)
    assert Email.objects.count() == 2  # all at the same domain, and so in the same mailbox

    client.post(claim_link(), CLAIMANT | {"new_email": "pers@voorbeeld.example"})
    last = client.post(claim_link(), CLAIMANT | {"new_email": "presse@voorbeeld.example"})

    assert last.context["form"].non_field_errors()
    assert Email.objects.count() == 3
    assert limits.is_spent("contact_ask_from_address", "127.0.0.1")


def test_entry_leads_to_the_claim_and_that_of_a_person_does_not(client, signatory):
    person = listed(slug="marie", name="Marie", kind=Kind.INDIVIDUAL)

    assert claim_link() in Page(client.get(signatory.get_absolute_url())).links
    assert not any("contact/" in link for link in Page(client.get(person.get_absolute_url())).links)
    assert client.get(address("claim", slug="marie")).status_code == 404
    assert client.get(address("claim", slug="onbekend")).status_code == 404


def test_my_file_leads_to_the_form(client, signatory):
    my_file = address("my_file", token=tokens.make_token(signatory, Purpose.FILE))

    assert file_link(signatory) in Page(client.get(my_file)).links


def contest(signatory: Signatory) -> str:
    """Somebody took over, and the one before objects. Returns the token of the file."""
    actions.hand_over(signatory, person=MIA)
    actions.accept(ContactChange.objects.get())
    actions.object_to(ContactChange.objects.get())
    signatory.refresh_from_db()
    return tokens.make_token(signatory, Purpose.FILE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_of_a_contested_contact_person_says_why_it_is_closed_and_opens_nothing(client, language, signatory):
    token = contest(signatory)
    overview = address("my_file", language, token=token)

    page = Page(client.get(overview))

    assert "contested" in page.ids
    assert not [link for link in page.links if link.startswith(overview) and link != overview]
    for name in MY_PAGES:
        more = {"pk": signatory.mails.first().pk} if name == "my_mail" else {}
        link = address(name, language, token=token, **more)
        looked = client.get(link)
        assert (looked.status_code, looked["Location"]) == (302, overview), name
        pressed = client.post(link, {"understands": "on"})
        assert (pressed.status_code, pressed.get("Location")) in ((302, overview), (405, None)), name
    signatory.refresh_from_db()
    assert signatory.status == Status.APPROVED


def test_contested_one_reads_nothing_of_others_and_presses_nothing(client):
    second = {"second_name": "An Tweede", "second_email": "an@voorbeeld.example", "second_confirmed_at": timezone.now()}
    signatory = listed(lapsed_at=timezone.now(), **second)
    questions.propose(signatory, website="https://geheim.example/")
    token = contest(signatory)
    link = address("renew", token=tokens.make_token(signatory, Purpose.RENEW))

    page = Page(client.get(address("my_file", token=token)))
    client.post(link)

    assert "An Tweede" not in page.text
    assert "geheim" not in page.text
    assert not [one for one in page.links if one.endswith(link)]
    signatory.refresh_from_db()
    assert signatory.lapsed_at
    client.post(address("renew", token=tokens.make_token(signatory, Purpose.RENEW_SECOND)))  # nobody objects to her
    signatory.refresh_from_db()
    assert not signatory.lapsed_at


def test_page_to_object_says_whether_the_file_closes(client, signatory, moderator):
    actions.hand_over(signatory, person=MIA)
    actions.accept(ContactChange.objects.get())
    link = change_link(ContactChange.objects.get(), ChangePurpose.OBJECT)
    assert "op slot" in Page(client.get(link)).text

    client.post(link, {"action": "object"})
    assert "op slot" in Page(client.get(link)).text

    actions.settle_objection(ContactChange.objects.get(), by=moderator)
    assert "op slot" not in Page(client.get(link)).text


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.APPROVED])
def test_page_to_object_works_whatever_a_moderator_did_with_the_entry_meanwhile(client, signatory, status):
    actions.hand_over(signatory, person=MIA)
    actions.accept(ContactChange.objects.get())
    Signatory.objects.update(status=status)
    link = change_link(ContactChange.objects.get(), ChangePurpose.OBJECT)

    assert ("action", "object") in Page(client.get(link)).buttons
    client.post(link, {"action": "object"})

    signatory.refresh_from_db()
    assert signatory.is_contested


def test_file_of_an_unproven_address_offers_nothing_that_it_would_not_open(client):
    signatory = factories.create_signatory(status=Status.UNCONFIRMED)
    emails.confirm_address(signatory)
    overview = address("my_file", "nl", token=tokens.make_token(signatory, Purpose.FILE))

    page = Page(client.get(overview))

    assert not [link for link in page.links if link.startswith(overview) and link != overview]
