"""Who came by a reference link: people are counted, programs and prefetches are not, and nothing tells who it was."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from signatories.enums import Platform
from signatories.referrals import visitors

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
PEOPLE = [
    PHONE,
    f"{IPHONE} [FBAN/FBIOS;FBAV/468.0.0.40.107;FBDV/iPhone14,5;FBSN/iOS;FBLC/nl_NL]",
    f"{PHONE} Instagram 333.0.0.42.91 Android (34/14; 480dpi; samsung; nl_NL)",
    f"{IPHONE} [LinkedInApp]/9.29",
    f"{IPHONE} [Pinterest/iOS]",
    f"{IPHONE} GSA/320.0",
    f"{PHONE} trill_340 BytedanceWebview/d8a21c6",
    f"{IPHONE} Barcelona 289.0",
    PHONE.replace("Android 14", "Android 11; CUBOT X50"),
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126",
]
PROGRAMS = [
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "meta-externalagent/1.1",
    "WhatsApp/2.23.20.0",
    "Twitterbot/1.0",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "TelegramBot (like TwitterBot)",
    "Mastodon/4.2.1 (http.rb/5.1.1; +https://mastodon.example/)",
    "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120 Safari/537.36",
    "curl/8.5.0",
    "python-requests/2.31",
    "",
    "   ",
]  # fmt: skip


def visit(method: str = "get", **headers: str):
    return getattr(RequestFactory(), method)("/schelden", headers={"user-agent": PHONE} | headers)


@pytest.mark.parametrize("agent", PEOPLE)
def test_browser_and_app_are_people(agent):
    assert visitors.is_person(visit(**{"user-agent": agent}))


@pytest.mark.parametrize("agent", PROGRAMS)
def test_program_that_makes_previews_is_no_person(agent):
    assert not visitors.is_person(visit(**{"user-agent": agent}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("sec-purpose", "Prefetch; Anonymous-Client-IP"),
        ("purpose", "prefetch"),
        ("x-purpose", "preview"),
        ("x-moz", "prefetch"),
    ],
)
def test_page_that_is_fetched_just_in_case_is_no_visit(name, value):
    assert not visitors.is_person(visit(**{name: value}))


def test_asking_for_the_headers_only_is_no_visit():
    assert not visitors.is_person(visit("head"))


@pytest.mark.parametrize(
    ("referrer", "platform"),
    [
        ("https://l.facebook.com/l.php?u=x", Platform.FACEBOOK),
        ("https://www.facebook.com/", Platform.FACEBOOK),
        ("http://m.facebook.com", Platform.FACEBOOK),
        ("android-app://com.facebook.katana/", Platform.FACEBOOK),
        ("https://l.instagram.com/", Platform.INSTAGRAM),
        ("https://l.threads.com/", Platform.THREADS),
        ("https://t.co/abc", Platform.X),
        ("https://x.com/", Platform.X),
        ("https://www.linkedin.com/feed/", Platform.LINKEDIN),
        ("android-app://com.linkedin.android/", Platform.LINKEDIN),
        ("https://www.tiktok.com/", Platform.TIKTOK),
        ("https://www.youtube.com/redirect", Platform.YOUTUBE),
        ("https://www.reddit.com/", Platform.REDDIT),
        ("https://go.bsky.app/", Platform.BLUESKY),
        ("https://web.whatsapp.com/", Platform.WHATSAPP),
        ("https://t.me/groep", Platform.TELEGRAM),
        ("https://WWW.Facebook.COM./", Platform.FACEBOOK),
        ("https://mastodon.example/@iemand/1", Platform.OTHER),
        ("https://notfacebook.com/", Platform.OTHER),
        ("https://facebook.com.evil.example/", Platform.OTHER),
        ("https://evil.example/facebook.com", Platform.OTHER),
        ("https://facebook.com@evil.example/", Platform.OTHER),
        ("https://[bad/", Platform.OTHER),
        ("facebook.com", Platform.OTHER),
        ("", Platform.UNKNOWN),
        ("  ", Platform.UNKNOWN),
    ],
)
def test_platform_is_the_family_of_the_site(referrer, platform):
    assert visitors.platform(visit(referer=referrer)) == platform


@given(st.text(max_size=300))
def test_whatever_the_header_says_gives_a_platform(referrer):
    assert visitors.platform_of(referrer) in Platform


def test_long_headers_cost_little():
    request = visit(**{"user-agent": "Mozilla/5.0 " + "a" * 8_000, "referer": "https://" + "a." * 4_000 + "example/"})

    assert visitors.is_person(request)
    assert visitors.platform(request) == Platform.OTHER
