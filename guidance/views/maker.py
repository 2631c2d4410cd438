from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from guidance.alternates import Alternate, alternates_of, page_context
from guidance.forms import MakerForm, ShownTextForm, says_something_to_the_maker
from guidance.maker import word, writing
from guidance.maker.choice import Choice, Organisation
from guidance.maker.words import blocks, words
from guidance.models import RuleText
from guidance.page_cache import public_page, reads_parameters

WEB, COUNCIL = "web", "council"
WRITERS = {WEB: writing.web_text, COUNCIL: writing.council_text}
ENDINGS = {"md": "text/markdown; charset=utf-8", "docx": word.CONTENT_TYPE}


@login_not_required
@require_safe
@public_page
@reads_parameters
def maker(request: HttpRequest) -> HttpResponse:
    """House rules from ticks. The whole choice lives in the address; what was typed is kept nowhere, by proxies neither."""
    language = translation.get_language() or ""
    chosen = _read(request, language)
    choice = chosen or Choice.usual(Organisation.COMPANY, language)
    form = MakerForm.for_choice(choice, language)
    context = {
        "form": form,
        "parts": _parts(form, language),
        "choice": choice,
        "is_chosen": chosen is not None,
        "shown": "",
        "examples": [(kind.label, Choice.usual(kind, language).query) for kind in Organisation],
        "most_in_post": writing.MOST_IN_POST,
        "description": _(
            "Tick what belongs in the house rules of your page, and take away a text, a short post and a decision."
        ),
    }
    others = alternates_of("guidance:maker")
    context |= page_context(others)
    if chosen is not None:
        context |= _texts(chosen, ShownTextForm(request.GET).shown()) | {
            "alternates": [_with_query(other, chosen.query) for other in others]
        }
    response = render(request, "guidance/maker.html", context)
    if chosen is not None:
        add_never_cache_headers(response)
    return response


@login_not_required
@require_safe
@public_page
@reads_parameters
def maker_download(request: HttpRequest, text: str, file_format: str) -> HttpResponse:
    """One of the texts as a file, in every chosen language."""
    if text not in WRITERS or file_format not in ENDINGS:
        raise Http404
    choice = _read(request, translation.get_language() or "")
    if choice is None or not choice.used or (text == COUNCIL and not choice.is_voted_on):
        return redirect(f"{reverse('guidance:maker')}?{choice.query}" if choice else reverse("guidance:maker"))
    texts = _written(text, choice)
    content = (
        word.as_word(texts, author=choice.name)
        if file_format == "docx"
        else "\n\n".join(one.markdown for one in texts).encode()
    )
    response = HttpResponse(content, content_type=ENDINGS[file_format])
    response["Content-Disposition"] = f'attachment; filename="{_file_name(text, choice)}.{file_format}"'
    add_never_cache_headers(response)
    return response


def _read(request: HttpRequest, language: str) -> Choice | None:
    if not says_something_to_the_maker(request.GET):
        return None
    return MakerForm(request.GET, language=language).choice()


def _texts(choice: Choice, shown: str) -> dict[str, Any]:
    if not choice.used:
        return {}
    key = shown if shown == WEB or choice.is_voted_on else WEB
    day = timezone.localdate()
    said = words(translation.get_language() or "")["blocks"]
    return {
        "posts": [writing.post(choice, language, day=day) for language in choice.languages],
        "shown": key,
        "texts": _written(key, choice),
        "left_out": [said[block.key]["title"] for block in choice.left_out],
    }


def _written(text: str, choice: Choice) -> list[writing.Text]:
    """In every chosen language, with the public rules. One query."""
    rules: dict[str, list[RuleText]] = {language: [] for language in choice.languages}
    for rule in (
        RuleText.objects.public()
        .filter(language__in=choice.languages)
        .only("slug", "name", "summary", "language", "rule__key")
    ):
        rules[rule.language].append(rule)
    day = timezone.localdate()
    return [WRITERS[text](choice, language, rules=rules, day=day) for language in choice.languages]


def _parts(form: MakerForm, language: str) -> list[tuple[str, list[tuple[Any, str]]]]:
    """The ticks of the form by group, each with a line about it."""
    said = words(language)["blocks"]
    ticks = zip(blocks(), form["b"], strict=True)
    return [
        (str(group.label), [(tick, said[block.key]["hint"]) for block, tick in members])
        for group, members in groupby(ticks, key=lambda pair: pair[0].group)
    ]


def _file_name(text: str, choice: Choice) -> str:
    """Of letters that every system has."""
    kind = pgettext("name of a file", "decision") if text == COUNCIL else pgettext("name of a file", "house-rules")
    return "-".join(part for part in (kind, slugify(choice.name)[:40].strip("-_"), *choice.languages) if part)


def _with_query(other: Alternate, query: str) -> Alternate:
    return {**other, "url": f"{other['url']}?{query}"}
