"""What the site says, one topic a file."""

from .helplines import Helpline, HelplineText
from .pages import Page, PageAddress, PageText
from .rules import HouseRule, RuleText, RuleWord
from .version import ContentVersion

__all__ = [
    "ContentVersion",
    "Helpline",
    "HelplineText",
    "HouseRule",
    "Page",
    "PageAddress",
    "PageText",
    "RuleText",
    "RuleWord",
]
