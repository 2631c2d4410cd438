"""The history of one signatory as a file that proves itself, read back without the database."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guidance.models.replies import FORMULA_STARTS
from signatories.models import Event, HistoryHead, Signatory

from .chain import End, Link, problems_with
from .findings import Finding, Trouble
from .form import EVENT, Entry, line_of, moment, sha256
from .seals import newest_seal
from .walk import link_of

FORMAT = "HierNiet history 1"
# As they stand in the file; the first ones are the line that is digested, in this order.
COLUMNS = ("receipt", "number", "at", "by", "what", "from", "to", "why_digest", "digest", "why", "by_name")


def history_as_data(signatory: Signatory, *, for_public: bool = True) -> dict[str, Any]:
    """For the public without names, and without what colleagues wrote: its digest still stands for it."""
    events = list(signatory.events.select_related("by").order_by("number"))
    head = HistoryHead.objects.filter(signatory=signatory).first()
    seal = newest_seal()
    return {
        "format": FORMAT,
        "signatory": signatory.receipt_number,
        "made_at": moment(timezone.now()),
        "how_to_check": _explanation(signatory, events),
        "end": {"number": head.number, "digest": head.digest} if head else None,
        "newest_seal": str(seal) if seal else None,
        "entries": [_entry_as_data(event, signatory, for_public=for_public) for event in events],
    }


def _entry_as_data(event: Event, signatory: Signatory, *, for_public: bool) -> dict[str, Any]:
    data = {
        "receipt": signatory.receipt_number,
        "number": event.number,
        "at": moment(event.at),
        "by": event.by_id,
        "what": event.what,
        "from": event.from_status,
        "to": event.to_status,
        "why_digest": sha256(event.why),
        "digest": event.digest,
    }
    if event.by is None or not for_public:
        data["why"] = event.why
    if event.by is not None and not for_public:
        data["by_name"] = event.by.get_full_name() or event.by.get_username()
    return data


def _explanation(signatory: Signatory, events: Sequence[Event]) -> list[str]:
    words = [
        _("Each entry carries the digest of the one before it: nobody can change, drop or insert one unseen."),
        _(
            "To check an entry by hand, write its facts as one line of JSON without spaces: %(form)s, receipt, number, at, "
            "by, what, from, to, why_digest, and the digest of the entry before, which for the first is empty. "
            "The SHA-256 of that line, in UTF-8, is its digest."
        )
        % {"form": f"“{EVENT}”"},
        _("The why_digest is the SHA-256 of the explanation. The end is the number and the digest of the last entry."),
    ]
    if events:
        first = link_of(events[0], signatory.receipt_number).entry
        words.append(_("The line of the first entry here: %(line)s") % {"line": line_of(first, "")})
    return words


def as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_csv(data: dict[str, Any]) -> str:
    """Entries only, a row each. What a spreadsheet would calculate gets an apostrophe in front."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(entry.get(column)) for column in COLUMNS] for entry in data["entries"])
    return "\ufeff" + buffer.getvalue()  # without the mark Excel reads UTF-8 as something else


def _harmless(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


# Reading one -----------------------------------------------------------------------------------------------------------


def check_file(path: Path) -> tuple[int, list[Finding]]:
    """How many entries an exported file has, and what is wrong with it. Asks nothing of the database."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        receipt, end, entries = _from_json(text) if text.lstrip().startswith("{") else _from_csv(text)
        links = [_read(entry) for entry in entries]
    except (KeyError, TypeError, ValueError, AttributeError):  # whatever a file that is not ours may lack
        return 0, [Finding(Trouble.STRANGE_FILE)]
    end = end or End(len(links), links[-1].digest if links else "")
    findings = [*_words_that_differ(entries), *problems_with(links, end, receipt=receipt)]
    if any(link.entry.receipt != receipt for link in links):
        findings.append(Finding(Trouble.STRANGE_FILE))
    return len(links), findings


def _from_json(text: str) -> tuple[str, End | None, list[dict[str, Any]]]:
    data = json.loads(text)
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    return data["signatory"], End(**data["end"]) if data["end"] else End(), data["entries"]


def _from_csv(text: str) -> tuple[str, End | None, list[dict[str, Any]]]:
    """A table does not tell where the history ends."""
    rows = [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    for row in rows:
        row["by"] = int(row["by"]) if row["by"] else None
    return rows[0]["receipt"] if rows else "", None, rows


def _read(entry: dict[str, Any]) -> Link:
    facts = (entry["by"], entry["what"], entry["from"], entry["to"], entry["why_digest"])
    at = datetime.fromisoformat(entry["at"])
    return Link(Entry(entry["receipt"], int(entry["number"]), at, *facts), entry["digest"])


def _words_that_differ(entries: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    for entry in entries:
        why = entry.get("why")
        if why and entry["why_digest"] not in (sha256(why), sha256(why.removeprefix("'"))):
            yield Finding(Trouble.CHANGED, entry["receipt"], int(entry["number"]))
