"""The back office of what the site says, one topic a file."""

from .aids import AidAdmin, OutcomeAdmin, QuestionAdmin
from .articles import ArticleAdmin
from .helplines import HelplineAdmin
from .pages import PageAdmin
from .replies import ReplyAdmin
from .rules import HouseRuleAdmin

__all__ = [
    "AidAdmin",
    "ArticleAdmin",
    "HelplineAdmin",
    "HouseRuleAdmin",
    "OutcomeAdmin",
    "PageAdmin",
    "QuestionAdmin",
    "ReplyAdmin",
]
