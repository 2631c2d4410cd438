from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def healthz(request: HttpRequest) -> HttpResponse:
    """Proves that the database is there, and sorts accents and case as our own site needs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('é'), current_setting('server_version')")
        return HttpResponse(" ".join(cursor.fetchone()))


urlpatterns = [path("healthz", healthz)]
