"""Addresses of who stands behind the site, under a language prefix; their words are translated in the catalogues."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter
from django.utils.translation import pgettext_lazy

from guidance.words import RESERVED_WORDS
from signatories import views

app_name = "signatories"


class NameConverter(SlugConverter):
    """What a signatory may be called in an address: below a rule the site has addresses of its own."""

    def to_python(self, value: str) -> str:
        if value in RESERVED_WORDS:
            raise ValueError
        return super().to_python(value)


register_converter(NameConverter, "name")

urlpatterns = [
    path("", views.home, name="home"),
    path(pgettext_lazy("address", "signatories/"), views.directory, name="directory"),
    path(pgettext_lazy("address", "signatories/<slug:slug>/"), views.signatory, name="signatory"),
    path(pgettext_lazy("address", "join/"), views.join, name="join"),
    path(pgettext_lazy("address", "join/sent/<str:token>/"), views.sent, name="sent"),
    path(pgettext_lazy("address", "join/confirm/"), views.confirm_code, name="confirm_code"),
    path(pgettext_lazy("address", "join/confirm/<str:token>/"), views.confirm, name="confirm"),
    path(pgettext_lazy("address", "join/second-person/<str:token>/"), views.second_person, name="second_person"),
    path(pgettext_lazy("address", "my-file/<str:token>/"), views.my_file, name="my_file"),
    path(pgettext_lazy("address", "my-file/<str:token>/logo/"), views.logo, name="logo"),
    path(pgettext_lazy("address", "my-file/<str:token>/logo/<str:file>"), views.logo_of_mine, name="logo_of_mine"),
    path(pgettext_lazy("address", "my-file/<str:token>/contact/"), views.hand_over, name="hand_over"),
    path(pgettext_lazy("address", "still-true/<str:token>/"), views.renew, name="renew"),
    path(pgettext_lazy("address", "signatories/<slug:slug>/contact/"), views.claim, name="claim"),
    path(pgettext_lazy("address", "new-contact/<str:token>/"), views.accept_contact, name="accept_contact"),
    path(pgettext_lazy("address", "not-right/<str:token>/"), views.object_contact, name="object_contact"),
    path(pgettext_lazy("address", "rules/<str:slug>/<name:signatory>/"), views.rule_on_behalf, name="rule_on_behalf"),
]
