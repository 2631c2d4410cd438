"""Whose task it is, who looks at it now, and what colleagues tell each other."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from signatories import actions, overview, retention, tokens
from signatories.actions.hands import is_mentioned
from signatories.enums import Status
from signatories.models import Mention, Note, Reading, Signatory
from signatories.models.hands import READING_ENDS_AFTER
from tests.factories import create_moderator, create_reason, create_signatory

from . import applications
from .deciding import address, post, row, take, told

POSTS = ("assign", "look", "take_over", "note", "see")


@pytest.fixture
def anke(db: None) -> User:
    return create_moderator(name="Anke")


@pytest.fixture
def anke_client(anke: User) -> Client:
    client = Client()
    client.force_login(anke)
    return client


def mentions_of(user: User) -> list[tuple[int, str]]:
    return [(task.number, task.url) for task in overview.tasks(user) if task.url.endswith("#notes")]


# Assignment


def test_assign_to_a_colleague_and_back_to_nobody(moderator_client: Client, anke: User) -> None:
    signatory = create_signatory()

    post(moderator_client, "assign", signatory.pk, to=anke.pk)
    assert row(signatory)["assigned_to_id"] == anke.pk
    for where in (("queue",), ("review", signatory.pk)):
        assert "Anke" in moderator_client.get(address(*where)).content.decode()

    post(moderator_client, "assign", signatory.pk, to="")
    assert row(signatory)["assigned_to_id"] is None
    assert not signatory.events.exists()


@pytest.mark.parametrize("to", ["0", "-1", "x", "99999999", "9" * 30])
def test_assign_to_who_does_not_exist_changes_nothing(moderator_client: Client, to: str) -> None:
    signatory = create_signatory()

    assert post(moderator_client, "assign", signatory.pk, to=to).status_code == 302

    assert row(signatory)["assigned_to_id"] is None


def test_assign_only_to_who_can_judge(moderator_client: Client, editor: User) -> None:
    gone = create_moderator(name="Weg")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    signatory = create_signatory()

    for user in (editor, gone):
        post(moderator_client, "assign", signatory.pk, to=user.pk)

    assert row(signatory)["assigned_to_id"] is None


def test_assign_ends_with_the_decision(moderator: User, anke: User) -> None:
    signatory = create_signatory(assigned_to=anke)

    take("approve", signatory, by=moderator)

    assert row(signatory)["assigned_to_id"] is None
    with pytest.raises(actions.TransitionNotAllowedError):
        actions.assign(signatory, to=anke)


# Who looks at it


@pytest.mark.parametrize("where", ["review", "queue"])
def test_looking_by_a_link_takes_no_lock(moderator_client: Client, where: str) -> None:
    signatory = create_signatory()

    moderator_client.get(address(where, *([signatory.pk] if where == "review" else [])))
    moderator_client.get(address("decide", signatory.pk, "approve"))

    assert not Reading.objects.exists()


def test_look_is_shown_to_others_until_it_falls_silent(
    moderator_client: Client, moderator: User, anke_client: Client
) -> None:
    signatory = create_signatory()
    post(moderator_client, "look", signatory.pk)

    page = anke_client.get(address("review", signatory.pk)).content.decode()
    assert "Mo bekijkt dit sinds" in page
    assert f'action="{address("take_over", signatory.pk)}"' in page
    assert "Mo bekijkt dit sinds" in anke_client.get(address("queue")).content.decode()
    assert "Mo bekijkt dit sinds" not in moderator_client.get(address("review", signatory.pk)).content.decode()

    with time_machine.travel(timezone.now() + READING_ENDS_AFTER, tick=False):
        assert actions.holder(signatory) is None
        assert "bekijkt dit sinds" not in anke_client.get(address("queue")).content.decode()


def test_sign_of_life_keeps_it_and_tells_others_who_has_it(moderator_client: Client, anke_client: Client) -> None:
    signatory = create_signatory()
    start = timezone.now()
    for minutes in (0, 9, 18):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            answer = post(moderator_client, "look", signatory.pk, quiet="1")
            assert answer.json() == {"words": ""}
            assert post(anke_client, "look", signatory.pk, quiet="1").json()["words"].startswith("Mo bekijkt dit sinds")

    assert Reading.objects.get().since == start


def test_look_at_the_next_lets_go_of_the_one_before(moderator: User) -> None:
    first, second = create_signatory(), create_signatory()

    actions.hold(first, by=moderator)
    actions.hold(second, by=moderator)

    assert list(Reading.objects.values_list("signatory", flat=True)) == [second.pk]


def test_who_was_taken_over_is_told_and_loses_nothing(
    moderator_client: Client, moderator: User, anke_client: Client, anke: User
) -> None:
    signatory, reason = create_signatory(), create_reason()
    fields = {"reason": reason.pk, "own_words": "Lang getypt."}
    post(moderator_client, "decide", signatory.pk, "decline", begin="1")
    seen = post(moderator_client, "decide", signatory.pk, "decline", **fields).context["seen"]
    post(anke_client, "take_over", signatory.pk, of=moderator.pk)

    refused = post(moderator_client, "decide", signatory.pk, "decline", **fields, confirm="1", seen=seen)

    page = refused.content.decode()
    assert row(signatory)["status"] == Status.SUBMITTED
    assert "Anke bekijkt dit sinds" in page
    assert "Lang getypt." in page
    assert refused.context["seen"] == seen

    post(moderator_client, "decide", signatory.pk, "decline", **fields, confirm="1", seen=seen, despite=moderator.pk)
    assert row(signatory)["status"] == Status.SUBMITTED
    post(moderator_client, "decide", signatory.pk, "decline", **fields, confirm="1", seen=seen, despite=anke.pk)

    assert row(signatory)["status"] == Status.DECLINED
    assert not Reading.objects.exists()


@pytest.mark.pages
def test_take_over_from_somebody_else_than_on_the_button_is_refused(
    moderator: User, anke_client: Client, anke: User
) -> None:
    signatory, bruno = create_signatory(), create_moderator(name="Bruno")
    actions.hold(signatory, by=bruno)

    response = anke_client.post(address("take_over", signatory.pk), {"of": moderator.pk}, follow=True)

    assert actions.holder(signatory).by == bruno
    assert told(response)[0].startswith("Iemand was sneller dan jij. Bruno bekijkt dit sinds")


@pytest.mark.pages
@pytest.mark.parametrize("of", ["", "x", "-1", "9" * 40])
def test_take_over_with_nonsense_takes_nothing(moderator: User, anke_client: Client, of: str) -> None:
    signatory = create_signatory()
    actions.hold(signatory, by=moderator)

    assert post(anke_client, "take_over", signatory.pk, of=of).status_code == 302

    assert actions.holder(signatory).by == moderator


def test_old_readings_are_forgotten(moderator: User) -> None:
    actions.hold(create_signatory(), by=moderator)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert retention.enforce()["old readings"] == 1


# Notes


def test_note_mentions_colleagues_on_their_first_page_until_they_answer_or_say_seen(
    moderator_client: Client, moderator: User, anke_client: Client, anke: User
) -> None:
    signatory, other = create_signatory(), create_signatory()
    post(moderator_client, "note", signatory.pk, text="@Anke, ken jij deze? <b>Dringend</b>")
    post(moderator_client, "note", other.pk, text="Ook deze, @anke.")
    notes_page = reverse("admin:signatories_signatory_review", args=[signatory.pk]) + "#notes"

    assert mentions_of(anke) == [(2, notes_page)]
    assert mentions_of(moderator) == []
    assert "&lt;b&gt;Dringend&lt;/b&gt;" in anke_client.get(address("review", signatory.pk)).content.decode()
    assert mentions_of(anke)[0][0] == 2  # looking by a link changes nothing

    post(anke_client, "see", signatory.pk)
    assert mentions_of(anke) == [(1, address("review", other.pk) + "#notes")]
    post(anke_client, "note", other.pk, text="Ja, @Mo, dat klopt.")

    assert (mentions_of(anke), len(mentions_of(moderator))) == ([], 1)
    assert Mention.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("@anke", True),
        ("vraag het @Anke.", True),
        ("(@anke)", True),
        ("@anke!", True),
        ("@ankelien", False),
        ("@anke.peeters", False),
        ("mail lies@anke", False),
        ("lies@anke.be", False),
        ("@anke@elders", False),
        ("anke", False),
        ("@", False),
    ],
)
def test_mention_is_a_whole_name(text: str, is_meant: bool) -> None:
    assert is_mentioned("anke", text) is is_meant


def test_mention_knows_names_with_dots_and_addresses() -> None:
    assert is_mentioned("an.ke", "@an.ke weet het")
    assert not is_mentioned("an.ke", "@anXke")
    assert is_mentioned("anke@hierniet.example", "@anke@hierniet.example, jij?")


def test_note_mentions_nobody_who_may_not_see_it(moderator: User, editor: User) -> None:
    note = actions.write_note(create_signatory(), by=moderator, text=f"@{editor.username} @Mo @Niemand")

    assert not note.mentions.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "nul \x00"])
def test_note_that_says_nothing_or_too_much_is_refused(moderator_client: Client, text: str) -> None:
    signatory = create_signatory()

    assert post(moderator_client, "note", signatory.pk, text=text).status_code == 302

    assert not Note.objects.exists()


def test_note_counts_an_end_of_line_as_the_browser_does(moderator_client: Client) -> None:
    signatory = create_signatory()

    post(moderator_client, "note", signatory.pk, text="a\r\n" * 999 + "aa")

    assert len(Note.objects.get().text) == 2000


@pytest.mark.parametrize("end", ["withdraw", "expire", "forget"])
def test_notes_are_erased_with_the_person(moderator: User, anke: User, end: str) -> None:
    starts = {"withdraw": Status.APPROVED, "expire": Status.UNCONFIRMED, "forget": Status.DECLINED}
    signatory, other = create_signatory(status=starts[end]), create_signatory()
    for about in (signatory, other):
        actions.write_note(about, by=moderator, text="Lies is de zus van @anke.")

    if end == "withdraw":
        actions.withdraw(signatory, by=None)
    elif end == "expire":
        actions.expire(signatory, why="")
    else:
        actions.forget_person(signatory)

    assert list(Note.objects.values_list("signatory", flat=True)) == [other.pk]
    assert mentions_of(anke) == [(1, address("review", other.pk) + "#notes")]
    if end != "forget":
        with pytest.raises(actions.TransitionNotAllowedError):
            actions.write_note(signatory, by=moderator, text="Nog iets.")


def test_applicant_never_sees_a_note(client: Client, moderator: User) -> None:
    signatory = create_signatory()
    actions.write_note(signatory, by=moderator, text="Geheim onder collega’s.")
    own = applications.address("my_file", token=tokens.make_token(signatory, tokens.Purpose.FILE))

    page = client.get(own)

    assert page.status_code == 200
    assert "Geheim" not in page.content.decode()


@pytest.mark.parametrize("name", POSTS)
def test_each_button_needs_post_and_its_right(moderator_client: Client, editor_client: Client, name: str) -> None:
    viewer = create_moderator(name="Kijker")
    viewer.groups.clear()
    viewer.user_permissions.set(Permission.objects.filter(codename="view_signatory"))
    onlooker, stranger = Client(), Client()
    onlooker.force_login(viewer)
    signatory = create_signatory()
    before = row(signatory)
    fields = {"text": "x", "to": viewer.pk, "of": "1"}

    assert moderator_client.get(address(name, signatory.pk)).status_code == 405
    assert post(onlooker, name, signatory.pk, **fields).status_code == (302 if name == "see" else 403)
    assert post(editor_client, name, signatory.pk, **fields).status_code == 403
    assert post(stranger, name, signatory.pk, **fields)["Location"].startswith(reverse("account_login"))
    assert post(moderator_client, name, 0, **fields).status_code == 404
    assert (row(signatory), Note.objects.count(), Reading.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_review_takes_the_same_queries_for_one_note_and_for_many(
    moderator_client: Client, moderator: User, anke: User, django_assert_num_queries: object, number: int
) -> None:
    signatory = create_signatory(assigned_to=anke)
    for _turn in range(number):
        actions.write_note(signatory, by=anke, text="@mo, zie je dit?")
        create_moderator(name=f"Collega{_turn}")
    actions.hold(signatory, by=anke)
    moderator_client.get(address("review", signatory.pk))

    with django_assert_num_queries(31):
        moderator_client.get(address("review", signatory.pk))


def test_keys_stand_on_the_buttons(moderator_client: Client) -> None:
    signatory = create_signatory()
    create_signatory()

    page = moderator_client.get(address("review", signatory.pk)).content.decode()

    assert sorted(part.partition('"')[0] for part in page.split('data-hn-key="')[1:]) == ["a", "c", "d", "m", "n", "u"]
    assert Signatory.objects.count() == 2
