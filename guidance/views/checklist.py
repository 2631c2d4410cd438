import hashlib
import json

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidance.alternates import alternates_of, page_context
from guidance.checklist import PARTS, STEPS
from guidance.enums import Situation
from guidance.models import ArticleText, HelplineText, RuleText
from guidance.page_cache import public_page

TEMPLATE = "guidance/checklist.html"
# The browser itself sees to it that nothing typed leaves: no form may be sent, no script may ask for anything.
NOTHING_LEAVES = {"connect-src": [NONE], "form-action": [NONE]}
# What the page is made of; see also the template, and tests/browser/test_checklist.py.
FILES = (
    "css/site.css", "fonts/display-800.woff2", "images/favicon.svg", "js/print.js", "js/note.js", "js/note-keep.js",
)  # fmt: skip
HELPERS = {
    Situation.EXPOSED: ("igvm-iefh", "stopncii"),
    Situation.MINOR: ("child-focus", "child-focus-phone", "police-emergency"),
}
WHY = "keep-evidence"  # the article whose sources and day of checking hold for this page too


@login_not_required
@require_safe
@csp_replace(NOTHING_LEAVES)
@public_page
def checklist(request: HttpRequest) -> HttpResponse:
    """What to keep of a comment before it goes, and a note about it, both on the reader's own device."""
    return render(request, TEMPLATE, _context())


@login_not_required
@require_safe
@public_page
def checklist_offline(request: HttpRequest) -> HttpResponse:
    """The service worker, at an address under the page's own: so it can reach no other page.

    It names the page and its files by what is in them: whatever changes makes another worker, which fetches them anew.
    """
    files = [static(name) for name in FILES]
    content = "\n".join([render_to_string(TEMPLATE, _context(), request), *files])
    kept = {
        "language": translation.get_language(),
        "version": hashlib.sha256(content.encode()).hexdigest()[:16],
        "page": reverse("guidance:checklist"),
        "files": files,
    }
    context = {"kept": json.dumps(kept)}
    return render(request, "guidance/checklist/offline.js", context, content_type="text/javascript; charset=utf-8")


def _context() -> dict[str, object]:
    language = translation.get_language() or ""
    keys = {key for helpers in HELPERS.values() for key in helpers}
    helplines = list(HelplineText.objects.public().in_language(language).filter(helpline__key__in=keys))
    situations = [
        {
            "situation": situation,
            "steps": STEPS[situation],
            "helplines": [text for text in helplines if text.helpline.key in HELPERS.get(situation, ())],
        }
        for situation in Situation
    ]
    return {
        "situations": situations,
        "parts": PARTS,
        "rules": RuleText.objects.public().in_language(language).only("name", "language", "rule__key"),
        "why": ArticleText.objects.public().in_language(language).filter(article__key=WHY).first(),
        "description": _("Tick what to keep before you remove a comment, and write a note that stays on your device."),
        **page_context(alternates_of("guidance:checklist")),
    }
