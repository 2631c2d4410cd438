"""What can be wrong with a history, each in a sentence that names nobody."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trouble(models.TextChoices):
    CHANGED = "changed", _("%(receipt)s: entry %(number)s is not what it was, or what comes before it is not.")
    MISSING = "missing", _("%(receipt)s: entry %(number)s is missing.")
    INSERTED = "inserted", _("%(receipt)s: entry %(number)s was put in between.")
    MOVED = "moved", _("%(receipt)s: entry %(number)s stood at number %(instead)s.")
    CUT = "cut", _("%(receipt)s: the end was cut off, from entry %(number)s on.")
    APPENDED = "appended", _("%(receipt)s: entry %(number)s was added past the database's own door.")
    END = "end", _("%(receipt)s: where the history ends, after entry %(number)s, is not what was kept of it.")
    NO_HISTORY = "no_history", _("%(receipt)s: there is no history at all.")
    STATUS = "status", _("%(receipt)s: the status is not the one of the last entry, %(number)s.")
    SEAL_BROKEN = "seal_broken", _("Seal %(number)s does not fit the history that it closed, or was changed itself.")
    SEAL_MISSING = "seal_missing", _("Seal %(number)s is missing.")
    WITNESS = "witness", _("Seal %(number)s is not the one that was handed over.")
    STRANGE_FILE = "strange_file", _("This is not an export of a history, or not a whole one.")


@dataclass(frozen=True)
class Finding:
    trouble: Trouble
    receipt: str = ""
    number: int = 0
    instead: int = 0

    def __str__(self) -> str:
        return str(self.trouble.label) % asdict(self)

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"trouble": self.trouble.value}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Finding":
        return cls(**(data | {"trouble": Trouble(data["trouble"])}))
