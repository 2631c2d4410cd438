"""The back office of what the site says, one topic a file."""

from .helplines import HelplineAdmin
from .pages import PageAdmin
from .rules import HouseRuleAdmin

__all__ = ["HelplineAdmin", "HouseRuleAdmin", "PageAdmin"]
