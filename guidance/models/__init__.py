"""What the site says, one topic a file."""

from .aids import Aid, AidText, Outcome, OutcomeText, Question, QuestionText
from .articles import Article, ArticleText
from .helplines import Helpline, HelplineText
from .pages import Page, PageAddress, PageText
from .replies import Reply, ReplyText
from .rule_versions import RuleVersion
from .rules import HouseRule, RuleText, RuleWord
from .search import SearchEntry, SearchWord
from .version import ContentVersion

__all__ = [
    "Aid",
    "AidText",
    "Article",
    "ArticleText",
    "ContentVersion",
    "Helpline",
    "HelplineText",
    "HouseRule",
    "Outcome",
    "OutcomeText",
    "Page",
    "PageAddress",
    "PageText",
    "Question",
    "QuestionText",
    "Reply",
    "ReplyText",
    "RuleText",
    "RuleVersion",
    "RuleWord",
    "SearchEntry",
    "SearchWord",
]
