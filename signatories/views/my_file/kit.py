"""The kit: everything with one's own link in it, to copy, to print and to take along."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.gzip import gzip_page

from guidance import replies as ready
from guidance.enums import Length
from guidance.exports import FORMATS
from guidance.models import RuleText
from hierniet.languages import LANGUAGES, site_address
from signatories.certificates.making import make_certificate
from signatories.enums import Status
from signatories.kit import codes
from signatories.models import Signatory
from signatories.references import ReferenceLink, reference_links

from .door import back_to_file, show, to_read

LONG_NAME = 15  # letters, from which a shorter one is worth the trouble


# Nothing of what is asked comes back in this page, so that compressing it gives no key away (BREACH); as in my_numbers.
@to_read
@gzip_page
def my_kit(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    if signatory.status not in Status.shown_once:
        return back_to_file(signatory)
    links = _links(signatory)
    found = ready.find({"length": Length.SHORT}, [_language()], short_name=signatory.slug)
    first = {reply.rule.rule_id: reply for reply in reversed(found)}
    context = {
        "rules": [(link, first.get(link["rule"].rule_id)) for link in links],
        "example": links[0]["address"] if links else "",
        "page_address": f"{site_address(_language())}{signatory.get_absolute_url()}",
        "formats": FORMATS,
        "badges": _badges(signatory),
        "may_choose_name": signatory.short_name_chosen_at is None and len(signatory.slug) > LONG_NAME,
    }
    return show(request, signatory, "signatories/my_kit.html", context)


@to_read
def my_code(request: HttpRequest, signatory: Signatory, *, word: str, ending: str) -> HttpResponse:
    """The code of one link, as a file."""
    if ending not in codes.MAKERS or signatory.status not in Status.shown_once:
        raise Http404
    link = next((link for link in _links(signatory) if link["rule"].slug == word), None)
    if link is None:
        raise Http404
    response = HttpResponse(codes.MAKERS[ending](link["address"]), content_type=codes.CONTENT_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{signatory.slug}-{word}.{ending}"'
    return response


@to_read
def my_replies(request: HttpRequest, signatory: Signatory, *, file_format: str) -> HttpResponse:
    """All ready replies with one's own link, for the tool in which one answers; `languages=all` takes the three together."""
    if file_format not in FORMATS or signatory.status not in Status.shown_once:
        raise Http404
    languages = LANGUAGES if request.GET.get("languages") == "all" else [_language()]
    made = FORMATS[file_format]
    found = ready.find({}, languages, short_name=signatory.slug)
    response = HttpResponse(made.make(found), content_type=made.content_type)
    name = "-".join(["hierniet", pgettext("name of a file", "replies"), signatory.slug, *languages])
    response["Content-Disposition"] = f'attachment; filename="{name}.{made.ending}"'
    return response


@to_read
def my_certificate(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """To print and hang up. Only for who is in the list today: paper says it for long."""
    if not signatory.is_public:
        raise Http404
    response = HttpResponse(make_certificate(signatory), content_type="application/pdf")
    name = "-".join(["hierniet", pgettext("name of a file", "certificate"), signatory.slug])
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _badges(signatory: Signatory) -> list["OwnBadge"]:
    """None for a person who is not in the list now, as there is none anywhere; see badges/words.py."""
    if signatory.is_individual and not signatory.is_public:
        return []
    return [_badge(signatory, theme, label) for theme, label in _themes()]


def _themes() -> list[tuple[str, str]]:
    return [("light", _("On a light page")), ("dark", _("On a dark page"))]


class OwnBadge(NamedTuple):
    """`label` says for which pages, `html` is what to copy, `picture_url` the PNG with its host."""

    label: str
    path: str
    html: str
    picture_url: str


def _badge(signatory: Signatory, theme: str, label: str) -> OwnBadge:
    here = site_address(_language())
    # True also later, when the picture says something else; and the words of the link, for who does not see it.
    alt = _("The entry of %(name)s at HierNiet") % {"name": signatory.name}
    html = format_html(
        '<a href="{}"><img src="{}" width="240" height="76" alt="{}"></a>',
        f"{here}{signatory.get_absolute_url()}", f"{here}{_badge_path(signatory, theme, 'svg')}", alt,
    )  # fmt: skip
    picture_url = f"{here}{_badge_path(signatory, theme, 'png')}"
    return OwnBadge(label, _badge_path(signatory, theme, "svg"), str(html), picture_url)


def _badge_path(signatory: Signatory, theme: str, ending: str) -> str:
    words = {"language": _language(), "theme": theme, "slug": signatory.slug, "ending": ending}
    return reverse("badge", kwargs=words)


def _links(signatory: Signatory) -> list[ReferenceLink]:
    return reference_links(signatory, RuleText.objects.public().in_language(_language()))


def _language() -> str:
    return translation.get_language() or ""
