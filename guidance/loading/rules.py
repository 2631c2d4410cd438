"""House rules with their words."""

from pathlib import Path

from guidance.content_files import naming, read_toml, read_translations
from guidance.loading.put import Report, put_owner, put_text, require
from guidance.models import HouseRule, RuleText, RuleWord


def load_rule(folder: Path, report: Report) -> None:
    with naming(folder / "rule.toml"):
        facts = read_toml(folder / "rule.toml")
        facts = {name: facts[name] for name in ("position", "is_serious", "checked_on", "owner", "sources")}
        rule = put_owner(HouseRule, folder.name, facts, report, is_published=True)
    for language, file in read_translations(folder).items():
        content = {name: file.facts[name] for name in RuleText.content_fields if name in file.facts}
        content |= dict.fromkeys(RuleText.markdown_fields, "") | file.sections(RuleText.markdown_fields)
        with naming(file.path):
            require(file, RuleText, content)
            put_text(RuleText, {"rule": rule}, language, content, report)
            for word in file.facts["words"]:
                _put_word(rule, language, word, report)


def _put_word(rule: HouseRule, language: str, word: str, report: Report) -> None:
    """A word that an editor gave to another rule stays there."""
    known = RuleWord.objects.filter(word=word, language=language).first()
    if known is None:
        rule_word = RuleWord(rule=rule, word=word, language=language)
        rule_word.full_clean()
        rule_word.save()
    elif known.rule_id != rule.pk:
        report.kept.append(f"/{word} ({language})")
