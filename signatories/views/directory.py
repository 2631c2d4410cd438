from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates_of, page_context
from guidance.models import RuleText
from guidance.page_cache import public_page, reads_parameters
from signatories.enums import Kind, Status
from signatories.forms import DirectoryForm
from signatories.models import Signatory
from signatories.references import reference_links
from signatories.views.former import who_goes_on

PAGE_SIZE = 60


@login_not_required
@require_safe
@public_page
@reads_parameters
def directory(request: HttpRequest) -> HttpResponse:
    """Who signed. Individuals are listed apart: only when they are asked for."""
    form = DirectoryForm(request.GET)
    query, kind = form.filters()
    matching = _matching(query, kind)
    page = Paginator(matching, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "query": query,
        "kind": kind,
        "kinds": [(value, label) for value, label in Kind.choices if value != Kind.INDIVIDUAL],
        "individuals": kind == Kind.INDIVIDUAL,
        "page_obj": page,
        "found": page.paginator.count,
        "total": Signatory.objects.public().count(),
        "is_filtered": bool(query or kind),
        "description": _("The Belgian organisations and community managers that signed the charter."),
    }
    others = page_context(alternates_of("signatories:directory"))
    return render(request, "signatories/directory.html", context | others)


def _matching(query: str, kind: str) -> QuerySet[Signatory]:
    listed = Signatory.objects.public().by_name().named_like(query)
    return listed.filter(kind=kind) if kind else listed.organisations()


@login_not_required
@require_safe
@public_page
def signatory(request: HttpRequest, slug: str) -> HttpResponse:
    found = Signatory.objects.public().filter(slug=slug).first()
    if found is None:
        return _not_listed(request, slug)
    rules = RuleText.objects.public().in_language(translation.get_language())
    context = {
        "signatory": found,
        "logo": found.logo,
        "reference_links": reference_links(found, rules),
        "description": _("%(name)s signed the charter against hate on social media.") % {"name": found.name},
    }
    others = page_context(alternates_of("signatories:signatory", slug=slug))
    return render(request, "signatories/signatory.html", context | others)


def _not_listed(request: HttpRequest, slug: str) -> HttpResponse:
    """To where links lead on; else what may be said of an organisation that was once in the list: of a person nothing.

    Who lapsed and who was suspended read the same, so that nobody learns what moderators decided.
    """
    goes_on = who_goes_on(slug)
    if goes_on:
        return redirect(goes_on, permanent=True)
    found = Signatory.objects.once_listed().organisations().filter(slug=slug).first()
    if found is None:
        raise Http404
    has_left = found.status == Status.WITHDRAWN
    context = {"signatory": None if has_left else found} | page_context(
        alternates_of("signatories:signatory", slug=slug)
    )
    response = render(request, "signatories/not_listed.html", context, status=404)
    response["Cache-Control"] = "public, max-age=0, s-maxage=10"  # a press on a button brings it back at once
    return response
