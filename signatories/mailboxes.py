"""Mailboxes and their domains, as the limits and the lists count them."""

from functools import cache
from pathlib import Path

DISPOSABLE_FILE = Path(__file__).resolve().parent / "content" / "disposable_mailboxes.txt"


def one_mailbox(email: str) -> str:
    """`lies.voorbeeld+pers@x.be` → `liesvoorbeeld@x.be`: spellings that arrive in the same mailbox at many providers.

    For counting only. Two people whose names differ by a dot then share a limit, which sets apart and never refuses.
    """
    local, _at, domain = email.lower().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def with_parents(domain: str) -> list[str]:
    """`mail.gent.be` → itself, `gent.be`, `be`; the closest first."""
    parts = domain.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]


def is_disposable(email: str) -> bool:
    return not disposable_domains().isdisjoint(with_parents(domain_of(email)))


@cache
def disposable_domains() -> frozenset[str]:
    lines = (line.partition("#")[0].strip() for line in DISPOSABLE_FILE.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line)
