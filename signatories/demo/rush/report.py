"""What became of the applications, held against the truth."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from signatories.moderation.likeness import find_likenesses

from .applicants import Nature
from .send import Outcome


@dataclass
class Report:
    """`fates` by nature; doubles `found` and `missed` as (guise, name, name of the first); who looks like somebody
    though nobody repeats them; and what the form did not take, with its words."""

    fates: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    found: list[tuple[str, str, str]] = field(default_factory=list)
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)


def report_on(outcomes: Sequence[Outcome]) -> Report:
    """`outcomes` in the order of the applicants: doubles name theirs by its place."""
    report = Report()
    repeated = {outcome.applicant.of for outcome in outcomes if outcome.applicant.of is not None}
    for place, outcome in enumerate(outcomes):
        nature, signatory = outcome.applicant.nature, outcome.signatory
        if signatory is None:
            report.fates[nature.value]["refused by the form"] += 1
            report.refused.append((nature.value, outcome.applicant.guise, outcome.words))
            continue
        report.fates[nature.value][str(signatory.status)] += 1
        if nature == Nature.DOUBLE:
            _judge_double(report, outcome, outcomes)
        elif nature == Nature.HONEST and place not in repeated and find_likenesses(signatory):
            report.false_alarms.append(str(signatory))
    return report


def _judge_double(report: Report, outcome: Outcome, outcomes: Sequence[Outcome]) -> None:
    """Found when the first one stands among the look-alikes that a moderator is shown."""
    first = outcomes[outcome.applicant.of or 0].signatory
    if outcome.signatory is None or first is None:
        return
    alike = {likeness.signatory.pk for likeness in find_likenesses(outcome.signatory)}
    line = (outcome.applicant.guise, str(outcome.signatory), str(first))
    (report.found if first.pk in alike else report.missed).append(line)
