"""THE table: who may do what, and in which phases.

A new permission is one action, one row here, and one line in the matrix test.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.access.actions import Action
from participation.core.vocabulary import Phase, Role

EVERYONE = frozenset(Role)
SIGNED_IN = EVERYONE - {Role.GUEST}
MODERATORS = frozenset({Role.MODERATOR, Role.LEAD, Role.ADMINISTRATOR})
PLANNERS = frozenset({Role.PLANNER, Role.LEAD, Role.ADMINISTRATOR})
STAFF = MODERATORS | PLANNERS
LEADS = frozenset({Role.LEAD, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may, and in which phases of the subject's process; None means in every phase and outside any."""

    roles: frozenset[Role]
    phases: frozenset[Phase] | None = None


POLICY: Mapping[Action, Rule] = {
    Action.READ_PROCESS: Rule(EVERYONE),
    Action.SUBMIT_IDEA: Rule(EVERYONE, frozenset({Phase.IDEAS})),
    Action.SUPPORT: Rule(EVERYONE, frozenset({Phase.IDEAS})),
    Action.START_DISCUSSION: Rule(EVERYONE, frozenset({Phase.IDEAS})),
    Action.COMMENT: Rule(EVERYONE, frozenset({Phase.IDEAS})),
    Action.ASK_IN_HALL: Rule(EVERYONE),
    Action.FOLLOW: Rule(EVERYONE),
    Action.HEAR_ANSWER: Rule(EVERYONE),
    Action.READ_STATUS: Rule(EVERYONE),
    Action.REPORT_CONTENT: Rule(EVERYONE),
    Action.DESCRIBE_PICTURES: Rule(EVERYONE),
    Action.OBJECT: Rule(EVERYONE),
    Action.DECIDE_OBJECTION: Rule(MODERATORS),
    Action.SEE_REGISTER: Rule(MODERATORS),
    Action.PUBLISH_FIGURES: Rule(MODERATORS),
    Action.ANSWER_BACK: Rule(EVERYONE),
    Action.REPORT_BARRIER: Rule(EVERYONE),
    Action.SORT_TOPICS: Rule(PLANNERS),
    Action.ANSWER_SURVEY: Rule(EVERYONE),
    Action.READ_ANSWERS: Rule(PLANNERS),
    Action.IMPORT_SURVEY: Rule(PLANNERS),
    Action.EDIT_SURVEY: Rule(PLANNERS),
    Action.OPEN_WAYS: Rule(PLANNERS),
    Action.SIGN_UP: Rule(EVERYONE),
    Action.SIGN_IN: Rule(EVERYONE),
    Action.MANAGE_OWN_ACCOUNT: Rule(SIGNED_IN),
    Action.TAKE_OVER: Rule(SIGNED_IN),
    Action.MANAGE_ORGANISATIONS: Rule(PLANNERS),
    Action.USE_DESK: Rule(STAFF | {Role.PARTNER}),
    Action.ENTER_CONTRIBUTIONS: Rule(STAFF),
    Action.MODERATE: Rule(MODERATORS),
    Action.BLOCK: Rule(MODERATORS),
    Action.RUN_HALL: Rule(MODERATORS),
    Action.SEE_HIDDEN: Rule(MODERATORS),
    Action.TRANSLATE: Rule(STAFF),
    Action.ANSWER: Rule(STAFF | {Role.PARTNER}),
    Action.SET_UP_BOARDS: Rule(PLANNERS),
    Action.EDIT_TEMPLATES: Rule(STAFF),
    Action.ANSWER_BARRIERS: Rule(STAFF),
    Action.SEE_JOBS: Rule(LEADS),
    Action.EDIT_EVENTS: Rule(STAFF),
    Action.RESERVE_PLACE: Rule(EVERYONE),
    Action.SEE_GUESTS: Rule(STAFF),
    Action.EDIT_PLAN: Rule(PLANNERS),
    Action.PUBLISH_MEASURE: Rule(PLANNERS),
}


def allows(rule: Rule, roles: frozenset[Role], open_phases: frozenset[Phase] | None) -> bool:
    """Judge one row: a role that may, and a phase that is open where the row asks for one."""
    if not rule.roles & roles:
        return False
    return rule.phases is None or (open_phases is not None and bool(rule.phases & open_phases))
