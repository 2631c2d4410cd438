"""Accounts of colleagues. Administrators make them and say who moderates and who writes; nobody can give themselves more.

What an administrator may hand out is less than what an administrator has, and an account that has as much cannot be
changed by one: else whoever may change accounts could take over a stronger one, or tick a box for themselves.
"""

from typing import Any

from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

ADMINISTRATORS = "administrators"
HANDED_OUT = ("moderators", "editors")


def may_be_changed_by_administrators(colleague: User, by: Any) -> bool:
    """Not themselves, no superuser, and nobody with rights beside those that they hand out."""
    if colleague.is_superuser or colleague == by:
        return False
    has_other_groups = colleague.groups.exclude(name__in=HANDED_OUT).exists()
    return not has_other_groups and not colleague.user_permissions.exists()


class ColleagueAdmin(UserAdmin):  # type: ignore[type-arg]
    """Stock for superusers; for administrators without everything that would make somebody stronger."""

    list_display = ("username", "email", "first_name", "last_name", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active", "groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if request.user.is_superuser or obj is None:
            return super().get_fieldsets(request, obj)
        return [
            (None, {"fields": ["username", "first_name", "last_name", "email"]}),
            (_("What they do here"), {"fields": ["is_active", "is_staff", "groups"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "last_login", "date_joined"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = bool(super().has_change_permission(request, obj))
        if request.user.is_superuser or obj is None:
            return may
        return may and may_be_changed_by_administrators(obj, request.user)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups" and not request.user.is_superuser:
            groups: QuerySet[Group] = Group.objects.filter(name__in=HANDED_OUT)
            kwargs["queryset"] = groups
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002  Django's name
        """Who sets somebody's password can log in as that person; everybody can have a new one mailed."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)
