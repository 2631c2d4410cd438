"""Accounts on social media, as people type them and as they are stored and shown."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from signatories.models import Signatory
from signatories.social import as_account, clean_accounts
from tests import factories


@pytest.mark.parametrize(
    ("typed", "address", "platform"),
    [
        ("facebook.com/voorbeeld", "https://www.facebook.com/voorbeeld", "Facebook"),
        ("http://m.facebook.com/voorbeeld/?ref=x#top", "https://www.facebook.com/voorbeeld", "Facebook"),
        (
            "https://www.facebook.com/profile.php?id=12&sk=about",
            "https://www.facebook.com/profile.php?id=12",
            "Facebook",
        ),
        ("instagram.com/voorbeeld?igsh=abc", "https://www.instagram.com/voorbeeld", "Instagram"),
        ("https://twitter.com/voorbeeld", "https://x.com/voorbeeld", "X"),
        ("tiktok.com/voorbeeld", "https://www.tiktok.com/@voorbeeld", "TikTok"),
        ("tiktok.com/@voorbeeld", "https://www.tiktok.com/@voorbeeld", "TikTok"),
        ("threads.net/voorbeeld", "https://www.threads.net/@voorbeeld", "Threads"),
        ("be.linkedin.com/company/voorbeeld/", "https://www.linkedin.com/company/voorbeeld", "LinkedIn"),
        ("https://www.youtube.com/@voorbeeld", "https://www.youtube.com/@voorbeeld", "YouTube"),
        ("bsky.app/profile/voorbeeld.example", "https://bsky.app/profile/voorbeeld.example", "Bluesky"),
        ("@voorbeeld@mastodon.example", "https://mastodon.example/@voorbeeld", "Mastodon"),
        ("http://forum.voorbeeld.example:8443/a?b=c#d", "https://forum.voorbeeld.example:8443/a?b=c", ""),
        ("https://voorbeeld.example/\u202egpj", "https://voorbeeld.example/gpj", ""),
        ("  www.voorbeeld.example/Pad  ", "https://www.voorbeeld.example/Pad", ""),
        ("https://nietfacebook.com/voorbeeld", "https://nietfacebook.com/voorbeeld", ""),
    ],
)
def test_account_becomes_one_clean_address(typed, address, platform):
    assert clean_accounts(typed) == [address]
    assert clean_accounts(address) == [address]
    assert as_account(address).platform == platform
    assert as_account(address).name


@pytest.mark.django_db
def test_accounts_stand_one_a_line_and_doubles_go():
    typed = "facebook.com/een\r\n\r\n  x.com/twee \nhttps://www.facebook.com/Een/\n"

    assert clean_accounts(typed) == ["https://www.facebook.com/een", "https://x.com/twee"]


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://voorbeeld.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "https://lies:geheim@facebook.com/x",
        "ftp://voorbeeld.example/x",
        "@voorbeeld",
        "voorbeeld",
        "http://localhost/x",
        "https://[::1/x",
        "facebook.com/x y",
        "facebook.com/" + "a" * 190,
    ],
)
def test_account_that_leads_nowhere_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_accounts(typed)


def test_accounts_are_at_most_eight():
    assert len(clean_accounts("\n".join(f"x.com/naam{number}" for number in range(8)))) == 8
    with pytest.raises(ValidationError, match="8"):
        clean_accounts("\n".join(f"x.com/naam{number}" for number in range(9)))


@given(st.text(st.sampled_from("ab@:/.?#&=%\\<>\"' \r\n\t\0\u202e\u200bé"), max_size=60))
def test_accounts_are_addresses_that_the_model_takes_or_an_error(typed):
    try:
        accounts = clean_accounts(typed)
    except ValidationError:
        return
    field = Signatory._meta.get_field("social_accounts")
    field.clean(accounts, None)
    assert all(account.startswith("https://") for account in accounts)


@pytest.mark.django_db
def test_accounts_stand_on_the_public_page_without_a_recommendation(client):
    signatory = factories.create_signatory(
        status="approved", slug="zoet", social_accounts=["https://www.facebook.com/zoet", "https://zoet.example/<b>"]
    )

    page = client.get(signatory.get_absolute_url(), follow=True).content.decode()

    assert 'href="https://www.facebook.com/zoet" rel="nofollow noopener">Facebook: zoet</a>' in page
    assert 'href="https://zoet.example/&lt;b&gt;" rel="nofollow noopener">zoet.example/&lt;b&gt;</a>' in page


def test_accounts_are_seen_and_corrected_by_moderators(moderator_client):
    signatory = factories.create_signatory(social_accounts=["https://x.com/zoet"])
    review = moderator_client.get(f"/beheer/signatories/signatory/{signatory.pk}/review/").content.decode()
    change = f"/beheer/signatories/signatory/{signatory.pk}/change/"
    form = moderator_client.get(change).context["adminform"].form
    shown = {name: form[name].value() or "" for name in form.fields}

    response = moderator_client.post(change, shown | {"social_accounts": "x.com/zoet\ninstagram.com/zoet"})

    assert 'href="https://x.com/zoet" rel="nofollow noopener noreferrer"' in review
    assert shown["social_accounts"] == "https://x.com/zoet"
    assert response.status_code == 302
    signatory.refresh_from_db()
    assert signatory.social_accounts == ["https://x.com/zoet", "https://www.instagram.com/zoet"]


def test_accounts_that_were_only_looked_at_are_no_correction(moderator_client):
    signatory = factories.create_signatory(social_accounts=["https://x.com/zoet", "https://x.com/zout"])
    change = f"/beheer/signatories/signatory/{signatory.pk}/change/"
    form = moderator_client.get(change).context["adminform"].form

    moderator_client.post(change, {name: form[name].value() or "" for name in form.fields})

    review = moderator_client.get(f"/beheer/signatories/signatory/{signatory.pk}/review/")
    assert [entry.why for entry in review.context["trail"] if "x.com" in entry.why] == []
