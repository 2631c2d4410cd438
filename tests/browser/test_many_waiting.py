"""When many wait, in Chromium: two colleagues share a lane without script, and every page of it fits and can be used."""

from django.urls import reverse
from playwright.sync_api import expect

from signatories.content_loading import load_limits
from signatories.enums import BurstMode, Doubt, Status
from signatories.models import Listed, ModerationSettings, Signatory
from tests import factories

from .test_accessibility import FOR_AXE, LOOKS, violations
from .test_back_office import log_in

LANE = reverse("admin:signatories_signatory_lane")
GROUPS = reverse("admin:signatories_signatory_groups")


def many() -> Signatory:
    ModerationSettings(burst=BurstMode.ON, second_look_in_burst=True).save()
    factories.create_signatory(status=Status.APPROVED, website="https://stad.example/")
    first, _second = (
        factories.create_signatory(
            name=f"Voorbeelddienst {word}", contact_email=f"{word}@stad.example", website="https://stad.example/"
        )
        for word in ("een", "twee")
    )
    return first


def test_two_colleagues_share_the_lane_on_a_phone_without_script(open_page):
    signatory = many()
    first = log_in(open_page(script=False, width=360), factories.create_moderator(name="An"))
    second = log_in(open_page(script=False, width=360), factories.create_moderator(name="Bea"))

    first.goto(LANE)
    first.locator("section[aria-labelledby=fresh] li", has_text="een").locator("button").click()
    expect(first.locator("section[aria-labelledby=seen] li")).to_contain_text("Voorbeelddienst een")
    second.goto(LANE)
    second.locator("section[aria-labelledby=seen] a").click()
    second.locator(".press--approve").click()
    second.locator("button[name=confirm]").click()

    expect(second.locator("h1")).to_have_text("Voorbeelddienst twee")
    signatory.refresh_from_db()
    assert signatory.status == Status.APPROVED
    assert signatory.second_look.second_by.username == "Bea"


def test_pages_for_many_are_accessible_and_fit_a_phone(open_page):
    signatory = many()
    load_limits()
    Listed.objects.create(listing="block", what="network", value="192.0.2.0/24", comment="Een vlaag.")
    factories.create_signatory(
        status=Status.QUARANTINED, doubts=[Doubt.BLOCKED], doubt_facts={"blocked": {"entry": 1, "what": "network"}}
    )
    page = log_in(open_page(**FOR_AXE), factories.create_moderator())
    page.goto(f"{GROUPS}?domain=stad.example")
    page.locator("#content form button").first.click()
    expect(page.locator("h1")).to_have_text(signatory.name)
    found = {}

    for path in (
        reverse("admin:signatories_signatory_review", args=[signatory.pk]),
        LANE,
        GROUPS,
        f"{GROUPS}?domain=stad.example",
        reverse("admin:signatories_signatory_digest"),
        reverse("admin:signatories_limit_changelist"),
        reverse("signatories:join"),
    ):
        page.goto(path)
        found[path] = violations(page, LOOKS)
        page.set_viewport_size({"width": 320, "height": 800})
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path

    assert {path: problems for path, problems in found.items() if problems} == {}
