"""Who signed: those that are public, individuals apart as on the site."""

from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query
from pydantic import Field

from signatories.api.addresses import in_each_language, of_data, on_site
from signatories.api.columns import shown
from signatories.api.paging import page_of
from signatories.api.parameters import Question, Table
from signatories.api.schemas.signatories import KindKey, SignatoryList, SignatoryShown
from signatories.api.service import service
from signatories.models import Signatory


class SignatoryTable(Table):
    kind: KindKey | None = Field(
        None,
        description="Only this kind. Without it: all organisations. Individuals only come when they are asked for.",
        examples=["municipality"],
    )
    q: str = Field(
        "",
        max_length=200,
        description="Every word stands somewhere in the name or the website; capitals and accents do not matter.",
        examples=["voorbeeld"],
    )
    order: Literal["name", "newest"] = Field("name", description="By name, or who was listed last first.")


@service.get(
    "/signatories", url_name="signatories", operation_id="signatories", tags=["signatories"], response=SignatoryList,
    summary="Who signed",
)  # fmt: skip
def signatories(request: HttpRequest, asked: Query[SignatoryTable]) -> dict[str, Any]:
    """The signatories that stand in the list now."""
    rows = shown().named_like(asked.q)  # type: ignore[attr-defined]
    rows = rows.filter(kind=asked.kind) if asked.kind else rows.organisations()
    return page_of(request, asked, rows.newest_first() if asked.order == "newest" else rows.by_name(), as_data)


@service.get(
    "/signatories/{id}", url_name="signatory", operation_id="signatory", tags=["signatories"], response=SignatoryShown,
    summary="One signatory",
)  # fmt: skip
def signatory(request: HttpRequest, id: Path[UUID], asked: Query[Question]) -> dict[str, Any]:  # noqa: A002
    """By its id. Of one that was merged into another, the other. 404 as soon as it is not in the list."""
    goes_on = Q(merged__public_id=id, merged__approved_at__isnull=False)
    found = shown().filter(Q(public_id=id) | goes_on).distinct().first()
    if found is None:
        raise Http404
    return as_data(found)


def as_data(signatory: Signatory) -> dict[str, Any]:
    """As `shown()` read it. See also templates/signatories/signatory/facts.html, which shows the same."""
    assert signatory.approved_at is not None
    listed_on = timezone.localdate(signatory.approved_at)
    return {
        "id": signatory.public_id,
        "name": signatory.name,
        "short_name": signatory.slug,
        "kind": signatory.kind,
        "kind_name": signatory.get_kind_display(),
        "website": signatory.website or None,
        "enterprise_number": signatory.enterprise_number_display or None,
        "social_accounts": signatory.social_accounts,
        "signed_on": None if signatory.source_url else listed_on,
        "listed_on": listed_on,
        "stance": signatory.source_says or "signed",
        "source_url": signatory.source_url or None,
        "source_title": signatory.source_title or None,
        "pages": in_each_language("signatories:signatory", slug=signatory.slug),
        "proof": of_data("proof_of_signatory", id=signatory.public_id),
        "logo": _logo(signatory),
    }


def _logo(signatory: Signatory) -> str | None:
    logo = next(iter(signatory.logos.all()), None)
    return on_site(reverse("logo_file", kwargs={"file": logo.plainest}), "nl") if logo else None
