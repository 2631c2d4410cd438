from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from signatories.models import Wording
from signatories.moderation import wording as views

from .read_only import ReadOnlyAdmin


@admin.register(Wording)
class WordingAdmin(ReadOnlyAdmin):
    """Only our own pages: a mail is written as a whole, beside what ships."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(views.wording_list), name="signatories_wording_changelist"),
            path("<slug:message>/<slug:language>/", wrap(views.wording_edit), name="signatories_wording_edit"),
            path(
                "<slug:message>/<slug:language>/preview/",
                wrap(views.wording_preview),
                name="signatories_wording_preview",
            ),
        ]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """For the first page, which calls its link “change” or “view” by this."""
        return request.user.has_perm("signatories.change_wording")
