"""What was measured, as a table to read and to compare."""

from collections.abc import Sequence
from dataclasses import dataclass

from .load import Measurement

COLUMNS = ("req/s", "p50 ms", "p99 ms", "queries", "ratio")
WIDTHS = (8, 8, 8, 8, 8)
NAME_WIDTH = 22


@dataclass(frozen=True)
class Cell:
    """One page on one server. A static file takes no queries."""

    measurement: Measurement
    queries: int | None
    ratio: float

    def columns(self) -> list[str]:
        return [
            f"{self.measurement.requests_per_second:.0f}",
            f"{self.measurement.percentile(0.5):.1f}",
            f"{self.measurement.percentile(0.99):.1f}",
            "-" if self.queries is None else str(self.queries),
            f"{self.ratio:.3f}",
        ]


@dataclass(frozen=True)
class Row:
    name: str
    cold: Cell
    cached: Cell


def typical(measurements: Sequence[Measurement]) -> Measurement:
    """The one in the middle: the machine's mood changes while we measure."""
    by_speed = sorted(measurements, key=lambda measurement: measurement.requests_per_second)
    return by_speed[len(by_speed) // 2]


def ratio(measurement: Measurement, static: Measurement) -> float:
    """How many of this page are served in the time of one static file."""
    return measurement.requests_per_second / static.requests_per_second


def draw(rows: Sequence[Row]) -> str:
    half = sum(WIDTHS)
    lines = [
        f"{'':{NAME_WIDTH}}{'bytes':>8} |{'pages not kept':>{half}} |{'pages kept':>{half}}",
        f"{'':{NAME_WIDTH}}{'(gzip)':>8} |{_joined(COLUMNS)} |{_joined(COLUMNS)}",
    ]
    lines += [
        f"{row.name:{NAME_WIDTH}}{row.cached.measurement.body_bytes:>8} "
        f"|{_joined(row.cold.columns())} |{_joined(row.cached.columns())}"
        for row in rows
    ]
    return "\n".join([*lines[:2], "-" * len(lines[1]), *lines[2:]])


def _joined(words: Sequence[str]) -> str:
    return "".join(f"{word:>{width}}" for word, width in zip(words, WIDTHS, strict=True))
