"""By which ways the voices came that a process lets everybody read: every channel, not the website alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext

from participation.contributions.models import TALK, Kind
from participation.core.feature import Lazy
from participation.core.vocabulary import Channel

IDEAS: Mapping[Channel, Lazy] = {
    Channel.WEB: lazy_gettext("Ideas on the website"),
    Channel.KIOSK: lazy_gettext("Ideas at tablets in public places"),
    Channel.PAPER: lazy_gettext("Ideas on paper"),
    Channel.LETTER: lazy_gettext("Letters"),
    Channel.PHONE: lazy_gettext("Calls"),
    Channel.EVENT: lazy_gettext("Notes from events"),
    Channel.IMPORT: lazy_gettext("Ideas taken over from elsewhere"),
}
SURVEYS = lazy_gettext("Answers in surveys that their authors made public")
QUESTIONS = lazy_gettext("Questions from meetings")
COMMENTS = lazy_gettext("Comments and discussions")


def together(counts: Iterable[tuple[Lazy, int]]) -> Sequence[tuple[str, int]]:
    """Return each way by which voices came with the sum of its numbers, the most frequent first."""
    found: Counter[str] = Counter()
    for name, count in counts:
        found[str(name)] += count
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def name_of(kind: Kind, channel: Channel, *, is_from_survey: bool) -> Lazy:
    """Return what people call the way by which a voice came."""
    if kind in TALK:
        return COMMENTS
    if kind is Kind.QUESTION:
        return QUESTIONS
    return SURVEYS if is_from_survey else IDEAS[channel]
