"""The back office in the browser: nothing it shows is broken by our strict rules, and two people can work in it."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page

from guidance.models import HouseRule, RuleText
from guidance.models import Page as ContentPage
from signatories import actions
from signatories.enums import Doubt, Status
from tests import factories

from . import moderating
from .conftest import OpenPage, Site
from .test_accessibility import FOR_AXE, LOOKS, problems_of
from .test_layout import CUT_TEXT, SCROLLS_SIDEWAYS


@pytest.fixture
def enter(open_page: OpenPage, site: Site) -> OpenPage:
    """Opens a page of somebody who is logged in."""

    def open_(user: User, **how: object) -> Page:
        page = open_page(**how)
        moderating.let_in(page.context, site.address, user)
        return page

    return open_


def everybody() -> User:
    return User.objects.create_superuser(username="Bas", password="een-lang-wachtwoord")


def desk_places() -> dict[str, str]:
    """Each type of page of the back office."""
    waiting = factories.create_signatory(status=Status.SUBMITTED, name="Voorbeeldstad")
    factories.create_signatory(status=Status.SUBMITTED, name="Voorbeeldstad")
    doubtful = factories.create_signatory(status=Status.QUARANTINED, doubts=[Doubt.TOO_FAST])
    decided = factories.create_signatory(status=Status.SUBMITTED)
    actions.approve(decided, by=User.objects.first())
    rule, content = HouseRule.objects.first(), ContentPage.objects.first()
    queue = reverse("admin:signatories_signatory_queue")
    return {
        "index": reverse("admin:index"),
        "queue": queue,
        "set apart": f"{queue}?tab=quarantined",
        "review": moderating.review_address(waiting),
        "review, doubtful": moderating.review_address(doubtful),
        "review, decided": moderating.review_address(decided),
        "signatories": reverse("admin:signatories_signatory_changelist"),
        "correct": reverse("admin:signatories_signatory_change", args=[waiting.pk]),
        "mails": reverse("admin:signatories_outgoingmail_changelist"),
        "mail": reverse("admin:signatories_outgoingmail_change", args=[decided.mails.first().pk]),
        "rules": reverse("admin:guidance_houserule_changelist"),
        "edit a rule": reverse("admin:guidance_houserule_change", args=[rule.pk]),
        "pages": reverse("admin:guidance_page_changelist"),
        "edit a page": reverse("admin:guidance_page_change", args=[content.pk]),
        "helplines": reverse("admin:guidance_helpline_changelist"),
        "reasons": reverse("admin:signatories_reason_changelist"),
        "people": reverse("admin:auth_user_changelist"),
        "my account": reverse("mfa_index"),
        "log out": reverse("account_logout"),
    }


def test_the_back_office_has_no_accessibility_violations(enter):
    page = enter(everybody(), **FOR_AXE)

    assert problems_of(page, desk_places(), [LOOKS[1], LOOKS[2]]) == {}


def test_the_log_in_has_no_accessibility_violations(open_page):
    assert problems_of(open_page(**FOR_AXE), {"log in": reverse("account_login")}, LOOKS) == {}


def test_the_work_of_moderators_fits_a_phone(enter):
    page = enter(everybody(), width=320, height=640)
    found = {}

    for name, path in desk_places().items():
        page.goto(path)
        if page.evaluate(SCROLLS_SIDEWAYS):
            found[name] = page.evaluate(CUT_TEXT)

    assert found == {}


def test_two_moderators_at_once_one_wins_and_the_other_is_told(enter):
    signatory = factories.create_signatory(status=Status.SUBMITTED)
    first, second = (enter(factories.create_moderator(name=name)) for name in ("Anke", "Bruno"))
    for page in (first, second):
        page.goto(moderating.review_address(signatory))
        moderating.begin(page, "approve", signatory)

    moderating.carry_out(first, "approve", signatory)
    moderating.carry_out(second, "approve", signatory)

    assert second.get_by_text("Anke").count() >= 1
    assert signatory.events.filter(to_status=Status.APPROVED).count() == 1
    assert signatory.mails.filter(message="application_approved").count() == 1


def test_the_mail_is_shown_as_it_will_look_without_breaking_our_own_policy(enter):
    signatory = factories.create_signatory(status=Status.SUBMITTED)
    page = enter(factories.create_moderator())
    page.goto(moderating.review_address(signatory))
    moderating.begin(page, "approve", signatory)

    frame = page.frame_locator("iframe")

    assert signatory.name in frame.locator("body").inner_text()


def test_an_editor_sees_the_text_rendered_and_scripts_never_come_through(enter):
    page = enter(factories.create_editor())
    rule = HouseRule.objects.get(key="insults")
    page.goto(reverse("admin:guidance_houserule_change", args=[rule.pk]))
    field = page.locator("textarea[name$=what_it_is]").first

    field.fill("Dit is **vet**. <script>alert(1)</script> [klik](javascript:alert(1))")
    page.locator("form input[name=_save], form button[name=_save]").first.click()
    page.wait_for_load_state()

    changed = RuleText.objects.filter(rule=rule, what_it_is__startswith="Dit is").get()
    page.goto(changed.get_absolute_url())
    assert page.locator("main strong").get_by_text("vet").count() == 1
    assert page.locator("main script").count() == 0
    assert page.locator("main a[href^=javascript]").count() == 0


def test_who_may_not_enter_is_kept_out(enter):
    page = enter(factories.create_visitor(), expects=(403,))

    response = page.goto(reverse("admin:signatories_signatory_queue"))

    assert response.status == 403
