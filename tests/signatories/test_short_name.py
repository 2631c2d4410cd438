"""A signatory chooses the short name in its links once; a moderator judges it, and old links lead on for ever."""

import pytest
from django.utils import timezone

from signatories import actions
from signatories.enums import ChangeState, Status
from signatories.models import Change, FormerSlug, Signatory, TakenDecision
from signatories.short_names import is_short_name_taken
from tests import factories
from tests.signatories.pages import Page
from tests.signatories.questions import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Signatory:
    factories.create_rule()
    return factories.create_signatory(status=Status.APPROVED, name="Stad Voorbeeld", slug="stad-voorbeeld")


def typed(signatory: Signatory, slug: str) -> dict[str, str]:
    return {
        "kind": signatory.kind, "name": signatory.name, "website": signatory.website, "enterprise_number": "",
        "social_accounts": "", "slug": slug, "remark": "",
    }  # fmt: skip


def choose(client, signatory: Signatory, slug: str):
    return client.post(page_of(signatory, "my_change"), typed(signatory, slug))


@pytest.mark.parametrize("written", ["voorbeeld", "Voorbeeld", " VOORBEELD ", "Vóorbeeld."])
def test_chosen_name_waits_for_a_moderator_and_then_stands_in_the_links(client, city, moderator, written):
    assert choose(client, city, written).status_code == 302
    assert client.get("/schelden/voorbeeld")["Location"] == "/nl/regels/schelden/"

    actions.approve_change(city, by=moderator)

    assert client.get("/schelden/voorbeeld")["Location"] == "/nl/regels/schelden/voorbeeld/"
    assert client.get("/schelden/stad-voorbeeld")["Location"] == "/nl/regels/schelden/voorbeeld/"
    assert client.get("/nl/ondertekenaars/stad-voorbeeld/")["Location"] == "/nl/ondertekenaars/voorbeeld/"
    assert client.get("/nl/regels/schelden/stad-voorbeeld/")["Location"] == "/nl/regels/schelden/voorbeeld/"
    assert "Stad Voorbeeld" in Page(client.get("/nl/regels/schelden/voorbeeld/")).text


def test_name_is_chosen_once(client, city, moderator):
    choose(client, city, "voorbeeld")
    actions.approve_change(city, by=moderator)

    assert "slug" not in client.get(page_of(city, "my_change")).context["form"].fields
    choose(client, city, "nog-een")
    assert not Change.objects.filter(state=ChangeState.WAITING).exists()


def test_other_changes_leave_the_choice_open(client, city, moderator):
    client.post(page_of(city, "my_change"), typed(city, city.slug) | {"name": "Stad Voorbeeld-aan-Zee"})
    actions.approve_change(city, by=moderator)

    city.refresh_from_db()
    assert (city.slug, city.short_name_chosen_at) == ("stad-voorbeeld", None)
    assert not FormerSlug.objects.exists()
    assert "slug" in client.get(page_of(city, "my_change")).context["form"].fields


@pytest.mark.parametrize("name", ["x", "regels", "versies", "a" * 61])
def test_name_that_cannot_stand_in_an_address_is_refused_with_words(client, city, name):
    response = choose(client, city, name)

    assert response.status_code == 200
    assert "slug" in response.context["form"].errors
    assert not Change.objects.exists()


@pytest.mark.parametrize("name", ["", "---", "ж"])
def test_name_of_which_nothing_is_left_changes_nothing(client, city, name):
    assert choose(client, city, name)["Location"].endswith("?done=unchanged")
    assert not Change.objects.exists()


def test_name_of_somebody_else_is_refused_also_a_former_one(client, city):
    other = factories.create_signatory(status=Status.SUSPENDED, slug="bezet")
    FormerSlug.objects.create(slug="vroeger", signatory=other)

    for name in ("bezet", "vroeger"):
        assert choose(client, city, name).context["form"].errors["slug"] == [
            "Een andere ondertekenaar heeft deze korte naam al."
        ]
    assert is_short_name_taken("vroeger", by_other_than=city)
    assert not is_short_name_taken("vroeger", by_other_than=other)


def test_own_former_name_can_be_chosen_again(client, city, moderator):
    FormerSlug.objects.create(slug="vroeger", signatory=city)
    choose(client, city, "vroeger")

    actions.approve_change(city, by=moderator)

    assert client.get("/schelden/vroeger")["Location"] == "/nl/regels/schelden/vroeger/"
    assert client.get("/schelden/stad-voorbeeld")["Location"] == "/nl/regels/schelden/vroeger/"


def test_name_that_somebody_got_in_the_meantime_is_not_approved(client, city, moderator_client, moderator):
    choose(client, city, "voorbeeld")
    factories.create_signatory(status=Status.APPROVED, slug="voorbeeld")

    with pytest.raises(actions.ShortNameTakenError):
        actions.approve_change(city, by=moderator)

    address = f"/beheer/signatories/signatory/{city.pk}/decide/approve_change/"
    page = moderator_client.post(address, {"begin": "1"}, follow=True)
    city.refresh_from_db()
    assert city.slug == "stad-voorbeeld"
    assert "Een andere ondertekenaar heeft deze korte naam al." in page.content.decode()


def test_undoing_gives_the_old_name_back_and_frees_the_new_one(client, city, moderator):
    choose(client, city, "voorbeeld")
    taking = actions.Taking(choice="approve_change", by=moderator)
    actions.take(actions.approve_change, city, words={}, taking=taking)
    assert FormerSlug.objects.get().slug == "stad-voorbeeld"

    actions.undo(TakenDecision.objects.get(), by=moderator, also=actions.judge_anew)

    city.refresh_from_db()
    assert (city.slug, city.short_name_chosen_at) == ("stad-voorbeeld", None)
    assert not FormerSlug.objects.exists()
    assert client.get("/schelden/stad-voorbeeld")["Location"] == "/nl/regels/schelden/stad-voorbeeld/"
    assert client.get("/schelden/voorbeeld")["Location"] == "/nl/regels/schelden/"
    assert Change.objects.get().state == ChangeState.WAITING


def test_moderator_sees_which_name_it_would_become(client, city, moderator_client):
    choose(client, city, "voorbeeld")

    page = Page(moderator_client.get(f"/beheer/signatories/signatory/{city.pk}/review/"))

    assert "stad-voorbeeld" in page.text
    assert "korte naam" in page.text.lower()


def test_file_tells_of_the_short_name_until_it_is_chosen(client, city):
    words = "of een korte naam voor je links"
    before = Page(client.get(page_of(city))).text
    city.short_name_chosen_at = timezone.now()
    city.save()

    assert (words in before, words in Page(client.get(page_of(city))).text) == (True, False)
