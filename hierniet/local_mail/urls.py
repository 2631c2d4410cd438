from django.urls import path

from . import views

app_name = "local_mail"

urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<str:key>/", views.mail, name="mail"),
    path("<str:key>/html/", views.mail_html, name="mail_html"),
]
