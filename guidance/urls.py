"""Addresses of what the site says, under a language prefix; their words are translated in the catalogues.

`refer`, the short links without a prefix, are in hierniet/urls.py, after everything they must not shadow.
"""

from django.urls import path
from django.utils.translation import pgettext_lazy

from guidance import views

app_name = "guidance"

urlpatterns = [
    path(pgettext_lazy("address", "rules/"), views.rules, name="rules"),
    path(pgettext_lazy("address", "rules/<str:slug>/"), views.rule, name="rule"),
    path(pgettext_lazy("address", "helplines/"), views.helplines, name="helplines"),
    path(pgettext_lazy("address", "sent-here/"), views.sent_here, name="sent_here"),
    path("<slug:slug>/", views.page, name="page"),  # last: it takes every single word
]
