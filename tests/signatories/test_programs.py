"""The address by which a program of ours finds the database of a test, whatever it looks like."""

import dj_database_url
import pytest
from django.db import connection

from tests.signatories.programs import database_url

SERVER = {"NAME": "test_hierniet", "USER": "hierniet", "PASSWORD": "", "HOST": "127.0.0.1", "PORT": "5432"}


@pytest.mark.parametrize(
    ("facts", "url"),
    [
        ({}, "postgresql://hierniet@127.0.0.1:5432/test_hierniet"),
        ({"HOST": "db.example.org", "PORT": ""}, "postgresql://hierniet@db.example.org/test_hierniet"),
        ({"HOST": "/tmp/a b", "PORT": ""}, "postgresql://hierniet@%2Ftmp%2Fa%20b/test_hierniet"),
        ({"PASSWORD": "s3/cr@t:?#%"}, "postgresql://hierniet:s3%2Fcr%40t%3A%3F%23%25@127.0.0.1:5432/test_hierniet"),
        ({"USER": "an:na@home"}, "postgresql://an%3Ana%40home@127.0.0.1:5432/test_hierniet"),
    ],
    ids=["host and port", "no port", "socket folder", "password", "user"],
)
def test_database_url_is_read_as_it_was_meant(monkeypatch: pytest.MonkeyPatch, facts: dict[str, str], url: str):
    for name, value in (SERVER | facts).items():
        monkeypatch.setitem(connection.settings_dict, name, value)

    assert database_url() == url

    read = dj_database_url.parse(url)
    assert {name: str(read[name]) for name in SERVER} == SERVER | facts
