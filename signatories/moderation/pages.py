"""What every page of moderation needs: who may, and the frame of the back office."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from signatories.models import Signatory

may_see = permission_required("signatories.view_signatory", raise_exception=True)
may_decide = permission_required("signatories.decide_signatory", raise_exception=True)


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def page(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    return render(request, template, admin.site.each_context(request) | {"opts": Signatory._meta} | dict(context))


def review_address(request: HttpRequest, pk: int) -> str:
    """The page of one signatory; the view of the queue from which one came goes along, so that one stays in it."""
    address = reverse("admin:signatories_signatory_review", args=[pk])
    return f"{address}?{request.GET.urlencode()}" if request.GET else address
