from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig


class HierNietConfig(AppConfig):
    """The wiring itself is an application, so that its commands and template tags are found."""

    name = "hierniet"
    default = True

    def ready(self) -> None:
        staff = import_module("hierniet.staff")  # these need the models to be loaded
        signals = import_module("allauth.mfa.signals")
        signals.authenticator_added.connect(staff.remember_second_factor, dispatch_uid="remember_second_factor")


class BackOfficeConfig(SimpleAdminConfig):
    """Django's admin, with our own site in front of it; each admin module is loaded once all models are there."""

    default_site = "hierniet.back_office.BackOffice"
    default = False

    def ready(self) -> None:
        super().ready()
        autodiscover()
