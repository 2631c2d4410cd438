"""Logos in an S3-compatible store: the whole life of one, against a store on this machine; and what the settings ask for."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.client import BaseClient
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.utils import translation
from moto.server import ThreadedMotoServer

from guidance.models import RuleText
from guidance.previews import storage as previews
from guidance.previews.pieces import Headline, Strip
from hierniet import environment
from hierniet.languages import LANGUAGES
from signatories import actions
from signatories.actions import logos
from signatories.enums import LogoState, Status
from signatories.logos import storage, sweeping
from signatories.models import Logo, Signatory
from signatories.previews import rounds
from signatories.previews.addresses import preview_of
from signatories.previews.strips import SignedStrip
from tests import factories
from tests.signatories.logos import create_logo, kept, made

pytestmark = [pytest.mark.django_db, pytest.mark.program, pytest.mark.pages]
KEYS = {"S3_ACCESS_KEY": "sleutel", "S3_SECRET_KEY": "geheim", "S3_REGION": "eu-central-1"}
BUCKET = "hierniet-logos"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Answers as Amazon's does, in a thread of this process."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, settings) -> BaseClient:
    """The site keeps its logos there, set up from the environment as in production."""
    for name, value in (KEYS | {"S3_BUCKET": BUCKET, "S3_ENDPOINT": server}).items():
        monkeypatch.setenv(name, value)
    client = boto3.client(
        "s3",
        endpoint_url=server,
        region_name="eu-central-1",
        aws_access_key_id="sleutel",
        aws_secret_access_key="geheim",
    )
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    logos_store = environment.store_of_logos(Path("unused"), only_https=False)
    settings.STORAGES = settings.STORAGES | {"logos": logos_store}
    yield client
    for key in keys_in(client):
        client.delete_object(Bucket=BUCKET, Key=key)
    client.delete_bucket(Bucket=BUCKET)


def keys_in(client: BaseClient) -> list[str]:
    return [found["Key"] for found in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_logo_lives_and_leaves_in_the_store(bucket, client, moderator, django_capture_on_commit_callbacks):
    signatory = factories.create_signatory(status=Status.APPROVED)
    draft = logos.keep_draft(signatory, made())
    logos.use(signatory, draft.name)
    logos.approve(signatory, draft.name, by=moderator)

    answer = client.get(f"/logo/{draft.file(160, 'webp')}")
    there = sorted(keys_in(bucket))
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(signatory, by=None)

    assert there == sorted(storage.path_of(file) for file in draft.files)
    assert (answer.status_code, answer.content) == (200, made().files[160, "webp"])
    assert keys_in(bucket) == []


def test_nothing_in_the_store_is_public_by_itself(bucket):
    logo = create_logo(factories.create_signatory(status=Status.APPROVED))

    grants = bucket.get_object_acl(Bucket=BUCKET, Key=storage.path_of(logo.plainest))["Grants"]

    assert [grant["Permission"] for grant in grants if "URI" in grant["Grantee"]] == []


def test_lost_and_orphaned_files_are_found_in_the_store_too(bucket, client, monkeypatch):
    from datetime import timedelta

    logo = create_logo(factories.create_signatory(status=Status.APPROVED))
    orphan = storage.path_of("4" * 32 + "-160.png")
    storage.store().save(orphan, ContentFile(b"x"))
    bucket.delete_object(Bucket=BUCKET, Key=storage.path_of(logo.plainest))
    fresh = sweeping.find_orphans()
    monkeypatch.setattr(sweeping, "OLD_ENOUGH", timedelta(seconds=-60))

    found = sweeping.find_orphans()

    assert (fresh.paths, found.paths, sweeping.delete_orphans(found)) == ([], [orphan], 1)
    assert [(lost.pk, files) for lost, files in sweeping.find_lost()] == [(logo.pk, [logo.plainest])]
    assert orphan not in keys_in(bucket)
    assert client.get(f"/logo/{logo.plainest}").status_code == 404
    assert kept(logo).count(False) == 1


def test_store_that_is_gone_costs_one_logo_and_no_page(bucket, client):
    signatory = factories.create_signatory(status=Status.APPROVED)
    logo = create_logo(signatory, LogoState.USED)
    for key in keys_in(bucket):
        bucket.delete_object(Bucket=BUCKET, Key=key)
    bucket.delete_bucket(Bucket=BUCKET)

    with pytest.raises(storage.NotKeptError):
        logos.keep_draft(signatory, made())
    answers = client.get(f"/logo/{logo.plainest}").status_code, client.get(signatory.get_absolute_url()).status_code

    assert answers[0] in (404, 503)
    assert answers[1] == 200
    assert signatory.logos.get() == logo
    bucket.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})


def store(monkeypatch, **values: str) -> dict:
    for name in ("S3_BUCKET", "S3_ENDPOINT", *KEYS):
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return environment.store_of_logos(Path("/somewhere"), only_https=True)


def test_previews_lie_in_the_bucket_beside_the_logos(bucket, client, settings):
    settings.STORAGES = settings.STORAGES | {
        "previews": environment.store_of_previews(Path("unused"), only_https=False)
    }
    rule = factories.create_rule().texts.get(language="nl")
    signatory = factories.create_signatory(status=Status.APPROVED)
    logo = create_logo(signatory)

    rounds.Bench().draw_all()
    drawn = set(keys_in(bucket)) - {storage.path_of(file) for file in logo.files}
    answer = client.get(preview_of(rule, signatory, logo).url.removeprefix(settings.SITE_ADDRESS))
    actions.withdraw(signatory, by=None)
    rounds.Bench().draw_all()

    assert drawn == {f"previews/{previews.path_of(piece)}" for piece in _digests(signatory, logo)}
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer["Cache-Control"]
    assert len([key for key in keys_in(bucket) if key.startswith("previews/")]) == 6
    assert client.get("/preview/nl/schelden-0123456789ab.png").status_code == 200


def _digests(signatory: Signatory, logo: Logo) -> set[str]:
    found = {Headline.of_rule(text).digest for text in RuleText.objects.all()}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {Strip.of_site().digest, SignedStrip.of(signatory.name, signatory.slug, logo).digest}
    return found


def test_previews_lie_in_a_folder_of_whole_files_without_a_bucket(monkeypatch):
    monkeypatch.delenv("S3_BUCKET", raising=False)

    found = environment.store_of_previews(Path("/somewhere"), only_https=True)

    assert found["BACKEND"] == "hierniet.whole_files.WholeFiles"
    assert found["OPTIONS"] == {"location": Path("/somewhere"), "allow_overwrite": True}


def test_without_a_bucket_it_is_a_folder(monkeypatch):
    found = store(monkeypatch)

    assert found["BACKEND"].endswith("FileSystemStorage")
    assert found["OPTIONS"] == {"location": Path("/somewhere")}


@pytest.mark.parametrize("missing", ["S3_ACCESS_KEY", "S3_SECRET_KEY"])
def test_a_bucket_without_a_key_stops_the_start_and_names_it(monkeypatch, missing):
    given = KEYS | {"S3_BUCKET": BUCKET}
    given.pop(missing)

    with pytest.raises(ImproperlyConfigured, match=f"^{missing} is not set"):
        store(monkeypatch, **given)


def test_a_store_that_is_not_encrypted_stops_the_start(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="^S3_ENDPOINT is 'http"):
        store(monkeypatch, **KEYS, S3_BUCKET=BUCKET, S3_ENDPOINT="http://s3.example.org")


def test_who_keeps_logos_in_a_folder_pays_for_no_library():
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'hierniet.settings'; django.setup();"
        "from django.core.files.storage import storages; storages['logos']; import hierniet.urls;"
        "print(sorted(name for name in ('boto3', 'botocore', 'storages', 'PIL') if name in sys.modules))"
    )
    environment_of_it = {"SECRET_KEY": "x", "DEBUG": "1", "DATABASE_URL": "postgresql://a@b/c"}

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment_of_it, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
