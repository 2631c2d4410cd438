"""Rules, replies, helplines and numbers, as data."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from guidance.models import RuleText, RuleWord
from signatories.enums import Kind, Status
from tests import factories


def results(client: Client, address: str) -> list[dict[str, object]]:
    return client.get(f"/api/v1/{address}").json()["results"]


@pytest.mark.django_db
def test_rule(client: Client):
    rule = factories.create_rule(is_serious=True)
    RuleWord.objects.create(rule=rule, language="fr", word="injures")

    shown = results(client, "rules?lang=fr")

    published_at = shown[0].pop("version_published_at")
    assert datetime.fromisoformat(str(published_at)) <= timezone.now()
    assert shown == [
        {
            "key": "insults",
            "language": "fr",
            "name": "Naam insultes",
            "question": "Insultes?",
            "summary": "Samenvatting van insultes.",
            "lead": "Inleiding van insultes.",
            "is_serious": True,
            "short_word": "insultes",
            "short_words": ["injures", "insultes"],
            "reference_address": "pasici.be/insultes",
            "pages": {
                "nl": "http://127.0.0.1:8000/nl/regels/schelden/",
                "fr": "http://127.0.0.1:8000/fr/regles/insultes/",
                "en": "http://127.0.0.1:8000/en/rules/insults/",
            },
            "version": 1,
            "versions": "http://127.0.0.1:8000/api/v1/rules/insults/versions",
        }
    ]


@pytest.mark.django_db
def test_rule_that_is_not_public_or_not_in_this_language_is_not_there(client: Client):
    factories.create_rule(key="draft", words={"nl": "klad"}, is_published=False)
    factories.create_rule(words={"nl": "schelden"})

    assert [rule["key"] for rule in results(client, "rules")] == ["insults"]
    assert results(client, "rules?lang=fr") == []
    assert client.get("/api/v1/rules/draft/versions").status_code == 404
    assert client.get("/api/v1/rules/insults/versions?lang=fr").status_code == 404
    assert results(client, "rules")[0]["pages"] == {
        "nl": "http://127.0.0.1:8000/nl/regels/schelden/", "fr": None, "en": None,
    }  # fmt: skip


@pytest.mark.django_db
def test_versions_of_a_rule(client: Client):
    text = RuleText.objects.get(rule=factories.create_rule(), language="nl")
    text.lead, text.change_note = "Anders gezegd.", "Korter."
    text.save()

    versions = results(client, "rules/insults/versions")
    old, new = (client.get(f"/api/v1/rules/insults/versions/{number}").json() for number in (1, 2))

    assert [(one["number"], one["note"]) for one in versions][:1] == [(2, "Korter.")]
    assert versions[0]["page"] == "http://127.0.0.1:8000/nl/regels/schelden/versies/2/"
    assert versions[0]["version"] == "http://127.0.0.1:8000/api/v1/rules/insults/versions/2?lang=nl"
    assert (old["lead"], new["lead"]) == ("Inleiding van schelden.", "Anders gezegd.")
    assert new["what_it_is"] == "Wat het **is**."
    assert new["welcome"] == ["Dit mag gezegd worden."]
    assert client.get("/api/v1/rules").json()["results"][0]["version"] == 2


@pytest.mark.django_db
def test_version_that_waits_for_its_time_is_not_there(client: Client):
    rule = factories.create_rule(is_published=False)
    rule.is_published, rule.publish_at = True, timezone.now() + timezone.timedelta(days=1)
    rule.save()

    assert results(client, "rules") == []
    assert client.get("/api/v1/rules/insults/versions/1").status_code == 404


@pytest.mark.django_db
def test_replies(client: Client):
    factories.create_reply(rule=factories.create_rule(), tone="firm")

    all_of_them = results(client, "replies")
    on_x = results(client, "replies?platform=x")

    assert [reply["id"] for reply in all_of_them] == ["insults-firm-short", "insults-firm-medium", "insults-firm-long"]
    assert all_of_them[0]["text"] == "Antwoord nl: hierniet.be/schelden"
    assert [reply["id"] for reply in on_x] == ["insults-firm-medium"]
    assert results(client, "replies?tone=friendly") == results(client, "replies?rule=nix") == []
    assert [reply["length"] for reply in results(client, "replies?length=long&rule=insults")] == ["long"]


@pytest.mark.django_db
def test_reply_that_does_not_fit_a_platform_is_not_given_for_it(client: Client):
    factories.create_reply(rule=factories.create_rule(), says="x" * 150)

    assert results(client, "replies?platform=tiktok&length=long") == []
    assert len(results(client, "replies?platform=facebook&length=long")) == 1


@pytest.mark.django_db
def test_helplines(client: Client):
    helpline = factories.create_helpline(key="open")
    helpline.opening, helpline.languages, helpline.regions = (
        "mon-fri 09:30-13:00\nsat 22:00-24:00",
        ["nl"],
        ["flanders"],
    )
    helpline.save()
    factories.create_helpline(key="always")
    factories.create_helpline(key="hidden", to_verify=True)

    shown = {one["key"]: one for one in results(client, "helplines?lang=en")}

    assert set(shown) == {"open", "always"}
    assert shown["open"]["opening"] == {
        "is_known": True,
        "is_always": False,
        "spans": [
            {"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "09:30", "closes": "13:00"},
            {"days": ["sat"], "opens": "22:00", "closes": "24:00"},
        ],
    }
    assert shown["always"]["opening"] == {"is_known": False, "is_always": False, "spans": []}
    assert (shown["open"]["phone_link"], shown["open"]["need_name"]) == ("tel:106", "Somebody to talk to")
    assert shown["open"]["sources"] == [{"title": "Bron", "url": "https://bron.example/"}]
    assert [one["key"] for one in results(client, "helplines?region=wallonia")] == ["always"]
    assert [one["key"] for one in results(client, "helplines?speaks=fr")] == ["always"]
    assert results(client, "helplines?need=fraud") == []


@pytest.mark.django_db
def test_counts(client: Client):
    for kind in (Kind.COMPANY, Kind.COMPANY, Kind.CARE, Kind.INDIVIDUAL):
        factories.create_signatory(status=Status.APPROVED, kind=kind)
    factories.create_signatory(status=Status.SUBMITTED)

    answer = client.get("/api/v1/counts").json()

    assert (answer["signatories"], answer["organisations"], answer["individuals"]) == (4, 3, 1)
    assert {kind: number for kind, number in answer["by_kind"].items() if number} == {
        "company": 2, "care": 1, "individual": 1,
    }  # fmt: skip


@pytest.mark.django_db
@time_machine.travel(datetime(2026, 2, 10, tzinfo=UTC), tick=False)
def test_counts_by_month_have_no_holes(client: Client):
    """The last moment of November in London is December in Brussels."""
    moments = [
        datetime(2025, 11, 30, 23, 30, tzinfo=UTC),
        datetime(2026, 2, 1, tzinfo=UTC),
        datetime(2026, 2, 2, tzinfo=UTC),
    ]
    for moment in moments:
        factories.create_signatory(status=Status.APPROVED, approved_at=moment)

    assert results(client, "counts/months") == [
        {"month": "2025-12", "new": 1, "total": 1},
        {"month": "2026-01", "new": 0, "total": 1},
        {"month": "2026-02", "new": 2, "total": 3},
    ]


@pytest.mark.django_db
def test_counts_by_month_of_nobody_are_empty(client: Client):
    assert results(client, "counts/months") == []


@pytest.mark.django_db
@time_machine.travel(datetime(2026, 11, 26, tzinfo=UTC), tick=False)
def test_visits_below_ten_are_not_told(client: Client):
    rule = factories.create_rule()
    factories.create_rule(key="draft", words={"nl": "klad"}, is_published=False)
    factories.create_referrals(rule, visits=9, weeks_ago=5)
    factories.create_referrals(rule, visits=10, weeks_ago=10)
    factories.create_referrals(rule, visits=50)

    told = {row["month"]: row["visits"] for row in results(client, "counts/visits")}

    assert len(told) == 24
    assert {month: number for month, number in told.items() if number != 0} == {"2026-10": None, "2026-09": 10}
    assert "2026-11" not in told


@pytest.mark.django_db
def test_visits_as_a_table(client: Client):
    factories.create_referrals(factories.create_rule(), visits=3, weeks_ago=6)

    lines = client.get("/api/v1/counts/visits?format=csv").content.decode("utf-8-sig").splitlines()

    assert lines[0] == "month,rule,rule_name,visits,is_incomplete"
    assert [line for line in lines if line.endswith("insults,Naam schelden,,false")]


@pytest.mark.django_db
def test_contents_lead_everywhere(client: Client):
    factories.create_page(key="open-data")

    contents = client.get("/api/v1/").json()

    assert contents.pop("proof") == "http://127.0.0.1:8000/api/v1/proof?domain={domain}"
    assert contents["page"] == "http://127.0.0.1:8000/nl/open-data-nl/"
    statuses = {client.get(address.removeprefix("http://127.0.0.1:8000")).status_code for address in contents.values()}
    assert statuses == {200}
