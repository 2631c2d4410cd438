"""Atom feed of what changed in the house rules, each with what its editors noted."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from guidance.models import RuleText, RuleVersion
from hierniet.feeds import MOST, TAG, SiteFeed, for_xml, on_site


class ChangedRules(SiteFeed):
    kind = "rules"
    route = "guidance:changed_rules"
    route_of_page = "guidance:rules"

    def title(self) -> str:
        return _("Changed house rules")

    def subtitle(self) -> str:
        return _("Every new version of a house rule, with what changed and why.")

    def items(self) -> list[tuple[RuleVersion, RuleText]]:
        """Two queries. Of rules that are public now, as on the site."""
        language = translation.get_language() or ""
        texts: Mapping[int, RuleText] = {text.rule_id: text for text in RuleText.objects.public().in_language(language)}
        public = RuleVersion.objects.public().filter(language=language, rule__in=list(texts))
        newest = public.without_words().order_by("-published_at", "-number", "rule")[:MOST]
        return [(version, texts[version.rule_id]) for version in newest]

    def item_title(self, item: tuple[RuleVersion, RuleText]) -> str:
        version, text = item
        return for_xml(_("%(rule)s: version %(number)s") % {"rule": text.name, "number": version.number})

    def item_description(self, item: tuple[RuleVersion, RuleText]) -> str:
        return for_xml(item[0].note)

    def item_link(self, item: tuple[RuleVersion, RuleText]) -> str:
        version, text = item
        return on_site(reverse("guidance:rule_version", kwargs={"slug": text.slug, "number": version.number}))

    def item_guid(self, item: tuple[RuleVersion, RuleText]) -> str:
        version, text = item
        return f"{TAG}rule/{text.rule.key}/{version.language}/{version.number}"

    def item_pubdate(self, item: tuple[RuleVersion, RuleText]) -> datetime:
        return item[0].published_at

    def item_updateddate(self, item: tuple[RuleVersion, RuleText]) -> datetime:
        return item[0].published_at
