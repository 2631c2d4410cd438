"""One walk through the whole site with its real content, in three languages; the tests look at what came back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from guidance.loading import load_content
from guidance.maker.choice import Choice
from guidance.maker.words import blocks
from guidance.models import AidText, ArticleText, OutcomeText, PageText, QuestionText, RuleText, RuleWord
from guidance.models.pages import PLACED_ELSEWHERE
from hierniet.languages import LANGUAGES
from signatories import actions, tokens
from signatories.certificates.seals import make_seal
from signatories.change_tokens import ChangePurpose, make_change_token
from signatories.content_loading import load_signatories
from signatories.enums import Kind, LogoState, Status
from signatories.models import ContactChange, Signatory
from signatories.tokens import Purpose
from signatories.views.sitemap import PLAIN_PAGES
from tests import factories
from tests.signatories import questions
from tests.signatories.logos import create_logo
from tests.site.documents import Document

# Pages with a form that is posted; they need no cookie either, see hierniet/strangers.py.
OF_CONTACTS = (
    "signatories:renew", "signatories:hand_over", "signatories:claim", "signatories:accept_contact",
    "signatories:object_contact",
)  # fmt: skip
OF_A_FILE = (
    "my_corrections", "my_change", "my_details", "my_data", "my_link", "my_erasure", "leave", "leave_for_good",
    "my_numbers", "my_kit",
)  # fmt: skip
BELOW_MY_FILE = (*(f"signatories:{name}" for name in OF_A_FILE), "signatories:my_mail")
FILE_FORMS = tuple(
    f"signatories:{name}" for name in OF_A_FILE if name not in ("my_data", "my_numbers", "my_kit", "leave")
)
WITH_FORM = (
    "signatories:join", "signatories:confirm", "signatories:confirm_code", "signatories:logo",
    "signatories:second_person", "signatories:lost_link", *OF_CONTACTS, *FILE_FORMS,
)  # fmt: skip
# Nothing chosen, and all there is in three languages: the heaviest pages of the maker.
ALL_CHOSEN = f"?{replace(Choice.usual('municipality', 'nl'), name='Gemeente Voorbeeld', blocks=tuple(block.key for block in blocks()), languages=LANGUAGES).query}"  # fmt: skip
MAKER = ("", ALL_CHOSEN, f"{ALL_CHOSEN}&v=council", "?k=company&n=X")
NOW = timezone.now()
NOBODY = dict.fromkeys(("new_name", "new_role", "new_email", "new_phone"), "")
# Whose change of contact person has come how far.
CHANGES: dict[str, dict[str, Any]] = {
    "approved": {"new_name": "Mia Voorbeeld", "new_role": "woordvoerder"},
    "submitted": {"confirmed_at": NOW, "effective_from": NOW + timedelta(days=14)},
    "changes_asked": {"confirmed_at": NOW},
    "special": {**NOBODY, "confirmed_at": NOW, "done_at": NOW},
    "person": {**NOBODY, "stopped_at": NOW},
    "lapsed": {**NOBODY, "stopped_at": NOW, "objected_at": NOW},
    "contested": {**NOBODY, "confirmed_at": NOW, "done_at": NOW, "objected_at": NOW},
}
WRITES = """
    SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@dataclass(frozen=True)
class Visit:
    """What one request gave. `variant` tells visits of the same URL name apart."""

    name: str
    variant: str
    language: str
    address: str
    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    html: str
    queries: int
    writes: tuple[Any, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.variant} {self.language} ({self.address})"

    @cached_property
    def document(self) -> Document:
        return Document(self.html)


@dataclass(frozen=True)
class Reference:
    """Where a short word led: the path, of which rule in which language."""

    address: str
    word: str
    language: str
    rule: str
    status: int
    target: str


def walk() -> tuple[list[Visit], list[Reference]]:
    """Needs an empty database, within a transaction."""
    load_content()
    load_signatories()
    people = _create_signatories()
    visits = [visit for language in LANGUAGES for visit in _walk_in(language, people)]
    return visits, [found for word in RuleWord.objects.prefetch_related("rule__texts") for found in _follow(word)]


def _follow(word: RuleWord) -> Iterator[Reference]:
    """The word alone; a rule's main words also on behalf of a signatory."""
    is_main = any(text.slug == word.word for text in word.rule.texts.all())
    for address in (f"/{word.word}", f"/{word.word}/bijzonder")[: 1 + is_main]:
        response = Client().get(address, headers={"accept-language": word.language, "user-agent": "Mozilla/5.0"})
        target = response.get("Location", "")
        yield Reference(address, word.word, word.language, word.rule.key, response.status_code, target)


def _create_signatories() -> dict[str, Signatory]:
    for number in range(65):  # more than one page of the directory
        factories.create_signatory(status=Status.APPROVED, name=f"Naam {number:02}", slug=f"naam-{number:02}")
    special = factories.create_signatory(
        status=Status.APPROVED, name="Zeer <i>Bijzonder</i> & Zonen", slug="bijzonder", enterprise_number="0202239951",
        social_accounts=["https://www.facebook.com/bijzonder", "https://bijzonder.example/<b>"],
    )  # fmt: skip
    person = factories.create_signatory(
        status=Status.APPROVED, name="Noor Voorbeeld", slug="noor", kind=Kind.INDIVIDUAL, website=""
    )
    named = {"second_name": "An Voorbeeld", "second_email": "an@voorbeeld.example", "second_key": "x"}
    second = {
        "ready": factories.create_signatory(kind=Kind.ASSOCIATION, **named),
        "optional": factories.create_signatory(**named),
        "done": factories.create_signatory(kind=Kind.ASSOCIATION, second_confirmed_at=timezone.now(), **named),
        "refused": factories.create_signatory(second_refused_at=timezone.now(), second_key="x"),
        "left": factories.create_signatory(kind=Kind.ASSOCIATION, second_key="x"),
        "newly named": factories.create_signatory(status=Status.APPROVED, kind=Kind.ASSOCIATION, **named),
        "ended": factories.create_signatory(status=Status.WITHDRAWN, second_key="x"),
    }
    by_status = {status.value: factories.create_signatory(status=status) for status in Status}
    by_status["changes_asked"] = factories.create_signatory()
    questions.ask(by_status["changes_asked"], questions.WEBSITE, questions.NAME)
    questions.propose(by_status["approved"], name="Nieuwe naam vzw", website="https://nieuw.example/")
    disowned = factories.create_signatory(status=Status.UNCONFIRMED)
    actions.disown(disowned)
    create_logo(special, LogoState.USED)
    for status, state in (
        (Status.APPROVED, LogoState.DRAFT),
        (Status.SUSPENDED, LogoState.WAITING),
        (Status.SUBMITTED, LogoState.USED),
        (Status.CHANGES_ASKED, LogoState.REFUSED),
    ):
        create_logo(by_status[status], state)
    lapsed = factories.create_signatory(status=Status.APPROVED, name="Lang & Stil", lapsed_at=timezone.now())
    contested = factories.create_signatory(status=Status.APPROVED, name="Betwist vzw", contested_at=timezone.now())
    people = {
        "contested": contested,
        "special": special,
        "person": person,
        "disowned": disowned,
        "lapsed": lapsed,
        **by_status,
        **second,
    }
    for name, facts in CHANGES.items():
        usual = {"signatory": people[name], "kind": "claim", "new_email": "info@voorbeeld.example"}
        ContactChange.objects.create(**(usual | facts))
    return people


def _walk_in(language: str, people: dict[str, Signatory]) -> Iterator[Visit]:
    with translation.override(language):
        addresses = list(_addresses(language, people))
        closed_door = reverse("admin:login")
    for name, variant, address in addresses:
        yield visit(name, variant, language, address)
    for name in ("signatories:join", "signatories:confirm_code", "signatories:lost_link"):
        yield visit(name, "with errors", language, _address(name, language), data={"name": "x"})
    careful = Client(enforce_csrf_checks=True)
    yield visit("403 csrf", "", language, _address("signatories:home", language), data={}, client=careful)
    yield visit("403", "", language, closed_door, client=_stranger())


def _addresses(language: str, people: dict[str, Signatory]) -> Iterator[tuple[str, str, str]]:
    for name in (*PLAIN_PAGES, "guidance:sent_here", "signatories:confirm_code", "signatories:lost_link"):
        if name != "signatories:directory":  # visited below, with and without a search
            yield name, "", reverse(name)
    yield from _content(language)
    yield from _guide(language)
    for query in (
        "",
        "?page=2",
        "?q=naam+0",
        "?q=zzz",
        "?kind=individual",
        "?kind=company&q=naam",
        "?kind=onzin&page=x",
    ):
        yield "signatories:directory", query, reverse("signatories:directory") + query
    for query in ("?open=1", "?need=talk&region=flanders&language=nl", "?need=x&language=zz&open=", "?need=emergency&language=de&region=wallonia"):  # fmt: skip
        yield "guidance:helplines", query, reverse("guidance:helplines") + query
    for query in ("?q=haat", "?q=haat&page=2", "?q=kwikstaart", "?q=%3Ci%3E"):
        yield "guidance:search", query, reverse("guidance:search") + query
    shipped = Signatory.objects.exclude(shipped_key=None).order_by("pk")
    for signatory in (people["special"], people["person"], *shipped[:2]):
        yield "signatories:signatory", signatory.slug, signatory.get_absolute_url()
    for query in MAKER:
        yield "guidance:maker", query, reverse("guidance:maker") + query
    yield from _personal(people)
    yield from _contacts(people)
    yield from _certificates(people)
    yield "404", "", f"/{language}/bestaat-niet/"
    yield "404", "reference", "/bestaat-niet"


def _certificates(people: dict[str, Signatory]) -> Iterator[tuple[str, str, str]]:
    today = timezone.localdate()
    seals = {kind: make_seal(people[kind].public_id, today) for kind in ("special", "lapsed", "suspended")}
    for kind, seal in {**seals, "unknown": "onbekend"}.items():
        yield "signatories:certificate", kind, reverse("signatories:certificate", kwargs={"seal": seal})


def _content(language: str) -> Iterator[tuple[str, str, str]]:
    for text in RuleText.objects.public().in_language(language):
        yield "guidance:rule", text.rule.key, text.get_absolute_url()
        yield "guidance:rule_versions", text.rule.key, reverse("guidance:rule_versions", args=[text.slug])
        yield "guidance:rule_version", text.rule.key, reverse("guidance:rule_version", args=[text.slug, 1])
        if text.rule.key in ("insults", "threats"):  # one serious, one not
            yield "signatories:rule_on_behalf", text.rule.key, f"{text.get_absolute_url()}bijzonder/"
    for page in PageText.objects.public().in_language(language):
        if page.page.key not in PLACED_ELSEWHERE:
            yield "guidance:page", page.page.key, page.get_absolute_url()


def _guide(language: str) -> Iterator[tuple[str, str, str]]:
    """Every article and outcome; of the replies some choices, some of them nonsense."""
    for text in ArticleText.objects.public().in_language(language):
        yield "guidance:article", text.article.key, text.get_absolute_url()
    for query in ("?rule=insults", "?tone=final&platform=tiktok", "?length=short", "?rule=onzin&tone=x&platform=%00"):
        yield "guidance:replies", query, reverse("guidance:replies") + query
    for aid in AidText.objects.public().in_language(language):
        yield "guidance:aid", aid.aid.key, aid.get_absolute_url()
        yield "guidance:aid_overview", aid.aid.key, reverse("guidance:aid_overview", kwargs={"slug": aid.slug})
    for question in (
        QuestionText.objects.public().in_language(language).exclude(question__key=F("question__aid__first"))
    ):
        yield "guidance:step", question.question.key, question.get_absolute_url()
    for outcome in OutcomeText.objects.public().in_language(language):
        yield "guidance:step", outcome.outcome.key, outcome.get_absolute_url()


def _personal(people: dict[str, Signatory]) -> Iterator[tuple[str, str, str]]:
    """Every page behind a signed link, for every status."""
    for purpose, name in (
        (Purpose.RECEIPT, "signatories:sent"),
        (Purpose.CONFIRM, "signatories:confirm"),
        (Purpose.FILE, "signatories:my_file"),
        (Purpose.FILE, "signatories:logo"),
    ):
        for status in Status:
            token = tokens.make_token(people[status.value], purpose)
            yield name, status.value, reverse(name, kwargs={"token": token})
    for answer in ("ready", "optional", "done", "refused", "left", "newly named", "ended"):
        token = tokens.make_token(people[answer], Purpose.SECOND)
        yield "signatories:second_person", answer, reverse("signatories:second_person", kwargs={"token": token})
        token = tokens.make_token(people[answer], Purpose.FILE)
        yield "signatories:my_file", f"second person {answer}", reverse("signatories:my_file", kwargs={"token": token})
    yield "signatories:second_person", "unknown", reverse("signatories:second_person", kwargs={"token": "onbekend"})
    yield from _of_a_file(people)
    disowned = tokens.make_token(people["disowned"], Purpose.CONFIRM)
    yield "signatories:confirm", "disowned", reverse("signatories:confirm", kwargs={"token": disowned})
    yield "signatories:confirm", "unknown", reverse("signatories:confirm", kwargs={"token": "onbekend"})


def _contacts(people: dict[str, Signatory]) -> Iterator[tuple[str, str, str]]:
    """The yearly question and every page about another contact person, in each state."""
    for name in ("approved", "suspended", "lapsed"):
        token = tokens.make_token(people[name], Purpose.RENEW)
        yield "signatories:renew", name, reverse("signatories:renew", kwargs={"token": token})
    yield "signatories:renew", "unknown", reverse("signatories:renew", kwargs={"token": "onbekend"})
    yield "signatories:my_file", "contested", _by_file("signatories:my_file", people["contested"])
    yield "signatories:my_file", "lapsed", _by_file("signatories:my_file", people["lapsed"])
    yield "signatories:hand_over", "", _by_file("signatories:hand_over", people["approved"])
    yield "404", "lapsed", people["lapsed"].get_absolute_url()
    claim = reverse("signatories:claim", kwargs={"slug": people["special"].slug})
    for variant in ("", "?asked=1"):
        yield "signatories:claim", variant, claim + variant
    for change in ContactChange.objects.select_related("signatory").order_by("pk"):
        state = change.signatory.name
        for name, purpose in (("accept_contact", ChangePurpose.ACCEPT), ("object_contact", ChangePurpose.OBJECT)):
            token = make_change_token(change, purpose)
            yield f"signatories:{name}", state, reverse(f"signatories:{name}", kwargs={"token": token})


def _by_file(name: str, signatory: Signatory) -> str:
    return reverse(name, kwargs={"token": tokens.make_token(signatory, Purpose.FILE)})


def _of_a_file(people: dict[str, Signatory]) -> Iterator[tuple[str, str, str]]:
    """Each page in a status in which it has something to show."""
    shown_in = {"my_corrections": Status.CHANGES_ASKED, "my_erasure": Status.DECLINED}
    for name in OF_A_FILE:
        status = shown_in.get(name, Status.APPROVED)
        token = tokens.make_token(people[status.value], Purpose.FILE)
        yield f"signatories:{name}", status.value, reverse(f"signatories:{name}", kwargs={"token": token})
    asked = people["changes_asked"]
    kwargs = {"token": tokens.make_token(asked, Purpose.FILE), "pk": asked.mails.get().pk}
    yield "signatories:my_mail", "", reverse("signatories:my_mail", kwargs=kwargs)


def _address(name: str, language: str) -> str:
    with translation.override(language):
        return reverse(name)


def _stranger() -> Client:
    """Somebody with an account that opens nothing."""
    client = Client()
    client.force_login(User.objects.filter(is_staff=False).first() or factories.create_visitor())
    return client


def visit(
    name: str,
    variant: str,
    language: str,
    address: str,
    *,
    data: dict[str, str] | None = None,
    client: Client | None = None,
) -> Visit:
    """One visitor, who has never been here before unless `client` says otherwise."""
    before = _writes()
    send = {"path": address, "headers": {"accept-language": language}}
    visitor = client or Client()
    with CaptureQueriesContext(connection) as queries:
        response = visitor.get(**send) if data is None else visitor.post(**send, data=data)
    return Visit(
        name=name,
        variant=variant,
        language=language,
        address=address,
        status=response.status_code,
        headers=dict(response.headers),
        cookies=tuple(response.cookies),
        html=response.content.decode(),
        queries=len(queries),
        writes=tuple(sorted(_writes() - before)),
    )


def _writes() -> set[Any]:
    """What this transaction has written so far, table by table; also what is written back as it was."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return set(cursor.fetchall())
