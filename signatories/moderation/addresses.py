"""The addresses of decisions under that of the signatories, each with a name."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from signatories.moderation import bulk, hands, undoing

VIEWS: dict[str, tuple[str, Callable[..., Any]]] = {
    "just_decided": ("just-decided/", undoing.just_decided),
    "undo": ("undo/<int:pk>/", undoing.undo),
    "send_now": ("undo/<int:pk>/send-now/", undoing.send_now),
    "assign": ("<int:pk>/assign/", hands.assign),
    "look": ("<int:pk>/look/", hands.look),
    "take_over": ("<int:pk>/take-over/", hands.take_over),
    "note": ("<int:pk>/note/", hands.note),
    "see": ("<int:pk>/note/seen/", hands.see),
    "bulk": ("bulk/", bulk.begin),
    "bulk_done": ("bulk/<int:pk>/", bulk.done),
    "bulk_undo": ("bulk/<int:pk>/undo/", bulk.undo),
}


def decision_urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [path(route, wrap(view), name=f"signatories_signatory_{name}") for name, (route, view) in VIEWS.items()]
