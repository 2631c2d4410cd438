"""The addresses of a developer's machine, which the settings add in debug mode."""

from hierniet import urls

urlpatterns = [*urls.local_patterns, *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
