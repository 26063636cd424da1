"""Everything that somebody may be allowed to do, each with the sentence that says what it is."""

from enum import Enum


class Action(Enum):
    """One permission; its value is the sentence for documentation and tests."""

    READ_PROCESS = "Read what a process is about and what came of it."
    SUBMIT_IDEA = "Write an idea on a board."
    READ_STATUS = "Open the private status page of a contribution with its secret link."
    REPORT_BARRIER = "Tell the town about a barrier on its pages."
    SIGN_IN = "Sign in with mail and password."
    MANAGE_OWN_ACCOUNT = "Change the own password and sign out."
    USE_DESK = "Enter the pages of the staff."
    MODERATE = "Publish or reject what came in, with a rule and a reason."
    SEE_HIDDEN = "Read contributions that are not public."
    ANSWER = "Give the official answer to a contribution and record its outcome."
    ANSWER_BARRIERS = "Answer reports of barriers."
    SEE_JOBS = "See the work of the worker, and start failed jobs again."
