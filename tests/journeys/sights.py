"""Every page there is, with who looks at it. Budgets, accessibility, markup and pictures go through this one list."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Browser, Page, Response

from tests.journeys.devices import DESK, context
from tests.journeys.scene import Scene
from tests.journeys.town import Town

GUEST, CITIZEN, MODERATOR, LEAD = "guest", "citizen", "moderator", "lead"
TEXTS = ("imprint", "privacy", "accessibility", "rules", "easy-language", "sign-language")
SEND = "main form[method=post] button[type=submit]"
REJECT = "main form[method=post] button[type=submit]:not([name=preview])"


@dataclass(frozen=True, slots=True)
class Sight:
    """A page as somebody sees it.

    Attributes:
        types: what is typed into the first long text after the page has opened.
        press: what is pressed after the page has opened, to see what it answers.
        status: with what the last answer comes.
        key: whether the page stands in the full matrix of `make test`.
    """

    name: str
    path: str
    role: str = GUEST
    types: str = ""
    press: str = ""
    status: int = 200
    key: bool = False


def citizens(scene: Scene) -> list[Sight]:
    """Return what everybody can see."""
    board, survey = f"/boards/{scene.board}", f"/surveys/{scene.survey}"
    pages = f"{survey}/pages/{scene.survey_draft}"
    return [
        Sight("process", "/", key=True),
        Sight("process-short", "/q/2030"),
        Sight("process-shown", "/process/agenda-2030"),
        Sight("ideas", board, key=True),
        Sight("ideas-found", f"{board}?q=Bus&state=answered"),
        Sight("ideas-map", f"{board}?view=map", key=True),
        Sight("ideas-map-none", f"{board}?view=map&q=xylophon"),
        Sight("ideas-none", f"{board}?q=xylophon"),
        Sight("idea", f"/ideas/{scene.answered}", key=True),
        Sight("idea-translated", f"/ideas/{scene.translated}", key=True),
        Sight("idea-news", f"/ideas/{scene.answered}/news"),
        Sight("idea-news-refused", f"/ideas/{scene.answered}/news", press=SEND, status=422),
        Sight("idea-news-sent", f"/ideas/{scene.answered}/news/sent"),
        Sight("news-confirm", "/idea-news/confirm/torn-off", status=404),
        Sight("news-stop", "/idea-news/stop/torn-off"),
        Sight("vote-sent", f"/ideas/{scene.answered}/support/sent"),
        Sight("vote-over", "/votes/torn-off", status=404),
        Sight("boards", "/ideas"),
        Sight("pairs", "/boards/vorrang/pairs", key=True),
        Sight("ideas-by-pairs", "/boards/vorrang?sort=popular"),
        Sight("ideas-by-points", "/boards/jugend?sort=popular"),
        Sight("idea-frozen", f"/ideas/{scene.frozen}"),
        Sight("idea-unanswered", f"/ideas/{scene.unanswered}"),
        Sight("idea-poster", f"/ideas/{scene.pictured}/poster"),
        Sight("board-poster", f"{board}/poster"),
        Sight("idea-pictures", f"/ideas/{scene.pictured}", key=True),
        Sight("idea-commented", f"/ideas/{scene.commented}", key=True),
        Sight("comment-write", f"/threads/{scene.thread}/write"),
        Sight("comment-reply", f"/threads/{scene.thread}/write?to={scene.comment}&quote=1"),
        Sight("comment-refused", f"/threads/{scene.thread}/write", press=SEND, status=422),
        Sight("comment-received", f"/comments/received/{scene.comment_code}"),
        Sight("comment-status", f"/i/{scene.comment_code}"),
        Sight("follow", f"/threads/{scene.thread}/follow"),
        Sight("follow-refused", f"/threads/{scene.thread}/follow", press=SEND, status=422),
        Sight("follow-sent", f"/threads/{scene.thread}/follow/sent"),
        Sight("follow-confirm", scene.follow_link),
        Sight("follow-stop", "/follow/stop/torn-off"),
        Sight("follow-over", "/follow/confirm/torn-off", status=404),
        Sight("discussions", "/process/agenda-2030/discussions", key=True),
        Sight("discussions-none", "/process/agenda-2030/discussions?q=xylophon"),
        Sight("discussion", f"/discussions/{scene.discussion}", key=True),
        Sight("discussion-start", "/process/agenda-2030/discussions/new"),
        Sight("discussion-refused", "/process/agenda-2030/discussions/new", press=SEND, status=422),
        Sight("way", f"/ideas/{scene.answered}/way", key=True),
        Sight("find-status", "/status"),
        Sight("find-status-refused", "/status", press=SEND, status=422),
        Sight("status", f"/i/{scene.status_code}", key=True),
        Sight("status-asked", f"/i/{scene.asked_code}", key=True),
        Sight("status-edited", f"/i/{scene.edited_code}"),
        Sight("idea-edited", f"/ideas/{scene.edited}"),
        Sight("status-answered", f"/i/{scene.answered_code}"),
        Sight("help", f"/threads/{scene.thread}/write?help=1"),
        Sight("write", f"{board}/write", key=True),
        Sight("write-similar", f"{board}/write", types="Am Bahnhof fährt kein Rufbus nach Neu Wiesow"),
        Sight("write-refused", f"{board}/write", press=SEND, status=422, key=True),
        Sight("received", f"{board}/received/{scene.status_code}", key=True),
        Sight("report", f"/contributions/{scene.answered}/report", key=True),
        Sight("notice", f"/notices/{scene.notice_code}"),
        Sight("notice-decided", f"/notices/{scene.kept_code}"),
        Sight("notice-object", f"/notices/{scene.kept_code}/object"),
        Sight("status-hidden", f"/i/{scene.hidden_code}"),
        Sight("status-removed", f"/i/{scene.removed_code}"),
        Sight("removed", f"/ideas/{scene.removed}/way", status=410),
        Sight("status-blocked", f"/i/{scene.blocked_code}"),
        Sight("object", f"/i/{scene.hidden_code}/object"),
        Sight("object-refused", f"/i/{scene.hidden_code}/object", press=SEND, status=422),
        Sight("how-we-moderate", "/moderation"),
        Sight("figures", f"/moderation/{scene.published_month}"),
        Sight("survey", survey, key=True),
        Sight("survey-answer", f"{survey}/answer", key=True),
        Sight("survey-first-page", f"{survey}/pages"),
        *(Sight(f"survey-page-{number}", f"{pages}/Q{number:02}") for number in (1, 2, 3, 4, 5, 7, 8, 9, 10)),
        Sight("survey-check", f"{pages}/check"),
        Sight("survey-later", f"{pages}/later"),
        Sight("survey-continue", "/continue"),
        Sight("survey-full", f"{survey}/full"),
        Sight("survey-proof", f"{survey}/proof"),
        Sight("survey-gone", f"{survey}/pages/nobody/later", status=404),
        Sight("survey-thanks", f"{survey}/thanks/{scene.survey_receipt}", key=True),
        Sight("kiosk", scene.kiosk, key=True),
        Sight("kiosk-answer", f"{scene.kiosk}/answer"),
        Sight("kiosk-thanks", f"{scene.kiosk}/thanks"),
        Sight("kiosk-leave", f"{scene.kiosk}/leave"),
        Sight("survey-poster", f"{survey}/poster"),
        Sight("receipt", f"/receipt/{scene.survey_receipt}"),
        Sight("find-receipt", "/receipt"),
        Sight("find-receipt-refused", "/receipt", press=SEND, status=422),
        Sight("events", "/events", key=True),
        Sight("event", f"/events/{scene.event}", key=True),
        Sight("place", f"/places/{scene.place}", key=True),
        Sight("event-refused", f"/events/{scene.event}", press=SEND, status=422),
        Sight("event-table", f"/tables/{scene.event_table}", key=True),
        Sight("event-voices", f"/events/{scene.full_event}/voices"),
        Sight("event-minutes", f"/events/{scene.full_event}/minutes", key=True),
        Sight("event-points", f"/events/{scene.event}/points", key=True),
        Sight("event-points-closed", f"/events/{scene.full_event}/points"),
        Sight("event-invited", f"/events/invited/{scene.invitation}"),
        Sight("told", "/process/agenda-2030/topics", key=True),
        Sight("measures", "/measures", key=True),
        Sight("goals", "/goals"),
        Sight("goal", "/goals/1"),
        Sight("way", "/goals/1/ways/3"),
        Sight("measure", f"/measures/{scene.measure}", key=True),
        Sight("progress", "/progress", key=True),
        Sight("measure-progress", f"/measures/{scene.measure}/progress"),
        Sight("hall-find", "/hall"),
        Sight("hall", f"/hall/{scene.hall}", key=True),
        Sight("hall-refused", f"/hall/{scene.hall}", press=SEND, status=422),
        Sight("hall-asked", f"/hall/{scene.hall}/asked/{scene.hall_receipt}"),
        Sight("hall-screen", f"/hall/{scene.hall}/screen"),
        Sight("barrier", "/barrier"),
        Sight("barrier-refused", "/barrier", press=SEND, status=422),
        Sight("barrier-received", f"/barrier/received/{scene.barrier_code}"),
        *(Sight(f"text-{name}", f"/text/{name}") for name in TEXTS),
        Sight("sign-in", "/sign-in"),
        Sight("sign-in-refused", "/sign-in", press=SEND, status=422),
        Sight("signed-out", "/signed-out"),
        Sight("sign-up", "/sign-up"),
        Sight("sign-up-refused", "/sign-up", press=SEND, status=422),
        Sight("sign-up-sent", "/sign-up/sent"),
        Sight("sign-up-link", scene.sign_up_link),
        Sight("forgotten", "/forgotten"),
        Sight("forgotten-sent", "/forgotten/sent"),
        Sight("forgotten-link", scene.forgotten_link),
        Sight("new-mail-link", scene.new_mail_link),
        Sight("new-mail-holds", "/account/mail/changed"),
        Sight("link-over", "/sign-up/torn-off", status=404),
        Sight("invitation", scene.invitation_link),
        Sight("erased", "/erased?texts=keep"),
        Sight("not-found", "/nowhere", status=404),
    ]


def with_account(scene: Scene) -> list[Sight]:
    """Return what a citizen with an account sees of it."""
    return [
        Sight("account", "/account", CITIZEN, key=True),
        Sight("account-name", "/account/name", CITIZEN),
        Sight("account-news", "/account/news", CITIZEN),
        Sight("stop-news", scene.stop_link),
        Sight("account-mail", "/account/mail", CITIZEN),
        Sight("account-mail-sent", "/account/mail/sent", CITIZEN),
        Sight("account-password", "/account/password", CITIZEN),
        Sight("account-password-refused", "/account/password", CITIZEN, press=SEND, status=422),
        Sight("account-contributions", "/account/contributions", CITIZEN),
        Sight("account-contribution", f"/account/contributions/{scene.own}", CITIZEN),
        Sight("account-data", "/account/data", CITIZEN),
        Sight("account-erase", "/account/erase", CITIZEN),
        Sight("account-organisations", "/account/organisations", CITIZEN),
        Sight("account-leave", f"/account/organisations/{scene.organisation}/leave", CITIZEN),
        Sight("invitation-signed-in", scene.invitation_link, CITIZEN),
        Sight("sign-out", "/sign-out", CITIZEN),
    ]


def staffs(scene: Scene) -> list[Sight]:
    """Return what the people of the town hall see at their desks."""
    item, measure, draft = f"/desk/moderation/{scene.waiting}", "/desk/measures/" + scene.measure, scene.draft
    return [
        Sight("desk", "/desk", MODERATOR, key=True),
        Sight("desk-lead", "/desk", LEAD),
        Sight("queue", "/desk/moderation", MODERATOR, key=True),
        Sight("queue-list", "/desk/moderation?list=1", MODERATOR),
        Sight("item", item, MODERATOR, key=True),
        Sight("reject", f"{item}/reject", MODERATOR, key=True),
        Sight("edit", f"{item}/edit", MODERATOR, key=True),
        Sight("edit-refused", f"{item}/edit", MODERATOR, press=SEND, status=422),
        Sight("asked", "/desk/moderation/asked", MODERATOR),
        Sight("ask", f"{item}/ask", MODERATOR),
        Sight("forward", f"{item}/forward", MODERATOR),
        Sight("merge", f"/desk/moderation/{scene.merged}/merge", MODERATOR),
        Sight("merge-refused", f"/desk/moderation/{scene.merged}/merge", MODERATOR, press=SEND, status=422),
        Sight("hide", f"/desk/moderation/{scene.edited}/hide", MODERATOR),
        Sight("restore", f"/desk/moderation/{scene.hidden}/restore", MODERATOR),
        Sight("item-edited", f"/desk/moderation/{scene.edited}", MODERATOR),
        Sight("item-hidden", f"/desk/moderation/{scene.hidden}", MODERATOR),
        Sight("reject-refused", f"{item}/reject", MODERATOR, press=REJECT, status=422),
        Sight("remove", f"{item}/remove", MODERATOR),
        Sight("strip", f"/desk/moderation/{scene.pictured}/files/{scene.file}/remove", MODERATOR, key=True),
        Sight("item-pictured", f"/desk/moderation/{scene.pictured}", MODERATOR),
        Sight("block", f"/desk/moderation/{scene.edited}/block", MODERATOR),
        Sight("block-again", f"/desk/moderation/{scene.blocked}/block", MODERATOR),
        Sight("blocks", "/desk/moderation/blocks", MODERATOR, key=True),
        Sight("block-lift", f"/desk/moderation/blocks/{scene.block}", MODERATOR),
        Sight("reported", f"/desk/notices/{scene.reported}", MODERATOR, key=True),
        Sight("reported-keep", f"/desk/notices/{scene.reported}/keep", MODERATOR),
        Sight("reported-hide", f"/desk/notices/{scene.reported}/hide", MODERATOR),
        Sight("objection", f"/desk/objections/{scene.objection}", MODERATOR, key=True),
        Sight("register", "/desk/register", MODERATOR, key=True),
        Sight("months", "/desk/figures", MODERATOR),
        Sight("month", f"/desk/figures/{scene.open_month}", MODERATOR),
        Sight("danger", f"/desk/dangers/{scene.reported}", MODERATOR),
        Sight("votes", f"/desk/votes/{scene.voted}", MODERATOR, key=True),
        Sight("votes-frozen", f"/desk/votes/{scene.frozen}", LEAD),
        Sight("moderation-boards", "/desk/moderation/boards", MODERATOR),
        Sight("board-moderation", "/desk/boards/ideen/moderation", MODERATOR, key=True),
        Sight("discussion-moderation", "/desk/discussions/agenda-2030/moderation", MODERATOR),
        Sight("desk-events", "/desk/events", MODERATOR, key=True),
        Sight("desk-event", f"/desk/events/{scene.event}", MODERATOR, key=True),
        Sight("desk-event-people", f"/desk/events/{scene.full_event}/people", MODERATOR, key=True),
        Sight("desk-event-tables", f"/desk/events/{scene.full_event}/tables", MODERATOR),
        Sight("desk-event-door", f"/desk/events/{scene.event}/door", MODERATOR, key=True),
        Sight("desk-event-door-over", f"/desk/events/{scene.full_event}/door?q=nobody-1", MODERATOR),
        Sight("desk-event-attendance", f"/desk/events/{scene.event}/attendance", MODERATOR),
        Sight("desk-event-badges", f"/desk/events/{scene.event}/badges", MODERATOR),
        Sight("desk-event-minutes", f"/desk/events/{scene.full_event}/minutes", MODERATOR),
        Sight("desk-event-points", f"/desk/events/{scene.full_event}/points", MODERATOR),
        Sight("desk-event-call-off", f"/desk/events/{scene.event}/call-off", MODERATOR),
        Sight("desk-event-new", "/desk/events/new", MODERATOR),
        Sight("answers", "/desk/answers", LEAD, key=True),
        Sight("answer", f"/desk/answers/{scene.unanswered}", LEAD, key=True),
        Sight("answer-again", f"/desk/answers/{scene.answered}", LEAD),
        Sight("entry", "/desk/entry", MODERATOR, key=True),
        Sight("entry-refused", "/desk/entry", MODERATOR, press=SEND, status=422),
        Sight("entry-slips", f"/desk/entry/{scene.stack}", MODERATOR),
        Sight("translate", f"/desk/translations/{scene.translated}", MODERATOR, key=True),
        Sight("translate-refused", f"/desk/translations/{scene.translated}", MODERATOR, press=SEND, status=422),
        Sight("alike", f"/desk/moderation/{scene.voted}/alike", LEAD),
        Sight("boards-set-up", "/desk/boards", LEAD),
        Sight("board-new", "/desk/boards/new", LEAD),
        Sight("board-set-up", f"/desk/boards/{scene.board}", LEAD, key=True),
        Sight("board-codes", f"/desk/boards/{scene.board}/codes", LEAD),
        Sight("together", f"/desk/answers/together?ref={scene.unanswered}&ref={scene.answered}", LEAD, key=True),
        Sight("together-none", "/desk/answers/together", LEAD),
        Sight("templates", "/desk/answers/templates", LEAD),
        Sight("template-new", "/desk/answers/templates/new", LEAD),
        Sight("template", f"/desk/answers/templates/{scene.template}", LEAD),
        Sight("steer-thread", f"/threads/{scene.thread}/steer", MODERATOR),
        Sight("steer-discussion", f"/threads/{scene.discussion_thread}/steer", MODERATOR),
        Sight("steer-comment", f"/comments/{scene.comment}/steer", MODERATOR),
        Sight("topics", "/desk/topics", LEAD, key=True),
        Sight("topic", f"/desk/topics/{scene.topic}", LEAD),
        Sight("topic-split", f"/desk/topics/{scene.topic}/split", LEAD),
        Sight("topic-merge", f"/desk/topics/{scene.topic}?do=merge", LEAD),
        Sight("topics-run", "/desk/topics/run", LEAD),
        Sight("topics-pairs", "/desk/topics/pairs", LEAD, key=True),
        Sight("topics-unsure", "/desk/topics/unsure", LEAD),
        Sight("topics-changes", "/desk/topics/changes", LEAD, key=True),
        Sight("topics-review", "/desk/topics/review", LEAD),
        Sight("topics-double", "/desk/topics/double", LEAD),
        Sight("topics-coding", f"/desk/topics/double/{scene.coding}", LEAD, key=True),
        Sight("topics-coded", f"/desk/topics/double/{scene.coded}", LEAD),
        Sight("topics-snapshots", "/desk/topics/snapshots", LEAD),
        Sight("topics-snapshot", f"/desk/topics/snapshots/{scene.snapshot}", LEAD),
        Sight("topics-log", "/desk/topics/review/log", LEAD),
        Sight("told-desk", "/desk/topics/public", LEAD),
        Sight("figures-map", "/desk/topics/map", LEAD),
        Sight("topics-figures", "/desk/topics/figures", LEAD),
        Sight("figures-listed", "/desk/topics/contributions?channel=paper", LEAD),
        Sight("desk-measures", "/desk/measures", LEAD, key=True),
        Sight("measure-new", "/desk/measures/new", LEAD),
        Sight("measure-edit", f"/desk/measures/{draft}", LEAD, key=True),
        *(
            Sight(f"measure-{one}", f"/desk/measures/{draft}/sheet/{one}", LEAD)
            for one in ("aims", "people", "support", "time", "risks", "tags", "transfer", "trial")
        ),
        Sight("measure-scores", f"/desk/measures/{draft}/scores", LEAD),
        Sight("measure-goals", f"/desk/measures/{draft}/goals", LEAD),
        Sight("measure-needs", f"/desk/measures/{draft}/needs", LEAD),
        Sight("measure-moved", f"{measure}/moved", LEAD),
        Sight("phase-close", "/desk/plan/gate/ideas", LEAD),
        Sight("phase-close-refused", "/desk/plan/gate/ideas", LEAD, press=SEND, status=422),
        Sight("goals-desk", "/desk/plan/goals", LEAD),
        Sight("plan-documents", "/desk/plan/documents", LEAD),
        Sight("plan-gate", "/desk/plan/gate", LEAD),
        Sight("vision", "/desk/plan/vision", LEAD),
        Sight("goal-new", "/desk/plan/goals/new", LEAD),
        Sight("goal-edit", "/desk/plan/goals/1", LEAD),
        Sight("alternative-new", "/desk/plan/goals/1/alternatives/new", LEAD),
        Sight("alternative", "/desk/plan/goals/1/alternatives/1", LEAD),
        Sight("goal-choice", "/desk/plan/goals/1/choice", LEAD),
        Sight("scoring", "/desk/plan/scoring", LEAD),
        Sight("weights", "/desk/plan/weights", LEAD),
        Sight("measure-publish", f"/desk/measures/{draft}/publish", LEAD),
        Sight("measure-origins", f"/desk/measures/{draft}/origins", LEAD),
        Sight("measure-state", f"{measure}/state", LEAD),
        Sight("measure-money", f"{measure}/money", LEAD),
        Sight("measure-report", f"{measure}/report", LEAD),
        Sight("measure-figure", f"{measure}/figures", LEAD),
        Sight("measure-milestone", f"{measure}/milestones", LEAD),
        Sight("measure-milestone-change", f"{measure}/milestones/{scene.milestone}", LEAD),
        Sight("measure-figure-change", f"{measure}/figures/{scene.figure}", LEAD),
        Sight("measure-helped", f"{measure}/helped", LEAD),
        Sight("helped", f"/helped/{scene.helped}"),
        Sight("helped-refused", f"/helped/{scene.helped}", press=SEND, status=422),
        Sight("helped-over", "/helped/nothing", status=404),
        Sight("measure-obstacle", f"{measure}/obstacles", LEAD),
        Sight("measure-obstacle-refused", f"{measure}/obstacles", LEAD, press=SEND, status=422),
        Sight("measure-obstacle-change", f"{measure}/obstacles/{scene.obstacle}", LEAD),
        Sight("measure-light", f"{measure}/light", LEAD),
        Sight("desk-progress", "/desk/progress", LEAD, key=True),
        Sight("survey-results", f"/surveys/{scene.survey}/results", LEAD, key=True),
        Sight("ways-surveys", "/desk/ways", LEAD),
        *editor(scene),
        Sight("results", "/desk/surveys/digital-werden/results", LEAD, key=True),
        Sight("results-group", "/desk/surveys/digital-werden/results?group=Q10:65%2B", LEAD),
        Sight("results-table", "/desk/surveys/digital-werden/results/table?rows=Q02&columns=Q10", LEAD),
        Sight("exports", "/desk/surveys/digital-werden/exports", LEAD),
        Sight("results-texts", "/desk/surveys/digital-werden/results/texts", LEAD),
        Sight("results-waves", "/desk/surveys/digital-werden/results/waves", LEAD),
        Sight("results-public", "/desk/surveys/digital-werden/results/public", LEAD),
        Sight("results-register", "/desk/surveys/digital-werden/results/register", LEAD),
        Sight("ways", f"/desk/ways/{scene.listed}", LEAD, key=True),
        Sight("survey-files", "/desk/survey-files", LEAD, key=True),
        Sight("survey-file-refused", "/desk/survey-files", LEAD, press="button[name=check]", status=422),
        Sight("survey-exports", f"/desk/survey-files/{scene.survey}", LEAD),
        Sight("paper", f"/desk/ways/{scene.survey}/paper", LEAD),
        Sight("paper-stack", f"/desk/ways/{scene.survey}/paper/{scene.paper}", LEAD),
        Sight("paper-type", f"/desk/ways/{scene.survey}/paper/{scene.paper}/sheet", LEAD, key=True),
        Sight("paper-again", f"/desk/ways/{scene.survey}/paper/{scene.paper}/sheet/{scene.sheet_again}", LEAD),
        Sight("paper-apart", f"/desk/ways/{scene.survey}/paper/{scene.paper}/apart/{scene.sheet_apart}", LEAD),
        Sight("kiosks", f"/desk/ways/{scene.survey}/kiosks", LEAD),
        Sight("letters", f"/desk/ways/{scene.listed}/letters", LEAD, key=True),
        Sight("letters-refused", f"/desk/ways/{scene.listed}/letters", LEAD, press="button[name=check]", status=422),
        Sight("letters-remind", f"/desk/ways/{scene.listed}/letters/reminder", LEAD),
        Sight("letters-making", f"/desk/ways/{scene.listed}/letters/{scene.letters}", LEAD),
        Sight("desk-halls", "/desk/hall", MODERATOR),
        Sight("desk-hall", f"/desk/hall/{scene.hall}", MODERATOR, key=True),
        Sight("jobs", "/desk/jobs", LEAD),
        Sight("organisations", "/desk/organisations", LEAD),
        Sight("organisation-invite", "/desk/organisations/invite", LEAD),
        Sight("barriers", "/desk/barriers", LEAD),
        Sight("barrier-open", f"/desk/barriers/{scene.open_barrier}", LEAD),
        Sight("barrier-answered", f"/desk/barriers/{scene.answered_barrier}", LEAD),
        Sight("account-staff", "/account", MODERATOR),
        Sight("desk-not-found", "/desk/nowhere", MODERATOR, status=404),
    ]


def editor(scene: Scene) -> list[Sight]:
    """Return the pages on which a survey is written."""
    written = "/desk/surveys/hilfe-mit-digitalen-dingen"
    return [
        Sight("editor-surveys", "/desk/surveys", LEAD),
        Sight("editor-new", "/desk/surveys/new", LEAD),
        Sight("editor-deletions", "/desk/deletions", LEAD),
        Sight("editor", written, LEAD, key=True),
        Sight("editor-setup", f"{written}/setup", LEAD),
        Sight("editor-question", f"{written}/questions/help_from", LEAD),
        Sight("editor-new-question", f"{written}/questions/new/matrix", LEAD),
        Sight("editor-answers", f"{written}/questions/help_from/answers", LEAD),
        Sight("editor-quotas", f"{written}/quotas", LEAD),
        Sight("editor-versions", f"{written}/versions", LEAD),
        Sight("editor-check", f"{written}/check", LEAD),
        Sight("editor-translation", f"{written}/translation", LEAD),
        Sight("editor-library", f"{written}/library", LEAD),
        Sight("trial", scene.trial, LEAD),
        Sight("trial-question", f"{scene.trial}/age", LEAD),
    ]


def every(scene: Scene) -> list[Sight]:
    """Return every page there is."""
    return [*citizens(scene), *with_account(scene), *staffs(scene)]


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at a page."""

    width: int
    scheme: Literal["light", "dark"]
    language: Literal["de", "en"]

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}, {self.language}"

    def path(self, sight: Sight) -> str:
        """Return the address of the page in this language."""
        return sight.path if self.language == "de" else f"/{self.language}{sight.path}"


#: How every page is looked at, and those that matter most in both languages: each scheme at each width. No style sheet
#: knows a difference between 320 and 390 px, and no colour one between languages; `tests.journeys.full` tries all.
GERMAN_LOOKS = (Look(320, "light", "de"), Look(1280, "dark", "de"))
ENGLISH_LOOKS = (Look(320, "dark", "en"), Look(1280, "light", "en"))
LOOKS = tuple(
    Look(width, scheme, language)
    for language in ("de", "en")
    for scheme in ("light", "dark")
    for width in (320, 390, 1280)
)


class Viewer:
    """Somebody in this role who opens one page after another, as different devices show them."""

    def __init__(self, browser: Browser, town: Town, role: str, **more: Any) -> None:
        self.context = context(browser, DESK, **more)
        self.town = town
        if role != GUEST:
            name, value = town.cookie(role)
            self.context.add_cookies([{"name": name, "value": value, "url": town.address}])
        self.page: Page = self.context.new_page()

    def takes(self, look: Look, height: int = 800) -> None:
        """Take this device; what is open stays open."""
        self.page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
        self.page.set_viewport_size({"width": look.width, "height": height})

    def fetches(self, sight: Sight, language: Literal["de", "en"]) -> bytes:
        """Return the page as it leaves the server, without opening it."""
        answer = self.context.request.get(self.town.address + Look(0, "light", language).path(sight))
        assert answer.status == sight.status, f"{sight.name}: {answer.status}"
        return answer.body()

    def look(self, sight: Sight, look: Look, height: int = 800) -> Response:
        """Open the page as this device shows it and return the answer."""
        self.takes(look, height)
        answer = self.page.goto(self.town.address + look.path(sight))
        if sight.types:
            self.page.locator("main textarea").first.fill(sight.types)
            self.page.locator(".similar").wait_for()
        if sight.press:
            with self.page.expect_navigation() as navigation:
                self.page.locator(sight.press).first.click()
            answer = navigation.value
        assert answer is not None
        assert answer.status == sight.status, f"{sight.name}: {answer.status}"
        return answer


@contextmanager
def viewers(browser: Browser, town: Town, **more: Any) -> Iterator[Mapping[str, Viewer]]:
    """Yield a viewer for every role."""
    made = {role: Viewer(browser, town, role, **more) for role in (GUEST, CITIZEN, MODERATOR, LEAD)}
    try:
        yield made
    finally:
        for viewer in made.values():
            viewer.context.close()
