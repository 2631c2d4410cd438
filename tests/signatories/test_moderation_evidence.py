"""What speaks for an application: where the mailbox is."""

import pytest

from signatories.models import Signatory
from signatories.moderation.evidence import match_mailbox


@pytest.mark.parametrize(
    ("email", "website", "level"),
    [
        ("an@gent.example", "https://www.gent.example", "good"),
        ("an@stad.gent.example", "https://gent.example", "good"),
        ("an@gent.example", "https://nieuws.gent.example/", "good"),
        ("AN@GENT.EXAMPLE", "https://gent.example", "good"),
        ("an@gentse.example", "https://gent.example", "late"),
        ("an@stadgent.example", "https://gent.example", "late"),
        ("an@gmail.com", "https://gent.example", "unsure"),
        ("an@telenet.be", "https://www.telenet.be", "unsure"),
        ("an@gent.example", "", "unsure"),
        ("", "https://gent.example", "unsure"),
    ],
)
def test_mailbox_is_compared_with_the_website(email: str, website: str, level: str) -> None:
    match = match_mailbox(Signatory(contact_email=email, website=website))

    assert match.level == level
    assert match.word
    assert match.sentence
