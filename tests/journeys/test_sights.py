"""No page is forgotten: whatever opens in a browser stands in the list that all checks go through."""

from werkzeug.exceptions import HTTPException

from tests.journeys.scene import Scene
from tests.journeys.sights import every
from tests.journeys.town import Town

#: What a browser opens and nobody reads as a page, and why.
LEFT_OUT = {
    "process.qr": "a picture",
    "documents.file": "a file",
    "contributions.file": "a file",
    "exports.file": "a file with answers, for a day",
    "contributions.own_file": "a file",
    "contributions.account_file": "a file",
    "boards.idea_picture": "a picture",
    "boards.board_picture": "a picture",
    "boards.points": "for the script of the map",
    "events.report": "a document",
    "events.calendar": "for calendars",
    "events.calendar_file": "for calendars",
    "events.attendance_file": "a file",
    "events.door_list": "for the script of the door",
    "boards.feed": "for feed readers",
    "boards.comment_feed": "for feed readers",
    "contributions.thread_feed": "for feed readers",
    "discussions.discussions": "leads on to those of the present process",
    "contributions.edit_comment": "open for a quarter of an hour only",
    "contributions.edit_own_comment": "open for a quarter of an hour only",
    "contributions.comment": "leads on to the place of the comment",
    "accounts.data_file": "a file",
    "surveys.answers_table": "a file",
    "results.pictures": "a file",
    "receipts.proof_list": "for machines",
    "receipts.proof_answers": "for machines",
    "receipts.verifier": "a script",
    "surveys.embed": "the questions alone, for other sites; none of the demo town's surveys names one",
    "survey_files.file": "a file",
    "surveys.go_on": "leads to a page of the draft",
    "paper.sheet": "a file",
    "editor.add": "leads on to the form of a new question",
    "ways.short": "leads on to the survey",
    "register.table": "a file",
    "topic_files.table": "a file",
    "topic_files.workbook": "a file",
    "topic_files.document": "a file",
    "contributions.own_block_reasons": "open to whoever is blocked; the letter is that of the status page",
    "contributions.object_signed_in": "looks like the page by the secret link",
    "surveys.worker": "a script",
    "web.gallery": "stands in development only",
    "web.desk_gallery": "stands in development only",
    "web.accent_sheet": "a style sheet",
    "web.alive": "for machines",
    "web.ready": "for machines",
    "web.security": "for machines",
    "web.robots": "for machines",
    "web.sitemap": "for machines",
}


def test_every_page_is_in_the_list(town: Town, scene: Scene) -> None:
    routes = town.app.url_map.bind("127.0.0.1")
    seen = set()
    for sight in every(scene):
        try:
            seen.add(routes.match(sight.path.partition("?")[0])[0])
        except HTTPException:
            assert sight.status == 404, sight.path
    pages = {rule.endpoint for rule in town.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    forgotten = pages - seen - set(LEFT_OUT)
    assert not forgotten, f"Please add these pages to tests/journeys/sights.py: {sorted(forgotten)}"
    assert set(LEFT_OUT) <= pages, "what is left out should exist"
