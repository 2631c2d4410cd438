"""How it stands with the yearly question and with the contact person; tags, so that no view has to know of it."""

from typing import Any

from django import template

from signatories import renewal_state as states
from signatories import tokens
from signatories.actions.contacts import MAY_HAND_OVER
from signatories.models import Signatory
from signatories.moderation.keeping import tell
from signatories.tokens import Purpose

register = template.Library()


@register.simple_tag
def renewal_state(signatory: Signatory) -> dict[str, Any]:
    """Costs no query."""
    return states.renewal_state(signatory)


@register.simple_tag
def renew_token(signatory: Signatory) -> str:
    return tokens.make_token(signatory, Purpose.RENEW)


@register.simple_tag
def hand_over_token(signatory: Signatory) -> str:
    """The link to one's own file, for whom it may be handed over; else empty."""
    return tokens.make_token(signatory, Purpose.FILE) if signatory.status in MAY_HAND_OVER else ""


@register.simple_tag
def keeping(signatory: Signatory) -> dict[str, Any]:
    """For the page of moderation."""
    return tell(signatory)
