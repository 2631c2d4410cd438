"""Makes what tests need, in one call each; the signature is the manual."""

from collections.abc import Iterable
from datetime import timedelta
from importlib import import_module
from itertools import count
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from guidance.markdown import render
from guidance.models import (
    Aid,
    AidText,
    Article,
    ArticleText,
    ContentVersion,
    Helpline,
    HelplineText,
    HouseRule,
    Outcome,
    OutcomeText,
    Page,
    PageAddress,
    PageText,
    Question,
    QuestionText,
    Reply,
    ReplyText,
    RuleText,
    RuleVersion,
    RuleWord,
)
from guidance.models.rule_versions import usual_note
from guidance.models.texts import TranslatedText
from hierniet.languages import LANGUAGES
from signatories.enums import Decision, Doubt, Kind, Platform, Status
from signatories.models import Reason, ReasonText, Referral, Signatory

Text = TypeVar("Text", bound=TranslatedText)

numbers = count(1)
MIGRATIONS_OF_GROUPS = (
    "signatories.migrations.0002_groups_of_moderators_and_editors",
    "guidance.migrations.0005_editors_write_the_guide",
    "signatories.migrations.0012_rights_to_limits_and_burst",
    "signatories.migrations.0018_administrators",
    "signatories.migrations.0020_rights_for_what_is_new",
    "signatories.migrations.0023_rights_of_administrators",
)
WORDS = {"nl": "schelden", "fr": "insultes", "en": "insults"}


def create_signatory(
    *,
    status: Status = Status.SUBMITTED,
    name: str = "",
    kind: Kind = Kind.COMPANY,
    language: str = "nl",
    website: str = "https://www.voorbeeld.example/",
    contact_email: str = "lies@voorbeeld.example",
    slug: str = "",
    doubts: list[Doubt] | None = None,
    by: User | None = None,
    **facts: object,
) -> Signatory:
    """A signatory in any status, with the facts that status requires."""
    number = next(numbers)
    now = timezone.now()
    everything: dict[str, object] = {
        "name": name or f"Voorbeeld {number}",
        "kind": kind,
        "language": language,
        "website": website,
        "status": status,
        "doubts": doubts or ([Doubt.HONEYPOT] if status == Status.QUARANTINED else []),
        "charter_agreed_at": now,
        "mandate_stated_at": now,
        "decided_by": by,
        "decided_at": now if by else None,
    }
    if status not in Status.erased:
        everything |= {
            "contact_name": "Lies Voorbeeld",
            "contact_role": "Communicatie",
            "contact_email": contact_email,
            "contact_phone": "02 123 45 67",
        }
    elif kind == Kind.INDIVIDUAL:
        everything |= {"name": "", "website": ""}
    if status not in (Status.UNCONFIRMED, Status.QUARANTINED, Status.EXPIRED):
        everything |= {"confirmed_at": now, "submitted_at": now - timedelta(days=1)}
    if status in (Status.APPROVED, Status.SUSPENDED):
        everything |= {"approved_at": now, "slug": slug or f"voorbeeld-{number}", "decided_at": now}
    if status == Status.DECLINED:
        everything |= {"decided_at": now, "reason": facts.pop("reason", None) or create_reason()}
    return Signatory.objects.create(**(everything | facts))


def create_referrals(
    rule: HouseRule,
    signatory: Signatory | None = None,
    *,
    visits: int = 1,
    weeks_ago: int = 0,
    language: str = "nl",
    platform: Platform = Platform.FACEBOOK,
) -> Referral:
    """So many visits on the Monday of that week."""
    today = timezone.localdate()
    day = today - timedelta(days=today.weekday(), weeks=weeks_ago)
    return Referral.objects.create(
        day=day, rule=rule, signatory=signatory, visits=visits, language=language, platform=platform
    )


def create_reason(*, decision: Decision = Decision.DECLINE, key: str = "", is_active: bool = True) -> Reason:
    reason = Reason.objects.create(key=key or f"reden-{next(numbers)}", decision=decision, is_active=is_active)
    _create_texts(
        ReasonText(reason=reason, language=language, label=f"Label {language}", explanation=f"Uitleg {language}.")
        for language in LANGUAGES
    )
    return reason


def create_rule(
    *,
    key: str = "insults",
    words: dict[str, str] | None = None,
    is_published: bool = True,
    is_serious: bool = False,
    position: int = 1,
) -> HouseRule:
    """A rule in three languages, or in those that `words` names."""
    rule = HouseRule.objects.create(
        key=key,
        position=position,
        is_published=is_published,
        is_serious=is_serious,
        checked_on=timezone.localdate(),
        sources=[{"title": "Bron", "url": "https://bron.example/"}],
    )
    texts = _create_texts(_rule_text(rule, language, word) for language, word in (words or WORDS).items())
    RuleWord.objects.bulk_create(
        [RuleWord(rule=rule, language=text.language, word=text.slug) for text in texts], ignore_conflicts=True
    )
    return rule


def create_rule_text(*, rule: HouseRule, language: str, slug: str) -> RuleText:
    text = _rule_text(rule, language, slug)
    text.save()
    return text


def _rule_text(rule: HouseRule, language: str, slug: str) -> RuleText:
    return RuleText(
        rule=rule,
        language=language,
        slug=slug,
        name=f"Naam {slug}",
        question=f"{slug.capitalize()}?",
        summary=f"Samenvatting van {slug}.",
        lead=f"Inleiding van {slug}.",
        welcome=["Dit mag gezegd worden."],
        unwelcome=["Dit n**t."],
        what_it_is="Wat het **is**.",
        what_happens_next="1. **Eerst.** Zo.\n2. **Dan.** Zo.\n3. **Dan nog.** Zo.",
        say_it_differently="Zeg het *anders*.",
        mistake="Een vergissing?",
        law="Wat de wet zegt.",
    )


def create_page(*, key: str = "about", slugs: dict[str, str] | None = None, is_published: bool = True) -> Page:
    page = Page.objects.create(key=key, is_published=is_published, checked_on=timezone.localdate())
    texts = _create_texts(
        PageText(
            page=page,
            language=language,
            slug=slug,
            title=f"Titel {slug}",
            lead="Inleiding.",
            description="Beschrijving.",
            body="Een **tekst**.",
        )
        for language, slug in (slugs or {"nl": f"{key}-nl", "fr": f"{key}-fr", "en": f"{key}-en"}).items()
    )
    PageAddress.objects.bulk_create(
        [PageAddress(page=page, language=text.language, slug=text.slug) for text in texts], ignore_conflicts=True
    )
    return page


def create_article(
    *, key: str = "first-hour", moment: str = "during", position: int = 1, is_published: bool = True,
    rule_keys: tuple[str, ...] = (), body: str = "",
) -> Article:  # fmt: skip
    article = Article.objects.create(
        key=key, moment=moment, position=position, is_published=is_published, rule_keys=list(rule_keys),
        checked_on=timezone.localdate(),
    )  # fmt: skip
    _create_texts(
        ArticleText(
            article=article,
            language=language,
            slug=f"{key}-{language}",
            title=f"Artikel {key} {language}",
            lead="Inleiding.",
            description=f"Beschrijving {key}.",
            body=body or "## Eerst dit\n\nEen **tekst**.\n\n## Dan & dat\n\nNog een.",
        )
        for language in LANGUAGES
    )
    return article


def create_reply(
    *, rule: HouseRule | None = None, tone: str = "friendly", is_published: bool = True, says: str = ""
) -> Reply:
    reply = Reply.objects.create(rule=rule or create_rule(), tone=tone, is_published=is_published)
    _create_texts(_reply_text(reply, language, says or f"Antwoord {language}:") for language in LANGUAGES)
    return reply


def _reply_text(reply: Reply, language: str, words: str) -> ReplyText:
    return ReplyText(
        reply=reply,
        language=language,
        short=f"{words} {{link}}",
        medium=f"{words} Dank je. {{link}}",
        long=f"{words}\n\nLang {language}. {{link}}",
    )


def create_helpline(*, key: str = "lijn", to_verify: bool = False, need: str = "talk") -> Helpline:
    helpline = Helpline.objects.create(
        key=key,
        need=need,
        phone="106",
        phone_link="tel:106",
        to_verify=to_verify,
        checked_on=timezone.localdate(),
        sources=[{"title": "Bron", "url": "https://bron.example/"}],
    )
    _create_texts(
        HelplineText(
            helpline=helpline, language=language, name=f"{key} {language}", what_for="Luisteren.", hours="Altijd"
        )
        for language in LANGUAGES
    )
    return helpline


def _is_public_rule(text: TranslatedText) -> bool:
    return isinstance(text, RuleText) and text.rule.is_published


def _first_version(text: Any) -> RuleVersion:
    note = usual_note(text.language, 0)
    return RuleVersion(rule=text.rule, language=text.language, number=1, note=note, **text.words())


def save_each(texts: Iterable[Text]) -> list[Text]:
    """For tests of what follows a save, such as the search index: rows made at once pass it by."""
    texts = list(texts)
    for text in texts:
        text.save()
    return texts


def _create_texts(texts: Iterable[Text]) -> list[Text]:
    """What `save()` does for one, for all languages at once: hundreds of tests need them. See also test_factories.py."""
    texts = list(texts)
    for text in texts:
        for field in text.markdown_fields:
            setattr(text, f"{field}_html", render(getattr(text, field), anchors=text.has_anchors))
        if _is_public_rule(text):
            text.cited_digest = text.words_digest()
    if texts:
        bulk_create_with_history(texts, type(texts[0]))
        RuleVersion.objects.bulk_create(_first_version(text) for text in texts if _is_public_rule(text))
        ContentVersion.bump()
    return texts


def create_aid(
    *,
    key: str = "comment",
    first: str = "danger",
    questions: dict[str, list[str]] | None = None,
    is_published: bool = True,
) -> Aid:
    """An aid in three languages, with the outcomes that its questions name; by default two questions, three outcomes."""
    shape = questions or {
        "danger": ["outcome:threat", "question:kind"],
        "kind": ["outcome:insult", "outcome:criticism"],
    }
    aid = Aid.objects.create(key=key, first=first, is_published=is_published, checked_on=timezone.localdate())
    _create_texts(
        AidText(
            aid=aid,
            language=language,
            slug=f"{key}-{language}",
            title=f"Hulp {language}",
            lead="Inleiding.",
            description="Zo.",
        )
        for language in LANGUAGES
    )
    for name, targets in shape.items():
        create_question(aid=aid, key=name, targets=targets, is_used=is_published)
    for name in sorted({target.removeprefix("outcome:") for targets in shape.values() for target in targets}):
        if name.partition(":")[0] != "question":
            create_outcome(aid=aid, key=name, is_used=is_published)
    return aid


def create_question(*, aid: Aid, key: str, targets: list[str], is_used: bool = False) -> Question:
    question = Question.objects.create(aid=aid, key=key, targets=targets, is_used=is_used)
    _create_texts(
        QuestionText(
            question=question,
            language=language,
            slug=f"{key}-{language}",
            short=f"Kort {key}",
            text=f"Vraag {key} {language}?",
            answers=[f"Antwoord {number} {language}" for number, _target in enumerate(targets)],
        )
        for language in LANGUAGES
    )
    return question


def create_outcome(*, aid: Aid, key: str, is_used: bool = False) -> Outcome:
    outcome = Outcome.objects.create(aid=aid, key=key, is_used=is_used, moves=["leave"])
    _create_texts(
        OutcomeText(
            outcome=outcome,
            language=language,
            slug=f"{key}-{language}",
            short=f"Kort {key}",
            title=f"Uitkomst {key} {language}",
            what="Wat het **is**.",
            now="1. Zo.",
        )
        for language in LANGUAGES
    )
    return outcome


def create_moderator(*, name: str = "Mo") -> User:
    """Staff in the group of the moderators."""
    return _create_staff(name, "moderators")


def create_editor(*, name: str = "Edith") -> User:
    return _create_staff(name, "editors")


def create_administrator(*, name: str = "Ada") -> User:
    """Makes accounts and says who does what; neither moderates nor writes."""
    return _create_staff(name, "administrators")


def create_visitor(*, name: str = "Vic") -> User:
    """Somebody with an account and no rights at all."""
    return User.objects.create_user(username=name, password="een-lang-wachtwoord")


def _create_staff(name: str, group_name: str) -> User:
    user = User.objects.create_user(
        username=name, email=f"{name.lower()}@hierniet.example", password="een-lang-wachtwoord", is_staff=True
    )
    user.groups.add(_group(group_name))
    return user


def make_groups() -> None:
    """What the migrations make: tests with real transactions empty the tables behind them."""
    for name in MIGRATIONS_OF_GROUPS:
        for operation in import_module(name).Migration.operations:
            operation.code(apps, None)


def _group(name: str) -> Group:
    if not Group.objects.filter(name=name).exists():
        make_groups()
    return Group.objects.get(name=name)
