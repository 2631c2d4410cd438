"""Whatever a signatory has in any column anywhere: what is not public is in no answer, because it is never read."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from hierniet.languages import LANGUAGES
from signatories.api.columns import PUBLIC
from signatories.enums import Kind, Status
from signatories.models import AskedChange, Change, ContactChange, Note, OutgoingMail, Signatory, WebsiteLook
from tests import factories
from tests.signatories.api.addresses import LISTS, all_addresses
from tests.signatories.logos import create_logo

SECRET = "geheim"
# What of a signatory may be read at all: what is public, and what says who is public, in which order, and who goes on.
MAY_BE_READ = {*PUBLIC, "id", "status", "lapsed_at", "search_text", "merged_into_id"}
MAY_NOT_BE_READ = {field.column for field in Signatory._meta.concrete_fields} - MAY_BE_READ
ASKED = re.compile(r'[?&](?:q|domain)=[\w.]+|"domain": "[\w.]+"')
COLUMN = re.compile(r'(?:"signatories_signatory"|\bT\d+)\."(\w+)"')
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def _secret(field: models.Field, number: int) -> object | None:
    """Something to recognise, as long as the column allows and another for each row; None for what holds no words."""
    if field.choices or field.is_relation or isinstance(field, models.UUIDField):
        return None
    if isinstance(field, ArrayField):
        return [SECRET]
    if isinstance(field, models.JSONField):
        return {SECRET: SECRET}
    if not isinstance(field, (models.CharField, models.TextField)):
        return None
    written = f"{SECRET}{number}"
    ways = {models.EmailField: f"{written}@voorbeeld.example", models.URLField: f"https://{written}.example/"}
    return ways.get(type(field), written)


def _hide_secrets_in(signatory: Signatory) -> set[str]:
    hidden = [field for field in Signatory._meta.concrete_fields if field.column in MAY_NOT_BE_READ]
    secrets = {field.name: _secret(field, signatory.pk) for field in hidden}
    secrets = {name: value for name, value in secrets.items() if value is not None}
    Signatory.objects.filter(pk=signatory.pk).update(**secrets)
    return set(secrets)


def _hide_secrets_beside(signatory: Signatory) -> None:
    colleague, now = factories.create_moderator(name=SECRET), timezone.now()
    Note.objects.create(signatory=signatory, by=colleague, text=SECRET)
    Change.objects.create(signatory=signatory, fields={"name": SECRET}, before={}, remark=SECRET)
    AskedChange.objects.create(signatory=signatory, field="name", words=SECRET, asked_by=colleague, asked_at=now)
    ContactChange.objects.create(
        signatory=signatory, kind="claim", new_name=SECRET, new_email=f"{SECRET}@voorbeeld.example"
    )  # fmt: skip
    WebsiteLook.objects.create(signatory=signatory, website=f"https://{SECRET}.example/", asked_at=now, title=SECRET)
    email = Email.objects.create(
        from_email="hallo@hierniet.example", to=[f"{SECRET}@voorbeeld.example"], subject=SECRET, message=SECRET
    )
    OutgoingMail.objects.create(signatory=signatory, email=email, message="approved", language="nl")


@pytest.fixture
def signatory(db: None) -> Signatory:
    """One that is public, with a secret in every column that is not; and others of whom nothing at all is public."""
    factories.create_reply(rule=factories.create_rule())
    factories.create_helpline()
    found = factories.create_signatory(status=Status.APPROVED, name="Openbaar", slug="openbaar")
    person = factories.create_signatory(status=Status.APPROVED, name="Iemand", kind=Kind.INDIVIDUAL)
    hidden = [_hide_secrets_in(one) for one in (found, person)]
    assert {"contact_name", "contact_role", "contact_email", "contact_phone", "second_name", "second_email"} <= hidden[
        0
    ]
    assert {"own_words", "receipt_number", "file_key", "doubts", "doubt_facts", "second_key"} <= hidden[1]
    _hide_secrets_beside(found)
    create_logo(found, has_files=False)
    for status in set(Status) - {Status.APPROVED}:
        factories.create_signatory(status=status, name=f"{SECRET} {status}", website=f"https://{SECRET}.example/", approved_at=timezone.now())  # fmt: skip
    return found


def _answers(client: Client, signatory: Signatory) -> Iterator[tuple[str, str]]:
    """Everything that programs can ask, in every language, with the headers; what was asked is not an answer."""
    addresses = [f"/api/v1/{address}" for address in all_addresses(signatory)]
    addresses += [f"/api/v1/{address}?format=csv" for address in LISTS]
    addresses += ["/api/v1/signatories?kind=individual&format=csv", f"/api/v1/signatories?q={SECRET}"]
    addresses += [f"/api/v1/proof?domain={SECRET}.example"]
    addresses += [f"/badge/count-{language}.svg" for language in LANGUAGES]
    addresses += ["/nl/ondertekenaars/nieuw.atom", "/fr/signataires/nouveaux.atom", "/en/signatories/new.atom"]
    addresses += ["/nl/regels/gewijzigd.atom", "/fr/regles/modifiees.atom", "/en/rules/changed.atom"]
    others = Signatory.objects.exclude(pk=signatory.pk).values_list("public_id", flat=True)
    addresses += [f"/api/v1/signatories/{one}{rest}" for one in list(others) for rest in ("", "/proof")]
    for address in addresses:
        for language in LANGUAGES:
            response = client.get(address, headers={"accept-language": language})
            assert response.status_code in (200, 404), address
            text = f"{response.serialize_headers().decode()}\n{response.content.decode()}"
            yield address, ASKED.sub("", text).lower()


def test_no_answer_holds_a_secret(client: Client, signatory):
    texts = list(_answers(client, signatory))

    assert len(texts) > 150
    assert any("openbaar" in text for _address, text in texts)
    assert [address for address, text in texts if SECRET in text] == []


def test_no_answer_reads_a_column_that_is_not_public(client: Client, signatory):
    others = list(Signatory.objects.exclude(pk=signatory.pk))
    assert len(others) == len(Status)

    with CaptureQueriesContext(connection) as queries:
        list(_answers(client, signatory))

    asked = [query["sql"] for query in queries]
    columns = {name for sql in asked for name in COLUMN.findall(sql)}
    tables = {name for sql in asked for name in TABLE.findall(sql) if name.startswith("signatories_")}
    assert set(PUBLIC) <= columns
    assert columns & MAY_NOT_BE_READ == set()
    assert tables == {
        "signatories_signatory", "signatories_logo", "signatories_referral", "signatories_referralgap",
    }  # fmt: skip
