"""The way somebody came through a decision aid, as it stands in the address: `?via=danger.2~minor.2`.

Only there: nothing that is answered is kept anywhere. Of each question its key, and the number of the answer from 1.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guidance.trees import QUESTION, Tree, split

SHAPE = re.compile(r"[a-z0-9-]{1,50}\.[1-4](?:~[a-z0-9-]{1,50}\.[1-4]){0,19}")
PART, POINT = "~", "."


@dataclass(frozen=True)
class Turn:
    """One question and the answer that was given to it, counted from 0."""

    question: str
    answer: int


@dataclass(frozen=True)
class Way:
    turns: Sequence[Turn] = ()

    def __str__(self) -> str:
        return PART.join(f"{turn.question}{POINT}{turn.answer + 1}" for turn in self.turns)

    def then(self, question: str, answer: int) -> "Way":
        return Way([*self.turns, Turn(question, answer)])

    def until(self, question: str) -> "Way":
        """The part before `question`: where somebody who goes back to it stood."""
        keys = [turn.question for turn in self.turns]
        return Way(self.turns[: keys.index(question)])


def read_way(written: str, tree: Tree, here: str) -> Way:
    """The way to the step `here` (`question:…` or `outcome:…`); an empty one when what is written does not lead there."""
    if not SHAPE.fullmatch(written):
        return Way()
    turns = [
        Turn(key, int(number) - 1) for key, _point, number in (part.partition(POINT) for part in written.split(PART))
    ]
    place = f"{QUESTION}:{tree.first}"
    for turn in turns:
        kind, key = split(place)
        targets = tree.targets.get(key, ())
        if kind != QUESTION or key != turn.question or turn.answer >= len(targets):
            return Way()
        place = targets[turn.answer]
    return Way(turns) if place == here else Way()
