"""Every type of page, with what must be in the database for it to exist."""

from datetime import timedelta

from django.utils import timezone, translation

from guidance.models import AidText, ArticleText, HouseRule, OutcomeText, PageText, QuestionText, RuleText
from signatories import actions, tokens
from signatories.certificates.seals import make_seal
from signatories.change_tokens import ChangePurpose, make_change_token
from signatories.enums import Kind, LogoState, Status
from signatories.models import Signatory
from signatories.tokens import Purpose
from tests import factories
from tests.signatories import questions
from tests.signatories.logos import create_logo
from tests.site.walk.visits import ALL_CHOSEN

from .applying import address

LANGUAGES = ("nl", "fr", "en")


def public_places(language: str) -> dict[str, str]:
    """Pages that are the same for everybody and have no form to send."""
    approved = Signatory.objects.filter(slug="voorbeeldstad").first() or factories.create_signatory(
        status=Status.APPROVED, name="Voorbeeldstad", slug="voorbeeldstad", kind=Kind.MUNICIPALITY,
        social_accounts=["https://www.facebook.com/voorbeeldstad", "https://forum.voorbeeldstad.example/over-ons"],
    )  # fmt: skip
    rules = RuleText.objects.public().in_language(language)
    plain, serious = rules.filter(rule__key="insults").get(), rules.filter(rule__key="threats").get()
    pages = PageText.objects.public().in_language(language).exclude(page__key="sent-here")
    articles = ArticleText.objects.public().in_language(language)
    article, platform = articles.get(article__key="first-hour"), articles.get(article__key="facebook")
    aid = AidText.objects.public().in_language(language).get(aid__key="comment")
    question = QuestionText.objects.public().in_language(language).get(question__key="group")
    outcome = OutcomeText.objects.public().in_language(language).get(outcome__key="hate")
    maker = address("guidance:maker", language)
    directory = address("signatories:directory", language)
    search = address("guidance:search", language)
    return {
        "home": address("signatories:home", language),
        "rules": address("guidance:rules", language),
        "rule": plain.get_absolute_url(),
        "serious rule": serious.get_absolute_url(),
        "rule versions": address("guidance:rule_versions", language, slug=plain.slug),
        "rule version": address("guidance:rule_version", language, slug=plain.slug, number=1),
        "rule comparison": address("guidance:rule_comparison", language, slug=_rewritten(plain).slug, older=1, newer=2),
        "rule on behalf": address("signatories:rule_on_behalf", language, slug=plain.slug, signatory=approved.slug),
        "sent here": address("guidance:sent_here", language),
        "guide": address("guidance:guide", language),
        "article": article.get_absolute_url(),
        "article of a platform": platform.get_absolute_url(),
        "replies": address("guidance:replies", language),
        "replies, found": f"{address('guidance:replies', language)}?rule=threats",
        "aid": aid.get_absolute_url(),
        "question": question.get_absolute_url() + "?via=danger.4",
        "outcome": outcome.get_absolute_url() + "?via=danger.4~group.1",
        "aid, whole": address("guidance:aid_overview", language, slug=aid.slug),
        "helplines": address("guidance:helplines", language),
        "checklist": address("guidance:checklist", language),
        "maker": maker,
        "maker, all of it": maker + ALL_CHOSEN,
        "maker, to vote on": f"{maker}{ALL_CHOSEN}&v=council",
        "maker, nothing ticked": f"{maker}?k=company&n=X",
        "helplines, open": f"{address('guidance:helplines', language)}?open=1&region=brussels",
        "helplines, none": f"{address('guidance:helplines', language)}?need=privacy&language=en&region=wallonia&open=1",
        "search": search,
        "search, found": f"{search}?q=facebook",
        "search, something like it": f"{search}?q=facebok",
        "search, nothing": f"{search}?q=kwikstaart",
        "numbers": address("signatories:numbers", language),
        "directory": directory,
        "directory, found": f"{directory}?q=voorbeeld",
        "directory, nobody": f"{directory}?q=zzzz&kind=media",
        "directory, individuals": f"{directory}?kind=individual",
        "signatory": address("signatories:signatory", language, slug=approved.slug),
        "certificate": _certificate(language, approved),
        "certificate, true no more": _certificate(language, factories.create_signatory(status=Status.SUSPENDED)),
        **{f"page {page.page.key}": page.get_absolute_url() for page in pages},
    }


def _rewritten(text: RuleText) -> RuleText:
    """The rule with a second version."""
    if not text.rule.versions.filter(language=text.language, number=2).exists():
        text.lead = f"{text.lead} Echt."
        text.change_note = "Om te vergelijken."
        text.save()
    return text


def form_places(language: str) -> dict[str, str]:
    """Pages with a form, and pages that a signed link opens."""
    unproven = factories.create_signatory(status=Status.UNCONFIRMED, language=language)
    waiting = factories.create_signatory(status=Status.SUBMITTED, language=language)
    expired = factories.create_signatory(status=Status.EXPIRED, language=language)
    disowned = factories.create_signatory(status=Status.UNCONFIRMED, language=language)
    actions.disown(disowned)
    return {
        "join": address("signatories:join", language),
        "sent": _with_token("signatories:sent", language, unproven, Purpose.RECEIPT),
        "confirm": _with_token("signatories:confirm", language, unproven, Purpose.CONFIRM),
        "confirmed": _with_token("signatories:confirm", language, waiting, Purpose.CONFIRM),
        "confirm, too late": _with_token("signatories:confirm", language, expired, Purpose.CONFIRM),
        "confirm, not me": _with_token("signatories:confirm", language, disowned, Purpose.CONFIRM),
        "code": address("signatories:confirm_code", language),
        **second_person_places(language),
        **contact_places(language),
        "lost link": address("signatories:lost_link", language),
        **file_places(language),
        **below_file_places(language),
        **logo_places(language),
    }


def second_person_places(language: str) -> dict[str, str]:
    """What the second person is asked, and what stands there afterwards."""
    named = {"second_name": "An Voorbeeld", "second_email": "an@voorbeeld.example", "second_key": "sleutel"}
    answers: dict[str, dict[str, object]] = {
        "asked": {**named, "kind": Kind.ASSOCIATION},
        "confirmed": {**named, "second_confirmed_at": timezone.now()},
        "refused": {"second_key": "sleutel", "second_refused_at": timezone.now()},
        "stepped back": {"second_key": "sleutel"},
    }
    return {
        f"second person, {answer}": _with_token(
            "signatories:second_person",
            language,
            factories.create_signatory(language=language, **facts),
            Purpose.SECOND,
        )
        for answer, facts in answers.items()
    }


def contact_places(language: str) -> dict[str, str]:
    """The yearly question, and another contact person."""
    year_ago = timezone.now() - timedelta(days=350)
    listed = factories.create_signatory(status=Status.APPROVED, language=language, approved_at=year_ago)
    lapsed = factories.create_signatory(status=Status.APPROVED, language=language, lapsed_at=timezone.now())
    person = {"new_name": "Mia Voorbeeld", "new_role": "woordvoerder", "new_email": "mia@elders.example"}
    change = actions.hand_over(listed, person=person)
    accept, object_to = (make_change_token(change, purpose) for purpose in ChangePurpose)
    return {
        "still true": _with_token("signatories:renew", language, listed, Purpose.RENEW),
        "file, lapsed": _with_token("signatories:my_file", language, lapsed, Purpose.FILE),
        "hand over": _with_token("signatories:hand_over", language, listed, Purpose.FILE),
        "claim": address("signatories:claim", language, slug=listed.slug),
        "claimed": address("signatories:claim", language, slug=listed.slug) + "?asked=1",
        "accept contact": address("signatories:accept_contact", language, token=accept),
        "object to contact": address("signatories:object_contact", language, token=object_to),
    }


def below_file_places(language: str) -> dict[str, str]:
    """The pages that my file leads to, each with something in it."""
    asked = factories.create_signatory(language=language)
    questions.ask(asked, questions.WEBSITE, questions.NAME)
    listed = factories.create_signatory(status=Status.APPROVED, language=language)
    questions.propose(listed)
    declined = factories.create_signatory(status=Status.DECLINED, language=language)
    for weeks_ago, rule in enumerate(HouseRule.objects.order_by("position")[:6]):
        factories.create_referrals(rule, listed, visits=7 * weeks_ago + 1, weeks_ago=weeks_ago)
    names = ("my_change", "my_details", "my_data", "my_link", "my_numbers", "my_kit", "leave", "leave_for_good")
    return {
        **{name: questions.page_of(listed, name, language) for name in names},
        "my_corrections": questions.page_of(asked, "my_corrections", language),
        "my_mail": questions.page_of(asked, "my_mail", language, pk=asked.mails.get().pk),
        "my_erasure": questions.page_of(declined, "my_erasure", language),
    }


def file_places(language: str) -> dict[str, str]:
    """My file in every status; with a decision in it where there is one."""
    signatories = {status: factories.create_signatory(status=status, language=language) for status in Status}
    return {
        f"file, {status}": _with_token("signatories:my_file", language, signatory, Purpose.FILE)
        for status, signatory in signatories.items()
    }


def logo_places(language: str) -> dict[str, str]:
    """The logo bench in each of its states, and what it is all about."""
    bench = {"none": factories.create_signatory(status=Status.SUBMITTED, language=language)}
    for state in LogoState:
        bench[state] = factories.create_signatory(status=Status.APPROVED, language=language)
        create_logo(bench[state], state, remarks=["weak_on_dark"], ground="light")
    return {
        f"logo, {name}": _with_token("signatories:logo", language, signatory, Purpose.FILE)
        for name, signatory in bench.items()
    } | {"signatory with a logo": address("signatories:signatory", language, slug=bench[LogoState.USED].slug)}


def missing_places(language: str) -> dict[str, str]:
    """Pages that answer with 404."""
    return {
        "not found": f"/{language}/bestaat-niet/",
        "no such word": "/bestaatniet",
        "certificate that is not ours": address("signatories:certificate", language, seal="verzonnen"),
        "unknown link": address("signatories:confirm", language, token="verzonnen"),
    }


def _certificate(language: str, signatory: Signatory) -> str:
    return address("signatories:certificate", language, seal=make_seal(signatory.public_id, timezone.localdate()))


def _with_token(name: str, language: str, signatory: Signatory, purpose: Purpose) -> str:
    with translation.override(language):
        return address(name, language, token=tokens.make_token(signatory, purpose))
