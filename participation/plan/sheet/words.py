"""How fact sheets are told: the names of their sections and of what is chosen in them."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.plan.sheet.rules import Charta, Fullness, Section, SupportKind, SupportState, SystemLevel, Weight

SECTIONS: Mapping[Section, Lazy] = {
    Section.AIMS: lazy_gettext("Need and goals"),
    Section.PEOPLE: lazy_gettext("Who takes part"),
    Section.SUPPORT: lazy_gettext("Help from outside"),
    Section.TIME: lazy_gettext("Time and weight"),
    Section.RISKS: lazy_gettext("Risks and next steps"),
    Section.TAGS: lazy_gettext("Charta, global goals, levels"),
    Section.TRANSFER: lazy_gettext("For other towns"),
    Section.TRIAL: lazy_gettext("Trial"),
}
LEADS: Mapping[Section, Lazy] = {
    Section.AIMS: lazy_gettext("Why the town does this, what it is to reach, and for whom."),
    Section.PEOPLE: lazy_gettext("One unit is in charge. Here stand all others who lend a hand."),
    Section.SUPPORT: lazy_gettext("What the town cannot do by itself: knowledge, people, technology, law, neighbours."),
    Section.TIME: lazy_gettext(
        "Three different things: from when to when it runs, how important experts find it, and how much politics "
        "want it."
    ),
    Section.RISKS: lazy_gettext("What could go wrong, and what has to be done, in this order."),
    Section.TAGS: lazy_gettext("Where the measure stands in the plans of the federation and of the United Nations."),
    Section.TRANSFER: lazy_gettext("What another town can take over without asking."),
    Section.TRIAL: lazy_gettext(
        "A trial answers a question. It says before when it ends, and ending it with something learned is a result."
    ),
}
FULLNESS: Mapping[Fullness, Lazy] = {
    Fullness.FULL: lazy_gettext("complete"),
    Fullness.PART: lazy_gettext("in part"),
    Fullness.EMPTY: lazy_gettext("empty"),
}
WEIGHTS: Mapping[Weight, Lazy] = {
    Weight.HIGH: lazy_gettext("high"),
    Weight.MEDIUM: lazy_gettext("medium"),
    Weight.LOW: lazy_gettext("low"),
}
SUPPORT_KINDS: Mapping[SupportKind, Lazy] = {
    SupportKind.EXPERTISE: lazy_gettext("expert knowledge"),
    SupportKind.STAFF: lazy_gettext("staff"),
    SupportKind.TECHNOLOGY: lazy_gettext("technology"),
    SupportKind.LAW: lazy_gettext("legal advice"),
    SupportKind.NEIGHBOURS: lazy_gettext("neighbouring towns"),
}
SUPPORT_STATES: Mapping[SupportState, Lazy] = {
    SupportState.OPEN: lazy_gettext("not yet asked for"),
    SupportState.ASKED: lazy_gettext("asked for"),
    SupportState.AGREED: lazy_gettext("agreed"),
    SupportState.REFUSED: lazy_gettext("refused"),
    SupportState.THERE: lazy_gettext("there"),
}
CHARTA: Mapping[Charta, Lazy] = {
    Charta.STRATEGY: lazy_gettext("Goals, strategies and structures"),
    Charta.PARTICIPATION: lazy_gettext("Openness, participation and shaping together"),
    Charta.INFRASTRUCTURE: lazy_gettext("Infrastructures, data and services"),
    Charta.RESOURCES: lazy_gettext("Resources, skills and cooperation"),
}
LEVELS: Mapping[SystemLevel, Lazy] = {
    SystemLevel.INFRASTRUCTURE: lazy_gettext("Infrastructure"),
    SystemLevel.DATA: lazy_gettext("Data"),
    SystemLevel.SERVICES: lazy_gettext("Services"),
    SystemLevel.USERS: lazy_gettext("Users"),
}
SDGS: Mapping[int, Lazy] = {
    1: lazy_gettext("No poverty"),
    2: lazy_gettext("No hunger"),
    3: lazy_gettext("Health and well-being"),
    4: lazy_gettext("Good education"),
    5: lazy_gettext("Equality of the sexes"),
    6: lazy_gettext("Clean water and sanitation"),
    7: lazy_gettext("Affordable and clean energy"),
    8: lazy_gettext("Decent work and economic growth"),
    9: lazy_gettext("Industry, innovation and infrastructure"),
    10: lazy_gettext("Less inequality"),
    11: lazy_gettext("Sustainable cities and communities"),
    12: lazy_gettext("Sustainable consumption and production"),
    13: lazy_gettext("Climate action"),
    14: lazy_gettext("Life below water"),
    15: lazy_gettext("Life on land"),
    16: lazy_gettext("Peace, justice and strong institutions"),
    17: lazy_gettext("Partnerships for the goals"),
}


def sdg(number: int) -> str:
    """Return a global goal with its number, as people look it up."""
    return f"{number} {SDGS[number]}"
