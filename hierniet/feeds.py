"""What our Atom feeds share: whole addresses by our own name for the site, ids that stay, and text that XML can hold."""

import re
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed

from hierniet.languages import SITE_NAMES, site_address

MOST = 50
# For ever, also when the site moves (RFC 4151): a reader knows by its id what it has shown already.
TAG = "tag:hierniet.be,2026:"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class SiteFeed(Feed):  # type: ignore[type-arg]
    """In the language of its address. A feed names the routes of itself and of its page, its kind for ids, and its items."""

    feed_type = Atom1Feed
    kind: str
    route: str
    route_of_page: str

    def feed_url(self) -> str:
        return on_site(reverse(self.route))

    def link(self) -> str:
        return on_site(reverse(self.route_of_page))

    def feed_guid(self) -> str:
        return f"{TAG}{self.kind}/{translation.get_language()}"

    def author_name(self) -> str:
        return SITE_NAMES[translation.get_language() or "nl"]


def on_site(path: str) -> str:
    return site_address(translation.get_language() or "") + path


def for_xml(text: Any) -> str:
    return NOT_IN_XML.sub("", str(text))
