from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignatoriesConfig(AppConfig):
    name = "signatories"
    verbose_name = _("Who stands behind it")

    def ready(self) -> None:
        import_module("signatories.checks")  # registers the system checks; they need the models to be loaded
