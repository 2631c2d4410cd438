"""Atom feed of who signed last: organisations only. A person who signed is not announced to programs that keep names."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hierniet.feeds import MOST, TAG, SiteFeed, for_xml, on_site
from signatories.models import Signatory

COLUMNS = ("public_id", "kind", "name", "slug", "approved_at")


class NewSignatories(SiteFeed):
    kind = "signatories"
    route = "signatories:new_signatories"
    route_of_page = "signatories:directory"

    def title(self) -> str:
        return _("New signatories")

    def subtitle(self) -> str:
        return _("The organisations that were added to the list last.")

    def items(self) -> Any:
        return Signatory.objects.public().organisations().newest_first().only(*COLUMNS)[:MOST]

    def item_title(self, item: Signatory) -> str:
        return for_xml(item.name)

    def item_description(self, item: Signatory) -> str:
        return str(item.get_kind_display())

    def item_link(self, item: Signatory) -> str:
        return on_site(item.get_absolute_url())

    def item_guid(self, item: Signatory) -> str:
        return f"{TAG}signatory/{item.public_id}"

    def item_pubdate(self, item: Signatory) -> datetime | None:
        return item.approved_at

    def item_updateddate(self, item: Signatory) -> datetime | None:
        return item.approved_at
