"""The shape of a decision aid: which answer leads where. Pure, so that any shape can be tried before it is saved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

QUESTION = "question"
OUTCOME = "outcome"


def split(target: str) -> tuple[str, str]:
    """`question:minor` gives `("question", "minor")`."""
    kind, _colon, key = target.partition(":")
    return kind, key


@dataclass(frozen=True)
class Problem:
    """`kind` is `dangling`, `circular` or `unreachable`; `step` is where, `target` what it is about."""

    kind: str
    step: str
    target: str = ""


@dataclass(frozen=True)
class Tree:
    """`targets` has for each question where its answers lead, in their order; `outcomes` are those that exist."""

    first: str
    targets: Mapping[str, Sequence[str]]
    outcomes: frozenset[str]

    def problems(self) -> list[Problem]:
        """What would leave somebody lost; a tree is shown only when there is nothing."""
        return [*self._dangling(), *self._circular(), *self._unreachable()]

    @cached_property
    def reached(self) -> set[str]:
        """The targets that one can come to from the first question, itself included."""
        found: set[str] = set()
        waiting = [f"{QUESTION}:{self.first}"]
        while waiting:
            target = waiting.pop()
            if target in found or not self._exists(target):
                continue
            found.add(target)
            kind, key = split(target)
            if kind == QUESTION:
                waiting.extend(self.targets[key])
        return found

    def questions_in_order(self) -> list[str]:
        """Every question after all that lead to it, the more urgent branch first. Of a tree without circles."""
        done: list[str] = []

        def visit(key: str) -> None:
            for target in reversed(self.targets[key]):
                kind, following = split(target)
                if kind == QUESTION and following not in done:
                    visit(following)
            if key not in done:
                done.append(key)

        visit(self.first)
        return done[::-1]

    def longest_way_from(self, key: str) -> int:
        """How many questions are still to answer at most, this one included. Of a tree without circles.

        Counted once for each question: branches that come together again would else be walked twice as often each time.
        """
        if key not in self._longest:
            following = (split(target) for target in self.targets[key])
            ways = [self.longest_way_from(name) for kind, name in following if kind == QUESTION]
            self._longest[key] = 1 + max(ways, default=0)
        return self._longest[key]

    @cached_property
    def _longest(self) -> dict[str, int]:
        return {}

    def _exists(self, target: str) -> bool:
        kind, key = split(target)
        return (kind == QUESTION and key in self.targets) or (kind == OUTCOME and key in self.outcomes)

    def _dangling(self) -> Iterator[Problem]:
        if self.first not in self.targets:
            yield Problem("dangling", "", self.first)
        for key, targets in self.targets.items():
            if not targets:
                yield Problem("dangling", key)
            yield from (Problem("dangling", key, target) for target in targets if not self._exists(target))

    def _circular(self) -> Iterator[Problem]:
        """One problem for each answer that leads back to a question it came through."""
        finished: set[str] = set()
        for start in self.targets:
            yield from self._circles_from(start, (), finished)

    def _circles_from(self, key: str, way: tuple[str, ...], finished: set[str]) -> Iterator[Problem]:
        if key in finished:
            return
        for target in self.targets[key]:
            kind, following = split(target)
            if kind != QUESTION or following not in self.targets:
                continue
            if following in (*way, key):
                yield Problem("circular", key, target)
            else:
                yield from self._circles_from(following, (*way, key), finished)
        finished.add(key)

    def _unreachable(self) -> Iterator[Problem]:
        steps = [f"{QUESTION}:{key}" for key in self.targets] + [f"{OUTCOME}:{key}" for key in sorted(self.outcomes)]
        yield from (Problem("unreachable", step) for step in steps if step not in self.reached)
