"""Pages."""

from pathlib import Path

from django.conf import settings

from guidance.content_files import naming, read_toml, read_translations
from guidance.loading.put import Report, put_owner, put_text, require
from guidance.models import Page, PageText


def load_page(folder: Path, report: Report) -> None:
    with naming(folder / "page.toml"):
        facts = {"sources": []} | read_toml(folder / "page.toml")
        facts = {name: facts[name] for name in ("position", "checked_on", "owner", "sources")}
        page = put_owner(Page, folder.name, facts, report, is_published=True)
    for language, file in read_translations(folder).items():
        content = {name: file.facts.get(name, "") for name in PageText.content_fields if name != "body"}
        content["body"] = file.body.replace("{contact_address}", settings.CONTACT_ADDRESS)
        with naming(file.path):
            require(file, PageText, content)
            put_text(PageText, {"page": page}, language, content, report)
