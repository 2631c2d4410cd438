"""How often somebody's own links were followed: for who manages the page, and nobody else."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.gzip import gzip_page

from guidance.models import RuleText
from signatories.enums import Status
from signatories.models import Signatory
from signatories.references import reference_links
from signatories.referrals.numbers import numbers_of

from .door import back_to_file, show, to_read


@to_read
@gzip_page  # see my_kit
def my_numbers(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    if signatory.status not in Status.shown_once:
        return back_to_file(signatory)
    links = reference_links(signatory, RuleText.objects.public().in_language(translation.get_language()))
    context = {"numbers": numbers_of(signatory, links)}
    return show(request, signatory, "signatories/my_numbers.html", context)
