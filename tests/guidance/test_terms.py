"""Words that have an official form are written in that form, in the texts and in the interface."""

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
# What is wrong, and the official word for it.
WRONG = {
    r"registres?\s+(?:des|pour\s+les|de\s+les)\s+faits": "registre de faits de tiers",
    r"registres?\s+de\s+faits\s+(?:par|des)\s+tiers": "registre de faits de tiers",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_official_word_is_used_everywhere(wrong: str):
    texts = {path: path.read_text(encoding="utf-8") for path in _texts()}
    joined = {path: text.replace('"\n"', "") for path, text in texts.items()}  # catalogues break lines

    assert [str(path.relative_to(BASE)) for path, text in joined.items() if re.search(wrong, text, re.IGNORECASE)] == []
    assert sum(WRONG[wrong] in text for text in joined.values()) > 5


def _texts() -> list[Path]:
    content = [path for path in (BASE / "guidance" / "content").rglob("*") if path.suffix in (".md", ".toml")]
    return [*content, BASE / "locale" / "fr" / "LC_MESSAGES" / "django.po"]
