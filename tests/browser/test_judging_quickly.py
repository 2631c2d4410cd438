"""Twenty seconds an application: keys that press what is on the page, and one screen that holds what decides."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from signatories.enums import LookAnswer, Status
from signatories.models import Signatory, WebsiteLook
from tests import factories

from .moderating import let_in, review_address
from .test_accessibility import FOR_AXE, LOOKS, violations

QUEUE = reverse("admin:signatories_signatory_queue")


def enter(page: Page, site_address: str) -> User:
    user = factories.create_moderator()
    let_in(page.context, site_address, user)
    return user


def waiting(name: str, days: int, **facts: object) -> Signatory:
    host = f"{name.lower().replace(' ', '-')}.example"
    return factories.create_signatory(
        name=name,
        website=f"https://www.{host}",
        contact_email=f"lies@{host}",
        **{"contact_phone": f"02 123 45 {10 + days}", "submitted_at": timezone.now() - timedelta(days=days), **facts},
    )


def usual() -> Signatory:
    """What most applications look like: a title, a number, nobody alike, some decisions on its kind before."""
    by = User.objects.first() or factories.create_moderator(name="Anke")
    for number in range(3):
        waiting(f"Vroeger {number}", 20 + number, status=Status.DECLINED, by=by, reason=factories.create_reason())
    signatory = waiting("Bakkerij Voorbeeld", 9, enterprise_number="0202239951")
    WebsiteLook.objects.create(
        signatory=signatory, website=signatory.website, asked_at=timezone.now(), fetched_at=timezone.now(),
        title="Bakkerij Voorbeeld | Brood en gebak", final_host="www.bakkerij-voorbeeld.example", answer=LookAnswer.TITLE,
    )  # fmt: skip
    return signatory


def test_keys_go_down_the_list_open_approve_and_go_on(open_page, site):
    page = open_page()
    enter(page, site.address)
    first, second, third = (waiting(f"Toets {number}", 9 - number) for number in range(3))

    page.goto(f"{QUEUE}?language=nl")
    for key in "jjkj":
        page.keyboard.press(key)
    expect(page.get_by_role("link", name=second.name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(second.name)

    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text(third.name)
    page.keyboard.press("u")
    page.wait_for_url(f"**{QUEUE}?language=nl")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(first.name)
    page.keyboard.press("a")
    page.locator("button[name=confirm]").press("Enter")

    expect(page.locator("h1")).to_have_text(second.name)
    assert page.url.endswith("?language=nl")
    first.refresh_from_db()
    assert first.status == Status.APPROVED


def test_keys_rest_while_somebody_types_and_can_be_switched_off(open_page, site):
    page = open_page()
    enter(page, site.address)
    signatory = waiting("Toets", 1)

    page.goto(QUEUE)
    page.locator("#queue-q").press_sequentially("jan?u")
    expect(page.locator("#queue-q")).to_have_value("jan?u")
    assert not page.locator("[data-hn-keys]").evaluate("element => element.open")

    page.goto(review_address(signatory))
    page.keyboard.press("Control+a")
    page.keyboard.press("Shift+d")
    page.locator(".press--decline").focus()
    page.keyboard.press("a")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("[data-hn-keys-switch]")).to_be_visible()
    page.locator("[data-hn-keys-switch]").uncheck()
    page.reload()
    page.keyboard.press("d")
    page.keyboard.press("?")

    expect(page.locator("[data-hn-keys-switch]")).to_be_hidden()
    assert page.url.endswith(review_address(signatory))


def test_what_decides_fits_on_one_screen_and_the_buttons_stay_in_reach(open_page, site):
    page = open_page(height=800)
    enter(page, site.address)
    signatory = usual()

    page.goto(review_address(signatory))
    for part in ("#who", "#public", "#likenesses", "#precedents", ".decision .press--decline"):
        box = page.locator(f"section:has(> {part})" if part.startswith("#") else part).bounding_box()
        assert box["y"] + box["height"] <= 800, part

    page.set_viewport_size({"width": 360, "height": 740})
    for scroll in (0, 600):
        page.evaluate("y => window.scrollTo(0, y)", scroll)
        box = page.locator(".decision .press--approve").bounding_box()
        assert 0 <= box["y"] <= 740 - box["height"]


def test_queue_review_and_comparison_are_accessible_and_fit_a_phone(open_page, site):
    page = open_page(**FOR_AXE)
    enter(page, site.address)
    signatory, other = usual(), waiting("De Bakkerij Voorbeeld NV", 3, enterprise_number="0202239951")
    compare = reverse("admin:signatories_signatory_compare", args=[signatory.pk, other.pk])
    found = {}

    for path in (QUEUE, f"{QUEUE}?sort=easiest&q=niets", review_address(signatory), compare, "plan"):
        if path == "plan":
            page.locator(".make-one button").click()
            expect(page.locator("#plan")).to_be_visible()
        else:
            page.goto(path)
        page.keyboard.press("?")
        found[path] = violations(page, LOOKS)
        page.set_viewport_size({"width": 320, "height": 800})
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[path] += [f"{wider} px too wide"] * (wider > 0)

    assert {path: problems for path, problems in found.items() if problems} == {}
