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
    path(pgettext_lazy("address", "signatories/new.atom"), views.new_signatories, name="new_signatories"),
    path(pgettext_lazy("address", "signatories/<slug:slug>/"), views.signatory, name="signatory"),
    path(pgettext_lazy("address", "certificate/<str:seal>/"), views.certificate, name="certificate"),
    path(pgettext_lazy("address", "numbers/"), views.numbers, name="numbers"),
    path(pgettext_lazy("address", "numbers/<slug:file>/"), views.numbers_download, name="numbers_download"),
    path(pgettext_lazy("address", "join/"), views.join, name="join"),
    path(pgettext_lazy("address", "join/sent/<str:token>/"), views.sent, name="sent"),
    path(pgettext_lazy("address", "join/confirm/"), views.confirm_code, name="confirm_code"),
    path(pgettext_lazy("address", "join/confirm/<str:token>/"), views.confirm, name="confirm"),
    path(pgettext_lazy("address", "join/second-person/<str:token>/"), views.second_person, name="second_person"),
    path(pgettext_lazy("address", "my-file/new-link/"), views.lost_link, name="lost_link"),
    path(pgettext_lazy("address", "my-file/<str:token>/"), views.my_file, name="my_file"),
    path(pgettext_lazy("address", "my-file/<str:token>/corrections/"), views.my_corrections, name="my_corrections"),
    path(pgettext_lazy("address", "my-file/<str:token>/change/"), views.my_change, name="my_change"),
    path(pgettext_lazy("address", "my-file/<str:token>/details/"), views.my_details, name="my_details"),
    path(pgettext_lazy("address", "my-file/<str:token>/mails/<int:pk>/"), views.my_mail, name="my_mail"),
    path(pgettext_lazy("address", "my-file/<str:token>/data/"), views.my_data, name="my_data"),
    path(
        pgettext_lazy("address", "my-file/<str:token>/data/download/"), views.my_data_download, name="my_data_download"
    ),
    path(pgettext_lazy("address", "my-file/<str:token>/numbers/"), views.my_numbers, name="my_numbers"),
    path(pgettext_lazy("address", "my-file/<str:token>/kit/"), views.my_kit, name="my_kit"),
    path(pgettext_lazy("address", "my-file/<str:token>/kit/<slug:word>.<slug:ending>"), views.my_code, name="my_code"),
    path(pgettext_lazy("address", "my-file/<str:token>/certificate/"), views.my_certificate, name="my_certificate"),
    path(
        pgettext_lazy("address", "my-file/<str:token>/kit/replies/<slug:file_format>/"),
        views.my_replies,
        name="my_replies",
    ),
    path(pgettext_lazy("address", "my-file/<str:token>/link/"), views.my_link, name="my_link"),
    path(pgettext_lazy("address", "my-file/<str:token>/erase/"), views.my_erasure, name="my_erasure"),
    path(pgettext_lazy("address", "my-file/<str:token>/withdraw/"), views.leave, name="leave"),
    path(
        pgettext_lazy("address", "my-file/<str:token>/withdraw/last-step/"), views.leave_for_good, name="leave_for_good"
    ),
    path(pgettext_lazy("address", "my-file/<str:token>/logo/"), views.logo, name="logo"),
    path(pgettext_lazy("address", "my-file/<str:token>/logo/<str:file>"), views.logo_of_mine, name="logo_of_mine"),
    path(pgettext_lazy("address", "my-file/<str:token>/contact/"), views.hand_over, name="hand_over"),
    path(pgettext_lazy("address", "still-true/<str:token>/"), views.renew, name="renew"),
    path(pgettext_lazy("address", "signatories/<slug:slug>/contact/"), views.claim, name="claim"),
    path(pgettext_lazy("address", "new-contact/<str:token>/"), views.accept_contact, name="accept_contact"),
    path(pgettext_lazy("address", "not-right/<str:token>/"), views.object_contact, name="object_contact"),
    path(pgettext_lazy("address", "rules/<str:slug>/<name:signatory>/"), views.rule_on_behalf, name="rule_on_behalf"),
]
