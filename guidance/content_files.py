"""Reads the content that ships with the site: TOML front matter between `+++` lines, then Markdown."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hierniet.languages import LANGUAGES

CONTENT_FOLDER = Path(__file__).resolve().parent / "content"
FENCE = "+++"
SECTION = re.compile(r"^## ([a-z-]+)\s*$", re.MULTILINE)


class ContentFileError(Exception):
    """A content file that cannot be read; the message names the file and what is wrong."""


@dataclass(frozen=True)
class ContentFile:
    facts: Mapping[str, Any]
    body: str

    def sections(self) -> dict[str, str]:
        """The body by its `## key` headings, with underscores for hyphens: `{"what_it_is": "…"}`."""
        parts = SECTION.split(self.body)
        return {key.replace("-", "_"): text.strip() for key, text in zip(parts[1::2], parts[2::2], strict=True)}


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentFileError(f"{path}: {error}") from error


def read_content_file(path: Path) -> ContentFile:
    try:
        _before, front_matter, body = path.read_text(encoding="utf-8").split(FENCE, 2)
        return ContentFile(facts=tomllib.loads(front_matter), body=body.strip())
    except OSError as error:
        raise ContentFileError(f"{path}: {error}") from error
    except ValueError as error:  # also what tomllib raises
        raise ContentFileError(f"{path}: no front matter between {FENCE} lines, or not TOML ({error})") from error


def read_translations(folder: Path) -> dict[str, ContentFile]:
    """The three languages of one rule or page; one that is missing is an error."""
    return {language: read_content_file(folder / f"{language}.md") for language in LANGUAGES}


def subfolders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir())
