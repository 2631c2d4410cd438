"""The interface texts: collected from code and templates, kept in gettext catalogues, compiled without GNU gettext.

Django's own makemessages needs the xgettext program, which a fresh machine lacks; Babel reads Python, and Django's
own `templatize` turns a template into something Babel can read.
"""

import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

from hierniet.languages import LANGUAGES

DOMAIN = "django"
CODE_FOLDERS = ("hierniet", "guidance", "signatories")
TEMPLATE_FOLDERS = ("templates",)
KEYWORDS = dict(DEFAULT_KEYWORDS) | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "gettext_noop": None,
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FIXED_DATE = datetime(2026, 11, 22, tzinfo=UTC)  # a moving date in the files would clash in every merge
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]")


@dataclass(frozen=True)
class Problem:
    language: str
    text: str
    what: str

    def __str__(self) -> str:
        return f"{self.language}: {self.what}: {self.text!r}"


def po_path(language: str) -> Path:
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def collect() -> Catalog:
    """Every text that code and templates ask to be translated."""
    catalog = Catalog(charset="utf-8")
    for path in _sources():
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(settings.BASE_DIR).as_posix()
        code = source if path.suffix == ".py" else _readable(templatize(source, origin=name))
        for _line, message, comments, context in extract(
            "python",
            io.BytesIO(code.encode()),
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        ):
            catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def _sources() -> Iterator[Path]:
    for folder in CODE_FOLDERS:
        yield from sorted((settings.BASE_DIR / folder).rglob("*.py"))
    for folder in TEMPLATE_FOLDERS:
        for suffix in ("*.html", "*.txt"):
            yield from sorted((settings.BASE_DIR / folder).rglob(suffix))


def _readable(templatized: str) -> str:
    """What is no call is blotted out to X's; without their indentation Python's tokenizer takes the lines."""
    return "\n".join(line.strip() for line in templatized.splitlines())


def update() -> None:
    """Bring the catalogues in line with the sources; a new text comes in empty, an unused one goes."""
    collected = collect()
    for language in LANGUAGES:
        existing = read(language)
        updated = _new_catalog(language)
        for message in collected:
            if message.id:
                known = existing.get(message.id, message.context)
                updated.add(
                    message.id,
                    string=known.string if known else ("", "") if message.pluralizable else "",
                    locations=message.locations,
                    auto_comments=message.auto_comments,
                    context=message.context,
                    flags={"python-format"} if _has_placeholder(message) else (),
                )
        write(language, updated)


def read(language: str) -> Catalog:
    path = po_path(language)
    if not path.is_file():
        return _new_catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def write(language: str, catalog: Catalog) -> None:
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, ignore_obsolete=True, width=110)


def compile_all() -> int:
    """Write the .mo files that Django reads; returns how many were out of date.

    What this process has read of them until now is forgotten, or it would go on in the words of before. Only addresses
    that it has asked for already stay as they were: Django keeps those for good.
    """
    written = sum(_compile(language) for language in LANGUAGES)
    if written:
        translation_file_changed(sender=None, file_path=po_path(LANGUAGES[0]).with_suffix(".mo"))
    return written


def _compile(language: str) -> bool:
    buffer = io.BytesIO()
    write_mo(buffer, read(language))
    target = po_path(language).with_suffix(".mo")
    if target.is_file() and target.read_bytes() == buffer.getvalue():
        return False
    unfinished = target.with_suffix(f".{os.getpid()}.part")  # several processes may compile at once
    unfinished.write_bytes(buffer.getvalue())
    unfinished.replace(target)
    return True


def problems() -> list[Problem]:
    """What is missing, unsure, left over or ill-shaped, in every language; empty when all three are complete."""
    collected = [message for message in collect() if message.id]
    return [problem for language in LANGUAGES for problem in _problems_of(language, collected)]


def _problems_of(language: str, collected: Iterable[Message]) -> Iterator[Problem]:
    catalog = read(language)
    wanted = {(_key(message), message.context) for message in collected}
    for key, context in sorted(wanted, key=str):
        message = catalog.get(key, context)
        yield from _problems_with(language, key, message)
    for message in catalog:
        if message.id and (_key(message), message.context) not in wanted:
            yield Problem(language, _key(message), "not used any more")


def _problems_with(language: str, text: str, message: Message | None) -> Iterator[Problem]:
    if message is None:
        yield Problem(language, text, "missing")
        return
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    if not all(strings):
        yield Problem(language, text, "not translated")
    elif message.fuzzy:
        yield Problem(language, text, "marked as unsure")
    elif any(_placeholders(string) != _placeholders(_last(message)) for string in strings[-1:]):
        yield Problem(language, text, "placeholders differ")


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def _last(message: Message) -> str:
    return message.id[-1] if isinstance(message.id, (list, tuple)) else message.id


def _placeholders(text: str | None) -> set[str]:
    return set(PLACEHOLDER.findall(text or ""))


def _has_placeholder(message: Message) -> bool:
    return bool(_placeholders(_last(message)))


def _new_catalog(language: str) -> Catalog:
    return Catalog(
        locale=language,
        domain=DOMAIN,
        project="HierNiet",
        version="1",
        creation_date=FIXED_DATE,
        revision_date=FIXED_DATE,
        header_comment="# Interface texts of HierNiet. `make messages` brings this file in line with the sources.",
        charset="utf-8",
        fuzzy=False,
    )
