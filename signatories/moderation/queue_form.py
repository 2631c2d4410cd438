"""What a moderator looks for in the queue. All of it lives in the address, so that a view can be kept and shared."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidance.words import fold
from signatories.enums import Kind
from signatories.forms import SearchField
from signatories.models import Signatory
from signatories.models.signatory import SignatoryQuerySet
from signatories.moderation import ease
from signatories.moderation.tabs import TABS, Tab, find_tab, in_tab

ME, NOBODY = "me", "nobody"
EASIEST = "easiest"
NUMBER = re.compile(r"\d{4,10}")


class QueueForm(forms.Form):
    """What makes no sense is read as nothing. Nothing here changes who is next by right: that stays the oldest."""

    q = SearchField(label=_("Search"), required=False, help_text=_("Name, website, receipt, e-mail address or number"))
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    to = forms.ChoiceField(label=_("Assigned to"), required=False)
    sort = forms.ChoiceField(
        label=pgettext_lazy("queue", "Order"),
        choices=[("", _("Oldest first")), (EASIEST, _("Easiest first"))],
        required=False,
    )

    def __init__(self, data: QueryDict, *, user: User, colleagues: list[User]) -> None:
        super().__init__(data, auto_id="queue-%s")
        self.user = user
        self._choose("kind", [("", pgettext_lazy("kinds", "All")), *Kind.choices])
        self._choose("language", [("", pgettext_lazy("languages", "All")), *settings.LANGUAGES])
        people = [(str(one.pk), one.get_full_name() or one.get_username()) for one in colleagues if one != user]
        self._choose("to", [("", _("Anybody or nobody")), (ME, _("Me")), (NOBODY, _("Nobody yet")), *people])
        self.is_valid()
        self.found: dict[str, Any] = {name: self.cleaned_data.get(name, "") for name in self.fields}

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def is_filtered(self) -> bool:
        return any(self.found[name] for name in ("q", "kind", "language", "to"))

    @property
    def easiest_first(self) -> bool:
        return bool(self.found["sort"] == EASIEST)

    def narrow(self, rows: SignatoryQuerySet) -> SignatoryQuerySet:
        plain = {name: self.found[name] for name in ("kind", "language") if self.found[name]}
        return rows.filter(**plain).filter(self._assigned(), self._searched())

    def _assigned(self) -> Q:
        to = self.found["to"]
        if to == NOBODY:
            return Q(assigned_to__isnull=True)
        if not to:
            return Q()
        return Q(assigned_to=self.user.pk if to == ME else int(to))

    def _searched(self) -> Q:
        """Every word somewhere in the name or the website; or the whole in the receipt, the address or the number."""
        text = self.found["q"]
        if not text:
            return Q()
        words = Q()
        for word in fold(text).split():
            words &= Q(search_text__contains=word)
        digits = re.sub(r"\D", "", text)
        number = Q(enterprise_number__contains=digits) if NUMBER.fullmatch(digits) else Q(pk__in=[])
        return words | Q(receipt_number__icontains=text) | Q(contact_email__icontains=text) | number


def current_tab(data: QueryDict) -> Tab | None:
    """None for a tab that does not exist."""
    return find_tab(data.get("tab", TABS[0].key))


def narrowed(data: QueryDict, *, user: User, colleagues: list[User]) -> tuple[QueueForm, SignatoryQuerySet]:
    """What stands in the tab of this address, as narrowed down as its parameters say, oldest first."""
    form = QueueForm(data, user=user, colleagues=colleagues)
    tab = current_tab(data) or TABS[0]
    rows = form.narrow(in_tab(tab))
    return form, rows.order_by(F("since"), "pk") if tab.since else rows.oldest_first()


def colleagues() -> list[User]:
    """Everybody who can be assigned something, in one query."""
    return list(User.objects.filter(is_active=True, is_staff=True).order_by("first_name", "last_name", "username"))


def in_order(form: QueueForm, rows: SignatoryQuerySet) -> SignatoryQuerySet | list[int]:
    """The rows themselves; or, easiest first, their keys: what makes one easy is weighed here and not in the database."""
    if not form.easiest_first:
        return rows.select_related("assigned_to", "reading__by")
    all_rows = list(rows.only(*ease.FIELDS))
    marks = ease.judge(all_rows)
    return [row.pk for row in sorted(all_rows, key=lambda row: -marks[row.pk].points)]


def load_rows(page: Iterable[Any]) -> list[Signatory]:
    """The rows of one page, whether it holds them or only their keys."""
    found = list(page)
    if not found or isinstance(found[0], Signatory):
        return found
    by_key = Signatory.objects.select_related("assigned_to", "reading__by").in_bulk(found)
    return [by_key[key] for key in found if key in by_key]


def next_in_order(keys: SignatoryQuerySet | list[int], signatory: Signatory) -> Signatory | None:
    """Who follows this one; after the last, or when it has gone meanwhile, the first."""
    others = [key for key in keys if isinstance(key, int)]
    place = others.index(signatory.pk) + 1 if signatory.pk in others else 0
    following = [key for key in [*others[place:], *others[:place]] if key != signatory.pk]
    return Signatory.objects.filter(pk=following[0]).first() if following else None
