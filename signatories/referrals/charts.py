"""Numbers as bars beside each other: where each stands in a drawing, which the page makes as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 60
STEP = 20
GAP = 4
LEAST = 1.5  # high, so that one can see that a week is there in which nobody came


@dataclass(frozen=True)
class Bar:
    """`is_empty` is drawn as a line, for nobody came."""

    x: int
    y: float
    width: int
    height: float
    is_empty: bool


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    bars: list[Bar]


def bars(values: Sequence[int], *, top: int = 0) -> Chart:
    """`top` is what the full height stands for, so that charts beside each other can be compared; else the highest."""
    highest = max(top, *values, 1)
    drawn = [_bar(number, value, highest) for number, value in enumerate(values)]
    return Chart(len(values) * STEP - GAP, HEIGHT, drawn)


def _bar(number: int, value: int, highest: int) -> Bar:
    height = round(max(value / highest * HEIGHT, LEAST), 1)
    return Bar(number * STEP, round(HEIGHT - height, 1), STEP - GAP, height, value == 0)
