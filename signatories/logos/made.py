"""What comes off the bench."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Made:
    """What was made. `files` by width and ending; `width` and `height` are those of the widest."""

    width: int
    height: int
    ground: str
    remarks: tuple[str, ...]
    fingerprint: str
    files: dict[tuple[int, str], bytes]

    @property
    def widths(self) -> list[int]:
        return sorted({width for width, _ending in self.files})
