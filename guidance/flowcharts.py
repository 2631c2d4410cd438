"""Where the boxes and lines of a decision aid stand when it is drawn: a row for each answer, questions on the left.

Made of the same tree as the pages. Answers that lead to the next question below go straight down; others name it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guidance.trees import OUTCOME, QUESTION, Tree, split

ROW = 64
BOX = 44
QUESTION_WIDTH = 280
ANSWER_WIDTH = 410
TARGET_WIDTH = 330
GAP = 30
MARGIN = 8
TOP = 26  # room for the first answer above its line
LETTER = 8.5  # about the width of a letter in a box, which is bold, and along a line
ANSWER_LETTER = 7.3
TARGET_LEFT = MARGIN + QUESTION_WIDTH + ANSWER_WIDTH
WIDTH = TARGET_LEFT + TARGET_WIDTH + MARGIN


@dataclass(frozen=True)
class Box:
    """`lines` is the text, broken to fit; `kind` is question, outcome, stop or onward."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    lines: list[str]
    url: str = ""

    @property
    def text_lines(self) -> list[tuple[float, str]]:
        """Each line with the height at which it stands, together in the middle of the box."""
        top = self.y + self.height / 2 - (len(self.lines) - 1) * 8 + 5
        return [(top + number * 16, line) for number, line in enumerate(self.lines)]

    @property
    def text_x(self) -> int:
        return self.x + 14


@dataclass(frozen=True)
class Line:
    """From a question to where an answer leads, with the answer written along it."""

    path: str
    x: int
    y: int
    lines: list[str]

    @property
    def text_lines(self) -> list[tuple[float, str]]:
        return [(self.y - 7 - (len(self.lines) - 1 - number) * 15, line) for number, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Flowchart:
    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]


def draw(tree: Tree, questions: Mapping[str, Any], outcomes: Mapping[str, Any], urls: Mapping[str, str]) -> Flowchart:
    """`questions` and `outcomes` are the texts in one language by key; `urls` has the address of each target."""
    boxes: list[Box] = []
    lines: list[Line] = []
    y = TOP
    order = tree.questions_in_order()
    for place, key in enumerate(order):
        targets = tree.targets[key]
        height = ROW * (len(targets) - 1) + BOX
        target = f"{QUESTION}:{key}"
        boxes.append(
            Box(
                "question",
                MARGIN,
                y,
                QUESTION_WIDTH,
                height,
                _broken(questions[key].short, QUESTION_WIDTH),
                urls[target],
            )
        )
        for number, goal in enumerate(targets):
            row = y + number * ROW
            boxes.append(_goal(goal, row, questions, outcomes, urls))
            lines.append(_line(row + BOX // 2, questions[key].answers[number]))
        y += height + GAP
        if place < len(order) - 1 and f"{QUESTION}:{order[place + 1]}" in targets:
            x = MARGIN + QUESTION_WIDTH // 2
            lines.append(Line(f"M{x} {y - GAP} V{y - 2}", x, y, []))
    return Flowchart(WIDTH, y - GAP + MARGIN, boxes, lines)


def _goal(
    goal: str, row: int, questions: Mapping[str, Any], outcomes: Mapping[str, Any], urls: Mapping[str, str]
) -> Box:
    kind, key = split(goal)
    text = outcomes[key].short if kind == OUTCOME else f"→ {questions[key].short}"
    look = ("stop" if outcomes[key].outcome.is_stop else "outcome") if kind == OUTCOME else "onward"
    return Box(look, TARGET_LEFT, row, TARGET_WIDTH, BOX, _broken(text, TARGET_WIDTH), urls[goal])


def _line(y: int, answer: str) -> Line:
    start = MARGIN + QUESTION_WIDTH
    return Line(f"M{start} {y} H{TARGET_LEFT - 2}", start + 12, y, _broken(answer, ANSWER_WIDTH, ANSWER_LETTER))


def _broken(text: str, width: int, letter: float = LETTER) -> list[str]:
    """In lines of about `width`, never within a word."""
    most = int((width - 28) / letter)
    lines = [""]
    for word in text.split(" "):  # a no-break space holds what stands on both sides of it together
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
