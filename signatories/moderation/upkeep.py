"""What looks after itself, for people to see that it does: the proof of the history, and the retention periods."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from signatories import history, retention
from signatories.history import files
from signatories.history.findings import Finding
from signatories.models import Event, HistorySeal, RetentionRun, Signatory

SHOWN = 10
may_see = permission_required("signatories.view_event", raise_exception=True)
FILES = {
    "json": (files.as_json, "application/json; charset=utf-8"),
    "csv": (files.as_csv, "text/csv; charset=utf-8"),
}


@require_safe
@may_see
def upkeep(request: HttpRequest) -> HttpResponse:
    """When each was done last and what came of it."""
    check = history.last_check()
    context = {
        "title": _("What runs by itself"),
        "opts": Event._meta,
        "check": check,
        "check_state": _state(is_intact=history.is_intact_lately(check)),
        "findings": [Finding.from_data(data) for data in check.findings] if check else [],
        "seals": HistorySeal.objects.all()[:SHOWN],
        "runs": [(run, _erased(run)) for run in RetentionRun.objects.all()[:SHOWN]],
        "retention_is_late": retention.is_late(),
        "lines": retention.LINES,
    }
    return render(request, "back_office/upkeep.html", admin.site.each_context(request) | context)


def _state(*, is_intact: bool | None) -> str:
    return {True: "good", False: "late", None: "unsure"}[is_intact]


def _erased(run: RetentionRun) -> list[tuple[str, int]]:
    """Only what there was, in words."""
    return [(str(retention.JOB_LABELS.get(name, name)), number) for name, number in run.erased.items() if number]


@never_cache
@require_safe
@may_see
def history_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The history of one signatory, with its digests, to be checked by whoever gets it."""
    if ending not in FILES:
        raise Http404
    signatory = get_object_or_404(Signatory, pk=pk)
    make, content_type = FILES[ending]
    data: dict[str, Any] = history.history_as_data(signatory, for_public=False)
    name = f"{signatory.receipt_number}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return HttpResponse(
        make(data), content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
