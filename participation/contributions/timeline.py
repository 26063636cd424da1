"""What the hub itself knows of a contribution's way: arrived, checked, answered, and what comes next."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import current_app, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy import select

from participation.contributions.asking import Rating
from participation.contributions.models import SUBJECT, TALK, Contribution, Idea, Outcome, OutcomeKind
from participation.contributions.versioned import Version
from participation.contributions.votes import levels
from participation.contributions.votes.rules import won_of
from participation.core.clock import local, today, working_days_after
from participation.core.database import db
from participation.core.feature import Lazy, Step
from participation.core.vocabulary import Channel
from participation.moderation import services as moderation
from participation.moderation.models import Decision
from participation.moderation.rules import KEEPS_BACK, KEPT_BACK, NOT_SHOWN, HouseRule, Verdict, Visibility
from participation.process.models import Process
from participation.web.context import day, day_short, number

CHECK_TAKES_DAYS = 1

OUTCOME_NAMES: dict[OutcomeKind, Lazy] = {
    OutcomeKind.ADOPTED: lazy_gettext("Adopted"),
    OutcomeKind.PARTLY: lazy_gettext("Partly adopted"),
    OutcomeKind.INSPIRED: lazy_gettext("Taken further"),
    OutcomeKind.NOT_ADOPTED: lazy_gettext("Not adopted"),
    OutcomeKind.ANSWERED: lazy_gettext("Answered"),
}
DEEDS: dict[Verdict, Lazy] = {
    Verdict.PUBLISH: lazy_gettext("Checked and public"),
    Verdict.REJECT: lazy_gettext("Not published"),
    Verdict.HIDE: lazy_gettext("Hidden by the moderators"),
    Verdict.RESTORE: lazy_gettext("Public again"),
    Verdict.ASK_BACK: lazy_gettext("A question to the author"),
    Verdict.FORWARD: lazy_gettext("Passed on to another office"),
    Verdict.EDIT: lazy_gettext("Edited by the moderators: personal data taken out"),
    Verdict.MERGE: lazy_gettext("Merged with another contribution"),
    Verdict.REMOVE: lazy_gettext("Removed for good by the moderators"),
    Verdict.STRIP: lazy_gettext("A file was taken out by the moderators"),
    Verdict.REVERSE: lazy_gettext("A decision was taken back after an objection"),
}
RETURNS: dict[Visibility, Lazy] = {
    Visibility.PUBLIC: lazy_gettext("Back to be checked"),
    Visibility.MERGED: lazy_gettext("On its own again"),
}
CHANNEL_NAMES: dict[Channel, Lazy] = {
    Channel.WEB: lazy_gettext("on this site"),
    Channel.KIOSK: lazy_gettext("at a kiosk"),
    Channel.PAPER: lazy_gettext("on paper"),
    Channel.LETTER: lazy_gettext("by letter"),
    Channel.PHONE: lazy_gettext("by phone"),
    Channel.EVENT: lazy_gettext("at an event"),
    Channel.IMPORT: lazy_gettext("taken over from another place"),
}


def steps(contributions: Sequence[Contribution]) -> Mapping[int, list[Step]]:
    """Return the steps the hub knows, for a batch of contributions."""
    decisions = moderation.decisions_on(SUBJECT, [contribution.id for contribution in contributions])
    answered = _answered_back([number for number, made in decisions.items() if _was_asked(made)])
    return {
        contribution.id: [
            _received(contribution),
            *_checked(contribution, decisions[contribution.id]),
            *answered.get(contribution.id, []),
            *map(_answered, contribution.outcomes),
            *_expected(contribution),
        ]
        for contribution in contributions
    }


def _was_asked(decisions: Sequence[Decision]) -> bool:
    return any(decision.verdict is Verdict.ASK_BACK for decision in decisions)


def _answered_back(contribution_ids: Sequence[int]) -> Mapping[int, list[Step]]:
    """Return when authors answered questions of the moderators; what they said is not for everybody."""
    found: dict[int, list[Step]] = {}
    if contribution_ids:
        of_authors = select(Version.contribution_id, Version.changed_at).where(
            Version.contribution_id.in_(contribution_ids), Version.by_author
        )
        for number, moment in db.session.execute(of_authors):
            step = Step("done", gettext("The author answered"), day(moment), order=moment)
            found.setdefault(number, []).append(step)
    return found


def letter_to(contribution: Contribution) -> str:
    """Return the last letter to the author that still holds: a statement of reasons only while it is kept back."""
    decisions = moderation.decisions_on(SUBJECT, [contribution.id])[contribution.id]
    holds = (one for one in reversed(decisions) if one.verdict not in KEEPS_BACK or _tells_why(contribution, one))
    return next((one.letter for one in holds if one.letter and one.verdict is not Verdict.ASK_BACK), "")


def check_due(contribution: Contribution) -> date:
    """Return the day by which the moderators mean to have read it."""
    return working_days_after(local(contribution.created_at).date(), CHECK_TAKES_DAYS)


def _received(contribution: Contribution) -> Step:
    return Step(
        state="done",
        title=gettext("Arrived"),
        when=day(contribution.created_at),
        text=gettext(
            "Number %(reference)s, %(channel)s.", reference=contribution.reference, channel=came(contribution)
        ),
        order=contribution.created_at,
    )


def came(contribution: Contribution) -> str:
    """Return how a contribution came in, and from where: on paper, village meeting, 28 January."""
    origin_on = day_short(contribution.origin_on) if contribution.origin_on else ""
    return ", ".join(filter(None, (str(CHANNEL_NAMES[contribution.channel]), contribution.origin, origin_on)))


def _checked(contribution: Contribution, decisions: Sequence[Decision]) -> list[Step]:
    found = [_decided(contribution, decision) for decision in decisions if decision.verdict in DEEDS]
    if contribution.published_at and not any(decision.verdict is Verdict.PUBLISH for decision in decisions):
        found.append(_published(contribution))
    if contribution.visibility is Visibility.WAITING:
        found.append(_to_be_checked(contribution))
    if contribution.visibility is Visibility.ASKED:
        found.append(Step("next", gettext("Your answer"), text=gettext("Then we read on."), order=today()))
    return found


def _to_be_checked(contribution: Contribution) -> Step:
    return Step(
        state="next",
        title=gettext("Checked and public"),
        when=gettext("until %(day)s", day=day(check_due(contribution))),
        text=_reading(),
        order=check_due(contribution),
    )


def _reading() -> str:
    begin, end = current_app.extensions["settings"].town.reading_hours
    return " ".join(
        (
            gettext("We read it by the house rules. Criticism is welcome."),
            gettext("We read on working days from %(begin)s to %(end)s o’clock.", begin=begin, end=end),
        )
    )


def _support(contribution: Contribution) -> str:
    """Return how many support it, as a sentence, and how surely they were counted; empty where nobody does."""
    count = contribution.support_count
    if not count:
        return ""
    if isinstance(contribution, Idea) and contribution.board.rating is Rating.PAIRS:
        return pairs_words(contribution.score, count)
    words = ngettext("One person supports it.", "%(count)s people support it.", count, count=number(count))
    return f"{words} {levels.SENTENCES[contribution.board.assurance]}" if isinstance(contribution, Idea) else words


def pairs_words(score: int, count: int) -> str:
    """Return how often an idea was ahead of another one."""
    won = number(won_of(score, count))
    return ngettext(
        "Ahead in %(won)s of one comparison.", "Ahead in %(won)s of %(count)s comparisons.", count, won=won,
        count=number(count),
    )  # fmt: skip


def _published(contribution: Contribution) -> Step:
    assert contribution.published_at is not None
    return Step(
        state="done",
        title=gettext("Public"),
        when=day(contribution.published_at),
        text=_support(contribution),
        order=contribution.published_at,
    )


def _decided(contribution: Contribution, decision: Decision) -> Step:
    return Step(
        state="done",
        title=_title(decision),
        when=day(decision.decided_at),
        text=_words(contribution, decision),
        by=_rules(decision) if _tells_why(contribution, decision) else "",
        order=decision.decided_at,
    )


def _title(decision: Decision) -> str:
    if decision.office:
        return gettext("Passed on to: %(office)s", office=decision.office)
    if decision.verdict is Verdict.RESTORE and decision.before in RETURNS:
        return str(RETURNS[decision.before])
    return str(DEEDS[decision.verdict])


def _words(contribution: Contribution, decision: Decision) -> str:
    """Return what the step says; why something was kept back is nobody's business once it is public."""
    match decision.verdict:
        case Verdict.PUBLISH:
            checked = gettext("By the moderators, under the house rules.")
            return f"{checked} {_support(contribution)}".strip()
        case Verdict.ASK_BACK if contribution.visibility is Visibility.ASKED:
            return gettext("We wait for the answer.")
        case Verdict.RESTORE if decision.before in KEPT_BACK:
            return gettext("The moderators looked at it once more.")
    return decision.facts if _tells_why(contribution, decision) else ""


def _tells_why(contribution: Contribution, decision: Decision) -> bool:
    return decision.verdict in KEEPS_BACK and contribution.visibility in NOT_SHOWN


def _rules(decision: Decision) -> str:
    rules = ", ".join(str(moderation.RULE_NAMES[HouseRule(rule)]) for rule in decision.rules)
    return gettext("House rule: %(rules)s", rules=rules)


def _answered(outcome: Outcome) -> Step:
    by = (
        gettext("%(office)s. Reason: %(reason)s", office=outcome.office, reason=outcome.reason)
        if outcome.reason
        else outcome.office
    )
    is_plain = outcome.kind is OutcomeKind.ANSWERED
    return Step(
        state="done",
        title=gettext("Answer") if is_plain else gettext("Answer: %(outcome)s", outcome=OUTCOME_NAMES[outcome.kind]),
        when=day(outcome.decided_at),
        quote=outcome.answer,
        language="de",
        by=by,
        order=outcome.decided_at,
    )


def _expected(contribution: Contribution) -> list[Step]:
    if contribution.visibility in NOT_SHOWN | {Visibility.MERGED} or contribution.kind in TALK:
        return []
    process, found = contribution.process, []
    if not contribution.outcomes and not contribution.answered_at:
        found.append(
            Step(
                state="next",
                title=gettext("Answer with reasons"),
                when=gettext("until %(day)s", day=day(process.answers_by)),
                text=gettext("From: %(office)s", office=process.answering_office),
                order=process.answers_by,
            )
        )
    elif contribution.outcomes and contribution.outcomes[-1].next_on:
        coming = contribution.outcomes[-1].next_on
        found.append(Step(state="next", title=gettext("Next news"), when=day(coming), order=coming))
    if process.decision_on >= today() and not _is_settled(contribution):
        found.append(
            Step(
                state="next",
                title=gettext("Decision on the measures"),
                when=day(process.decision_on),
                text=process.decider,
                href=url_for("process.show", slug=process.slug),
                order=process.decision_on,
            )
        )
    return found


def _is_settled(contribution: Contribution) -> bool:
    """Say whether the last answer ended the matter: nothing about it is left to decide."""
    last = contribution.outcome
    return last is not None and last.kind is OutcomeKind.ANSWERED and last.next_on is None


def outlook(process: Process) -> list[Step]:
    """Return what will happen to a contribution that somebody is about to write."""
    return [
        Step(state="now", title=gettext("You write")),
        Step(
            state="next",
            title=gettext("By %(day)s: read and public", day=day_short(working_days_after(today(), CHECK_TAKES_DAYS))),
        ),
        Step(state="next", title=gettext("By %(day)s: answer with reasons", day=day_short(process.answers_by))),
        Step(state="next", title=gettext("%(day)s: decision on the measures", day=day_short(process.decision_on))),
        Step(state="next", title=gettext("Every half year: what did it bring?")),
    ]
