"""Links between shipped texts: a file says `[text](article:first-hour)`, the database has its address in the language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from guidance.content_files import read_content_file, read_toml, subfolders
from guidance.models import Aid
from hierniet.languages import LANGUAGES

# Folder below the content, and the URL name of what is in it.
KINDS = {
    "rule": ("rules", "guidance:rule"),
    "page": ("pages", "guidance:page"),
    "article": ("articles", "guidance:article"),
    "aid": ("aids", "guidance:aid"),
}
PLACES = {
    "guide": "guidance:guide",
    "replies": "guidance:replies",
    "helplines": "guidance:helplines",
    "rules": "guidance:rules",
    "maker": "guidance:maker",
    "checklist": "guidance:checklist",
}
LINK = re.compile(r"\]\((?P<kind>[a-z]+):(?P<key>[a-z0-9-]*)\)")
WEB = {"https", "http", "mailto", "tel"}


@dataclass(frozen=True)
class Links:
    """`slugs` maps a kind, a key and a language to the slug that the file gives."""

    slugs: Mapping[tuple[str, str, str], str]

    def resolve(self, text: str, language: str) -> str:
        """Raises ValidationError for a link to what does not ship."""
        with translation.override(language):
            return LINK.sub(lambda found: f"]({self._address(found['kind'], found['key'], language)})", text)

    def to_aid(self, aid: Aid) -> "Links":
        """Links that lead to this one as it stands in the database, whatever the files call it."""
        there = {("aid", aid.key, text.language): text.slug for text in aid.texts.all()}
        return Links({**self.slugs, **there})

    def _address(self, kind: str, key: str, language: str) -> str:
        if kind in WEB:
            return f"{kind}:{key}"
        if kind in PLACES and not key:
            return reverse(PLACES[kind])
        slug = self.slugs.get((kind, key, language))
        if slug is None:
            raise ValidationError(f"a link leads to {kind}:{key}, which does not exist")
        return reverse(KINDS[kind][1], kwargs={"slug": slug})


def read_links(folder: Path) -> Links:
    """Everything that ships and has an address of its own."""
    slugs = {}
    for kind, (name, _url) in KINDS.items():
        for thing in subfolders(folder / name):
            for language in LANGUAGES:
                slugs[kind, thing.name, language] = _slug(kind, thing, language)
    return Links(slugs)


def _slug(kind: str, folder: Path, language: str) -> str:
    """Texts stand in Markdown files; those of an aid, which is all small parts, in TOML."""
    if kind == "aid":
        return str(read_toml(folder / f"{language}.toml").get("slug", ""))
    return str(read_content_file(folder / f"{language}.md").facts.get("slug", ""))
