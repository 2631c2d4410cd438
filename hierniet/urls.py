"""Every address, in the order in which it is tried: the site's own, then the languages, then the short words."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from guidance.views import front_door, gallery
from hierniet import health, staff, well_known
from signatories.views import (
    badge,
    count_badge,
    logo_file,
    preview,
    preview_on_behalf,
    refer,
    refer_on_behalf,
    sitemap,
)

# Not what begins as an address of the site itself: of `/nl/regels`, typed without its slash, Django then finds the page.
WORD = r"(?!(?:nl|fr|en|beheer)(?:/|$))(?P<word>[^/]{1,80})"
PREVIEWED = r"(?P<language>nl|fr|en)/(?P<word>[a-z0-9-]{1,40})"

local_patterns = [
    path("componenten/", gallery, name="gallery"),
    path("post/", include("hierniet.local_mail.urls")),
    path("beheer/toegang/<str:token>/", staff.log_in_link, name="log_in_link"),
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("sitemap.xml", sitemap, name="sitemap"),
    re_path(r"^logo/(?P<file>[0-9a-f]{32}-[0-9]{1,4}\.(?:webp|png))$", logo_file, name="logo_file"),
    re_path(
        r"^badge/(?P<language>nl|fr|en)/(?P<theme>light|dark)/(?P<slug>[a-z0-9-]{1,60})\.(?P<ending>svg|png)$",
        badge,
        name="badge",
    ),
    re_path(r"^badge/count-(?P<language>nl|fr|en)\.svg$", count_badge, name="count_badge"),
    path("api/v1/", include("signatories.api.urls")),
    re_path(rf"^preview/{PREVIEWED}-(?P<digest>[0-9a-f]{{12}})\.png$", preview, name="preview"),
    re_path(
        rf"^preview/{PREVIEWED}/(?P<signatory>[a-z0-9-]{{1,60}})-(?P<digest>[0-9a-f]{{12}})\.png$",
        preview_on_behalf,
        name="preview_on_behalf",
    ),
    *(local_patterns if settings.DEBUG else []),
    path("beheer/account/", include(staff.account_patterns)),
    path("beheer/", admin.site.urls),
    path("", front_door, name="front_door"),
    *i18n_patterns(
        path("", include("signatories.urls")),
        path("", include("guidance.urls")),
    ),
    # Last: these take every word that is left. A closing slash is forgiven.
    re_path(rf"^{WORD}/?$", refer, name="refer"),
    re_path(rf"^{WORD}/(?P<signatory>[^/]{{1,80}})/?$", refer_on_behalf, name="refer_on_behalf"),
]

handler400 = "hierniet.errors.bad_request"
handler403 = "hierniet.errors.permission_denied"
handler404 = "hierniet.errors.page_not_found"
handler500 = "hierniet.errors.server_error"
