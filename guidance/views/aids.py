from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from guidance import replies as ready
from guidance.alternates import alternates, page_context
from guidance.enums import Evidence, Move
from guidance.flowcharts import draw
from guidance.models import AidText, ArticleText, HelplineText, OutcomeText, QuestionText
from guidance.page_cache import kept_by_nobody, public_page, reads_parameters
from guidance.trees import OUTCOME, QUESTION, Tree, split
from guidance.ways import Way, read_way

DESCRIPTION_LENGTH = 160


@dataclass(frozen=True)
class Whole:
    """One aid in one language: its words, its shape, and its steps by key."""

    text: AidText
    questions: Mapping[str, QuestionText]
    outcomes: Mapping[str, OutcomeText]

    @property
    def tree(self) -> Tree:
        targets = {key: text.question.targets for key, text in self.questions.items()}
        return Tree(self.text.aid.first, targets, frozenset(self.outcomes))

    def url(self, target: str, way: Way) -> str:
        """The first question has the address of the aid itself."""
        kind, key = split(target)
        if kind == QUESTION and key == self.text.aid.first:
            return self.text.get_absolute_url()
        words = self.outcomes[key] if kind == OUTCOME else self.questions[key]
        url = reverse("guidance:step", kwargs={"aid": self.text.slug, "slug": words.slug})
        return f"{url}?{urlencode({'via': str(way)}, safe='~')}" if way.turns else url


@login_not_required
@require_safe
@public_page
@reads_parameters
def aid(request: HttpRequest, slug: str) -> HttpResponse:
    """The first question, with what the aid is for."""
    texts = _aid_texts(slug)
    whole = _whole(texts)
    urls = {text.language: text.get_absolute_url() for text in texts}
    return _question_page(request, whole, whole.questions[whole.text.aid.first], urls)


@login_not_required
@require_safe
@public_page
@reads_parameters
def step(request: HttpRequest, aid: str, slug: str) -> HttpResponse:
    """A further question, or an outcome."""
    outcomes = _outcome_texts(aid, slug)
    if outcomes:
        return _outcome_page(request, outcomes)
    whole = _whole(_aid_texts(aid))
    for question in whole.questions.values():
        if question.slug == slug and question.question.key != whole.text.aid.first:
            return _question_page(request, whole, question, _question_urls(question))
    if _was_a_step(whole, slug):
        return redirect(whole.text)
    raise Http404


@login_not_required
@require_safe
@public_page
def aid_overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Every question and outcome on one page: drawn, and as a list that says the same."""
    texts = _aid_texts(slug)
    whole = _whole(texts)
    tree = whole.tree
    urls = {target: whole.url(target, Way()) for target in tree.reached}
    others = {text.language: _overview_url(text) for text in texts}
    context = {
        "aid": whole.text,
        "chart": draw(tree, whole.questions, whole.outcomes, urls),
        "rows": [_row(whole, key) for key in tree.questions_in_order()],
        "description": whole.text.description,
    }
    return render(request, "guidance/aid_overview.html", context | page_context(alternates(others)))


def _question_page(request: HttpRequest, whole: Whole, text: QuestionText, urls: Mapping[str, str]) -> HttpResponse:
    key = text.question.key
    tree = whole.tree
    way = read_way(request.GET.get("via", ""), tree, f"{QUESTION}:{key}")
    answers = [
        (answer, whole.url(target, way.then(key, number)))
        for number, (answer, target) in enumerate(zip(text.answers, text.question.targets, strict=False))
    ]
    context = {
        "aid": whole.text,
        "question": text,
        "is_first": key == whole.text.aid.first,
        "answers": answers,
        "turns": _turns(whole, way),
        "still": tree.longest_way_from(key),
        "done": len(way.turns),
        "description": whole.text.description,
    }
    response = render(request, "guidance/question.html", context | page_context(alternates(urls)))
    return kept_by_nobody(response) if way.turns else response


def _outcome_page(request: HttpRequest, texts: list[OutcomeText]) -> HttpResponse:
    language = translation.get_language() or ""
    text: Any = next(text for text in texts if text.language == language)
    outcome = text.outcome
    aid = AidText(aid=outcome.aid, language=language, slug=text.aid_slug, title=text.aid_title)
    articles = ArticleText.objects.public().in_language(language).filter(article__key__in=outcome.article_keys)
    helplines = HelplineText.objects.public().in_language(language).filter(helpline__key__in=outcome.helpline_keys)
    context = {
        "aid": aid,
        "outcome": text,
        "ladder": [(move, move in outcome.moves) for move in Move],
        "evidence": Evidence(outcome.evidence),
        "turns": _turns_to(outcome.key, aid, request.GET.get("via", "")),
        "replies": ready.suggest(outcome.rule_keys, outcome.tones, language) if outcome.tones else [],
        "helplines": helplines if outcome.helpline_keys else [],
        "articles": articles.only("slug", "title", "description", "language", "article__key"),
        "description": Truncator(f"{text.title}. {strip_tags(text.what_html)}").chars(DESCRIPTION_LENGTH),
    }
    urls = {other.language: other.get_absolute_url() for other in texts}
    response = render(request, "guidance/outcome.html", context | page_context(alternates(urls)))
    return kept_by_nobody(response) if context["turns"] else response


def _turns_to(outcome: str, aid: AidText, via: str) -> list[tuple[QuestionText, str, str]]:
    """The questions are read only for somebody who came by them."""
    if not via:
        return []
    whole = Whole(aid, _questions(aid), {})
    return _turns(whole, read_way(via, whole.tree, f"{OUTCOME}:{outcome}"))


def _outcome_texts(aid: str, slug: str) -> list[OutcomeText]:
    """The outcome at this address in all its languages; none when a question stands there, or nothing."""
    language = translation.get_language()
    here = OutcomeText.objects.public().filter(language=language, slug=slug, aid_slug=aid)
    return list(OutcomeText.objects.public().filter(outcome__in=here.values("outcome")))


def _aid_texts(slug: str) -> list[AidText]:
    """The aid at this address in all its languages."""
    every_text = list(AidText.objects.public())
    language = translation.get_language()
    here = next((text for text in every_text if text.slug == slug and text.language == language), None)
    if here is None:
        raise Http404
    return [text for text in every_text if text.aid_id == here.aid_id]


def _whole(texts: Iterable[AidText]) -> Whole:
    language = translation.get_language() or ""
    text = next(text for text in texts if text.language == language)
    outcomes: Any = OutcomeText.objects.public().in_language(language)
    return Whole(
        text,
        _questions(text),
        {outcome.outcome.key: outcome for outcome in outcomes.filter(outcome__aid=text.aid_id)},
    )


def _questions(aid: AidText) -> dict[str, QuestionText]:
    questions: Any = QuestionText.objects.public().in_language(aid.language)
    return {text.question.key: text for text in questions.filter(question__aid=aid.aid_id)}


def _question_urls(text: QuestionText) -> dict[str, str]:
    same = QuestionText.objects.public().filter(question=text.question_id)
    return {other.language: other.get_absolute_url() for other in same}


def _overview_url(text: AidText) -> str:
    with translation.override(text.language):
        return reverse("guidance:aid_overview", kwargs={"slug": text.slug})


def _turns(whole: Whole, way: Way) -> list[tuple[QuestionText, str, str]]:
    """What was answered so far, each with the way back to its question."""
    return [
        (
            whole.questions[turn.question],
            whole.questions[turn.question].answers[turn.answer],
            whole.url(f"{QUESTION}:{turn.question}", way.until(turn.question)),
        )
        for turn in way.turns
    ]


def _row(whole: Whole, key: str) -> tuple[QuestionText, list[tuple[str, str, str]]]:
    """A question, and for each answer what comes of it and where that is."""
    text = whole.questions[key]
    goals = [split(target) for target in text.question.targets]
    names = [str(whole.outcomes[name] if kind == OUTCOME else whole.questions[name]) for kind, name in goals]
    urls = [whole.url(target, Way()) for target in text.question.targets]
    return text, list(zip(text.answers, names, urls, strict=False))


def _was_a_step(whole: Whole, slug: str) -> bool:
    """An address that a step once had: whoever kept it begins anew instead of standing before nothing."""
    return any(
        model.history.filter(
            slug=slug, language=whole.text.language, **{f"{model.step_name}__aid": whole.text.aid_id}
        ).exists()
        for model in (QuestionText, OutcomeText)
    )
