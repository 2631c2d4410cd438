"""Ways to decide, for the tests: as a moderator does it by the pages, and straight through the choice."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from signatories.enums import Decision, Status
from signatories.models import Signatory, TakenDecision
from signatories.moderation.choices import BY_NAME
from tests.factories import create_reason

STARTS = {
    "approve": Status.SUBMITTED,
    "decline": Status.SUBMITTED,
    "release": Status.QUARANTINED,
    "suspend": Status.APPROVED,
    "restore": Status.SUSPENDED,
    "reopen": Status.DECLINED,
}


def address(name: str, *args: object) -> str:
    return reverse(f"admin:signatories_signatory_{name}", args=args)


def words_for(name: str) -> dict[str, Any]:
    """What the action takes."""
    if name in ("decline", "suspend"):
        reason = create_reason(decision=Decision.DECLINE if name == "decline" else Decision.SUSPEND)
        return {"reason": reason, "own_words": "Met spijt."}
    return {"why": "Nagekeken."} if name in ("restore", "reopen") else {}


def take(
    name: str, signatory: Signatory, *, by: User, words: dict[str, Any] | None = None, **how: Any
) -> TakenDecision:
    BY_NAME[name].carry_out(signatory, by=by, words=words_for(name) if words is None else words, **how)
    return TakenDecision.objects.filter(signatory=signatory).latest("pk")


def row(signatory: Signatory) -> dict[str, Any]:
    """Everything that the database holds of it."""
    return Signatory.objects.filter(pk=signatory.pk).values().get()


def post(client: Client, name: str, *args: object, **fields: object) -> HttpResponse:
    return client.post(address(name, *args), fields)


def told(response: HttpResponse) -> list[str]:
    """What the next page says."""
    return [str(message) for message in response.context["messages"]]
