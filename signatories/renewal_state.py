"""How it stands with the yearly question, as pages show it to the signatory and to moderators."""

from typing import Any

from django.utils import timezone

from signatories import renewal
from signatories.enums import Status
from signatories.models import Signatory
from signatories.renewal_course import since


def renewal_state(signatory: Signatory) -> dict[str, Any]:
    """Costs no query. Empty words and False for who was never listed."""
    start = since(signatory)
    if start is None or signatory.status != Status.APPROVED:
        return {"is_open": False, "has_lapsed": False, "due_on": None, "is_late": False}
    today = timezone.localdate()
    return {
        "is_open": renewal.is_open(start, today),
        "has_lapsed": signatory.lapsed_at is not None,
        "due_on": renewal.due_on(start),
        "is_late": today >= renewal.due_on(start),
    }
