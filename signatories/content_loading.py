"""Puts in the database what ships about signatories: the reasons, and those that public sources name."""

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from guidance.content_files import read_toml
from guidance.loading import Report, put_text
from guidance.models import ContentVersion
from hierniet.languages import LANGUAGES
from signatories import floods
from signatories.enums import LimitScope, Status
from signatories.models import Event, Limit, ModerationSettings, Reason, ReasonText, Signatory

CONTENT_FOLDER = Path(__file__).resolve().parent / "content"


@transaction.atomic
def load_signatories(folder: Path = CONTENT_FOLDER) -> tuple[Report, int]:
    """Returns what happened to the reasons, and how many signatories are new. Present ones are left as they are."""
    launch = read_toml(folder / "launch_signatories.toml")["signatory"]
    new = sum(
        _load_signatory(facts) for facts in launch
    )  # first: decisions lock a signatory before the content version
    report = load_reasons(folder)
    load_limits()
    if new:
        ContentVersion.bump()
    return report, new


def load_limits() -> None:
    """The first limits, from the settings, and the way of working; what moderators have set since stays."""
    for scope in LimitScope:
        if not Limit.objects.filter(scope=scope).exists():
            floods.default_limit(scope).save()
    if not ModerationSettings.objects.exists():
        ModerationSettings.current().save()


@transaction.atomic
def load_reasons(folder: Path = CONTENT_FOLDER) -> Report:
    ContentVersion.lock()  # see load_content
    report = Report()
    for facts in read_toml(folder / "decline_reasons.toml")["reason"]:
        _load_reason(facts, report)
    return report


def _load_reason(facts: Mapping[str, Any], report: Report) -> None:
    reason, _created = Reason.objects.get_or_create(
        key=facts["key"], defaults={"decision": facts["for"], "position": facts["position"]}
    )
    for language in LANGUAGES:
        content = {name: facts[language][name].strip() for name in ReasonText.content_fields}
        put_text(ReasonText, {"reason": reason}, language, content, report)


def _load_signatory(facts: Mapping[str, Any]) -> bool:
    """True for one that was not there yet. One that has moved on since (suspended, say) is never brought back.

    Who signed up here under the same short name before we knew of the source keeps it, and stands in the list once.
    """
    if Signatory.objects.filter(Q(shipped_key=facts["slug"]) | Q(slug=facts["slug"])).exists():
        return False
    approved_at = _start_of(facts["signed_on"]) if "signed_on" in facts else timezone.now()
    signatory = Signatory(
        shipped_key=facts["slug"],
        slug=facts["slug"],
        name=facts["name"],
        kind=facts["kind"],
        website=facts.get("website", ""),
        language=facts["language"],
        source_url=facts["source_url"],
        source_says=facts["evidence"],
        source_title=facts.get("source_title", ""),
        status=Status.APPROVED,
        approved_at=approved_at,
    )
    signatory.full_clean()
    signatory.save()
    Event.objects.create(signatory=signatory, to_status=Status.APPROVED, why=facts["source_url"])
    return True


def _start_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
