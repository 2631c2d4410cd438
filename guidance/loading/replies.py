"""Ready replies: one file a rule, with a table for each tone and language."""

from pathlib import Path

from guidance.content_files import ContentFileError, naming, read_toml
from guidance.enums import Tone
from guidance.loading.put import Report, put_text
from guidance.models import HouseRule, Reply, ReplyText
from hierniet.languages import LANGUAGES


def load_replies(path: Path, report: Report) -> None:
    """`path` is named after the key of its rule."""
    rule = HouseRule.objects.filter(key=path.stem).first()
    if rule is None:
        raise ContentFileError(f"{path} is named after no house rule")
    with naming(path):
        texts = read_toml(path)
        for tone in Tone:
            reply, _is_new = Reply.objects.get_or_create(rule=rule, tone=tone, defaults={"is_published": True})
            for language in LANGUAGES:
                with naming(f"{path}, {tone}.{language}"):
                    written = texts[tone][language]
                    content = {name: written[name].strip() for name in ReplyText.content_fields}
                    put_text(ReplyText, {"reply": reply}, language, content, report)
