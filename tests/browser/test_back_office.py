"""The back office in Chromium: with and without script, on a phone, under the policy of the site."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect

from guidance.models import HouseRule, Outcome, Question, RuleText
from signatories.enums import Doubt, Status
from signatories.models import Reason
from tests import factories

from .test_accessibility import FOR_AXE, LOOKS, violations

QUEUE = reverse("admin:signatories_signatory_queue")
WORK = reverse("admin:guidance_work")
DECLINE = ".press--decline"


def log_in(page: Page, user: User) -> Page:
    page.goto(reverse("account_login"))
    page.locator("#id_login").fill(user.username)
    page.locator("#id_password").fill("een-lang-wachtwoord")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#content")).to_be_visible()
    return page


def review(signatory: object) -> str:
    return reverse("admin:signatories_signatory_review", args=[signatory.pk])


def rule_form() -> str:
    return reverse("admin:guidance_houserule_change", args=[HouseRule.objects.get(key="insults").pk])


@pytest.mark.parametrize("script", [True, False])
def test_moderator_approves_the_oldest_and_goes_on_to_the_next(open_page, script):
    factories.create_signatory(name="Eerste Voorbeeld", website="https://eerste.example")
    factories.create_signatory(name="Tweede Voorbeeld", website="https://tweede.example")
    page = log_in(open_page(script=script, width=360), factories.create_moderator())

    page.goto(QUEUE)
    page.get_by_role("link", name="Eerste Voorbeeld").click()
    page.locator(".press--approve").click()
    expect(page.locator(".letter-text")).to_contain_text("Eerste Voorbeeld")
    page.locator("button[name=confirm]").click()

    expect(page.locator("h1")).to_have_text("Tweede Voorbeeld")
    expect(page.locator(".messagelist")).to_contain_text("Eerste Voorbeeld")
    page.goto("/nl/ondertekenaars/eerste-voorbeeld/")
    expect(page.locator("h1")).to_contain_text("Eerste Voorbeeld")


@pytest.mark.parametrize("script", [True, False])
def test_moderator_sees_the_mail_as_its_reader_will(open_page, script):
    signatory = factories.create_signatory(language="fr")
    page = log_in(open_page(review(signatory), script=script), factories.create_moderator())
    page.goto(review(signatory))

    page.locator(DECLINE).click()
    page.locator("#id_reason").select_option(str(Reason.objects.filter(decision="decline").first().pk))
    page.locator("#id_own_words").fill("Dommage, vraiment.")
    page.locator("button.press").last.click()
    if not script:
        page.locator("[data-hn-show-mail]").click()

    mail = page.frame_locator(".letter-html")
    expect(mail.locator("body")).to_contain_text("Dommage, vraiment.")
    expect(page.locator(".letter-text")).to_contain_text("Dommage, vraiment.")


def test_moderator_decides_with_the_keyboard_alone(open_page):
    signatory = factories.create_signatory()
    page = log_in(open_page(), factories.create_moderator())
    page.goto(review(signatory))

    page.locator(".press--approve").focus()
    page.keyboard.press("Enter")
    expect(page.locator("button[name=confirm]")).to_be_visible()
    page.locator("button[name=confirm]").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist")).to_be_visible()
    signatory.refresh_from_db()
    assert signatory.status == Status.APPROVED


def test_editor_sees_the_preview_below_the_field(open_page):
    page = log_in(open_page(), factories.create_editor())
    page.goto(rule_form())
    box = page.locator("[data-hn-markdown]").first

    box.locator("textarea").fill("Met **nadruk** <script>alert(1)</script>")
    box.locator("[data-hn-preview]").click()

    result = box.locator("[data-hn-preview-result]")
    expect(result.locator("strong")).to_have_text("nadruk")
    expect(result).to_contain_text("<script>alert(1)</script>")


def test_editor_without_script_sees_the_preview_in_a_new_tab(open_page):
    page = log_in(open_page(script=False), factories.create_editor())
    page.goto(rule_form())
    box = page.locator("[data-hn-markdown]").first
    expect(box.locator("[data-hn-markdown-tools]")).to_be_hidden()

    box.locator("textarea").fill("Met **nadruk**")
    with page.context.expect_page() as opened:
        box.locator("[data-hn-preview]").click()

    expect(opened.value.locator(".prose strong")).to_have_text("nadruk")
    expect(box.locator("textarea")).to_have_value("Met **nadruk**")


@pytest.mark.parametrize(
    ("tool", "result"),
    [
        ("bold", "Een **twee** drie"),
        ("italic", "Een *twee* drie"),
        ("link", "Een [twee](https://) drie"),
        ("list", "Een \n\n- twee drie"),
        ("heading", "Een \n\n## twee drie"),
    ],
)
def test_editor_marks_words_with_the_toolbar(open_page, tool, result):
    page = log_in(open_page(), factories.create_editor())
    page.goto(rule_form())
    box = page.locator("[data-hn-markdown]").first
    field = box.locator("textarea")
    field.fill("Een twee drie")
    field.evaluate("(field) => field.setSelectionRange(4, 8)")

    box.locator(f"[data-hn-mark={tool}]").click()

    expect(field).to_have_value(result)


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_field_saves_and_opens_no_preview(open_page, script):
    page = log_in(open_page(script=script), factories.create_editor())
    page.goto(rule_form())

    page.locator("input[name$='-is_correction']").first.check()
    name = page.locator("input[name$='-name']").first
    name.fill("Nieuwe naam")
    name.press("Enter")

    expect(page.locator(".messagelist")).to_be_visible()
    assert len(page.context.pages) == 1
    assert RuleText.objects.filter(name="Nieuwe naam").exists()


def test_languages_stand_beside_one_another_with_the_same_field_on_the_same_line(open_page):
    page = log_in(open_page(width=1500), factories.create_editor())
    page.goto(rule_form())

    tops = page.evaluate(
        "[...document.querySelectorAll('.language')].map((language) =>"
        " [...language.querySelectorAll('.language-field')].map((field) => Math.round(field.getBoundingClientRect().top)))"
    )

    assert len(tops) == 3
    assert tops[0] == tops[1] == tops[2]


def test_languages_stand_under_one_another_on_a_phone(open_page):
    page = log_in(open_page(width=360), factories.create_editor())
    page.goto(rule_form())

    lefts = page.evaluate("[...document.querySelectorAll('.language')].map((one) => one.getBoundingClientRect().left)")

    assert len(set(lefts)) == 1


def our_pages() -> dict[str, str]:
    signatory = factories.create_signatory(doubts=[Doubt.TOO_FAST], enterprise_number="0202239951")
    factories.create_signatory(name=signatory.name, status=Status.QUARANTINED)
    page = HouseRule.objects.get(key="insults")
    helpline = page._meta.apps.get_model("guidance", "Helpline").objects.first()
    leave_behind(page)
    return {
        "upkeep": reverse("admin:signatories_event_upkeep"),
        "index": reverse("admin:index"),
        "work": WORK,
        "queue": QUEUE,
        "set apart": f"{QUEUE}?tab=quarantined",
        "review": review(signatory),
        "rule": rule_form(),
        "history": reverse("admin:guidance_houserule_history", args=[page.pk]),
        "helpline": reverse("admin:guidance_helpline_change", args=[helpline.pk]),
        "signatory": reverse("admin:signatories_signatory_change", args=[signatory.pk]),
        "password": reverse("account_change_password"),
        "second factor": reverse("mfa_index"),
        "sessions": reverse("usersessions_list"),
        "addresses": reverse("account_email"),
    }


def leave_behind(owner: object) -> None:
    """French and English are older than Dutch."""
    since = owner.texts.get(language="nl").updated_at
    for language in ("fr", "en"):
        owner.texts.get(language=language).fall_behind("nl", since=since)


def administrator() -> User:
    return User.objects.create_superuser("beheer", "beheer@hierniet.example", "een-lang-wachtwoord")


def test_our_pages_are_accessible(open_page):
    page = log_in(open_page(**FOR_AXE), administrator())
    found = {}

    for name, path in our_pages().items():
        page.goto(path)
        found[name] = violations(page, LOOKS)

    assert {name: problems for name, problems in found.items() if problems} == {}


def test_decision_pages_are_accessible(open_page):
    signatory = factories.create_signatory()
    page = log_in(open_page(**FOR_AXE), administrator())
    found = {}

    page.goto(review(signatory))
    page.locator(DECLINE).click()
    found["words"] = violations(page, LOOKS)
    page.locator("button.press").last.click()
    found["without a reason"] = violations(page, LOOKS)
    page.goto(review(signatory))
    page.locator(".press--approve").click()
    found["mail"] = violations(page, LOOKS)

    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_its_screen_and_none_breaks_the_policy(open_page, width):
    """`open_page` fails the test when the console complains, as it does about anything inline."""
    page = log_in(open_page(width=width), administrator())
    lists = [
        reverse(f"admin:{name}_changelist")
        for name in (
            "signatories_signatory",
            "signatories_event",
            "guidance_page",
            "guidance_houserule",
            "signatories_reason",
            "auth_user",
        )
    ]
    others = [reverse("admin:auth_user_delete", args=[User.objects.get(username="beheer").pk])]

    for path in [*our_pages().values(), *lists, *others]:
        page.goto(path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path


@pytest.mark.parametrize("script", [True, False])
def test_editor_goes_from_what_waits_to_a_text_that_lags_and_says_that_it_is_right(open_page, script):
    thing = factories.create_page(key="lagging")
    page = log_in(open_page(script=script, width=360), factories.create_editor())
    page.goto(reverse("admin:guidance_page_change", args=[thing.pk]))
    page.locator("section.language [name$=-lead]").first.fill("Nieuwe woorden.")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Frans, Engels")

    page.goto(WORK)
    page.locator("#stale").get_by_role("link", name="Titel lagging-nl").first.click()
    page.locator(".still-right a").first.click()
    comparison = page.locator(":target")
    expect(comparison.locator("ins").first).to_contain_text("Nieuwe")
    page.go_back()
    for box in page.locator("[name$=-is_confirmed]").all():
        box.focus()
        page.keyboard.press("Space")
    page.locator("[name=_save]").click()

    expect(page.locator(".messagelist")).to_be_visible()
    page.goto(WORK)
    expect(page.locator("#stale")).not_to_contain_text("Titel lagging-nl")
    assert not thing.texts.exclude(older_than="").exists()


def test_what_waits_is_reached_from_its_number_with_the_keyboard(open_page):
    factories.create_page(key="draft", is_published=False)
    page = log_in(open_page(width=360), factories.create_editor())
    page.goto(reverse("admin:index"))

    page.locator(f".task a[href='{WORK}#drafts']").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#drafts")).to_be_in_viewport()
    expect(page.locator("#drafts")).to_contain_text("Titel draft-nl")


def question_form() -> str:
    return reverse("admin:guidance_question_change", args=[Question.objects.get(aid__key="tried", key="kind").pk])


@pytest.mark.parametrize("script", [True, False])
def test_editor_is_told_why_a_tree_would_break_and_takes_a_branch_out(open_page, script):
    factories.create_aid(key="tried")
    page = log_in(open_page(script=script, width=360), factories.create_editor())
    page.goto(question_form())

    page.locator("#id_targets").fill("outcome:insult\nquestion:danger")
    page.locator("[name=_save]").click()
    expect(page.locator(".field-targets .errorlist")).to_contain_text("question:danger")
    page.locator("#id_targets").fill("outcome:insult\noutcome:threat")
    page.locator("[name=_save]").click()
    expect(page.locator(".field-take_out .errorlist")).to_contain_text("criticism")
    page.locator("#id_take_out").check()
    page.locator("[name=_save]").click()

    expect(page.locator(".messagelist")).to_contain_text("criticism")
    assert not Outcome.objects.get(aid__key="tried", key="criticism").is_used


@pytest.mark.parametrize("script", [True, False])
def test_editor_sees_a_draft_on_its_real_page_and_publishes_it_for_later(open_page, script):
    draft = factories.create_page(key="draft", is_published=False)
    form = reverse("admin:guidance_page_change", args=[draft.pk])
    page = log_in(open_page(script=script), factories.create_editor())
    page.goto(form)

    with page.context.expect_page() as opened:
        page.locator("a[href*='as-public/nl/']").click()
    expect(opened.value.locator("h1")).to_contain_text("Titel draft-nl")
    page.locator("#id_is_published").check()
    page.locator("#id_publish_at").fill("2040-12-03T09:00")
    page.locator("[name=_save]").click()

    expect(page.locator("#result_list")).to_contain_text("vanaf 3 december 2040, 9:00")


def test_pages_of_a_decision_aid_are_accessible_and_fit_a_phone(open_page):
    aid = factories.create_aid(key="tried")
    page = log_in(open_page(**FOR_AXE), administrator())
    found = {}

    for path in (
        reverse("admin:guidance_aid_tree", args=[aid.pk]),
        reverse("admin:guidance_aid_change", args=[aid.pk]),
        question_form(),
        reverse("admin:guidance_outcome_change", args=[aid.outcomes.first().pk]),
    ):
        page.goto(path)
        found[path] = violations(page, LOOKS)
        page.set_viewport_size({"width": 320, "height": 800})
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path

    assert {path: problems for path, problems in found.items() if problems} == {}
