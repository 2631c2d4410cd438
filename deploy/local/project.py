"""Where things are in a clone."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Project:
    """One clone. Everything that the launcher makes is in `.venv` and `var`; both may be removed at any time."""

    folder: Path = Path(__file__).resolve().parents[2]

    @property
    def virtual_environment(self) -> Path:
        return self.folder / ".venv"

    @property
    def python(self) -> str:
        return str(self.virtual_environment / "bin" / "python")

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def mail(self) -> Path:
        return self.var / "mail"

    def make_folders(self) -> None:
        for folder in (self.var, self.logs, self.mail):
            folder.mkdir(exist_ok=True)

    def short(self, path: Path) -> str:
        """`path` as people see it: relative to the clone where it lies inside."""
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)
