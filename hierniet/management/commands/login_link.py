from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from hierniet.staff import make_log_in_token

NAME = "beheer"


class Command(BaseCommand):
    help = "Print a link that logs in once to the local back office; makes the administrator if there is none."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOG_IN_LINKS:
            raise CommandError("One-time log-in links exist in debug mode only; log in at /beheer/ instead.")
        user, created = User.objects.get_or_create(
            username=NAME, defaults={"is_staff": True, "is_superuser": True, "email": "beheer@voorbeeld.example"}
        )
        if created:
            user.set_unusable_password()
            user.save()
        token = make_log_in_token(user)
        self.stdout.write(settings.SITE_ADDRESS + reverse("log_in_link", kwargs={"token": token}))
