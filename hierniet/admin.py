"""Accounts in the back office: what a second factor is made of stays secret, also from administrators."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

from hierniet.colleagues import ColleagueAdmin

admin.site.unregister([Authenticator, User, UserSession])
admin.site.register(User, ColleagueAdmin)


class LookAndDeleteAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  Django's signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(LookAndDeleteAdmin):
    """Deleting one is the way back in for a colleague who has lost the phone and the codes."""

    fields = ["user", "type", "created_at", "last_used_at"]
    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:  # noqa: ARG002
        """All of that colleague's at once: recovery codes that stay would keep asking for a second factor."""
        Authenticator.objects.filter(user=obj.user).delete()
        for session in UserSession.objects.filter(user=obj.user):
            session.end()


@admin.register(UserSession)
class UserSessionAdmin(LookAndDeleteAdmin):
    """Deleting one ends it: whoever holds its cookie is out."""

    fields = ["user", "created_at", "ip", "user_agent"]
    list_display = ["user", "created_at", "ip", "user_agent"]

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:  # noqa: ARG002
        obj.end()
