"""Reference links on behalf of a signatory: `hierniet.be/schelden/voorbeeldbedrijf`."""

from collections.abc import Iterable
from typing import TypedDict

from django.urls import reverse

from guidance.models import RuleText
from signatories.models import Signatory


class ReferenceLink(TypedDict):
    rule: RuleText
    name: str
    address: str
    url: str


def reference_links(signatory: Signatory, rules: Iterable[RuleText], *, slug: str = "") -> list[ReferenceLink]:
    """One link a rule: `address` to say and type, `url` the path. `slug` is for who has no short name yet."""
    short_name = slug or signatory.slug
    return [
        {
            "rule": rule,
            "name": rule.name,
            "address": f"{rule.reference_address}/{short_name}",
            "url": reverse("refer_on_behalf", kwargs={"word": rule.slug, "signatory": short_name}),
        }
        for rule in rules
    ]
