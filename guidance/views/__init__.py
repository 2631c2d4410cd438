"""Public pages of what the site says."""

from .front_door import front_door
from .gallery import gallery
from .helplines import helplines
from .pages import page, sent_here
from .rules import refer, rule, rule_response, rules

__all__ = ["front_door", "gallery", "helplines", "page", "refer", "rule", "rule_response", "rules", "sent_here"]
