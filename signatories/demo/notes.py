"""What moderators say to each other about some of those that wait."""

from collections.abc import Sequence

from django.contrib.auth.models import User

from signatories.enums import Status
from signatories.models import Note

from .biography import Biography

ONE_IN = 3
NOTES = (
    "Ik bel morgen om te vragen wie er mag tekenen.",
    "Déjà vu l’an dernier, sous un autre nom. @demo-bruno, tu te souviens ?",
    "Website klopt, mailbox klopt. Van mij mag het.",
)


def write_notes(biographies: Sequence[Biography], moderators: Sequence[User]) -> None:
    waiting = [told.signatory for told in biographies if told.signatory.status in Status.waiting]
    chosen = enumerate(waiting[::ONE_IN])
    Note.objects.bulk_create(
        Note(signatory=signatory, by=moderators[turn % len(moderators)], text=NOTES[turn % len(NOTES)])
        for turn, signatory in chosen
    )
