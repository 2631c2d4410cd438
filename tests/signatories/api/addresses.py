"""Every address of the open data, for tests that look at all of them."""

from signatories.models import Signatory


def all_addresses(signatory: Signatory) -> list[str]:
    """Below /api/v1/; the rule is the one that the factories make."""
    of_one = f"signatories/{signatory.public_id}"
    return [
        "", "openapi.json", "signatories", "signatories?kind=individual", "signatories?q=voorbeeld&order=newest",
        of_one, f"{of_one}/proof", "proof?domain=voorbeeld.example", "rules", "rules/insults/versions",
        "rules/insults/versions/1", "replies", "replies?platform=x", "helplines", "counts", "counts/months", "counts/visits",
    ]  # fmt: skip


LISTS = ("signatories", "rules", "rules/insults/versions", "replies", "helplines", "counts/months", "counts/visits")
