"""How somebody wants an answer: in which language and in which form."""

from dataclasses import dataclass

from django.http import HttpRequest

from hierniet.languages import LANGUAGES, readers_language

JSON, CSV = "application/json", "text/csv"
FORMS = {"json": JSON, "csv": CSV}


@dataclass(frozen=True)
class Asked:
    """`form` is empty when none of those that there are is wanted. `vary`: the headers that decided."""

    language: str
    form: str
    vary: tuple[str, ...]


def asked_by(request: HttpRequest, forms: tuple[str, ...]) -> Asked:
    """The parameters go before the headers. Wrong ones are refused later: until then they count as not given."""
    language, form = request.GET.get("lang", ""), FORMS.get(request.GET.get("format", ""), "")
    by_headers = {"Accept-Language": language not in LANGUAGES, "Accept": form not in forms}
    return Asked(
        readers_language(request, LANGUAGES, else_of=["nl"]) if by_headers["Accept-Language"] else language,
        (request.get_preferred_type(list(forms)) or "") if by_headers["Accept"] else form,
        tuple(name for name, decides in by_headers.items() if decides),
    )
