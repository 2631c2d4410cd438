"""Where administrators say a mail in their own words. Every page shows what ships beside what goes out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hierniet.frames import mail_response, may_hold_frame
from hierniet.languages import LANGUAGES
from signatories import emails, wording
from signatories.messages import LABELS, MESSAGES
from signatories.models import Wording
from signatories.moderation.sample import OCCASIONS, sample_signatory, sample_words
from signatories.wording import PLACEHOLDER, Passage

may_see = permission_required("signatories.view_wording", raise_exception=True)
may_change = permission_required("signatories.change_wording", raise_exception=True)
LONGEST = {"subject": 120}
LONGEST_PASSAGE = 1500


class WordsField(forms.CharField):
    """Never shown as one that may be left out: left empty, the shipped words go out."""

    def clean(self, value: Any) -> str:
        return str(super().clean(value)) if str(value or "").strip() else ""


class WordingForm(forms.Form):
    """One field a passage. What is left empty, or as it ships, goes back to the shipped words."""

    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, passages: list[Passage], language: str) -> None:
        self.language = language
        self.passages = {passage.name: passage for passage in passages}
        super().__init__(data, initial={"seen": seen_digest(passages)} | {one.name: one.text for one in passages})
        for passage in passages:
            self.fields[passage.name] = self._field(passage)

    def _field(self, passage: Passage) -> forms.CharField:
        rows, attrs = 4 + passage.shipped.count("\n"), {"lang": self.language}
        return WordsField(
            label=passage.label,
            max_length=LONGEST.get(passage.name, LONGEST_PASSAGE),
            widget=forms.TextInput(attrs) if passage.name == "subject" else forms.Textarea(attrs | {"rows": rows}),
            validators=[lambda text: check_placeholders(text, passage)],
        )

    def words(self) -> dict[str, str]:
        """By passage, what is to be said; empty for the shipped words."""
        said = {name: self.cleaned_data[name].replace("\r\n", "\n").strip() for name in self.passages}
        return {name: "" if text == self.passages[name].shipped else text for name, text in said.items()}

    def rows(self) -> list[tuple[Passage, forms.BoundField]]:
        return [(passage, self[name]) for name, passage in self.passages.items()]


def check_placeholders(text: str, passage: Passage) -> None:
    """What the shipped words tell, the new ones tell too: a day or a number must not get lost."""
    used, needed = set(PLACEHOLDER.findall(text)), set(passage.placeholders)
    if unknown := used - needed:
        names = ", ".join(f"{{{name}}}" for name in sorted(unknown))
        raise forms.ValidationError(_("There is nothing to put in the place of %(names)s here.") % {"names": names})
    if missing := needed - used:
        names = ", ".join(f"{{{name}}}" for name in sorted(missing))
        raise forms.ValidationError(_("Leave %(names)s in: people need to read it.") % {"names": names})


def seen_digest(passages: list[Passage]) -> str:
    return wording.digest("\0".join(passage.text for passage in passages))


@require_safe
@may_see
def wording_list(request: HttpRequest) -> HttpResponse:
    """Every mail in every language, and whether it goes out as it ships."""
    own = list(Wording.objects.all())
    rows = [
        (message, LABELS[message], [_cell(message, language, own) for language in LANGUAGES]) for message in MESSAGES
    ]
    context = {"title": _("The words of our mails"), "rows": rows, "languages": LANGUAGES}
    return _page(request, "back_office/wording_list.html", context)


def _cell(message: str, language: str, own: list[Wording]) -> dict[str, Any]:
    shipped = wording.shipped_passages(message, language)
    ours = [one for one in own if (one.message, one.language) == (message, language) and one.passage in shipped]
    is_older = any(one.default_digest != wording.digest(shipped[one.passage]) for one in ours)
    return {
        "language": language,
        "subject": shipped.get("subject", "").replace("({receipt})", "").strip(),
        "differs": len(ours),
        "is_older": is_older,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@may_see
def wording_edit(request: HttpRequest, message: str, language: str) -> HttpResponse:
    """One mail in one language: what ships, what goes out, and the mail as a made-up applicant would get it."""
    passages = _passages(message, language)
    may_write = request.user.has_perm("signatories.change_wording")
    if request.method == "POST":
        return _save(request, message, language, passages)
    return _form_page(
        request, message, language, WordingForm(passages=passages, language=language), may_write=may_write
    )


@may_change
def _save(request: HttpRequest, message: str, language: str, passages: list[Passage]) -> HttpResponse:
    form = WordingForm(request.POST, passages=passages, language=language)
    if form.is_valid() and _store(message, language, form):
        messages.success(request, _("Saved. The next mail goes out with these words."))
        return redirect("admin:signatories_wording_edit", message=message, language=language)
    if form.is_valid():
        form = _with_fresh_eyes(request, _passages(message, language), language)
    return _form_page(request, message, language, form, may_write=True)


def _with_fresh_eyes(request: HttpRequest, passages: list[Passage], language: str) -> WordingForm:
    """Somebody else saved first: what was typed stays, beside what goes out now."""
    form = WordingForm({**request.POST.dict(), "seen": seen_digest(passages)}, passages=passages, language=language)
    form.add_error(None, _("A colleague changed these words meanwhile. Yours are still here: compare, and save again."))
    return form


@transaction.atomic
def _store(message: str, language: str, form: WordingForm) -> bool:
    """False when what goes out is not what was read before."""
    here: dict[str, Any] = {"message": message, "language": language}
    list(Wording.objects.select_for_update().filter(**here))
    if form.cleaned_data["seen"] != seen_digest(_passages(message, language)):
        return False
    for name, text in form.words().items():
        if not text:
            for one in Wording.objects.filter(**here, passage=name):
                one.delete()
            continue
        facts = {"text": text, "default_digest": wording.digest(form.passages[name].shipped)}
        Wording.objects.update_or_create(**here, passage=name, defaults=facts)
    return True


@require_POST
@may_see
def wording_preview(request: HttpRequest, message: str, language: str) -> HttpResponse:
    """The HTML of the mail with the words as they are typed, for the frame on the page."""
    form = WordingForm(request.POST, passages=_passages(message, language), language=language)
    if not form.is_valid():
        sentence = _("Mend what is marked first.")
        return mail_response(f"<p>{escape(sentence)}</p>")
    return mail_response(_sample(message, language, form.words(), occasion=request.POST.get("occasion", "")).html)


def _sample(message: str, language: str, words: Mapping[str, str], *, occasion: str) -> emails.RenderedMail:
    own = {name: text for name, text in words.items() if text}
    with override(language):
        return emails.render(sample_signatory(language), message, {**sample_words(message, occasion), "wording": own})


def _samples(message: str, language: str, passages: Mapping[str, Passage]) -> list[tuple[Passage, emails.RenderedMail]]:
    """The mail as it goes out now: once with its ordinary opening, and once for each passage that takes the place of it."""
    own = {name: passage.own.text for name, passage in passages.items() if passage.own}
    occasions = ["opening", *(name for name in passages if name in OCCASIONS)]
    return [(passages[name], _sample(message, language, own, occasion=name)) for name in occasions]


def _passages(message: str, language: str) -> list[Passage]:
    if message not in MESSAGES or language not in LANGUAGES:
        raise Http404
    return wording.passages(message, language)


def _form_page(
    request: HttpRequest, message: str, language: str, form: WordingForm, *, may_write: bool
) -> HttpResponse:
    context = {
        "title": LABELS[message],
        "subtitle": get_language_info(language)["name_translated"],
        "form": form,
        "language": language,
        "message": message,
        "mails": _samples(message, language, form.passages),
        "signatory": sample_signatory(language),
        "may_write": may_write,
    }
    return may_hold_frame(_page(request, "back_office/wording.html", context))


def _page(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    return render(request, template, admin.site.each_context(request) | {"opts": Wording._meta} | dict(context))
