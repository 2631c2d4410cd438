"""Articles of the guide."""

from pathlib import Path

from guidance.content_files import naming, read_toml, read_translations
from guidance.loading.links import Links
from guidance.loading.put import Report, put_owner, put_text, require
from guidance.models import Article, ArticleText

FACTS = ("moment", "position", "checked_on", "owner", "sources", "to_verify")


def load_article(folder: Path, links: Links, report: Report) -> None:
    with naming(folder / "article.toml"):
        facts = read_toml(folder / "article.toml")
        facts = {name: facts[name] for name in FACTS} | {"rule_keys": facts["rules"]}
        article = put_owner(Article, folder.name, facts, report, is_published=True)
    for language, file in read_translations(folder).items():
        content = {name: file.facts.get(name, "") for name in ArticleText.content_fields if name != "body"}
        with naming(file.path):
            content["body"] = links.resolve(file.body, language)
            require(file, ArticleText, content)
            put_text(ArticleText, {"article": article}, language, content, report)
