"""Goes through everything: fills the scratch database step by step, asks both servers, and makes the rows."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from guidance.loading import load_content
from hierniet import catalogues
from hierniet.languages import LANGUAGES
from signatories import demo
from signatories.enums import Status

from .load import Measurement, measure
from .pages import Place, count_queries, directory, other_pages, static_file
from .scratch import scratch_database
from .servers import Servers, serving
from .table import Cell, Row, ratio, typical

SEED = "bench"


@dataclass(frozen=True)
class Effort:
    """How many signatories, one after the other, and how long to ask for each page."""

    crowds: tuple[int, ...] = (20, 700, 5_000)
    requests: int = 4_000
    seconds: float = 4.0


QUICK = Effort(crowds=(5, 20), requests=24, seconds=1.0)


KINDS = ("cold", "cached")


@dataclass
class Results:
    """Measurements of every place on both servers; of the static file once a crowd."""

    statics: dict[str, list[Measurement]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    places: list[tuple[Place, dict[str, Measurement], dict[str, int]]] = field(default_factory=list)

    def rows(self) -> list[Row]:
        static = {kind: typical(self.statics[kind]) for kind in KINDS}
        first = Row("static file", *(Cell(static[kind], None, 1.0) for kind in KINDS))
        return [first, *(self._row(static, *place) for place in self.places)]

    def _row(
        self, static: dict[str, Measurement], place: Place, found: dict[str, Measurement], queries: dict[str, int]
    ) -> Row:
        return Row(place.name, *(Cell(found[kind], queries[kind], ratio(found[kind], static[kind])) for kind in KINDS))


def run(effort: Effort, *, say: Callable[[str], None]) -> list[Row]:
    results = Results()
    with (
        tempfile.TemporaryDirectory() as logs,
        scratch_database() as url,
        override_settings(REFERRALS_FOLDER=f"{logs}/referrals"),
    ):
        say("Preparing a database of its own ...")
        prepare()
        with serving(url, Path(logs)) as servers:
            for crowd in effort.crowds:
                say(f"With {crowd:,} signatories ...")
                demo.load(number=crowd, seed=SEED, only=Status.APPROVED)
                is_last = crowd == effort.crowds[-1]
                ask([directory(crowd), *(other_pages(crowd) if is_last else [])], servers, effort, results)
    return results.rows()


def prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    if not all(catalogues.po_path(language).with_suffix(".mo").exists() for language in LANGUAGES):
        catalogues.compile_all()
    load_content()
    if not _static_files_are_current():
        call_command("collectstatic", interactive=False, verbosity=0)


def _static_files_are_current() -> bool:
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    sources = (path for folder in settings.STATICFILES_DIRS for path in folder.rglob("*") if path.is_file())
    return manifest.exists() and manifest.stat().st_mtime > max(path.stat().st_mtime for path in sources)


def ask(places: Iterable[Place], servers: Servers, effort: Effort, results: Results) -> None:
    ports = {"cold": servers.cold, "cached": servers.cached}
    for kind, port in ports.items():
        results.statics[kind].append(_measure(static_file(), port, effort))
    found: dict[str, Measurement] = {}
    for place in places:
        found = {kind: _measure(place, port, effort, _rate(place, found.get(kind))) for kind, port in ports.items()}
        queries = {kind: count_queries(place, is_cached=kind == "cached") for kind in ports}
        results.places.append((place, found, queries))


def _rate(place: Place, before: Measurement | None) -> float | None:
    return place.share_of_rate * before.requests_per_second if place.share_of_rate and before else None


def _measure(place: Place, port: int, effort: Effort, rate: float | None = None) -> Measurement:
    return measure(port, place.path, status=place.status, requests=effort.requests, seconds=effort.seconds, rate=rate)
