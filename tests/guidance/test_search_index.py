"""The search entries follow the texts: there in the same moment, gone in the same moment."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from guidance.enums import Tone
from guidance.models import (
    Aid,
    AidText,
    Article,
    ArticleText,
    HelplineText,
    Outcome,
    OutcomeText,
    PageText,
    Question,
    QuestionText,
    Reply,
    ReplyText,
    RuleText,
    RuleWord,
    SearchEntry,
    SearchWord,
)
from guidance.search import index
from guidance.search.finding import find
from hierniet.languages import LANGUAGES
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _saved_each(monkeypatch):
    """The index follows saves; what the factories make at once would pass it by."""
    monkeypatch.setattr(factories, "_create_texts", factories.save_each)


def found(question: str, language: str = "nl") -> list[str]:
    entries = SearchEntry.objects.in_bulk(list(find(question, language).keys))
    return [f"{entry.kind} {entry.get_absolute_url()}" for entry in entries.values()]


def create_article(*, title: str = "Een giraf") -> Article:
    article = Article.objects.create(key="giraffe", moment="before", is_published=True)
    for language in LANGUAGES:
        ArticleText.objects.create(article=article, language=language, slug="giraf", title=title, lead="L", description="D", body="## Kop\n\nTekst over een *okapi*.")  # fmt: skip
    return article


def create_reply(rule) -> Reply:
    reply = Reply.objects.create(rule=rule, tone=Tone.FIRM, is_published=True)
    for language in LANGUAGES:
        ReplyText.objects.create(reply=reply, language=language, short="kort {link}", medium="midden {link}", long="lang met okapi {link}")  # fmt: skip
    return reply


def create_aid() -> Aid:
    aid = Aid.objects.create(key="aid", first="first", is_published=True)
    question = Question.objects.create(aid=aid, key="first", is_used=True, targets=["outcome:end", "outcome:end"])
    outcome = Outcome.objects.create(aid=aid, key="end", is_used=True, moves=[], rule_keys=["insults"])
    for language in LANGUAGES:
        AidText.objects.create(aid=aid, language=language, slug="hulp", title="Wat nu?", lead="Leeuw", description="D")
        QuestionText.objects.create(question=question, language=language, slug="vraag", short="Zebra?", text="Is het een zebra?", answers=["ja", "nee"])  # fmt: skip
        OutcomeText.objects.create(outcome=outcome, language=language, slug="einde", short="Okapi", title="Het is een okapi", what="Wat", now="1. Nu")  # fmt: skip
    return aid


def test_each_kind_is_found_where_it_stands():
    rule = factories.create_rule()
    factories.create_page()
    factories.create_page(key="sent-here")
    factories.create_helpline()
    create_article()
    create_reply(rule)
    create_aid()

    assert found("giraf") == ["article /nl/gids/giraf/"]
    assert found("lijn") == ["helpline /nl/hulplijnen/#talk"]
    assert found("leeuw") == ["aid /nl/beslissen/hulp/"]
    assert found("zebra") == ["question /nl/beslissen/hulp/"]
    assert set(found("okapi")) == {
        "outcome /nl/beslissen/hulp/einde/", "article /nl/gids/giraf/", "reply /nl/antwoorden/?rule=insults&tone=firm",
    }  # fmt: skip
    assert found("about") == ["page /nl/about-nl/"]
    assert found("sent") == ["page /nl/hierheen-gestuurd/"]


def test_rule_and_then_its_outcome_come_first_for_its_words():
    create_aid()
    create_reply(factories.create_rule())

    kinds = [found("schelden")[place].split()[0] for place in range(3)]

    assert SearchEntry.objects.get(pk=find("schelden", "nl").keys[0]).kind == "rule"
    assert SearchEntry.objects.get(pk=find("schelden", "nl").keys[1]).kind == "outcome"
    assert sorted(kinds) == ["outcome", "reply", "rule"]


def test_unpublished_is_gone_at_once_with_its_words_and_comes_back():
    rule = factories.create_rule()
    create_reply(rule)
    assert len(found("schelden")) == 2

    rule.is_published = False
    rule.save()
    assert found("schelden") == found("shcelden") == []
    assert not SearchWord.objects.exists()

    rule.is_published = True
    rule.save()
    assert len(found("schelden")) == 2


@pytest.mark.parametrize("step", [Question, Outcome])
def test_step_that_is_not_used_is_gone(step):
    create_aid()
    row = step.objects.get()

    row.is_used = False
    row.save()

    assert not SearchEntry.objects.filter(kind=step.__name__.lower()).exists()


def test_everything_of_an_aid_goes_with_it():
    aid = create_aid()

    aid.is_published = False
    aid.save()

    assert not SearchEntry.objects.exists()


def test_helpline_to_verify_is_never_found():
    line = factories.create_helpline(to_verify=True)
    assert found("lijn") == []

    line.to_verify = False
    line.save()
    assert len(found("lijn")) == 1


def test_draft_is_never_found():
    factories.create_rule(is_published=False)
    factories.create_page(is_published=False)

    assert not SearchEntry.objects.exists()
    assert not SearchWord.objects.exists()


def test_deleted_text_and_deleted_owner_are_gone():
    page, other = factories.create_page(), factories.create_page(key="other")

    page.texts.get(language="nl").delete()
    assert found("titel") == ["page /nl/other-nl/"]

    other.delete()
    assert found("titel") == []
    assert set(SearchEntry.objects.values_list("language", flat=True)) == {"fr", "en"}


def test_changed_text_is_found_by_its_new_words_only():
    text = PageText.objects.get(page=factories.create_page(), language="nl")

    text.title, text.slug = "Nijlpaard", "nijlpaard"
    text.save()

    assert found("nijlpaard") == ["page /nl/nijlpaard/"]
    assert found("about") == []


def test_new_name_of_a_rule_reaches_its_replies():
    rule = factories.create_rule()
    create_reply(rule)
    text = RuleText.objects.get(rule=rule, language="nl")

    text.name = "Nijlpaard"
    text.save()

    assert {one.split()[0] for one in found("nijlpaard")} == {"rule", "reply"}


def test_new_address_of_an_aid_reaches_its_steps():
    text = AidText.objects.get(aid=create_aid(), language="nl")

    text.slug = "raad"
    text.save()

    assert found("zebra") == ["question /nl/beslissen/raad/"]
    assert found("okapi") == ["outcome /nl/beslissen/raad/einde/"]


def test_added_word_finds_the_rule_and_taken_word_does_not():
    rule = factories.create_rule()
    word = RuleWord(rule=rule, language="nl", word="nijlpaard")

    word.save()
    assert found("nijlpaard") == ["rule /nl/regels/schelden/"]
    assert found("nijlpaard", "fr") == ["rule /fr/regles/insultes/"]

    word.delete()
    assert found("nijlpaard") == []


def test_entry_is_part_of_the_transaction_of_its_text():
    with transaction.atomic():
        factories.create_rule()
        assert len(found("schelden")) == 1
        transaction.set_rollback(True)

    assert found("schelden") == []


def test_rebuild_gives_the_same_as_the_saves_and_then_writes_nothing():
    create_reply(factories.create_rule())
    create_aid()
    create_article()
    factories.create_helpline()
    before = set(SearchEntry.objects.values_list("kind", "source", "digest"))
    words = set(SearchWord.objects.values_list("language", "word"))
    SearchEntry.objects.filter(kind="rule").delete()
    SearchEntry.objects.filter(kind="page").update(digest="")
    SearchWord.objects.all().delete()
    SearchEntry.objects.create(kind="gone", source=1, language="nl", title_vector="'x':1A", vector="'x':1A")

    call_command("rebuild_search", verbosity=0)
    with CaptureQueriesContext(connection) as queries:
        index.rebuild()

    assert set(SearchEntry.objects.values_list("kind", "source", "digest")) == before
    assert set(SearchWord.objects.values_list("language", "word")) == words
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_many_changes_at_once_are_written_at_the_end():
    with index.rebuilt_at_the_end():
        factories.create_rule()
        assert not SearchEntry.objects.exists()

    assert len(found("schelden")) == 1


def test_what_is_no_part_of_search_touches_nothing():
    reason = factories.create_reason()

    assert index.touched_by(reason.texts.first()) == {}
    assert HelplineText.objects.count() == SearchEntry.objects.count() == 0
