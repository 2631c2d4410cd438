"""Puts the shipped content in the database, again and again if need be, never over what an editor has changed."""

from pathlib import Path

from django.db import transaction

from guidance.content_files import CONTENT_FOLDER, subfolders
from guidance.models import ContentVersion
from guidance.search import index

from .aids import load_aids
from .articles import load_article
from .helplines import load_helplines
from .links import read_links
from .pages import load_page
from .put import Report, put_text
from .replies import load_replies
from .rules import load_rule

__all__ = ["Report", "load_content", "put_text"]


@transaction.atomic
def load_content(folder: Path = CONTENT_FOLDER) -> Report:
    """All or nothing: an error in one file leaves the database as it was.

    Aids come before what leads to them: one that stays as an editor left it may have another address than its file says.
    """
    ContentVersion.lock()  # an editor who is saving just now comes first, and what was written is not overwritten
    report = Report()
    links = read_links(folder)
    with index.rebuilt_at_the_end():
        for rule_folder in subfolders(folder / "rules"):
            load_rule(rule_folder, report)
        for page_folder in subfolders(folder / "pages"):
            load_page(page_folder, report)
        links = load_aids(subfolders(folder / "aids"), links, report)
        for article_folder in subfolders(folder / "articles"):
            load_article(article_folder, links, report)
        for replies_file in sorted((folder / "replies").glob("*.toml")):
            load_replies(replies_file, report)
        load_helplines(folder / "helplines.toml", report)
    return report
