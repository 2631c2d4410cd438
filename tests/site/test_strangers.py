"""Whether a browser says that a form came from another site, on every road by which it may come."""

import pytest
from django import forms
from django.http import HttpRequest
from django.test import RequestFactory

from hierniet import strangers

OURS, OTHER, NULL = "https://pasici.example", "https://elders.example", "null"

SIGNS = [
    # What the browser sends along, and whether that names another site.
    ({}, False),
    ({"origin": OURS}, False),
    ({"origin": "http://PASICI.example:8443"}, False),
    ({"origin": OTHER}, True),
    ({"origin": "https://pasici.example.elders.example"}, True),
    ({"origin": "https://elders.example?pasici.example"}, True),
    ({"origin": "https://pasici.example@elders.example"}, True),
    ({"origin": "chrome-extension://abcdefgh"}, True),
    ({"origin": OURS, "sec-fetch-site": "cross-site"}, False),
    ({"origin": OTHER, "sec-fetch-site": "same-origin", "referer": f"{OURS}/nl/"}, True),
    ({"origin": NULL}, False),
    ({"origin": NULL, "sec-fetch-site": "same-origin"}, False),
    ({"origin": NULL, "sec-fetch-site": "same-site"}, False),
    ({"origin": NULL, "sec-fetch-site": "none"}, False),
    ({"origin": NULL, "sec-fetch-site": "cross-site"}, True),
    ({"origin": NULL, "referer": f"{OTHER}/"}, True),
    ({"origin": NULL, "referer": f"{OURS}/nl/meedoen/"}, False),
    ({"origin": "http://["}, False),
    ({"sec-fetch-site": "same-origin"}, False),
    ({"sec-fetch-site": "cross-site"}, True),
    ({"sec-fetch-site": "cross-site", "referer": f"{OURS}/"}, True),
    ({"referer": OTHER}, True),
    ({"referer": f"{OURS}/nl/meedoen/"}, False),
    ({"referer": "about:blank"}, False),
]


@pytest.mark.parametrize(("headers", "is_named"), SIGNS)
def test_another_site_is_the_one_that_the_browser_names_first(settings, headers, is_named):
    settings.ALLOWED_HOSTS = ["pasici.example"]
    request = RequestFactory().post("/", headers={"host": "pasici.example", **headers})

    assert strangers.is_from_another_site(request) == is_named


@pytest.mark.parametrize("host", ["pasici.example", "pasici.example:8443", "[::1]:8000", "127.0.0.1:8000"])
def test_our_own_page_is_on_the_host_that_was_asked(settings, host):
    settings.ALLOWED_HOSTS = ["pasici.example", "[::1]", "127.0.0.1"]
    request = RequestFactory().post("/", headers={"host": host, "origin": f"https://{host}"})

    assert not strangers.is_from_another_site(request)


def sent(body: str, *, origin: str) -> HttpRequest:
    headers = {"host": "pasici.example", "origin": origin}
    return RequestFactory().post("/", body, content_type="application/x-www-form-urlencoded", headers=headers)


class Question(forms.Form):
    unseen = ("since",)

    said = forms.CharField()
    since = forms.CharField(required=False, widget=forms.HiddenInput, initial="now")


@pytest.mark.parametrize(
    ("data", "origin", "is_accepted", "errors"),
    [
        ("", OURS, False, {}),
        ("", OTHER, False, {}),
        ("said=yes&since=then", OURS, True, {}),
        ("said=&since=then", OURS, False, {"said": ["required"]}),
        ("said=yes&since=then", OTHER, False, {"__all__": [""]}),
        ("said=&since=then", OTHER, False, {"said": ["required"], "__all__": [""]}),
    ],
)
def test_form_is_accepted_when_it_is_ours_and_nothing_is_wrong(settings, data, origin, is_accepted, errors):
    settings.ALLOWED_HOSTS = ["pasici.example"]
    request = sent(data, origin=origin)
    form = Question(request.POST or None)

    assert strangers.accepts(form, request) is is_accepted
    assert {name: [error.code or "" for error in found.data] for name, found in form.errors.items()} == errors
    if "__all__" in errors:
        assert (form["said"].value(), form["since"].value()) == (form.data["said"], "now")


def test_refusal_is_logged_without_saying_who_or_what(settings, caplog):
    settings.ALLOWED_HOSTS = ["pasici.example"]
    request = sent("said=geheim", origin=OTHER)

    strangers.accepts(Question(request.POST), request)

    assert caplog.messages == ["a form was refused that another site sent"]
