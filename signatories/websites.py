"""Which websites are asked for their title, and what came of it. The worker asks, one at a time; no page waits for it.

For moderators only. That a website turns programs away, as many do, says nothing about whether visitors see it, and is
never shown to the public as “down”.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from signatories.models import Signatory, WebsiteLook
from signatories.web_titles import fetch_title

# Longer than any look takes: a worker that was killed in the middle leaves its look to the next one.
GIVEN_UP = timedelta(minutes=5)


def due() -> QuerySet[Signatory]:
    """Who waits for a decision and was not looked at yet, or gave another address since; longest waiting first.

    Not who was set apart: our server opens no addresses for somebody whose own address nobody has proven.
    """
    never = Q(website_look__isnull=True)
    moved_on = ~Q(website_look__website=F("website"))
    left_behind = Q(website_look__fetched_at__isnull=True, website_look__asked_at__lt=timezone.now() - GIVEN_UP)
    return (
        Signatory.objects.awaiting_decision().exclude(website="").filter(never | moved_on | left_behind).oldest_first()
    )


def look_at_next() -> bool:
    """Ask one website; False when none is due. Holds no transaction while it waits for an answer."""
    if not settings.WEBSITE_TITLES:
        return False
    signatory = due().first()
    if signatory is None:
        return False
    look = _claim(signatory)
    if look is not None:
        _note(look)
    return True


def _claim(signatory: Signatory) -> WebsiteLook | None:
    """Ours, unless another worker was a moment faster."""
    now = timezone.now()
    fresh = {"website": signatory.website, "asked_at": now}
    look, is_new = WebsiteLook.objects.get_or_create(signatory=signatory, defaults=fresh)
    if is_new:
        return look
    empty = {"fetched_at": None, "title": "", "final_host": "", "answer": ""}
    claimed = WebsiteLook.objects.filter(pk=look.pk, asked_at=look.asked_at).update(**fresh, **empty)
    if not claimed:
        return None
    look.refresh_from_db()
    return look


def _note(look: WebsiteLook) -> None:
    """Written only if the row still asks for this: it may have been erased, or claimed anew, meanwhile."""
    seen = fetch_title(look.website, contact=settings.CONTACT_ADDRESS)
    WebsiteLook.objects.filter(pk=look.pk, asked_at=look.asked_at).update(
        fetched_at=timezone.now(), title=seen.title, final_host=seen.host[:255], answer=seen.answer
    )


def ask_again(signatory: Signatory) -> None:
    WebsiteLook.objects.filter(signatory=signatory).delete()
