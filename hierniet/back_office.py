"""The back office: Django's admin, entered through our own log-in, with the work that waits on its first page."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guidance.editing import dashboard
from guidance.editing.waiting import kinds_of
from hierniet.staff import may_enter_back_office
from signatories import overview

OURS = ["signatories", "guidance"]


class BackOffice(AdminSite):
    site_title = _("HierNiet back office")
    site_header = _("Back office")
    index_title = _("What is there to do?")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return may_enter_back_office(request)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:  # noqa: ARG002  Django's signature
        """There is one log-in, allauth's: with throttling and second factor. Who is in but may not be here, is told."""
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"), settings.LOGIN_URL)
        if user.is_staff and not may_enter_back_office(request):
            return redirect("mfa_reauthenticate" if is_mfa_enabled(user) else "mfa_activate_totp")
        if not user.is_staff:
            raise PermissionDenied
        return redirect("admin:index")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Also what the menu asks: whether there is anything on which this colleague may work."""
        return super().each_context(request) | {"may_write": bool(kinds_of(request.user))}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, (extra_context or {}) | {"tasks": overview.tasks(request.user)})

    def get_urls(self) -> list[Any]:
        work = path("guidance/work/", self.admin_view(require_safe(self.work)), name="guidance_work")
        return [work, *super().get_urls()]

    def work(self, request: HttpRequest) -> HttpResponse:
        """What waits for the editors; it lives here because it is about all that they write."""
        return dashboard.work_that_waits(request, self.each_context(request))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Our own work first, accounts after it."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: OURS.index(app["app_label"]) if app["app_label"] in OURS else len(OURS))

    def password_change(  # type: ignore[override]  # a redirect instead of a page
        self,
        request: HttpRequest,  # noqa: ARG002  Django's signature
        extra_context: dict[str, object] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """There is one page for it, allauth's: it tells the owner by mail."""
        return redirect("account_change_password")

    def logout(  # type: ignore[override]  # a redirect instead of a page
        self,
        request: HttpRequest,  # noqa: ARG002  Django's signature
        extra_context: dict[str, object] | None = None,  # noqa: ARG002
    ) -> HttpResponseBase:
        return redirect("account_logout")
