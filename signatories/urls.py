"""Addresses of who stands behind the site, under a language prefix; their words are translated in the catalogues."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from signatories import views

app_name = "signatories"

urlpatterns = [
    path("", views.home, name="home"),
    path(pgettext_lazy("address", "signatories/"), views.directory, name="directory"),
    path(pgettext_lazy("address", "signatories/<slug:slug>/"), views.signatory, name="signatory"),
    path(pgettext_lazy("address", "join/"), views.join, name="join"),
    path(pgettext_lazy("address", "join/sent/<str:token>/"), views.sent, name="sent"),
    path(pgettext_lazy("address", "join/confirm/"), views.confirm_code, name="confirm_code"),
    path(pgettext_lazy("address", "join/confirm/<str:token>/"), views.confirm, name="confirm"),
    path(pgettext_lazy("address", "my-file/<str:token>/"), views.my_file, name="my_file"),
    path(pgettext_lazy("address", "rules/<str:slug>/<slug:signatory>/"), views.rule_on_behalf, name="rule_on_behalf"),
]
