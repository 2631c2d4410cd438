"""What a domain says, and what was probably meant by a mistyped one."""

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from signatories import mailboxes
from signatories.mailboxes import FREE_MAILBOXES, OFTEN_MEANT, Match

LOCAL = st.text("abcdefghijklmnopqrstuvwxyz0123456789.+-", min_size=1, max_size=12)
LABEL = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)
DOMAIN = st.one_of(
    st.sampled_from(sorted(FREE_MAILBOXES)),
    st.builds("{}.{}".format, LABEL, st.sampled_from(["be", "com", "example", "brussels"])),
)


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A busy domain with one letter gone, doubled or swapped with the next."""
    domain = draw(st.sampled_from(OFTEN_MEANT))
    place = draw(st.integers(0, len(domain) - 2))
    before, here, after, rest = domain[:place], domain[place], domain[place + 1], domain[place + 2 :]
    return draw(
        st.sampled_from([before + after + rest, before + here + here + after + rest, before + after + here + rest])
    )


@pytest.mark.parametrize(
    ("typed", "host", "meant"),
    [
        ("lies@gmial.com", "", "lies@gmail.com"),
        ("Lies.V+a@GMIAL.com", "", "Lies.V+a@gmail.com"),
        ("lies@gmail.con", "", "lies@gmail.com"),
        ("lies@hotmial.com", "", "lies@hotmail.com"),
        ("lies@telent.be", "", "lies@telenet.be"),
        ("lies@skynet.b", "", "lies@skynet.be"),
        ("lies@voorbeedl.example", "voorbeeld.example", "lies@voorbeeld.example"),
        ("lies@gent.example", "stadgent.example", ""),
        ("lies@mail.voorbeeld.example", "voorbeeld.example", ""),
        ("lies@gmail.com", "gmaill.com", ""),
        ("lies@gmaill.com", "gmaill.com", ""),
        ("lies@live.de", "", ""),
        ("lies@ander.example", "voorbeeld.example", ""),
        ("lies", "", ""),
        ("@gmial.com", "", ""),
        ("lies@", "voorbeeld.example", ""),
        ("", "", ""),
    ],
)
def test_suggestion_is_what_was_probably_meant(typed, host, meant):
    assert mailboxes.suggest(typed, host) == meant


@given(LOCAL, DOMAIN, st.one_of(st.just(""), DOMAIN))
def test_suggestion_is_never_the_same_and_never_for_a_domain_that_is_known(local, domain, host):
    typed = f"{local}@{domain}"

    meant = mailboxes.suggest(typed, host)

    assert meant != typed
    if domain in FREE_MAILBOXES or domain == host:
        assert meant == ""
    if meant:
        assert meant.rpartition("@")[0] == local
        assert meant.rpartition("@")[2] in {*OFTEN_MEANT, host}
        assert mailboxes.suggest(meant, host) == ""


@given(slips())
def test_one_slip_in_a_busy_domain_is_always_asked_about(domain):
    assert domain in FREE_MAILBOXES or mailboxes.suggest(f"lies@{domain}") != ""


@given(st.text("abc.", max_size=6), st.text("abc.", max_size=6))
def test_distance_is_the_same_both_ways_and_nought_only_for_the_same(one, other):
    assert mailboxes.distance(one, other) == mailboxes.distance(other, one)
    assert (mailboxes.distance(one, other) == 0) is (one == other)


def test_script_of_the_form_has_the_same_lists():
    script = (Path(settings.BASE_DIR) / "static/js/join.js").read_text(encoding="utf-8")

    for words in mailboxes.for_script().values():
        assert f'"{words}".split(" ")' in script


def test_busy_mailboxes_are_free_mailboxes():
    assert set(OFTEN_MEANT) <= FREE_MAILBOXES


@pytest.mark.parametrize(
    ("email", "host", "found"),
    [
        ("an@gent.example", "gent.example", Match.OWN),
        ("an@mail.gent.example", "gent.example", Match.OWN),
        ("an@gmail.com", "gent.example", Match.FREE),
        ("an@gmail.com", "", Match.FREE),
        ("an@telenet.be", "telenet.be", Match.OWN_AND_FREE),
        ("an@stadgent.example", "gent.example", Match.OTHER),
        ("an@gent.example", "", Match.UNKNOWN),
        ("", "gent.example", Match.UNKNOWN),
    ],
)
def test_match_tells_whose_mailbox_it_is(email, host, found):
    assert mailboxes.match(email, host) == found
    assert found.asks_proof == (found in (Match.FREE, Match.OWN_AND_FREE))


@pytest.mark.parametrize("domain", ["mailinator.com", "yopmail.fr", "10minutemail.be", "temp-mail.io", "post.mailinator.com", "MAILINATOR.com"])  # fmt: skip
def test_mailbox_that_is_thrown_away_is_known(domain):
    assert mailboxes.is_disposable(f"lies@{domain}")


@pytest.mark.parametrize(
    "domain",
    [
        "gemeente.example", "mailinator.com.example", "simplelogin.com", "mozmail.com", "duck.com", "privaterelay.appleid.com",
        "anonaddy.com", "icloud.com",
    ],
)  # fmt: skip
def test_mailbox_that_forwards_to_a_real_one_is_no_reason_to_doubt(domain):
    assert not mailboxes.is_disposable(f"lies@{domain}")


def test_no_ordinary_provider_is_among_those_that_are_thrown_away():
    """The list is others': a newer one must not set apart half of those who sign."""
    often = {*mailboxes.FREE_MAILBOXES, *mailboxes.OFTEN_MEANT}

    assert [domain for domain in often if mailboxes.is_disposable(f"lies@{domain}")] == []
