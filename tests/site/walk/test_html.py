"""Every page of the walk, as html-validate sees it; what it looks for stands in tests/html/pages.mjs."""

from pathlib import Path

import pytest

from tests.html import validator
from tests.site.walk.visits import Visit


@pytest.mark.html
def test_pages_are_valid_html(pages: list[Visit], tmp_path: Path):
    assert validator.findings({str(page): page.html for page in pages}, tmp_path) == {}
