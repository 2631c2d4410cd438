"""Who applies: honest ones, the same ones again in another guise, spam, and people who try what breaks."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from enum import Enum
from random import Random

from django.utils import timezone
from django.utils.text import slugify

from guidance.words import fold
from hierniet.languages import LANGUAGES
from signatories.demo.load import KIND_WEIGHTS, LANGUAGE_WEIGHTS
from signatories.demo.names import Identity, make_identity
from signatories.demo.words import FIRST_NAMES, SURNAMES
from signatories.enums import Kind

from .guises import GUISES
from .hostile import HOSTILE
from .spam import SPAM


class Nature(Enum):
    HONEST = "honest"
    DOUBLE = "double"
    SPAM = "spam"
    HOSTILE = "hostile"


@dataclass(frozen=True)
class Applicant:
    """What somebody types, and what only we know: `of` is the place, in the list, of whom a double repeats."""

    nature: Nature
    guise: str
    form: dict[str, str]
    internet_address: str
    of: int | None = None
    # What a program does that people do not: no waiting, a filled trap, no page of ours before.
    seconds: float = 90.0
    sends_token: bool = True
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Numbers:
    """How many of each; the rest is honest."""

    everybody: int = 500
    doubles: int = 40
    spam: int = 20
    hostile: int = 10

    @property
    def honest(self) -> int:
        return self.everybody - self.doubles - self.spam - self.hostile


def make_applicants(numbers: Numbers, *, seed: str) -> list[Applicant]:
    """In the order in which they arrive: whoever repeats somebody comes later. The same seed gives the same month."""
    chance = Random(f"rush {seed}")  # noqa: S311  made-up people, not secrets
    honest = list(_honest(chance, numbers.honest))
    odd = [*_programs(SPAM, Nature.SPAM, numbers.spam), *_programs(HOSTILE, Nature.HOSTILE, numbers.hostile)]
    chance.shuffle(odd)
    arrived = [*honest]
    for applicant in odd:
        arrived.insert(chance.randrange(len(arrived) + 1), applicant)
    return [*arrived, *_doubles(chance, arrived, numbers.doubles)]


def _honest(chance: Random, number: int) -> Iterator[Applicant]:
    taken: set[str] = set()
    for index in range(number):
        kind = Kind(chance.choices([*KIND_WEIGHTS], weights=[*KIND_WEIGHTS.values()])[0])
        language = chance.choices(LANGUAGES, weights=[LANGUAGE_WEIGHTS[name] for name in LANGUAGES])[0]
        identity = make_identity(chance, kind=kind, language=language, taken=taken)
        form = form_of(identity) | mandate_of(identity, chance)
        yield Applicant(Nature.HONEST, "", form, address_of(index))


def _doubles(chance: Random, arrived: list[Applicant], number: int) -> Iterator[Applicant]:
    """Each guise in turn, on somebody whom it can disguise."""
    honest = [place for place, one in enumerate(arrived) if one.nature == Nature.HONEST]
    chance.shuffle(honest)
    for index in range(number):
        name, disguise = GUISES[index % len(GUISES)]
        place, form = _first_that_fits(honest, arrived, disguise)
        yield Applicant(Nature.DOUBLE, name, form, address_of(50_000 + index), of=place)


def _first_that_fits(
    places: list[int], arrived: list[Applicant], disguise: Callable[[dict[str, str]], dict[str, str] | None]
) -> tuple[int, dict[str, str]]:
    for place in places:
        form = disguise(dict(arrived[place].form))
        if form is not None:
            places.remove(place)
            return place, form
    raise ValueError("nobody is left whom this guise fits")


def _programs(kinds: list[dict[str, object]], nature: Nature, number: int) -> Iterator[Applicant]:
    for index in range(number):
        kind = dict(kinds[index % len(kinds)])
        guise = str(kind.pop("guise"))
        form = plain_form(index, nature) | dict(kind.pop("form", {}))  # type: ignore[call-overload]
        base = Applicant(nature, guise, form, address_of(60_000 + index if nature == Nature.SPAM else 61_000 + index))
        yield replace(base, **kind)  # type: ignore[arg-type]


def form_of(identity: Identity) -> dict[str, str]:
    facts = {name: str(value) for name, value in asdict(identity).items()}
    return facts | {"agrees_to_charter": "on", "has_mandate": "on"}


def mandate_of(identity: Identity, chance: Random) -> dict[str, str]:
    """What shows that they may sign: the day of a decision, or a second person at the same organisation."""
    if identity.kind in Kind.decided_by_council:
        return {"mandate_decided_on": (timezone.localdate() - timedelta(days=chance.randint(3, 60))).isoformat()}
    if identity.kind not in Kind.confirmed_by_two:
        return {}
    name = f"{chance.choice(FIRST_NAMES[identity.language])} {chance.choice(SURNAMES[identity.language])}"
    mailbox, domain = slugify(fold(name)).replace("-", "."), identity.contact_email.partition("@")[2]
    return {"second_name": name, "second_email": f"tweede.{mailbox}@{domain}"}


def plain_form(index: int, nature: Nature) -> dict[str, str]:
    name = f"Proefbedrijf {nature.value} {index + 1}"
    domain = f"proef-{nature.value}-{index + 1}.example"
    return {
        "kind": Kind.COMPANY.value, "name": name, "website": f"https://{domain}/", "enterprise_number": "",
        "language": "nl", "contact_name": "Proef Persoon", "contact_role": "Communicatie",
        "contact_email": f"proef@{domain}", "contact_phone": "", "agrees_to_charter": "on", "has_mandate": "on",
    }  # fmt: skip


def address_of(index: int) -> str:
    """One from the range that is set apart to test networks (RFC 2544); people who know nothing of each other are neighbours
    of nobody, so the first 512 have a network each."""
    return f"198.{18 + index // 256 % 2}.{index % 256}.{1 + index // 512 % 254}"
