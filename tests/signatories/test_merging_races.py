"""Merging at the same moment as something else that somebody does with one of the two, with real transactions.

Whoever is first: nobody waits for ever, nothing of the person of the one who left stays, and both rows can be explained.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from post_office.models import Email

from signatories import actions
from signatories.actions import MergeNotAllowedError, QuestionsChangedError, TransitionNotAllowedError
from signatories.enums import EventKind, Status
from signatories.models import AskedChange, Change, ContactChange, Note, OutgoingMail, Signatory
from signatories.models.signatory import PERSONAL_FIELDS
from tests.factories import create_moderator, create_signatory
from tests.signatories import questions
from tests.signatories.threads import first_then, together

pytestmark = pytest.mark.django_db(transaction=True)

MIA = {"new_name": "Mia Elders", "new_role": "Woordvoerder", "new_email": "mia@elders.example", "new_phone": "02 765 43 21"}  # fmt: skip
# What whoever comes second may hear; everything else that is raised is an error of ours.
TOLD = (MergeNotAllowedError, TransitionNotAllowedError, QuestionsChangedError, ContactChange.DoesNotExist)
Act = Callable[[], Any]


def again(signatory: Signatory) -> Signatory:
    """What somebody else has on the screen."""
    return Signatory.objects.get(pk=signatory.pk)


def propose(signatory: Signatory, by: User) -> Act:
    fields = {"name": "Stad Gent en Mia Elders", "website": "https://mia.example/"}
    return partial(actions.propose_change, again(signatory), fields=fields, remark="Vraag het Mia Elders.")


def approve_change(signatory: Signatory, by: User) -> Act:
    propose(signatory, by)()
    return partial(actions.approve_change, again(signatory), by=by)


def decline_change(signatory: Signatory, by: User) -> Act:
    propose(signatory, by)()
    return partial(actions.decline_change, again(signatory), by=by, own_words="Bel Mia Elders.")


def answer(signatory: Signatory, by: User) -> Act:
    asked = [question.pk for question in questions.ask(signatory, questions.ROLE, by=by)]
    answers = {"contact_role": "Rechterhand van Mia Elders"}
    return partial(
        actions.answer_questions, again(signatory), asked=asked, answers=answers, remark="Groeten, Mia Elders"
    )


def ask(signatory: Signatory, by: User) -> Act:
    return partial(actions.ask_for_changes, again(signatory), by=by, questions=[questions.ROLE])


def hand_over(signatory: Signatory, by: User) -> Act:
    return partial(actions.hand_over, again(signatory), person=MIA)


def accept(signatory: Signatory, by: User) -> Act:
    change = actions.hand_over(again(signatory), person=MIA)
    return partial(actions.accept, ContactChange.objects.get(pk=change.pk))


def explain(signatory: Signatory, by: User) -> Act:
    return partial(actions.write_note, again(signatory), by=by, text="Mia Elders belde hierover.")


RIVALS = [
    (propose, Status.APPROVED),
    (approve_change, Status.APPROVED),
    (decline_change, Status.APPROVED),
    (ask, Status.SUBMITTED),
    (answer, Status.SUBMITTED),
    (hand_over, Status.APPROVED),
    (accept, Status.APPROVED),
    (explain, Status.APPROVED),
]


def in_every_order(merge: Callable[[], Act], rival: Callable[[], Act]) -> Any:
    """Each turn makes its own two rows; yields what came of the merge and of the other."""
    for order in ("at once", "merge first", "rival first", "at once"):
        other = rival()
        mine = merge()
        if order == "rival first":
            second, first = first_then(other, mine)
        else:
            first, second = together(mine, other) if order == "at once" else first_then(mine, other)
        yield first, second


def is_fine(result: object) -> bool:
    return not isinstance(result, Exception) or isinstance(result, TOLD)


def leaves_nobody_behind(leaves: Signatory) -> None:
    """Only the mail that says goodbye still knows an address."""
    leaves.refresh_from_db()
    assert leaves.status == Status.WITHDRAWN
    assert [getattr(leaves, name) for name in PERSONAL_FIELDS] == [""] * len(PERSONAL_FIELDS)
    for model in (Change, AskedChange, ContactChange, Note):
        assert not model.objects.filter(signatory=leaves).exists(), model
    assert [mail.message for mail in OutgoingMail.objects.filter(signatory=leaves)] == ["application_merged"]
    assert Email.objects.filter(outgoing_mail=None).count() == 0
    assert not any("Mia" in why for why in leaves.events.values_list("why", flat=True))


@pytest.mark.parametrize(("rival", "status"), RIVALS)
def test_merge_against_what_happens_to_the_one_that_leaves_erases_all_of_it(rival: Any, status: Status) -> None:
    by = create_moderator(name="Anke")
    rows: list[Signatory] = []

    def make() -> Act:
        rows[:] = create_signatory(status=status, name="Gent"), create_signatory(status=status)
        return rival(rows[1], by)

    def merge() -> Act:
        return partial(actions.merge, again(rows[1]), into=again(rows[0]), by=by, takes=("website",))

    for merged, other in in_every_order(merge, make):
        stays, leaves = rows
        assert merged is None, merged
        assert is_fine(other), other
        leaves_nobody_behind(leaves)
        assert leaves.merged_into == stays
        assert list(leaves.events.values_list("what", flat=True))[-1] == EventKind.MERGED
        stays.refresh_from_db()
        assert (stays.status, stays.contact_email) == (status, "lies@voorbeeld.example")


@pytest.mark.parametrize(("rival", "status"), RIVALS)
def test_merge_against_what_happens_to_the_one_that_stays_does_both(rival: Any, status: Status) -> None:
    """The one that stays lacks a website: what was proposed and what goes over do not push each other out unseen."""
    by = create_moderator(name="Anke")
    rows: list[Signatory] = []

    def make() -> Act:
        rows[:] = create_signatory(status=status, website=""), create_signatory(status=status)
        return rival(rows[0], by)

    def merge() -> Act:
        return partial(actions.merge, again(rows[1]), into=again(rows[0]), by=by, takes=("website",))

    for merged, other in in_every_order(merge, make):
        stays, leaves = rows
        assert merged is None, merged
        assert not isinstance(other, Exception), other
        leaves_nobody_behind(leaves)
        stays.refresh_from_db()
        assert stays.status == (Status.CHANGES_ASKED if rival is ask else status)
        assert stays.contact_email == (MIA["new_email"] if rival is accept else "lies@voorbeeld.example")
        assert stays.website == ("https://mia.example/" if rival is approve_change else leaves.website)
        told = list(stays.events.values_list("what", "why"))
        number = leaves.receipt_number
        assert any(what == EventKind.MERGED and why.startswith(number) for what, why in told)
