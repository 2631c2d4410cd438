"""Helplines."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guidance.content_files import naming, read_toml
from guidance.loading.put import Report, put_owner, put_text
from guidance.models import Helpline, HelplineText
from hierniet.languages import LANGUAGES


def load_helplines(path: Path, report: Report) -> None:
    with naming(path):
        helplines = enumerate(read_toml(path)["helpline"], start=1)
    for position, facts in helplines:
        with naming(f"{path}, {facts.get('key', f'helpline {position}')}"):
            _load_helpline(facts, position, report)


def _load_helpline(facts: Mapping[str, Any], position: int, report: Report) -> None:
    source_url = facts.get("source_url", "")
    helpline = put_owner(
        Helpline,
        facts["key"],
        {
            "need": facts["need"],
            "position": position,
            "phone": facts.get("phone", ""),
            "phone_link": facts.get("phone_link", ""),
            "website": facts.get("website", ""),
            "languages": facts.get("languages", []),
            "regions": facts.get("regions", []),
            "opening": facts.get("opening", ""),
            "is_urgent": facts.get("is_urgent", False),
            "to_verify": facts["to_verify"],
            "checked_on": facts.get("checked_on"),
            "owner": facts["owner"],
            "sources": [{"title": source_url, "url": source_url}] if source_url else [],
        },
        report,
    )
    for language in LANGUAGES:
        content = {name: facts[language].get(name, "") for name in HelplineText.content_fields}
        put_text(HelplineText, {"helpline": helpline}, language, content, report)
