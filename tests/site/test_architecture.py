"""Imports point down, so that every file can be understood from what stands below it. See DESIGN.md and HOUSE-STYLE.md."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

APPS = ("hierniet", "guidance", "signatories")
# What an app may not import from its own: nothing looks up. Views may use all of it.
ABOVE = {
    "enums": {"models", "forms", "emails", "actions", "views", "admin", "urls", "queue", "tokens", "limits"},
    "models": {
        "forms",
        "emails",
        "actions",
        "views",
        "admin",
        "urls",
        "queue",
        "tokens",
        "limits",
        "moderation",
        "editing",
    },
    "forms": {"emails", "actions", "views", "admin", "urls", "moderation"},
    "emails": {"forms", "actions", "views", "admin", "urls", "moderation"},
    "actions": {"forms", "views", "admin", "urls", "moderation"},
    "views": {"admin", "urls", "moderation", "editing"},
}
# The parts of the wiring that know nothing of the apps, and that the apps may use.
LEAVES = {
    "hierniet.client_address",
    "hierniet.dates",
    "hierniet.environment",
    "hierniet.feeds",
    "hierniet.frames",
    "hierniet.languages",
    "hierniet.logs",
    "hierniet.strangers",
}


@cache
def _modules(app: str) -> dict[str, ast.Module]:
    base = Path(settings.BASE_DIR)
    paths = [path for path in (base / app).rglob("*.py") if "migrations" not in path.parts]
    return {
        ".".join(path.relative_to(base).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
    }


def _imports(module: str, tree: ast.AST) -> Iterator[str]:
    """Full names of what is imported, those with dots in front resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


@cache
def _pairs(app: str) -> set[tuple[str, str]]:
    return {
        (module, name)
        for module, tree in _modules(app).items()
        for name in _imports(module, tree)
        if name.split(".")[0] in APPS
    }


def _part(name: str) -> str:
    """`signatories.models.signatory` → `models`."""
    return [*name.split("."), ""][1]


def test_what_the_site_says_knows_nothing_of_who_stands_behind_it():
    assert {pair for pair in _pairs("guidance") if pair[1].startswith("signatories")} == set()


@pytest.mark.parametrize("app", ["guidance", "signatories"])
def test_nothing_looks_up(app):
    wrong = {
        (module, name)
        for module, name in _pairs(app)
        if name.startswith(f"{app}.") and _part(name) in ABOVE.get(_part(module), set())
    }

    assert wrong == set()


@pytest.mark.parametrize("app", ["guidance", "signatories"])
def test_apps_use_only_the_leaves_of_the_wiring(app):
    used = {
        name.rpartition(".")[0] if name not in LEAVES else name
        for _module, name in _pairs(app)
        if name.startswith("hierniet")
    }

    assert used - LEAVES == set()


def test_leaves_of_the_wiring_know_no_app():
    wrong = {
        (module, name) for module, name in _pairs("hierniet") if module in LEAVES and not name.startswith("hierniet")
    }

    assert wrong == set()
    assert set(_modules("hierniet")) >= LEAVES


def test_import_inside_a_function_says_why():
    """It is a sign of a wrong home; a truly needed one carries its reason on the line."""
    wrong = []
    for app in APPS:
        for module, tree in _modules(app).items():
            lines = (
                (Path(settings.BASE_DIR) / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8").splitlines()
            )
            for function in ast.walk(tree):
                if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    wrong += [
                        f"{module}:{node.lineno}"
                        for node in ast.walk(function)
                        if isinstance(node, (ast.Import, ast.ImportFrom)) and "#" not in lines[node.lineno - 1]
                    ]

    assert wrong == []


def test_nobody_speaks_through_signals_of_our_own():
    """No hidden roads between our apps: what happens is called by name."""
    found = {
        (module, name)
        for app in APPS
        for module, tree in _modules(app).items()
        for name in _imports(module, tree)
        if name.startswith(("django.dispatch", "django.db.models.signals"))
    }

    assert found == set()


def test_content_with_history_is_never_changed_behind_its_back():
    """`update()` on these would leave no trace in the history and keep old pages in memory."""
    kept = {
        "Aid", "AidText", "Article", "ArticleText", "Helpline", "HelplineText", "HouseRule", "Outcome", "OutcomeText", "Page",
        "PageText", "Question", "QuestionText", "Reason", "ReasonText", "Reply", "ReplyText", "RuleText",
    }  # fmt: skip
    wrong = []
    for app in APPS:
        for module, tree in _modules(app).items():
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in ("update", "bulk_create", "bulk_update")
                ):
                    names = {found.id for found in ast.walk(node.func) if isinstance(found, ast.Name)}
                    wrong += [f"{module}:{node.lineno}"] if names & kept else []

    assert wrong == []


TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy", "npgettext"}


def _is_translated(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATING


def test_sentences_are_not_glued_from_translated_pieces():
    """Other languages have another order of words: whole sentences, with named places in them."""
    wrong = []
    for app in APPS:
        for module, tree in _modules(app).items():
            for node in ast.walk(tree):
                pieces = []
                if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                    pieces = [node.left, node.right]
                elif isinstance(node, ast.JoinedStr):
                    pieces = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
                elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
                    pieces = [node.func.value]
                wrong += [f"{module}:{piece.lineno}" for piece in pieces if _is_translated(piece)]

    assert wrong == []
