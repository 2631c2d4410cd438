"""What can be found. A new kind of text needs one entry in KINDS: its words, and which other rows they are made of."""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    CharField,
    DateTimeField,
    Expression,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Greatest
from django.utils import translation
from django.utils.html import strip_tags

from guidance.enums import SearchKind, Tone
from guidance.lengths import LINK
from guidance.models import (
    Aid,
    AidText,
    Article,
    ArticleText,
    Helpline,
    HelplineText,
    HouseRule,
    Outcome,
    OutcomeText,
    Page,
    PageText,
    Question,
    QuestionText,
    Reply,
    ReplyText,
    RuleText,
    RuleWord,
)
from guidance.models.pages import PLACED_ELSEWHERE
from guidance.models.publishing import at_any_time, published

BLOCK_ENDS = re.compile(r"(</(?:p|li|tr|blockquote|pre)>|<br[ />])")
HEADING_ENDS = re.compile(r"(</(?:h[1-6]|td|th)>)")


@dataclass(frozen=True)
class Place:
    """Where a text stands, for `reverse`; `after` is a query or an anchor."""

    route: str
    parts: Mapping[str, str] = field(default_factory=dict)
    after: str = ""


@dataclass(frozen=True)
class Words:
    """What one text says. `names` find it as its title does, `top` weighs more than `body`; neither is ever shown."""

    place: Place
    title: str
    body: str
    names: str = ""
    top: str = ""


Touched = Callable[[Any], Q]


@dataclass(frozen=True, eq=False)
class Kind:
    """`follows` says, for each other class of row that the words are made of, which texts a change of one touches.

    `waits_for` are the things before whose times a text of this kind is not public: the twin of its `public()`.
    `bonus` orders texts that have the words in their titles equally well: what helps at once comes first.
    """

    key: SearchKind
    model: type[Model]
    words: Callable[[Any], Words]
    bonus: int
    follows: Mapping[type[Model], Touched] = field(default_factory=dict)
    waits_for: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    annotate: Callable[[], Mapping[str, Any]] = dict

    def public_some_time(self) -> QuerySet[Any]:
        """Texts that are public, or will be by themselves, each with `public_from`: the moment, if there is one."""
        with at_any_time():
            texts: Any = self.model.objects.public()  # type: ignore[attr-defined]
        moments = {"public_from": _latest([f"{thing}__publish_at" for thing in self.waits_for])}
        annotated: QuerySet[Any] = texts.prefetch_related(*self.prefetch).annotate(**moments, **self.annotate())
        return annotated

    def touched_by(self, row: Model) -> Q | None:
        if isinstance(row, self.model):
            return Q(pk=row.pk)
        touched = self.follows.get(type(row))
        return touched(row) if touched else None


def _latest(moments: Sequence[str]) -> Expression | F:
    """Of those that are set: PostgreSQL passes over the others."""
    if not moments:
        return Value(None, DateTimeField())
    return Greatest(*moments) if len(moments) > 1 else F(moments[0])


def plain(rendered: str) -> str:
    """The words of our own HTML, one after the other."""
    apart = HEADING_ENDS.sub(r" · \1", BLOCK_ENDS.sub(r" \1", rendered))
    return html.unescape(strip_tags(apart)).strip(" ·")


def _rule(text: Any) -> Words:
    """Its short words in every language: who knows “schelden” finds the rule in French too, a little less quickly."""
    words = [(word.word.replace("-", " "), word.language) for word in text.rule.words.all()]
    own = [word for word, language in words if language == text.language]
    body = [text.summary, text.lead, *(plain(getattr(text, f"{name}_html")) for name in text.markdown_fields)]
    return Words(
        Place("guidance:rule", {"slug": text.slug}),
        title=text.name,
        names=" ".join([text.question, *own]),
        top=" ".join([text.summary, *(word for word, _language in words)]),
        body=" ".join([*body, *text.welcome]),
    )


def _outcome(text: Any) -> Words:
    """Also by the short words of the house rules that it is about."""
    body = " ".join(plain(part) for part in (text.what_html, text.now_html, text.law_html))
    rule_words = [word.replace("-", " ") for word in text.rule_words]
    return Words(_step(text), text.title, body, names=" ".join([text.short, *rule_words]), top=text.aid_title)


def _question(text: Any) -> Words:
    """The first question has the address of the aid itself."""
    is_first = text.question.key == text.question.aid.first
    place = Place("guidance:aid", {"slug": text.aid_slug}) if is_first else _step(text)
    body = f"{plain(text.help_html)} {' · '.join(text.answers)}"
    return Words(place, text.text, body, names=text.short, top=text.aid_title)


def _step(text: Any) -> Place:
    return Place("guidance:step", {"aid": text.aid_slug, "slug": text.slug})


def _aid(text: Any) -> Words:
    return Words(Place("guidance:aid", {"slug": text.slug}), text.title, text.lead, top=text.description)


def _article(text: Any) -> Words:
    top = " ".join([text.description, *(heading.title for heading in text.headings)])
    body = f"{text.lead} {plain(text.body_html)}"
    return Words(Place("guidance:article", {"slug": text.slug}), text.title, body, top=top)


def _helpline(text: Any) -> Words:
    line = text.helpline
    facts = f"{line.phone} {line.phone.replace(' ', '')} {line.website}"
    place = Place("guidance:helplines", after=f"#{line.need}")
    return Words(place, text.name, f"{text.what_for} {line.phone} · {text.hours}".strip(" ·"), names=facts)


def _page(text: Any) -> Words:
    elsewhere = PLACED_ELSEWHERE.get(text.page.key)
    place = Place(elsewhere) if elsewhere else Place("guidance:page", {"slug": text.slug})
    return Words(place, text.title, f"{text.lead} {plain(text.body_html)}", top=text.description)


def _reply(text: Any) -> Words:
    """The longest is shown; the others often say it in other words."""
    tone = Tone(text.reply.tone)
    place = Place("guidance:replies", after=f"?rule={text.reply.rule.key}&tone={tone.value}")
    with translation.override(text.language):
        title = f"{text.rule_name} · {tone.label}"
    others = f"{text.short} {text.medium}".replace(LINK, "")
    return Words(place, title, text.long.replace(LINK, "…"), top=others)


def _rule_words() -> dict[str, Any]:
    """Of rules that are public now: the word of another would find the outcome, and so give itself away."""
    words = (
        RuleWord.objects.filter(published("rule__"), language=OuterRef("language"))
        .alias(keys=ExpressionWrapper(OuterRef("outcome__rule_keys"), ArrayField(CharField())))
        .filter(keys__contains=[F("rule__key")])  # type: ignore[misc]  # an array is not seen in what OuterRef names
        .order_by("word")
        .values("word")
    )
    return {"rule_words": ArraySubquery(words)}


KINDS = (
    Kind(
        SearchKind.RULE, RuleText, _rule, bonus=9, waits_for=("rule",), prefetch=("rule__words",),
        follows={HouseRule: lambda rule: Q(rule=rule), RuleWord: lambda word: Q(rule=word.rule_id)},
    ),
    Kind(
        SearchKind.OUTCOME, OutcomeText, _outcome, bonus=8, waits_for=("outcome__aid",), annotate=_rule_words,
        follows={
            HouseRule: lambda rule: Q(outcome__rule_keys__contains=[rule.key]),
            RuleWord: lambda word: Q(outcome__rule_keys__contains=[word.rule.key], language=word.language),
            Outcome: lambda outcome: Q(outcome=outcome),
            Aid: lambda aid: Q(outcome__aid=aid),
            AidText: lambda text: Q(outcome__aid=text.aid_id, language=text.language),
        },
    ),
    Kind(SearchKind.AID, AidText, _aid, bonus=7, waits_for=("aid",), follows={Aid: lambda aid: Q(aid=aid)}),
    Kind(SearchKind.ARTICLE, ArticleText, _article, bonus=6, waits_for=("article",), follows={Article: lambda article: Q(article=article)}),
    Kind(SearchKind.HELPLINE, HelplineText, _helpline, bonus=5, follows={Helpline: lambda line: Q(helpline=line)}),
    Kind(SearchKind.PAGE, PageText, _page, bonus=4, waits_for=("page",), follows={Page: lambda page: Q(page=page)}),
    Kind(
        SearchKind.QUESTION, QuestionText, _question, bonus=2, waits_for=("question__aid",),
        follows={
            Question: lambda question: Q(question=question),
            Aid: lambda aid: Q(question__aid=aid),
            AidText: lambda text: Q(question__aid=text.aid_id, language=text.language),
        },
    ),
    Kind(
        SearchKind.REPLY, ReplyText, _reply, bonus=1, waits_for=("reply", "reply__rule"),
        follows={
            Reply: lambda reply: Q(reply=reply),
            HouseRule: lambda rule: Q(reply__rule=rule),
            RuleText: lambda text: Q(reply__rule=text.rule_id, language=text.language),
        },
    ),
)  # fmt: skip
