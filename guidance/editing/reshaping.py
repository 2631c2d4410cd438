"""What a change would do to the tree of a decision aid: refused with the reason, or carried out with all that follows.

Whoever asks holds the lock on the aid (`lock_aid`), so that two editors cannot make a broken tree together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from guidance.editing.completeness import incomplete_languages
from guidance.models import Aid
from guidance.trees import OUTCOME, QUESTION, Problem, Tree, split

Targets = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Reshaped:
    """`problems` are sentences. `come` are steps that one would come to from now on, `lost` those that nobody would."""

    problems: Sequence[str] = ()
    come: Sequence[Any] = ()
    lost: Sequence[Any] = ()

    def carry_out(self) -> None:
        """A step that is lost keeps its words and its address, which from then on leads to the first question."""
        for step in (*self.come, *self.lost):
            step.is_used = step in self.come
            step.save(update_fields=["is_used"])


@dataclass(frozen=True)
class Steps:
    """Every question and outcome of one aid, in use or not, under `question:…` or `outcome:…`."""

    by_target: Mapping[str, Any]

    @property
    def questions(self) -> dict[str, Any]:
        return {step.key: step for target, step in self.by_target.items() if split(target)[0] == QUESTION}

    @property
    def targets(self) -> dict[str, Sequence[str]]:
        return {key: question.targets for key, question in self.questions.items()}

    @property
    def outcomes(self) -> frozenset[str]:
        return frozenset(step.key for target, step in self.by_target.items() if split(target)[0] == OUTCOME)


def lock_aid(pk: int) -> Aid:
    """Until the end of the transaction nobody else changes this aid, its questions or its outcomes."""
    return Aid.objects.select_for_update().get(pk=pk)


def steps_of(aid: Aid) -> Steps:
    """Four queries."""
    questions = {f"{QUESTION}:{step.key}": step for step in aid.questions.prefetch_related("texts")}
    outcomes = {f"{OUTCOME}:{step.key}": step for step in aid.outcomes.prefetch_related("texts")}
    return Steps(questions | outcomes)


def is_in_use(aid: Aid) -> bool:
    """Whether its tree must be sound: it is published, or was once. Before that an aid is written in any order."""
    return aid.is_published or aid.questions.filter(is_used=True).exists()


def reshape(aid: Aid, *, first: str, changed: Targets, except_for: Any = None) -> Reshaped:
    """The tree with this first question and these new targets. The texts of `except_for` are being written right now."""
    steps = steps_of(aid)
    targets = {**steps.targets, **changed}
    reached = Tree(first, targets, steps.outcomes).reached
    tree = Tree(
        first,
        {key: goals for key, goals in targets.items() if f"{QUESTION}:{key}" in reached},
        frozenset(key for key in steps.outcomes if f"{OUTCOME}:{key}" in reached),
    )
    others = {target: step for target, step in steps.by_target.items() if step != except_for}
    unfinished = [_unfinished(target, others[target], targets) for target in others if target in reached]
    return Reshaped(
        problems=[*map(describe, tree.problems()), *(sentence for sentence in unfinished if sentence)],
        come=[step for target, step in steps.by_target.items() if target in reached and not step.is_used],
        lost=[step for target, step in steps.by_target.items() if target not in reached and step.is_used],
    )


def describe(problem: Problem) -> str:
    """What is wrong with a tree, in a sentence that names the step."""
    names = {"step": problem.step, "target": problem.target}
    if problem.kind == "circular":
        return _("“%(step)s” leads back to “%(target)s”, which one came through already.") % names
    if problem.kind == "unreachable":
        return _("Nothing leads to “%(step)s”.") % names
    if not problem.step:
        return _("The first question, “%(target)s”, does not exist.") % names
    if not problem.target:
        return _("“%(step)s” has no answers yet that lead anywhere.") % names
    return _("“%(step)s” leads to “%(target)s”, which does not exist.") % names


def _unfinished(target: str, step: Any, targets: Targets) -> str:
    """Why a step cannot be shown yet, or nothing."""
    if incomplete := incomplete_languages(step):
        languages = ", ".join(str(get_language_info(language)["name_translated"]) for language in incomplete)
        return _("“%(step)s” is not complete yet in: %(languages)s.") % {"step": target, "languages": languages}
    if split(target)[0] == QUESTION and any(len(text.answers) != len(targets[step.key]) for text in step.texts.all()):
        return _("“%(step)s” has not as many answers as places to which they lead.") % {"step": target}
    return ""


def all_problems(aid: Aid, steps: Steps) -> Iterator[str]:
    """What is wrong with the tree as it stands, for a page that shows it."""
    in_use = Steps({target: step for target, step in steps.by_target.items() if step.is_used})
    return map(describe, Tree(aid.first, in_use.targets, in_use.outcomes).problems())
