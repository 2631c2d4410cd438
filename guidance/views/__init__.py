"""Public pages of what the site says."""

from .aids import aid, aid_overview, step
from .articles import article, guide
from .changed_rules import changed_rules
from .checklist import checklist, checklist_offline
from .front_door import front_door
from .gallery import gallery
from .helplines import helplines
from .maker import maker, maker_download
from .pages import page, sent_here
from .replies import replies, replies_download
from .rule_versions import rule_as_on, rule_comparison, rule_version, rule_versions
from .rules import rule, rule_response, rules
from .search import search, search_description

__all__ = [
    "aid",
    "aid_overview",
    "article",
    "changed_rules",
    "checklist",
    "checklist_offline",
    "front_door",
    "gallery",
    "guide",
    "helplines",
    "maker",
    "maker_download",
    "page",
    "replies",
    "replies_download",
    "rule",
    "rule_as_on",
    "rule_comparison",
    "rule_response",
    "rule_version",
    "rule_versions",
    "rules",
    "search",
    "search_description",
    "sent_here",
    "step",
]
