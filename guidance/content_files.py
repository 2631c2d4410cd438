"""Reads the content that ships with the site: TOML front matter between `+++` lines, then Markdown."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from hierniet.languages import LANGUAGES

CONTENT_FOLDER = Path(__file__).resolve().parent / "content"
FENCE = "+++"
SECTION = re.compile(r"^## ([a-z-]+)\s*$", re.MULTILINE)


class ContentFileError(Exception):
    """A content file that cannot be read; the message names the file and what is wrong."""


@dataclass(frozen=True)
class ContentFile:
    path: Path
    facts: Mapping[str, Any]
    body: str

    def sections(self, names: Collection[str]) -> dict[str, str]:
        """The body by its `## key` headings, with underscores for hyphens: `{"what_it_is": "…"}`.

        Only `names`, each at most once and nothing before the first: what is misspelt must not get lost in silence.
        """
        before, *parts = SECTION.split(self.body)
        keys = [key.replace("-", "_") for key in parts[::2]]
        wrong = {key for key in keys if key not in names or keys.count(key) > 1}
        if wrong or before.strip():
            what = ", ".join(sorted(wrong)) or "text before its first heading"
            raise ContentFileError(f"{self.path} has {what}; its sections are {', '.join(names)}, each once")
        return {key: text.strip() for key, text in zip(keys, parts[1::2], strict=True)}


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentFileError(f"{path}: {error}") from error


def read_content_file(path: Path) -> ContentFile:
    try:
        _before, front_matter, body = path.read_text(encoding="utf-8").split(FENCE, 2)
        return ContentFile(path=path, facts=tomllib.loads(front_matter), body=body.strip())
    except OSError as error:
        raise ContentFileError(f"{path}: {error}") from error
    except ValueError as error:  # also what tomllib raises
        raise ContentFileError(f"{path}: no front matter between {FENCE} lines, or not TOML ({error})") from error


def read_translations(folder: Path) -> dict[str, ContentFile]:
    """The three languages of one rule or page; one that is missing is an error."""
    return {language: read_content_file(folder / f"{language}.md") for language in LANGUAGES}


def subfolders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError as error:
        raise ContentFileError(f"{folder}: {error}") from error


@contextmanager
def naming(place: Path | str) -> Iterator[None]:
    """What is missing or wrong in the facts of a file is told with the file's name."""
    try:
        yield
    except KeyError as error:
        raise ContentFileError(f"{place} lacks {error}") from error
    except ValidationError as error:
        raise ContentFileError(f"{place}: {'; '.join(_problems(error))}") from error
    except (AttributeError, TypeError) as error:
        raise ContentFileError(f"{place} has something of the wrong kind: {error}") from error


def _problems(error: ValidationError) -> list[str]:
    if not hasattr(error, "message_dict"):
        return error.messages
    return [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
