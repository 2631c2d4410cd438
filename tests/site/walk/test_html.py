"""Every page of the walk, as html-validate sees it; what it looks for stands in tests/html/pages.mjs."""

from pathlib import Path

import pytest

from tests.html import validator
from tests.site.walk.visits import Visit

# The note of evidence must never leave the device: of all forms this one alone has no button that sends it.
NEVER_SENT = 'wcag/h32: <form> element must have a submit button in <form class="statement wrap"'


@pytest.mark.html
def test_pages_are_valid_html(pages: list[Visit], tmp_path: Path):
    found = validator.findings({str(page): page.html for page in pages}, tmp_path)

    assert found == {str(page): [NEVER_SENT] for page in pages if page.name == "guidance:checklist"}
