"""What waits, by domain: twelve applications from one town hall are judged best one after the other."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest

from signatories import mailboxes
from signatories.enums import Status
from signatories.mailboxes import FREE_MAILBOXES, is_same_domain
from signatories.models import Signatory
from signatories.moderation.waiting import Age, age, next_waiting, waiting, waits_since

SESSION_KEY = "moderation_group"
FEWEST = 2
FIELDS = ("pk", "name", "receipt_number", "website", "contact_email", "submitted_at", "created_at", "status")


@dataclass(frozen=True)
class Group:
    """Applications of one domain, the oldest first."""

    domain: str
    members: list[Signatory]
    is_known: bool  # a signatory in the list has its website there

    @property
    def number(self) -> int:
        return len(self.members)

    @property
    def oldest(self) -> Age:
        return age(self.members[0])

    @property
    def matching(self) -> int:
        """How many have their mailbox where their website is."""
        return sum(is_at_home(signatory) for signatory in self.members)


def domain_of(signatory: Signatory) -> str:
    """Of its mailbox; where that says nothing, of its website."""
    domain = mailboxes.domain_of(signatory.contact_email)
    return signatory.website_host.lower() if not domain or domain in FREE_MAILBOXES else domain


def is_at_home(signatory: Signatory) -> bool:
    domain, host = mailboxes.domain_of(signatory.contact_email), signatory.website_host
    return bool(domain and host) and domain not in FREE_MAILBOXES and is_same_domain(domain, host)


def find_groups() -> list[Group]:
    """Every domain from which two or more wait, that with the oldest first. Two queries, however many wait."""
    by_domain: dict[str, list[Signatory]] = {}
    for signatory in waiting(Status.SUBMITTED).only(*FIELDS):
        by_domain.setdefault(domain_of(signatory), []).append(signatory)
    known = known_hosts()
    return [
        Group(domain, members, domain in known)
        for domain, members in by_domain.items()
        if domain and len(members) >= FEWEST
    ]


def known_hosts() -> set[str]:
    """Of the websites of everybody in the list."""
    return {signatory.website_host.lower() for signatory in Signatory.objects.public().only("website")}


def is_known(signatory: Signatory) -> bool:
    """Its mailbox is where its website is, and a signatory in the list has its website there too."""
    domain = domain_of(signatory)
    if not is_at_home(signatory):
        return False
    listed = Signatory.objects.public().filter(website__icontains=domain).only("website")
    return any(other.website_host.lower() == domain for other in listed)


def members(domain: str) -> list[Signatory]:
    """Looked for in the database by what contains the domain, then compared exactly."""
    wide = waiting(Status.SUBMITTED).filter(Q(contact_email__iendswith=f"@{domain}") | Q(website__icontains=domain))
    return [signatory for signatory in wide if domain_of(signatory) == domain]


def begin(request: HttpRequest, domain: str) -> None:
    request.session[SESSION_KEY] = domain


def leave(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def group_of(request: HttpRequest, signatory: Signatory) -> str:
    """The domain that this colleague works through, if this one belongs to it."""
    domain: str = request.session.get(SESSION_KEY, "")
    return domain if domain and domain_of(signatory) == domain else ""


def next_for(request: HttpRequest, signatory: Signatory, status: str) -> Signatory | None:
    """Who comes after this one: of the group that this colleague works through, and at its end of the queue."""
    domain = group_of(request, signatory)
    if domain and status == Status.SUBMITTED:
        others = [other for other in members(domain) if other.pk != signatory.pk]
        if others:
            behind = (other for other in others if waits_since(other) >= waits_since(signatory))
            return next(behind, others[0])
    return next_waiting(signatory, status)
