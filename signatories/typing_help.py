"""Did you mean gmail.com? Asked once when a form comes in; who sends the same address again is believed."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import QueryDict

from signatories import mailboxes

MAILBOXES = ("contact_email", "second_email")
TAKE = "take_suggestion"  # the button that says yes
ASKED = "asked_about"  # the hidden field that remembers what was asked


@dataclass(frozen=True)
class Question:
    field: str
    typed: str
    meant: str


def with_suggestions_taken(data: QueryDict | None) -> QueryDict | None:
    """What was typed, with the suggested addresses in place of the others if that button was pressed."""
    if not data or TAKE not in data:
        return data
    taken = data.copy()
    host = host_of(data.get("website", ""))
    for name in MAILBOXES:
        typed = data.get(name, "").strip()
        taken[name] = mailboxes.suggest(typed, host) or typed
    return taken


def questions(addresses: dict[str, str], *, host: str, asked: str) -> list[Question]:
    """What there is to ask about these addresses and has not been asked."""
    found = [Question(name, typed, mailboxes.suggest(typed, host)) for name, typed in addresses.items()]
    return [question for question in found if question.meant and question.typed not in asked.split()]


def host_of(website: str) -> str:
    """As far as it can be read: the website may be mistyped as well."""
    address = website.strip()
    try:
        host = urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
