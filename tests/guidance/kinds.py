"""One thing of every kind that has texts in three languages, and how those stand to one another."""

from collections.abc import Callable
from typing import Any

from tests.factories import (
    create_aid,
    create_article,
    create_helpline,
    create_page,
    create_reason,
    create_reply,
    create_rule,
)


def create_a_question() -> Any:
    return create_aid().questions.first()


def create_an_outcome() -> Any:
    return create_aid().outcomes.first()


MAKERS: dict[str, Callable[[], Any]] = {
    "houserule": create_rule,
    "page": create_page,
    "article": create_article,
    "reply": create_reply,
    "helpline": create_helpline,
    "aid": create_aid,
    "question": create_a_question,
    "outcome": create_an_outcome,
    "reason": create_reason,
}


def fall_behind(owner: Any, language: str = "fr", source: str = "nl") -> None:
    owner.texts.get(language=language).fall_behind(source, since=owner.texts.get(language=source).updated_at)


def lags(owner: Any) -> dict[str, str]:
    """Which language is older than which."""
    return dict(owner.texts.exclude(older_than="").values_list("language", "older_than"))
