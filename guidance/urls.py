"""Addresses of what the site says, under a language prefix; their words are translated in the catalogues.

The reference links, short words without a prefix, are in hierniet/urls.py, after everything they must not shadow.
"""

from django.urls import path
from django.utils.translation import pgettext_lazy

from guidance import views

app_name = "guidance"

urlpatterns = [
    path(pgettext_lazy("address", "rules/"), views.rules, name="rules"),
    path(pgettext_lazy("address", "rules/changed.atom"), views.changed_rules, name="changed_rules"),
    path(pgettext_lazy("address", "rules/<str:slug>/"), views.rule, name="rule"),
    path(pgettext_lazy("address", "rules/<str:slug>/versions/"), views.rule_versions, name="rule_versions"),
    path(pgettext_lazy("address", "rules/<str:slug>/versions/<int:number>/"), views.rule_version, name="rule_version"),
    path(pgettext_lazy("address", "rules/<str:slug>/versions/on/<str:day>/"), views.rule_as_on, name="rule_as_on"),
    path(
        pgettext_lazy("address", "rules/<str:slug>/versions/compare/<int:older>-<int:newer>/"),
        views.rule_comparison,
        name="rule_comparison",
    ),
    path(pgettext_lazy("address", "guide/"), views.guide, name="guide"),
    path(pgettext_lazy("address", "guide/<slug:slug>/"), views.article, name="article"),
    path(pgettext_lazy("address", "decide/<slug:slug>/"), views.aid, name="aid"),
    path(pgettext_lazy("address", "decide/<slug:slug>/overview/"), views.aid_overview, name="aid_overview"),
    path(pgettext_lazy("address", "decide/<slug:aid>/<slug:slug>/"), views.step, name="step"),
    path(pgettext_lazy("address", "replies/"), views.replies, name="replies"),
    path(pgettext_lazy("address", "replies/<slug:file_format>/"), views.replies_download, name="replies_download"),
    path(pgettext_lazy("address", "evidence-checklist/"), views.checklist, name="checklist"),
    path(pgettext_lazy("address", "evidence-checklist/offline.js"), views.checklist_offline, name="checklist_offline"),
    path(pgettext_lazy("address", "house-rules-maker/"), views.maker, name="maker"),
    path(
        pgettext_lazy("address", "house-rules-maker/<slug:text>/<slug:file_format>/"),
        views.maker_download,
        name="maker_download",
    ),
    path(pgettext_lazy("address", "helplines/"), views.helplines, name="helplines"),
    path(pgettext_lazy("address", "search/"), views.search, name="search"),
    path(pgettext_lazy("address", "search/browser.xml"), views.search_description, name="search_description"),
    path(pgettext_lazy("address", "sent-here/"), views.sent_here, name="sent_here"),
    path("<slug:slug>/", views.page, name="page"),  # last: it takes every single word
]
