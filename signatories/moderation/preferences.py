"""How a colleague wants the daily summary."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from signatories.models import DigestPreference, ModerationSettings
from signatories.moderation.views import _page, _user, may_decide


class DigestForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = DigestPreference
        fields = ["wants_digest", "language"]


@require_http_methods(["GET", "HEAD", "POST"])
@may_decide
def digest(request: HttpRequest) -> HttpResponse:
    """One's own choice; nobody makes it for another."""
    user = _user(request)
    preference = DigestPreference.objects.filter(user=user).first() or DigestPreference(user=user)
    form = DigestForm(request.POST or None, instance=preference)
    if form.is_valid():
        DigestPreference.objects.update_or_create(user=user, defaults=form.cleaned_data)
        messages.success(request, _("Your choice is kept."))
        return redirect("admin:signatories_signatory_digest")
    context = {
        "title": _("Daily summary by mail"),
        "form": form,
        "hour": ModerationSettings.current().digest_hour,
        "mailbox": user.email,
    }
    return _page(request, "back_office/digest.html", context)
