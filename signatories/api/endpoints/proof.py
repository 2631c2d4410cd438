"""Machine-readable proof that somebody signed, at an address that stays."""

from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query
from pydantic import Field, StringConstraints

from signatories.api.addresses import in_each_language, of_data
from signatories.api.domains import clean_domain, websites_at
from signatories.api.parameters import Question
from signatories.api.schemas.proof import DomainProof, Proof
from signatories.api.service import service
from signatories.enums import Kind, Status
from signatories.models import Signatory

COLUMNS = ("public_id", "kind", "status", "lapsed_at", "name", "slug", "website", "approved_at", "source_says")
MOST = 200


class ByDomain(Question):
    domain: Annotated[str, StringConstraints(min_length=1, max_length=253)] = Field(
        description="A host such as voorbeeld.example; `www.` is forgiven. A part of it or more than it proves nothing.",
        examples=["voorbeeld.example"],
    )


@service.get(
    "/signatories/{id}/proof", url_name="proof_of_signatory", operation_id="proof_of_signatory", tags=["proof"],
    response=Proof, summary="Whether this signatory stands in the list",
)  # fmt: skip
def proof_of_signatory(request: HttpRequest, id: Path[UUID], asked: Query[Question]) -> dict[str, Any]:  # noqa: A002
    """404 for who was never in the list, and for a person who is not in it now: of people nothing is kept here.

    Of one that was merged into another, the proof is that of the other.
    """
    goes_on = Q(merged__public_id=id, merged__approved_at__isnull=False)
    rows = _once_listed().filter(Q(public_id=id, merged_into__isnull=True) | goes_on).distinct()
    found = next((row for row in rows if _may_be_told(row)), None)
    if found is None:
        raise Http404
    return _as_data(found)


@service.get(
    "/proof", url_name="proof_by_domain", operation_id="proof_by_domain", tags=["proof"], response=DomainProof,
    summary="Whether somebody signed, by the domain of the website",
)  # fmt: skip
def proof_by_domain(request: HttpRequest, asked: Query[ByDomain]) -> dict[str, Any]:
    """Exactly this host. Of hosts that many share, such as facebook.com, nothing is proven. Individuals are not found here."""
    host = clean_domain(asked.domain)
    rows = _at(host) if host else []
    proofs = [_as_data(row) for row in rows if row.is_public or row.status == Status.WITHDRAWN]
    return {
        "domain": host or asked.domain.strip().lower(),
        "signed": any(proof["signed"] for proof in proofs),
        "signatories": proofs,
        "checked_at": timezone.now(),
    }


def _once_listed() -> "QuerySet[Signatory]":
    return Signatory.objects.filter(approved_at__isnull=False).only(*COLUMNS)


def _at(host: str) -> "QuerySet[Signatory]":
    organisations = _once_listed().exclude(kind=Kind.INDIVIDUAL).filter(merged_into__isnull=True)
    return organisations.filter(website__iregex=websites_at(host)).order_by("search_text", "pk")[:MOST]


def _may_be_told(row: Signatory) -> bool:
    return row.is_public or not row.is_individual


def _as_data(row: Signatory) -> dict[str, Any]:
    assert row.approved_at is not None
    since, pages = timezone.localdate(row.approved_at), in_each_language("signatories:signatory", slug=row.slug or "x")
    shown = {
        "name": row.name,
        "website": row.website or None,
        "since": since,
        "stance": row.source_says or "signed",
        "pages": pages,
    }
    return {
        "id": row.public_id,
        "signed": row.is_public,
        "status": _status(row),
        **(shown if row.is_public else dict.fromkeys(shown)),
        "proof": of_data("proof_of_signatory", id=row.public_id),
        "checked_at": timezone.now(),
    }


def _status(row: Signatory) -> str:
    if row.is_public:
        return "signed"
    return "former" if row.status == Status.WITHDRAWN else "not_listed"
