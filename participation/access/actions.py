"""Everything that somebody may be allowed to do, each with the sentence that says what it is."""

from enum import Enum


class Action(Enum):
    """One permission; its value is the sentence for documentation and tests."""

    READ_PROCESS = "Read what a process is about and what came of it."
    SUBMIT_IDEA = "Write an idea on a board."
    SUPPORT = "Support an idea that somebody else wrote, once, and take the support back."
    START_DISCUSSION = "Begin a discussion of one's own choice."
    COMMENT = "Comment on what others wrote, and reply to comments."
    ASK_IN_HALL = "Ask a question at a meeting by phone, and say that one asks the same as somebody else."
    READ_STATUS = "Open the private status page of a contribution with its secret link."
    REPORT_CONTENT = (
        "Tell the moderators about a public contribution that breaks a rule or the law, without an account."
    )
    DESCRIBE_PICTURES = "Say what the pictures of a contribution show, with its secret link."
    OBJECT = "Object to a decision of the moderators, as its author or as whoever reported something."
    DECIDE_OBJECTION = "Decide, as a second person, on an objection to what somebody else decided."
    SEE_REGISTER = "See the register of all decisions of the moderators, and take it along."
    PUBLISH_FIGURES = "Publish the figures of a month of the moderators' work."
    REPORT_BARRIER = "Tell the town about a barrier on its pages."
    SORT_TOPICS = "Sort contributions into topics, name these, and see why the machine suggests them."
    ANSWER_SURVEY = "Answer a survey while it is open."
    READ_ANSWERS = "Read the opened answers of a survey and its results before they are public."
    SIGN_UP = "Make an account with a link that comes by mail."
    SIGN_IN = "Sign in with mail and password."
    MANAGE_OWN_ACCOUNT = "Look after the own account, take its data along, and erase it."
    TAKE_OVER = "Add a contribution to the own account with its secret link."
    MANAGE_ORGANISATIONS = "Invite organisations and confirm those that came by themselves."
    USE_DESK = "Enter the pages of the staff."
    MODERATE = "Publish or reject what came in, with a rule and a reason."
    RUN_HALL = "Open a hall for questions and choose what is answered next."
    SEE_HIDDEN = "Read contributions that are not public."
    ANSWER = "Give the official answer to a contribution and record its outcome."
    ANSWER_BARRIERS = "Answer reports of barriers."
    SEE_JOBS = "See the work of the worker, and start failed jobs again."
    EDIT_PLAN = "Draft measures and edit what they say, drafts of others among them."
    PUBLISH_MEASURE = "Make a measure public, answer those it comes from, and record how binding it has become."
