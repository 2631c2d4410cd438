"""Every page of the back office that is ours: valid, in three languages, with nothing inline and nothing from elsewhere."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email
from pytest_django import DjangoAssertNumQueries

from guidance.editing.waiting import SHOWN
from guidance.models import Helpline, HouseRule
from hierniet.languages import LANGUAGES
from signatories import actions, overview
from signatories.content_loading import load_limits
from signatories.enums import BurstMode, Doubt, Status
from signatories.models import (
    Batch,
    HistoryCheck,
    Limit,
    Listed,
    ModerationSettings,
    RetentionRun,
    Signatory,
    TakenDecision,
)
from tests.factories import (
    create_aid,
    create_helpline,
    create_moderator,
    create_page,
    create_reason,
    create_rule,
    create_signatory,
)
from tests.guidance.editing import save
from tests.signatories.deciding import take
from tests.signatories.test_moderation_admin import create_mail
from tests.site.documents import Document


@pytest.fixture(autouse=True)
def _everything_runs_by_itself(db: None) -> None:
    """Or the first page would say that the worker stands still."""
    HistoryCheck.objects.create(events=0)
    RetentionRun.objects.create(finished_at=timezone.now())


PASSWORD = "een-lang-wachtwoord"


def in_language(user: User | None, language: str) -> Client:
    client = Client(headers={"accept-language": language})
    if user:
        client.force_login(user)
    return client


def pages(client: Client) -> dict[str, str]:
    """Our pages and Django's, with rows on them."""
    signatory = create_signatory(enterprise_number="0202239951", doubts=[Doubt.TOO_FAST])
    create_signatory(name=signatory.name, status=Status.QUARANTINED)
    approved = create_signatory(status=Status.APPROVED)
    mail = create_mail(status=STATUS.failed, signatory=approved)
    load_limits()
    ModerationSettings(burst=BurstMode.ON, second_look_in_burst=True).save()
    listed = Listed.objects.create(listing="block", what="network", value="192.0.2.0/24", comment="Een vlaag.")
    create_signatory(status=Status.SUBMITTED)
    rule, page, helpline, reason = create_rule(), create_page(), create_helpline(), create_reason()
    aid = create_aid()
    save(client, page, nl__title="Nieuw")
    save(client, page, fr__is_confirmed="on")
    for turn in range(SHOWN + 1):
        create_page(key=f"ontwerp-{turn}", is_published=False)
    found = {
        "index": reverse("admin:index"),
        "queue": reverse("admin:signatories_signatory_queue"),
        "quarantine": reverse("admin:signatories_signatory_queue") + "?tab=quarantined",
        "review": reverse("admin:signatories_signatory_review", args=[signatory.pk]),
        "review of an approved one": reverse("admin:signatories_signatory_review", args=[approved.pk]),
        "just decided": reverse("admin:signatories_signatory_just_decided"),
        "review of one decided just now": reverse("admin:signatories_signatory_review", args=[_decided().signatory_id]),
        "several at once": reverse("admin:signatories_signatory_bulk_done", args=[_batch().pk]),
        "groups": reverse("admin:signatories_signatory_groups"),
        "group": reverse("admin:signatories_signatory_groups") + "?domain=voorbeeld.example",
        "lane": reverse("admin:signatories_signatory_lane"),
        "digest": reverse("admin:signatories_signatory_digest"),
        "mail": reverse("admin:signatories_outgoingmail_change", args=[mail.pk]),
        "history": reverse("admin:guidance_page_history", args=[page.pk]),
        "tree": reverse("admin:guidance_aid_tree", args=[aid.pk]),
        "work": reverse("admin:guidance_work"),
        "upkeep": reverse("admin:signatories_event_upkeep"),
        "numbers": reverse("admin:signatories_signatory_numbers"),
    }
    for name, row in (
        ("guidance_houserule", rule), ("guidance_page", page), ("guidance_helpline", helpline), ("guidance_aid", aid),
        ("guidance_question", aid.questions.first()), ("guidance_outcome", aid.outcomes.first()),
        ("signatories_reason", reason), ("signatories_listed", listed), ("signatories_limit", Limit.objects.first()), ("signatories_signatory", signatory), ("signatories_event", None),
        ("signatories_outgoingmail", None), ("auth_user", None),
    ):  # fmt: skip
        found[f"list of {name}"] = reverse(f"admin:{name}_changelist")
        if row is not None:
            found[f"form of {name}"] = reverse(f"admin:{name}_change", args=[row.pk])
    return found


def _decided() -> TakenDecision:
    """With a note, a task and a colleague on the page of the first one."""
    anke = create_moderator(name="Anke")
    signatory = create_signatory(assigned_to=anke)
    actions.write_note(signatory, by=anke, text="Wie kent deze?")
    actions.hold(signatory, by=anke)
    return take("approve", signatory, by=anke)


def _batch() -> Batch:
    bruno = create_moderator(name="Bruno")
    batch = Batch.objects.create(by=bruno, choice="approve", number=2, skipped={str(create_signatory().pk): "Zomaar."})
    take("approve", create_signatory(), by=bruno, batch=batch)
    actions.undo(take("approve", create_signatory(), by=bruno, batch=batch), by=bruno)
    return batch


STOCK = ("list of", "form of")
INLINE = re.compile(r"^inline|^<\w+ (on\w+|style)=|javascript:")


def problems_of(document: Document) -> list[str]:
    """Without two that are Django's own, and right: SVG closes itself, and a table needs no body."""
    return [problem for problem in document.problems if problem not in ("<path/> closes nothing", "<tr> in <table>")]


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_back_office_speaks_the_language_of_the_browser(admin_user: User, language: str) -> None:
    client = in_language(admin_user, language)
    problems: dict[str, list[str]] = {}

    for name, address in pages(client).items():
        response = client.get(address)
        assert response.status_code == 200, name
        document = Document(response.content.decode())
        assert document.one("html")["lang"] == language, name
        inline = [problem for problem in problems_of(document) if INLINE.search(problem)]
        problems[name] = inline if name.startswith(STOCK) else problems_of(document)
        for element in document.all("script", "link", "img", "iframe"):
            source = element["src"] or element["href"]
            assert source.startswith(("/", "data:image/")), (name, source)

    assert [(name, problem) for name, found in problems.items() for problem in found] == []


def decision_pages(client: Client) -> list[str]:
    """A decision from its first page to the mail that goes, by way of a mistake."""
    signatory, reason = create_signatory(), create_reason()
    address = reverse("admin:signatories_signatory_decide", args=[signatory.pk, "decline"])
    steps = ({"begin": "1"}, {"reason": ""}, {"reason": reason.pk, "own_words": "Zo."})
    bulk, rows = (
        reverse("admin:signatories_signatory_bulk"),
        [create_signatory().pk, create_signatory().pk, approved().pk],
    )
    lists = ({"choice": choice, "chosen": rows} for choice in ("approve", "decline", "assign"))
    actions.hold(signatory, by=create_moderator(name="Claire"))
    return [
        *(client.post(address, fields).content.decode() for fields in steps),
        *(client.post(bulk, fields).content.decode() for fields in lists),
        client.post(
            address, {"reason": reason.pk, "mail_mark": "x", "mail_subject": "", "mail_text": ""}
        ).content.decode(),
        client.get(reverse("admin:signatories_signatory_review", args=[signatory.pk])).content.decode(),
    ]


def approved() -> Signatory:
    return create_signatory(status=Status.APPROVED)


@pytest.mark.pages
@pytest.mark.parametrize("language", LANGUAGES)
def test_decision_pages_are_valid_in_every_language(admin_user: User, language: str) -> None:
    for html in decision_pages(in_language(admin_user, language)):
        document = Document(html)

        assert problems_of(document) == []
        assert document.one("html")["lang"] == language


ACCOUNT = {
    "account_change_password": 200, "account_email": 200, "account_logout": 200, "account_reauthenticate": 200,
    "mfa_index": 200, "mfa_view_recovery_codes": 404, "usersessions_list": 200,
}  # fmt: skip
ENTRANCE = {
    "account_login": 200, "account_signup": 200, "account_reset_password": 200, "account_reset_password_done": 200,
    "account_reset_password_from_key_done": 200, "account_inactive": 200, "account_email_verification_sent": 200,
}  # fmt: skip


@pytest.mark.pages
@pytest.mark.ignore_template_errors  # allauth's own page counts codes that are not there yet
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*ACCOUNT, *ENTRANCE])
def test_account_pages_are_ours_in_every_language(admin_user: User, language: str, name: str) -> None:
    client = in_language(admin_user if name in ACCOUNT else None, language)

    response = client.get(reverse(name))

    assert response.status_code == (ACCOUNT | ENTRANCE)[name]
    if response.status_code == 200:
        document = Document(response.content.decode())
        assert document.problems == []
        assert document.one("html")["lang"] == language
        assert len(document.all("h1")) == 1
        wordmark = document.one("header").all("a")[0].text
        assert wordmark == {"nl": "hier niet .", "fr": "pas ici .", "en": "not here ."}[language]


def test_account_pages_refuse_to_make_accounts(client: Client, db: None) -> None:
    fields = {"email": "x@x.example", "username": "x", "password1": PASSWORD, "password2": PASSWORD}

    client.post(reverse("account_signup"), fields)

    assert not User.objects.exists()


def test_password_is_reset_by_a_mail_and_tells_nobody_who_has_an_account(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.create_user("Mo", "mo@hierniet.example", PASSWORD, is_staff=True)

    answers = [
        client.post(reverse("account_reset_password"), {"email": address})["Location"]
        for address in ("mo@hierniet.example", "nobody@hierniet.example")
    ]

    assert answers[0] == answers[1]
    mail = next(mail for mail in mailoutbox if mail.to == ["mo@hierniet.example"])
    link = next(word for word in mail.body.split() if "/key/" in word)
    page = client.get(link.partition("testserver")[2], follow=True)
    document = Document(page.content.decode())
    assert document.problems == []
    address = page.redirect_chain[-1][0]
    client.post(address, {"password1": "nog-een-lang-wachtwoord", "password2": "nog-een-lang-wachtwoord"})
    assert User.objects.get().check_password("nog-een-lang-wachtwoord")


def labels(user: User) -> dict[str, int]:
    return {task.url: task.number for task in overview.tasks(user)}


def test_first_page_shows_what_there_is_to_do(admin_user: User) -> None:
    create_signatory(submitted_at=timezone.now() - timedelta(days=9))
    create_signatory(status=Status.QUARANTINED)
    approved = create_signatory(status=Status.APPROVED)
    create_mail(status=STATUS.failed, signatory=approved)
    stuck = create_mail(signatory=approved)
    Email.objects.filter(pk=stuck.email_id).update(created=timezone.now() - timedelta(hours=2))
    create_helpline(to_verify=True)
    create_rule(words={"nl": "schelden"})
    HouseRule.objects.update(checked_on=None)

    tasks = overview.tasks(admin_user)

    queue, mails = reverse("admin:signatories_signatory_queue"), reverse("admin:signatories_outgoingmail_changelist")
    work = reverse("admin:guidance_work")
    assert {task.url: (task.number, task.level) for task in tasks} == {
        queue: (1, "late"),
        f"{queue}?tab=quarantined": (1, "unsure"),
        f"{reverse('admin:signatories_signatory_contacts')}?tab=unreachable": (1, "unsure"),
        f"{mails}?state=unseen": (1, "late"),
        mails: (1, "late"),
        f"{work}#overdue": (1, "late"),
        f"{work}#missing": (1, "unsure"),
        f"{work}#verify": (1, "unsure"),
    }


def test_first_page_leads_to_lists_that_hold_as_many_as_it_says(admin_client: Client, admin_user: User) -> None:
    create_signatory(status=Status.QUARANTINED)
    create_mail(status=STATUS.failed, signatory=create_signatory(status=Status.APPROVED))
    create_helpline(to_verify=True)
    Helpline.objects.update(checked_on=None)
    create_rule(words={"nl": "schelden"})
    HouseRule.objects.update(checked_on=None)

    for task in overview.tasks(admin_user):
        context = admin_client.get(task.url).context
        if "sections" in context:
            number = {section["key"]: section["number"] for section in context["sections"]}
            assert number[task.url.partition("#")[2]] == task.number
            continue
        rows = context["rows"] if "rows" in context else context["cl"].result_list
        assert len(rows) == task.number, task


def test_first_page_says_that_mails_to_colleagues_failed_without_showing_them(admin_user: User) -> None:
    Email.objects.create(from_email="a@b.example", to=["mo@hierniet.example"], message="geheim", status=STATUS.failed)

    assert labels(admin_user) == {"": 1}


def test_first_page_shows_nobody_what_is_not_theirs(moderator: User, editor: User) -> None:
    create_signatory()
    create_helpline(to_verify=True)

    assert list(labels(moderator)) == [reverse("admin:signatories_signatory_queue")]
    assert list(labels(editor)) == [f"{reverse('admin:guidance_work')}#verify"]


def test_first_page_shows_moderators_which_reasons_are_not_in_order(moderator: User, editor: User) -> None:
    reason, other = create_reason(), create_reason()
    reason.texts.get(language="fr").fall_behind("nl", since=timezone.now())
    other.texts.get(language="en").delete()

    reasons = reverse("admin:signatories_reason_changelist")
    assert labels(moderator) == {f"{reasons}?languages=incomplete": 1, f"{reasons}?languages=stale": 1}
    assert labels(editor) == {}


def test_first_page_is_calm_when_nothing_waits(admin_client: Client, admin_user: User) -> None:
    assert overview.tasks(admin_user) == []
    assert 'class="calm"' in admin_client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("number", [1, 20])
def test_first_page_takes_the_same_queries_for_one_and_for_many(
    admin_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for turn in range(number):
        create_signatory()
        create_page(key=f"p{turn}")
        create_helpline(key=f"h{turn}", to_verify=True)

    with django_assert_max_num_queries(26):
        admin_client.get(reverse("admin:index"))
