"""The OpenAPI document, and whether the open data do what it says: asked by schemathesis, the same way each time."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from guidance.enums import Length, Need, Region, Tone
from guidance.lengths import PLATFORMS
from guidance.opening import DAYS
from signatories.api import description
from signatories.api.schemas.helplines import Day, NeedKey, RegionKey
from signatories.api.schemas.replies import LengthKey, PlatformKey, ToneKey
from signatories.api.schemas.signatories import KindKey
from signatories.enums import Kind, Status
from tests import factories

EXAMPLES = 25


def _fill() -> dict[str, object]:
    """Something of everything, and what leads to it in a path."""
    signatory = factories.create_signatory(status=Status.APPROVED, website="https://voorbeeld.example/")
    factories.create_signatory(status=Status.APPROVED, kind=Kind.INDIVIDUAL)
    factories.create_reply(rule=factories.create_rule())
    factories.create_helpline()
    return {"id": str(signatory.public_id), "key": "insults", "number": 1}


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: the transaction of the test must outlive each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
def test_document_says_whom_to_ask_and_where_to_read_more(client: Client):
    factories.create_page(key="open-data")

    response = client.get("/api/v1/openapi.json", headers={"accept-language": "en"})

    document = response.json()
    assert document["openapi"] == "3.1.0"
    assert document["info"]["contact"]["url"] == "http://127.0.0.1:8000/en/open-data-en/"
    assert document["servers"] == [{"url": "http://127.0.0.1:8000"}]
    assert response["ETag"]


def test_everything_in_the_document_is_explained():
    operations = [operation["get"] for operation in description.operations().values()]
    parameters = [parameter for operation in operations for parameter in operation["parameters"]]

    assert len(operations) > 10
    assert [one["operationId"] for one in operations if not (one["summary"] and one["description"])] == []
    assert [one["name"] for one in parameters if one["in"] == "query" and not one.get("description")] == []


@pytest.mark.django_db
@pytest.mark.pages
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", sorted(description.operations()))
def test_open_data_do_what_the_document_says(path, mode):
    """Every check that schemathesis has: statuses, types, headers and shapes, what is wrong refused, what is right taken."""
    leads_to = _fill()
    schema = schemathesis.openapi.from_dict(_document())
    schema.app = get_wsgi_application()
    is_right = mode == GenerationMode.POSITIVE
    real = {name: value for name, value in leads_to.items() if is_right and f"{{{name}}}" in path} or None

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode, path_parameters=real))
    def ask(case: Any) -> None:
        case.call_and_validate(headers={"Host": "127.0.0.1", "Accept-Encoding": "identity"})

    ask()


@pytest.mark.parametrize(
    ("described", "there_are"),
    [
        (KindKey, Kind.values),
        (ToneKey, Tone.values),
        (LengthKey, Length.values),
        (PlatformKey, [platform.key for platform in PLATFORMS]),
        (NeedKey, Need.values),
        (RegionKey, Region.values),
        (Day, list(DAYS)),
    ],
)
def test_words_that_can_be_chosen_are_those_that_there_are(described, there_are):
    assert sorted(get_args(described)) == sorted(there_are)


def _document() -> dict[str, Any]:
    return description.document() | {"servers": [{"url": "http://127.0.0.1"}]}
