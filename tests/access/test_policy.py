"""The matrix of permissions, written out: rows are actions, columns roles; a phase where one is needed."""

import pytest

from participation.access.actions import Action
from participation.access.guard import Actor, Grant, can
from participation.access.policy import POLICY
from participation.core.vocabulary import Phase, Role

G, C, P, M, PL, L, A = Role
EVERYBODY = {G, C, P, M, PL, L, A}

MATRIX = {
    Action.READ_PROCESS: EVERYBODY,
    Action.SUBMIT_IDEA: EVERYBODY,
    Action.SUPPORT: EVERYBODY,
    Action.START_DISCUSSION: EVERYBODY,
    Action.COMMENT: EVERYBODY,
    Action.ASK_IN_HALL: EVERYBODY,
    Action.FOLLOW: EVERYBODY,
    Action.HEAR_ANSWER: EVERYBODY,
    Action.READ_STATUS: EVERYBODY,
    Action.REPORT_CONTENT: EVERYBODY,
    Action.DESCRIBE_PICTURES: EVERYBODY,
    Action.OBJECT: EVERYBODY,
    Action.DECIDE_OBJECTION: {M, L, A},
    Action.SEE_REGISTER: {M, L, A},
    Action.PUBLISH_FIGURES: {M, L, A},
    Action.ANSWER_BACK: EVERYBODY,
    Action.REPORT_BARRIER: EVERYBODY,
    Action.SORT_TOPICS: {PL, L, A},
    Action.ANSWER_SURVEY: EVERYBODY,
    Action.READ_ANSWERS: {PL, L, A},
    Action.IMPORT_SURVEY: {PL, L, A},
    Action.EDIT_SURVEY: {PL, L, A},
    Action.OPEN_WAYS: {PL, L, A},
    Action.SIGN_UP: EVERYBODY,
    Action.SIGN_IN: EVERYBODY,
    Action.MANAGE_OWN_ACCOUNT: EVERYBODY - {G},
    Action.TAKE_OVER: EVERYBODY - {G},
    Action.MANAGE_ORGANISATIONS: {PL, L, A},
    Action.USE_DESK: {P, M, PL, L, A},
    Action.ENTER_CONTRIBUTIONS: {M, PL, L, A},
    Action.MODERATE: {M, L, A},
    Action.BLOCK: {M, L, A},
    Action.RUN_HALL: {M, L, A},
    Action.SEE_HIDDEN: {M, L, A},
    Action.TRANSLATE: {M, PL, L, A},
    Action.ANSWER: {P, M, PL, L, A},
    Action.SET_UP_BOARDS: {PL, L, A},
    Action.EDIT_TEMPLATES: {M, PL, L, A},
    Action.ANSWER_BARRIERS: {M, PL, L, A},
    Action.SEE_JOBS: {L, A},
    Action.EDIT_EVENTS: {M, PL, L, A},
    Action.RESERVE_PLACE: EVERYBODY,
    Action.SEE_GUESTS: {M, PL, L, A},
    Action.EDIT_PLAN: {PL, L, A},
    Action.PUBLISH_MEASURE: {PL, L, A},
}
PHASES = {
    Action.SUBMIT_IDEA: {Phase.IDEAS},
    Action.SUPPORT: {Phase.IDEAS},
    Action.COMMENT: {Phase.IDEAS},
    Action.START_DISCUSSION: {Phase.IDEAS},
}


class Subject:
    """Something in a process that is in these phases."""

    def __init__(self, *phases: Phase) -> None:
        self.phases = frozenset(phases)

    def open_phases(self) -> frozenset[Phase]:
        """Return the open phases."""
        return self.phases

    def grant_names(self):
        """Yield the own names."""
        yield "board:own"


def _actor(role: Role, subject: str | None = None) -> Actor:
    if role is Role.GUEST:
        return Actor()
    return Actor(person_id=1, grants=frozenset({Grant(role, subject)}))


def test_the_matrix_knows_every_action() -> None:
    assert set(MATRIX) == set(Action) == set(POLICY)


def test_every_action_explains_itself_in_one_sentence() -> None:
    assert all(action.value.endswith(".") and action.value[0].isupper() for action in Action)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("phase", Phase)
def test_who_may_do_what_in_which_phase(action: Action, role: Role, phase: Phase) -> None:
    expected = role in MATRIX[action] and phase in PHASES.get(action, set(Phase))
    assert can(action, Subject(phase), _actor(role)) is expected


def test_a_closed_process_takes_no_ideas_from_anybody() -> None:
    assert not any(can(Action.SUBMIT_IDEA, Subject(), _actor(role)) for role in Role)


def test_overlapping_phases_open_what_each_of_them_opens() -> None:
    assert can(Action.SUBMIT_IDEA, Subject(Phase.IDEAS, Phase.PLAN), _actor(Role.GUEST))


def test_a_role_on_one_thing_reaches_only_that_thing() -> None:
    assert can(Action.ANSWER, Subject(Phase.PLAN), _actor(Role.PARTNER, "board:own"))
    assert not can(Action.ANSWER, Subject(Phase.PLAN), _actor(Role.PARTNER, "board:other"))
