import json
from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from guidance import replies as ready
from guidance.alternates import alternates_of, page_context, with_query
from guidance.exports import FORMATS
from guidance.forms import OwnNameForm, ReplyFilterForm
from guidance.lengths import PLATFORMS
from guidance.models import RuleText
from guidance.page_cache import public_page, reads_parameters
from hierniet.languages import LANGUAGES


@login_not_required
@require_safe
@public_page
@reads_parameters
def replies(request: HttpRequest) -> HttpResponse:
    """The finder. Its choice lives in the address, so that it can be kept, sent to a colleague, and changed by hand."""
    language = translation.get_language() or ""
    form = _filter_form(request, language)
    chosen = form.chosen()
    found = ready.find(chosen, [language]) if any(chosen.values()) else []
    query = urlencode({name: value for name, value in chosen.items() if value})
    context = {
        "form": form,
        "own_form": OwnNameForm(),
        "rules": form.fields["rule"].choices,  # type: ignore[attr-defined]
        "chosen": chosen,
        "platforms": json.dumps(_limits()),
        "groups": _grouped(found),
        "found": len(found),
        "is_filtered": any(chosen.values()),
        "formats": FORMATS,
        "query": query,
        "description": _(
            "Ready replies for comments that go too far, to copy or to download, each with its short link."
        ),
    }
    others = alternates_of("guidance:replies")
    context |= page_context(others) | {"alternates": with_query(others, query)}
    return render(request, "guidance/replies.html", context)


@login_not_required
@require_safe
@public_page
@reads_parameters
def replies_download(request: HttpRequest, file_format: str) -> HttpResponse:
    """The same choice as a file; `languages=all` takes the three languages together."""
    if file_format not in FORMATS:
        raise Http404
    language = translation.get_language() or ""
    chosen = _filter_form(request, language).chosen()
    languages = LANGUAGES if request.GET.get("languages") == "all" else [language]
    made = FORMATS[file_format]
    response = HttpResponse(made.make(ready.find(chosen, languages)), content_type=made.content_type)
    name = "-".join(["hierniet", pgettext("name of a file", "replies"), *languages])
    response["Content-Disposition"] = f'attachment; filename="{name}.{made.ending}"'
    return response


def _filter_form(request: HttpRequest, language: str) -> ReplyFilterForm:
    rules = RuleText.objects.public().in_language(language).values_list("rule__key", "name")
    return ReplyFilterForm(request.GET, rules=list(rules))


def _grouped(found: list[ready.ReadyReply]) -> list[tuple[RuleText, list[tuple[str, list[ready.ReadyReply]]]]]:
    """By rule, and within a rule by tone."""
    by_rule = [list(same_rule) for _rule, same_rule in groupby(found, key=lambda one: one.rule.rule_id)]
    return [
        (of_rule[0].rule, [(str(tone.label), list(same)) for tone, same in groupby(of_rule, key=lambda one: one.tone)])
        for of_rule in by_rule
    ]


def _limits() -> list[dict[str, object]]:
    """What the script beside the page counts with; see also lengths.py."""
    return [
        {
            "key": platform.key, "name": platform.name, "most": platform.limit.most,
            "link": platform.limit.link_counts_as, "bytes": platform.limit.counts_bytes,
        }
        for platform in PLATFORMS
    ]  # fmt: skip
