"""A wrong variable is named, with where to mend it; an empty one is as good as none."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from hierniet import environment

PLACE = r"in the environment or in \.env"


@pytest.fixture
def variable(monkeypatch: pytest.MonkeyPatch):
    return lambda value: (
        monkeypatch.setenv("EEN_NAAM", value) if value is not None else monkeypatch.delenv("EEN_NAAM", raising=False)
    )


@pytest.mark.parametrize(("value", "default", "read"), [("x", None, "x"), ("x", "y", "x"), (None, "y", "y"), ("", "y", "y"), (None, "", ""), ("", "", "")])  # fmt: skip
def test_text(variable, value, default, read):
    variable(value)

    assert environment.text("EEN_NAAM", default) == read


@pytest.mark.parametrize("value", [None, ""])
def test_text_without_a_default_is_asked_for(variable, value):
    variable(value)

    with pytest.raises(ImproperlyConfigured, match=rf"^EEN_NAAM is not set\. Set it {PLACE}"):
        environment.text("EEN_NAAM")


@pytest.mark.parametrize(
    ("value", "default", "read"),
    [
        *((word, default, True) for word in ("true", "1", " Yes ", "ON") for default in (True, False)),
        *((word, default, False) for word in ("false", "0", " No ", "OFF") for default in (True, False)),
        *((word, default, default) for word in (None, "") for default in (True, False)),
    ],
)
def test_switch(variable, value, default, read):
    variable(value)

    assert environment.switch("EEN_NAAM", default=default) is read


@pytest.mark.parametrize("value", ["ja", "2", "truee", " "])
def test_switch_that_is_neither_is_named(variable, value):
    variable(value)

    with pytest.raises(ImproperlyConfigured, match=rf"^EEN_NAAM is .* must be true or false.*{PLACE}"):
        environment.switch("EEN_NAAM", default=False)


@pytest.mark.parametrize(("value", "read"), [("7", 7), ("0", 0), (" 7 ", 7), (None, 3), ("", 3)])
def test_number(variable, value, read):
    variable(value)

    assert environment.number("EEN_NAAM", 3) == read


@pytest.mark.parametrize(("value", "minimum"), [("zeven", 0), ("7.5", 0), ("-1", 0), ("0", 1)])
def test_number_that_is_none_or_too_small_is_named(variable, value, minimum):
    variable(value)

    with pytest.raises(ImproperlyConfigured, match=rf"^EEN_NAAM is '{value}'.* at least {minimum}.*{PLACE}"):
        environment.number("EEN_NAAM", 3, minimum=minimum)


@pytest.mark.parametrize(("value", "read"), [("a, b ,,c", ["a", "b", "c"]), (None, ["z"]), ("", ["z"]), (",", [])])
def test_words(variable, value, read):
    variable(value)

    assert environment.words("EEN_NAAM", "z") == read


def test_pairs(variable):
    variable("fr = https://pasici.be, nl=https://hierniet.be?a=b")

    assert environment.pairs("EEN_NAAM") == {"fr": "https://pasici.be", "nl": "https://hierniet.be?a=b"}


def test_pair_without_its_sign_is_named(variable):
    variable("fr=https://pasici.be, nl")

    with pytest.raises(ImproperlyConfigured, match=rf"^EEN_NAAM has 'nl'.*{PLACE}"):
        environment.pairs("EEN_NAAM")


def test_networks(variable):
    variable("10.0.0.0/8, 192.0.2.1, unix, 2001:db8::/32")

    assert environment.networks("EEN_NAAM") == [
        ip_network("10.0.0.0/8"),
        ip_network("192.0.2.1"),
        ip_network("2001:db8::/32"),
    ]


@pytest.mark.parametrize("value", ["nginx", "10.0.0.1/8", "10.0.0", "*"])
def test_network_that_is_none_is_named(variable, value):
    variable(value)

    with pytest.raises(ImproperlyConfigured, match=rf"^EEN_NAAM: .*{PLACE}"):
        environment.networks("EEN_NAAM")


@pytest.mark.parametrize("url", ["onzin", "sqlite:///x", "mysql://u:geheim@h/x", "postgresql://u:geheim@h:poort/x"])
def test_database_that_is_none_is_named_and_its_password_is_not(variable, url):
    variable(url)

    with pytest.raises(ImproperlyConfigured, match=rf"^EEN_NAAM must .*postgresql://.*{PLACE}") as refusal:
        environment.database("EEN_NAAM")

    assert "geheim" not in str(refusal.value)


def test_database(variable):
    variable("postgresql://iemand:ge%40heim@db.example:5433/hierniet?sslmode=require")

    read = environment.database("EEN_NAAM", conn_max_age=7)

    assert (read["HOST"], read["PORT"], read["NAME"], read["USER"], read["PASSWORD"]) == ("db.example", 5433, "hierniet", "iemand", "ge@heim")  # fmt: skip
    assert read["OPTIONS"] == {"sslmode": "require"}
    assert read["CONN_MAX_AGE"] == 7


def test_file_adds_what_the_environment_does_not_say(tmp_path: Path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text(
        "# EEN_NAAM=nee\nEEN_NAAM='a=b'\n\nTWEEDE = \"x\" \nonzin\nDERDE=uit het bestand\n", encoding="utf-8"
    )
    monkeypatch.setenv("DERDE", "al gezet")
    for name in ("EEN_NAAM", "TWEEDE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    environment.load_environment_file(file)

    read = {name: environment.text(name, "") for name in ("EEN_NAAM", "TWEEDE", "DERDE")}
    assert read == {"EEN_NAAM": "a=b", "TWEEDE": "x", "DERDE": "al gezet"}


def test_file_that_is_not_there_is_no_fault(tmp_path: Path):
    environment.load_environment_file(tmp_path / ".env")


def test_every_variable_that_is_read_stands_in_the_example():
    folder = environment.ENVIRONMENT_FILE.parent
    read = set(
        re.findall(
            r'environment\.\w+\(\s*"([A-Z_]+)"', (folder / "hierniet" / "settings.py").read_text(encoding="utf-8")
        )
    )
    listed = set(re.findall(r"^#?([A-Z_]+)=", (folder / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))

    assert len(read) > 20
    assert read - listed == set()
